package torrentkit.app.client.interop;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.TimeUnit;
import torrentkit.content.Content;
import torrentkit.content.ContentHasher;
import torrentkit.metainfo.Metainfo;
import torrentkit.metainfo.MetainfoOptions;
import torrentkit.seeder.Seeder;
import torrentkit.seeder.SeederConfig;
import torrentkit.storage.StorageExecutor;

/**
 * What the invocations of {@link InvocationIT} are about, all on this machine: content with its torrents, a peer that has it, one that
 * says nothing, an HTTP server with answers of every kind, and ports at which there is nobody.
 */
final class InvocationStage implements AutoCloseable {
    final Path directory;
    final Path file;
    final Path other;
    final Path tree;
    private final StorageExecutor storage = StorageExecutor.sizedByCores();
    private final Seeder seeder;
    private final HttpServer http;
    private final ServerSocket silent;
    private final ServerSocket taken;
    private int count;

    InvocationStage(Path directory) throws Exception {
        this.directory = directory;
        InetAddress here = InetAddress.getLoopbackAddress();
        seeder = Seeder.open(SeederConfig.defaults().withListen(new InetSocketAddress(here, 0)));
        silent = new ServerSocket(0, 50, here);
        taken = new ServerSocket(0, 50, here);
        Path source = Files.createDirectory(directory.resolve("source"));
        file = Samples.random(source.resolve("a.bin"), 700_001);
        other = Samples.random(source.resolve("b.bin"), 300_000);
        tree = source.resolve("tree");
        Samples.random(tree.resolve("one.bin"), 200_000);
        Samples.random(tree.resolve("two.txt"), 100_000);
        http = HttpServer.create(new InetSocketAddress(here, 0), 0);
        http.createContext(
                "/status/",
                exchange -> answer(
                        exchange,
                        Integer.parseInt(exchange.getRequestURI().getPath().substring("/status/".length())),
                        "no"));
        http.createContext("/page", exchange -> answer(exchange, 200, "<html>a page</html>"));
        http.createContext("/announce", exchange -> answer(exchange, 200, "d14:failure reason9:go elsewhere"));
        http.start();
    }

    private static void answer(HttpExchange exchange, int status, String text) throws IOException {
        byte[] body = text.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    /** The torrent of content that the peer has; without a tracker. */
    Path torrent(Path content) throws Exception {
        return write(seeded(content));
    }

    Path torrent(Path content, String tracker) throws Exception {
        return write(seeded(content).withTrackers(List.of(List.of(URI.create(tracker)))));
    }

    private Path write(Metainfo metainfo) throws IOException {
        return Files.write(directory.resolve(++count + ".torrent"), metainfo.toBytes());
    }

    private Metainfo seeded(Path content) throws Exception {
        Content hashed = new ContentHasher(storage)
                .hash(content, MetainfoOptions.defaults(), bytes -> {})
                .get(60, TimeUnit.SECONDS);
        if (seeder.find(hashed.metainfo().infoHash()).isEmpty()) {
            seeder.seed(hashed);
        }
        return hashed.metainfo();
    }

    /** A new directory. */
    Path fresh() throws IOException {
        return Files.createDirectory(directory.resolve(++count + "-out"));
    }

    Path text(String content) throws IOException {
        return Files.writeString(directory.resolve(++count + ".txt"), content);
    }

    /** {@code HOST:PORT} of the peer that has everything. */
    String peer() {
        return "127.0.0.1:" + seeder.port();
    }

    /** One that takes connections and never says a word. */
    String silentPeer() {
        return "127.0.0.1:" + silent.getLocalPort();
    }

    int takenPort() {
        return taken.getLocalPort();
    }

    String url(String path) {
        return "http://127.0.0.1:" + http.getAddress().getPort() + path;
    }

    static String sha256(Path file) throws Exception {
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file)));
    }

    @Override
    public void close() throws IOException {
        seeder.close();
        storage.close();
        http.stop(0);
        silent.close();
        taken.close();
    }
}
