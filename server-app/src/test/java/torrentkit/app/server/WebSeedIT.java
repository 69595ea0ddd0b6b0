package torrentkit.app.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import torrentkit.app.server.config.ConfigurationReader;
import torrentkit.app.server.http.RequestPath;
import torrentkit.metainfo.Metainfo;
import torrentkit.testing.Needs;

/**
 * Programs that others wrote load from {@code /file} alone: the tracker names an address for the seed at which nobody listens, and
 * there is no other peer.
 */
class WebSeedIT {
    private static final String PYTHON = "/usr/bin/python3"; // the one that Debian's packages are for
    private static final String FILE = "plain.bin";

    /** Without an ampersand: of a Metalink's file name, aria2 1.36 takes the escape of one literally. */
    private static final String NESTED = "Grüße aus Köln/наука 日本/π ≈ 3 + 100% 'more';.bin";

    private static final String DIRECTORY = "deeper/Ein Verzeichnis für alle";
    static final List<String> PATHS = List.of(FILE, NESTED, DIRECTORY);
    private static final int MINUTES = 2; // only for a program that would hang

    @TempDir
    private Path directory;

    private Path root;
    private TorrentServer server;

    @BeforeEach
    void open() throws IOException {
        root = directory.resolve("root");
        random(FILE, 3_000_001);
        random(NESTED, 700_000);
        random(DIRECTORY + "/a.bin", 500_001);
        random(DIRECTORY + "/tiefer unten/ü #1?.txt", 1);
        random(DIRECTORY + "/z/the last.bin", 1_200_000);
        server = TorrentServer.open(ConfigurationReader.read(
                Optional.empty(),
                Map.of(
                        "torrent-server.file-source", root.toString(),
                        "webserver.host", "127.0.0.1",
                        "webserver.port", "0",
                        "torrent-server.tracker-host", "127.0.0.1",
                        "torrent-server.tracker-port", "0",
                        "torrent-server.peer-host", "127.0.0.9",
                        "torrent-server.peer-port", "0"),
                warning -> {}));
    }

    @AfterEach
    void close() {
        server.close();
    }

    private void random(String path, int size) throws IOException {
        byte[] bytes = new byte[size];
        new Random(size).nextBytes(bytes);
        Files.createDirectories(root.resolve(path).getParent());
        Files.write(root.resolve(path), bytes);
    }

    private String url(String route, String path) {
        return "http://127.0.0.1:" + server.webAddress().getPort() + "/" + route + "/"
                + RequestPath.encode(List.of(path.split("/")));
    }

