package torrentkit.app.server.page;

import io.netty.handler.codec.http.HttpResponseStatus;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import torrentkit.app.server.api.ApiRoute;
import torrentkit.app.server.api.RealFiles;
import torrentkit.app.server.api.ScriptedServer;
import torrentkit.app.server.api.Views;
import torrentkit.app.server.catalogue.LookupThreads;
import torrentkit.app.server.http.HttpAnswers;
import torrentkit.app.server.http.HttpFrontEnd;
import torrentkit.app.server.http.HttpLimits;
import torrentkit.app.server.http.HttpRoutes;
import torrentkit.app.server.http.Route;

/** The page and the API on a free port, over real files with every kind of name and a scripted server behind them. */
final class PageStage implements AutoCloseable {
    /** Names that are up to something. Each is the name of a file in the directory {@code hostile}. */
    static final List<String> HOSTILE = List.of(
            "<img src=x onerror=alert(1)>.iso",
            "<script>alert(2)<\u2215script>",
            "\"><b id=injected>bold</b>".replace('/', '\u2215'),
            "quote ' and \" and `backtick`",
            "&lt;b&gt; & &amp;amp;",
            "line\nbreak",
            "tab\tand bell\u0007and escape\u001b[31mred",
            "bidi \u202egnp.exe",
            "isolate \u2066a\u2069\u200fb",
            "javascript:alert(3)",
            "#fragment?query=1&path=..",
            "100% %2e%2e %00",
            " blanks at both ends ",
            "emoji 👩‍👩‍👧‍👦 🏴",
            "نص عربي.txt",
            "long-" + "x".repeat(245));

    private final LookupThreads lookups = new LookupThreads();
    private final ScriptedServer server = new ScriptedServer();
    private final RealFiles files;
    private final HttpFrontEnd http;

    /** @param state a directory of its own, elsewhere */
    PageStage(Path root, Path state) throws IOException {
        furnish(root);
        files = new RealFiles(root, state);
        server.torrent(List.of("images", "debian-13-amd64-netinst.iso"), 783_000_000);
        server.torrent(List.of("models"), 15_900_000_000L);
        server.torrent(List.of("hostile", HOSTILE.get(0)), 1_900_000);
        server.hash(List.of("datasets", "common-crawl-2026-40.tar.zst"));
        server.hash(List.of("hostile", HOSTILE.get(7)));
        Views views = server.views(files.views());
        http = HttpFrontEnd.open(
                new InetSocketAddress("127.0.0.1", 0),
                HttpRoutes.none()
                        .with(List.of(), new PageRoute(views, lookups))
                        .with(List.of("assets"), new AssetsRoute())
                        .with(List.of("api", "v1"), new ApiRoute(views, lookups))
                        .with(List.of("file"), content(root))
                        .with(List.of("torrent"), torrent())
                        .with(List.of("magnet"), magnet()),
                HttpLimits.defaults());
    }

    private static void furnish(Path root) throws IOException {
        for (String path : List.of(
                "images/debian-13-amd64-netinst.iso",
                "images/debian-13-arm64-netinst.iso",
                "images/README.txt",
                "models/vision/weights-00001-of-00004.safetensors",
                "models/vision/config.json",
                "datasets/common-crawl-2026-40.tar.zst",
                "datasets/2026/q3/night sky – Königstuhl.fits",
                "builds/nightly/app-1.8.0.tar.gz",
                "checksums.txt",
                "release notes.md",
                "rootfs.img")) {
            Path file = root.resolve(path);
            Files.createDirectories(file.getParent());
            Files.writeString(file, path.repeat(7 + path.length() % 5));
        }
        Files.createDirectory(root.resolve("empty"));
        Path hostile = Files.createDirectory(root.resolve("hostile"));
        for (String name : HOSTILE) {
            Files.writeString(hostile.resolve(name), "content of " + name);
        }
        Path many = Files.createDirectory(root.resolve("many"));
        for (int i = 0; i < 620; i++) {
            Files.createFile(many.resolve(String.format("part-%04d", i)));
        }
        try (var files = Files.walk(root)) {
            for (Path file : (Iterable<Path>) files::iterator) {
                Files.setLastModifiedTime(file, FileTime.from(Instant.parse("2026-11-18T09:30:00Z")));
            }
        }
    }

    private static Route content(Path root) {
        return (request, names) -> {
            try {
                return CompletableFuture.completedFuture(HttpAnswers.attachment(
                        request,
                        "application/octet-stream",
                        Files.readAllBytes(root.resolve(String.join("/", names))),
                        names.get(names.size() - 1)));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        };
    }

    private static Route torrent() {
        return (request, names) -> CompletableFuture.completedFuture(HttpAnswers.attachment(
                request,
                "application/x-bittorrent",
                "de".getBytes(StandardCharsets.US_ASCII),
                names.get(names.size() - 1) + ".torrent"));
    }

    private static Route magnet() {
        return (request, names) -> CompletableFuture.completedFuture(HttpAnswers.text(
                HttpResponseStatus.OK, "magnet:?xt=urn:btih:0123456789012345678901234567890123456789"));
    }

    String url() {
        return "http://127.0.0.1:" + http.address().getPort() + "/";
    }

    ScriptedServer server() {
        return server;
    }

    @Override
    public void close() {
        http.close();
        lookups.close();
        files.close();
    }
}
