package torrentkit.app.client.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import torrentkit.app.client.Cli;
import torrentkit.app.client.outcome.ExitCode;
import torrentkit.app.client.outcome.Failure;

class HttpTorrentIT {
    private static final HttpTorrent.Limits LIMITS =
            new HttpTorrent.Limits(10_000, 5, Duration.ofSeconds(5), Duration.ofSeconds(5));

    @TempDir
    Path directory;

    private final Cli cli = new Cli();
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private HttpServer server;

    @BeforeEach
    void startServer() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.start();
    }

    @AfterEach
    void stopServer() {
        server.stop(0);
        threads.shutdownNow();
    }

    private String url(String path) {
        return "http://127.0.0.1:" + server.getAddress().getPort() + path;
    }

    private interface Answer {
        void to(HttpExchange exchange) throws IOException;
    }

    private void on(String path, Answer answer) {
        server.createContext(path, exchange -> {
            try (exchange) {
                answer.to(exchange);
            }
        });
    }

    private void on(String path, int status, byte[] body) {
        on(path, exchange -> {
            exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
            exchange.getResponseBody().write(body);
        });
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    private byte[] torrent() throws IOException {
        Path content = Files.writeString(directory.resolve("content"), "some bytes");
        Path torrent = directory.resolve("content.torrent");
        assertThat(new Cli().run("create", content, "-o", torrent)).isEqualTo(ExitCode.OK);
        return Files.readAllBytes(torrent);
    }

    private void assertEndsWith(ExitCode expected, String source) {
        assertThat(cli.run("download", source, "-d", directory.resolve("out"))).isEqualTo(expected);
        assertThat(cli.out()).isEmpty();
        assertThat(cli.err().lines())
                .hasSize(1)
                .allMatch(line -> line.startsWith("client-app: ") && line.endsWith("."));
        assertThat(cli.err()).doesNotContain("Exception");
        assertThat(directory.resolve("out")).doesNotExist();
    }

    @Test
    void loadsATorrent() throws Exception {
        on("/torrent/a b/ö", 200, torrent());
        assertThat(cli.run("info", url("/torrent/a b/ö"))).isEqualTo(ExitCode.OK);
        assertThat(cli.out()).contains("Name:       content");
    }

    @Test
    void loadsACompressedTorrent() throws Exception {
        byte[] torrent = torrent();
        on("/zipped", exchange -> {
            exchange.getResponseHeaders().set("Content-Encoding", "gzip");
            exchange.sendResponseHeaders(200, 0);
            try (GZIPOutputStream out = new GZIPOutputStream(exchange.getResponseBody())) {
                out.write(torrent);
            }
        });
        assertThat(new HttpTorrent(HttpAccess.defaults()).load(URI.create(url("/zipped"))))
                .isEqualTo(torrent);
    }

    @ParameterizedTest
    @CsvSource({
        "404, NOT_FOUND", "410, NOT_FOUND", "401, NOT_AUTHORISED", "403, NOT_AUTHORISED", "407, NOT_AUTHORISED",
        "503, SERVER_BUSY", "429, SERVER_BUSY", "500, BAD_HTTP_ANSWER", "204, BAD_HTTP_ANSWER", "416, BAD_HTTP_ANSWER",
        "302, BAD_HTTP_ANSWER"
    })
    void turnsARefusalIntoItsExitCode(int status, ExitCode expected) {
        on("/", status, new byte[0]);
        assertEndsWith(expected, url("/x"));
        assertThat(cli.err()).contains(url("/x"));
    }

    @Test
    void passesOnWhatARefusalSaysAndWhenToComeBack() {
        on("/", exchange -> {
            exchange.getResponseHeaders().set("Content-Type", "text/plain");
            exchange.getResponseHeaders().set("Retry-After", "7");
            byte[] body = bytes("still \u001b[1mhashing\nmore");
            exchange.sendResponseHeaders(503, body.length);
            exchange.getResponseBody().write(body);
        });
        assertEndsWith(ExitCode.SERVER_BUSY, url("/x"));
        assertThat(cli.err()).contains("still \uFFFD[1mhashing)", "in 7 s.");
    }

    @Test
    void saysThatTheAnswerIsNoTorrent() {
        on("/", 200, bytes("<html>"));
        assertEndsWith(ExitCode.NOT_BENCODED, url("/x"));
    }

    @Test
    void saysThatTheTorrentIsDamaged() {
        on("/", 200, bytes("d4:infod4:name1:aee"));
        assertEndsWith(ExitCode.BAD_TORRENT, url("/x"));
    }

    @Test
    void saysThatNobodyListens() throws Exception {
        int port;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = socket.getLocalPort();
        }
        assertEndsWith(ExitCode.NETWORK, "http://127.0.0.1:" + port + "/x");
    }

    @Test
    void saysThatTheHostIsUnknown() {
        assertEndsWith(ExitCode.NAME_RESOLUTION, "http://no-such-host.invalid/x");
        assertThat(cli.err()).contains("no-such-host.invalid");
    }

    @Test
    void saysThatTheAnswerIsCutOff() throws Exception {
        assertEndsWith(ExitCode.NETWORK, answering("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nd4:"));
    }

    @Test
    void saysThatNoHttpIsSpoken() throws Exception {
        assertEndsWith(ExitCode.BAD_HTTP_ANSWER, answering("220 smtp ready\r\n\r\n"));
    }

    @Test
    void saysThatCompressedDataIsBroken() throws Exception {
        assertEndsWith(
                ExitCode.BAD_HTTP_ANSWER,
                answering(
                        "HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 20\r\n\r\n01234567890123456789"));
    }

    /** The URL of a server that reads a request and then says just this. */
    private String answering(String text) throws IOException {
        ServerSocket socket = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
        threads.execute(() -> {
            try (socket;
                    Socket connection = socket.accept()) {
                connection.getInputStream().read(new byte[4096]);
                connection.getOutputStream().write(bytes(text));
            } catch (IOException e) {
                // the client has what it needs
            }
        });
        return "http://127.0.0.1:" + socket.getLocalPort() + "/x";
    }

    @Test
    void givesUpOnASilentServer() throws Exception {
        HttpTorrent.Limits hasty = new HttpTorrent.Limits(10_000, 5, Duration.ofSeconds(5), Duration.ofMillis(50));
        try (ServerSocket silent = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            URI url = URI.create("http://127.0.0.1:" + silent.getLocalPort() + "/x");
            Failure failure = refusal(new HttpTorrent(hasty, InetAddress::getAllByName, HttpAccess.defaults()), url);
            assertThat(failure.code()).isEqualTo(ExitCode.DEADLINE);
        }
    }

    @Test
    void aStopDoesNotWaitForASilentServer() throws Exception {
        try (ServerSocket silent = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            threads.execute(() -> {
                try (Socket connection = silent.accept()) {
                    cli.stop.request();
                    connection.getInputStream().read(new byte[1]);
                } catch (IOException e) {
                    // the test is over
                }
            });
            assertEndsWith(ExitCode.INTERRUPTED, "http://127.0.0.1:" + silent.getLocalPort() + "/x");
        }
    }

    @Test
    void refusesMoreThanATorrentMayHave() throws Exception {
        on("/long", 200, bytes("d1:" + "x".repeat(10_000)));
        ByteArrayOutputStream bomb = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(bomb)) {
            out.write(bytes("d1:"));
            out.write(new byte[1 << 20]);
        }
        on("/bomb", exchange -> {
            exchange.getResponseHeaders().set("Content-Encoding", "gzip");
            exchange.sendResponseHeaders(200, bomb.size());
            exchange.getResponseBody().write(bomb.toByteArray());
        });
        HttpTorrent http = new HttpTorrent(LIMITS, InetAddress::getAllByName, HttpAccess.defaults());
        assertThat(refusal(http, URI.create(url("/long"))).code()).isEqualTo(ExitCode.BAD_TORRENT);
        assertThat(refusal(http, URI.create(url("/bomb"))).code()).isEqualTo(ExitCode.BAD_TORRENT);
    }

    private static Failure refusal(HttpTorrent http, URI url) {
        return catchThrowableOfType(Failure.class, () -> http.load(url));
    }

    private void redirect(String from, String to) {
        on(from, exchange -> {
            exchange.getResponseHeaders().set("Location", to);
            exchange.sendResponseHeaders(302, -1);
        });
    }

    @Test
    void followsFiveRedirects() throws Exception {
        byte[] torrent = torrent();
        on("/6", 200, torrent);
        for (int i = 1; i <= 5; i++) {
            redirect("/" + i, i % 2 == 0 ? url("/" + (i + 1)) : "/" + (i + 1));
        }
        assertThat(new HttpTorrent(HttpAccess.defaults()).load(URI.create(url("/1"))))
                .isEqualTo(torrent);
    }

    @Test
    void refusesSixRedirects() {
        redirect("/", "/again");
        assertEndsWith(ExitCode.BAD_HTTP_ANSWER, url("/x"));
    }

    @ParameterizedTest
    @CsvSource({"file:///etc/passwd", "ftp://host/x", "http:///x", "'%zz'", "''"})
    void refusesRedirectsToWhatIsNoHttpUrl(String location) {
        redirect("/", location.isEmpty() ? "http://" : location);
        assertEndsWith(ExitCode.BAD_HTTP_ANSWER, url("/x"));
    }

    @Test
    void refusesRedirectsFromOutsideToThisMachine() throws Exception {
        on("/inside", 200, torrent());
        int port = server.getAddress().getPort();
        redirect("/outside", "http://127.0.0.1:" + port + "/inside");
        InetAddress outside = InetAddress.getByName("203.0.113.5");
        HttpTorrent http = new HttpTorrent(
                LIMITS,
                host -> host.equals("localhost") ? new InetAddress[] {outside} : InetAddress.getAllByName(host),
                HttpAccess.defaults());
        Failure failure = refusal(http, URI.create("http://localhost:" + port + "/outside"));
        assertThat(failure.code()).isEqualTo(ExitCode.BAD_HTTP_ANSWER);
        assertThat(failure).hasMessageContaining("an address of this machine");
    }

    @Test
    void neverShowsAPassword() {
        on("/", 404, new byte[0]);
        assertEndsWith(ExitCode.NOT_FOUND, url("/x").replace("http://", "http://me:secret@"));
        assertThat(cli.err()).doesNotContain("secret");
    }
}