    private byte[] get(String route, String path) throws Exception {
        HttpResponse<byte[]> response = HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(URI.create(url(route, path))).build(), BodyHandlers.ofByteArray());
        assertThat(response.statusCode()).isEqualTo(200);
        return response.body();
    }

    private Path save(String route, String path) throws Exception {
        return Files.write(directory.resolve("it." + route), get(route, path));
    }

    private void run(String... command) throws Exception {
        Path log = directory.resolve("log");
        ProcessBuilder program =
                new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile());
        program.environment().put("LC_ALL", "C.UTF-8");
        Process process = program.start();
        try {
            boolean ended = process.waitFor(MINUTES, TimeUnit.MINUTES);
            String output = new String(Files.readAllBytes(log), StandardCharsets.UTF_8);
            assertThat(ended).as("%s still runs: %s", command[0], output).isTrue();
            assertThat(process.exitValue()).as(output).isZero();
        } finally {
            process.destroyForcibly();
        }
    }

    private void aria2(Path into, String... arguments) throws Exception {
        Needs.program("aria2c", "aria2");
        List<String> command = new ArrayList<>(List.of(
                "aria2c",
                "--no-conf",
                "--enable-dht=false",
                "--enable-dht6=false",
                "--bt-enable-lpd=false",
                "--file-allocation=none",
                "--show-console-readout=false",
                "--seed-time=0",
                "--dir=" + into));
        command.addAll(List.of(arguments));
        run(command.toArray(String[]::new));
    }

    private Path into() throws IOException {
        return Files.createDirectory(directory.resolve("into"));
    }

    private void assertSame(Path actual, String path) throws IOException {
        Path expected = root.resolve(path);
        try (Stream<Path> files = Files.walk(expected)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                assertThat(Files.mismatch(
                                file, actual.resolve(expected.relativize(file).toString())))
                        .as(file.toString())
                        .isEqualTo(-1);
            }
        }
    }

    private long size(String path) throws IOException {
        try (Stream<Path> files = Files.walk(root.resolve(path))) {
            return files.filter(Files::isRegularFile)
                    .mapToLong(file -> file.toFile().length())
                    .sum();
        }
    }

    private void assertEveryByteCameFromHere(String path) throws IOException {
        assertThat(server.originTraffic().sentBytes(List.of(path.split("/")))).isGreaterThanOrEqualTo(size(path));
    }

    private static String name(String path) {
        return path.substring(path.lastIndexOf('/') + 1);
    }

    @Test
    void curlLoadsAndGoesOnWhereItStopped() throws Exception {
        Needs.program("curl", "curl");
        Path out = directory.resolve("out");

        run("curl", "-fsS", "-o", out.toString(), "-r", "0-99999", url("file", NESTED));
        assertThat(out).hasSize(100_000);
        run("curl", "-fsS", "-o", out.toString(), "-C", "-", url("file", NESTED));
        assertSame(out, NESTED);

        run(
                "curl",
                "-fsS",
                "-z",
                out.toString(),
                "-o",
                directory.resolve("again").toString(),
                url("file", FILE));
    }

    @Tag("foreign")
    @Test
    void aria2LoadsAFileInSeveralConnections() throws Exception {
        Path into = into();
        aria2(into, "--split=4", "--max-connection-per-server=4", "--min-split-size=1M", "--out=x", url("file", FILE));

        assertSame(into.resolve("x"), FILE);
    }

    @Tag("foreign")
    @ParameterizedTest
    @FieldSource("PATHS")
    void aria2FinishesFromTheTorrent(String path) throws Exception {
        Path into = into();
        aria2(into, save("torrent", path).toString());

        assertSame(into.resolve(name(path)), path);
        assertEveryByteCameFromHere(path);
    }

    @Tag("foreign")
    @ParameterizedTest
    @FieldSource("PATHS")
    void aria2FinishesFromTheMetalink(String path) throws Exception {
        Path into = into();
        aria2(into, save("meta4", path).toString());

        assertSame(into.resolve(name(path)), path);
        assertEveryByteCameFromHere(path);
    }

    @Tag("foreign")
    @ParameterizedTest
    @FieldSource("PATHS")
    void libtorrentFinishesFromTheTorrent(String path) throws Exception {
        Process python = Files.isExecutable(Path.of(PYTHON))
                ? new ProcessBuilder(PYTHON, "-c", "import libtorrent")
                        .redirectErrorStream(true)
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                        .start()
                : null;
        Needs.that(
                python != null && python.waitFor() == 0,
                PYTHON + " has no libtorrent (in Debian: apt-get install python3-libtorrent).");
        Path script = directory.resolve("libtorrent_get.py");
        try (InputStream resource = WebSeedIT.class.getResourceAsStream("/interop/libtorrent_get.py")) {
            Files.write(script, resource.readAllBytes());
        }
        Path into = into();
        run(PYTHON, script.toString(), save("torrent", path).toString(), into.toString());

        assertSame(into.resolve(name(path)), path);
        assertEveryByteCameFromHere(path);
    }

    @Test
    void namesTheSameContentInTorrentMagnetAndMetalink() throws Exception {
        Metainfo torrent = Metainfo.parse(get("torrent", DIRECTORY));
        String magnet = new String(get("magnet", DIRECTORY), StandardCharsets.UTF_8);
        String metalink = new String(get("meta4", DIRECTORY), StandardCharsets.UTF_8);
        String base = "http://127.0.0.1:" + server.webAddress().getPort();

        assertThat(torrent.webSeeds()).containsExactly(URI.create(base + "/file/deeper/"));
        assertThat(magnet)
                .startsWith("magnet:?xt=urn:btih:" + torrent.infoHash()
                        + "&dn=Ein%20Verzeichnis%20f%C3%BCr%20alle&xl=1700002&")
                .contains("&tr=http%3A%2F%2F127.0.0.1%3A" + server.trackerPort() + "%2Fannounce")
                .endsWith("&ws=http%3A%2F%2F127.0.0.1%3A" + server.webAddress().getPort() + "%2Ffile%2Fdeeper%2F\n");
        assertThat(metalink)
                .contains("<file name=\"Ein Verzeichnis für alle/a.bin\">")
                .contains(">" + url("file", DIRECTORY + "/a.bin") + "</url>")
                .contains(">" + url("torrent", DIRECTORY) + "</metaurl>");
    }

    @Test
    void answersWithoutATorrentInTheSameWordsEverywhere() throws Exception {
        Files.createFile(root.resolve("empty"));
        for (String path : List.of("absent", "empty")) {
            List<String> answers = new ArrayList<>();
            for (String route : List.of("torrent", "magnet", "meta4")) {
                HttpResponse<String> response = HttpClient.newHttpClient()
                        .send(
                                HttpRequest.newBuilder(URI.create(url(route, path)))
                                        .build(),
                                BodyHandlers.ofString());
                answers.add(response.statusCode() + " " + response.body());
            }
            assertThat(answers).as(path).allMatch(answers.get(0)::equals);
            assertThat(answers.get(0)).startsWith(path.equals("absent") ? "404" : "422");
        }
    }
}
