package torrentkit.app.client.source;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import torrentkit.app.client.Cli;
import torrentkit.app.client.outcome.ExitCode;

/** What servers and proxies are told, and what they are not. */
class HttpAccessIT {
    @TempDir
    Path directory;

    private final Cli cli = new Cli();
    private final Map<String, Headers> asked = new ConcurrentHashMap<>();
    private HttpServer server;
    private HttpServer other;
    private byte[] torrent;

    @BeforeEach
    void startServers() throws IOException {
        Path content = Files.writeString(directory.resolve("content"), "some bytes");
        Path file = directory.resolve("content.torrent");
        assertThat(new Cli().run("create", content, "-o", file)).isEqualTo(ExitCode.OK);
        torrent = Files.readAllBytes(file);
        server = start();
        other = start();
    }

    @AfterEach
    void stopServers() {
        server.stop(0);
        other.stop(0);
    }

    private static HttpServer start() throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.start();
        return server;
    }

    private static String url(HttpServer server, String path) {
        return "http://127.0.0.1:" + server.getAddress().getPort() + path;
    }

    private void serve(HttpServer server, String path, int status, byte[] body, String location) {
        server.createContext(path, exchange -> {
            try (exchange) {
                asked.put(path, exchange.getRequestHeaders());
                if (location != null) {
                    exchange.getResponseHeaders().set("Location", location);
                }
                exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
                exchange.getResponseBody().write(body);
            }
        });
    }

    @Test
    void sendsHeadersAndCredentials() {
        serve(server, "/x", 200, torrent, null);
        assertThat(cli.run("info", url(server, "/x"), "-H", "X-Key: k", "-H", "User-Agent: me", "--user", "a:b"))
                .isEqualTo(ExitCode.OK);
        assertThat(asked.get("/x").get("X-Key")).containsExactly("k");
        assertThat(asked.get("/x").get("User-Agent")).containsExactly("me");
        assertThat(asked.get("/x").get("Authorization")).containsExactly("Basic YTpi");
    }

    @Test
    void sendsTheNameAndPasswordOfAUrl() {
        serve(server, "/x", 200, torrent, null);
        assertThat(cli.run("info", url(server, "/x").replace("//", "//a:b@"))).isEqualTo(ExitCode.OK);
        assertThat(asked.get("/x").get("Authorization")).containsExactly("Basic YTpi");
    }

    @Test
    void keepsThemOnRedirectsWithinTheServer() {
        serve(server, "/from", 302, new byte[0], "/to");
        serve(server, "/to", 200, torrent, null);
        assertThat(cli.run("info", url(server, "/from"), "--token", "t")).isEqualTo(ExitCode.OK);
        assertThat(asked.get("/to").get("Authorization")).containsExactly("Bearer t");
    }

    @Test
    void tellsNothingToAServerThatAnotherRedirectsTo() {
        serve(server, "/from", 302, new byte[0], url(other, "/to"));
        serve(other, "/to", 302, new byte[0], url(server, "/back"));
        serve(server, "/back", 200, torrent, null);
        assertThat(cli.run("info", url(server, "/from"), "--token", "t", "-H", "Cookie: c=1"))
                .isEqualTo(ExitCode.OK);
        assertThat(asked.get("/from")).containsKeys("Authorization", "Cookie");
        assertThat(asked.get("/to")).doesNotContainKeys("Authorization", "Cookie");
        assertThat(asked.get("/back")).containsKeys("Authorization", "Cookie");
    }

    @Test
    void findsTheTorrentBehindTheUrlOfAFile() {
        serve(server, "/file/a/b.img", 200, new byte[1 << 20], null);
        serve(server, "/torrent/a/b.img", 200, torrent, null);
        for (String pasted : new String[] {"/file/a/b.img", "/a/b.img", "/magnet/a/b.img"}) {
            assertThat(cli.run("info", url(server, pasted))).as(pasted).isEqualTo(ExitCode.OK);
        }
        assertThat(cli.err()).isEmpty();
    }

    @Test
    void takesAMagnetLinkFromAServer() {
        String link = "magnet:?xt=urn:btih:0123456789abcdef0123456789abcdef01234567\n";
        serve(server, "/link", 200, link.getBytes(StandardCharsets.US_ASCII), null);
        assertThat(cli.run("magnet", url(server, "/link"))).isEqualTo(ExitCode.OK);
        assertThat(cli.out()).isEqualToIgnoringNewLines(link.strip());
    }

    @Test
    void saysWhatItFoundWhereNoTorrentIs() {
        server.createContext("/", exchange -> {
            try (exchange) {
                exchange.getResponseHeaders().set("Content-Type", "text/html");
                exchange.sendResponseHeaders(exchange.getRequestURI().getPath().equals("/page") ? 200 : 404, 0);
                exchange.getResponseBody().write("<html>\u001b[1m".getBytes(StandardCharsets.US_ASCII));
            }
        });
        assertThat(cli.run("info", url(server, "/page"))).isEqualTo(ExitCode.NOT_BENCODED);
        assertThat(cli.err()).contains("found text/html that begins with '<html>\uFFFD[1m'");
        assertThat(cli.run("info", url(server, "/none"))).isEqualTo(ExitCode.NOT_FOUND);
        assertThat(cli.err().lines()).hasSize(2).allMatch(line -> line.endsWith("."));
    }

    @Test
    void asksThroughAProxy() throws Exception {
        serve(server, "/x", 200, torrent, null);
        try (TestProxy proxy = TestProxy.open()) {
            assertThat(cli.run("info", url(server, "/x"), "--proxy", "http://127.0.0.1:" + proxy.port()))
                    .isEqualTo(ExitCode.OK);
            assertThat(proxy.requests()).containsExactly("GET " + url(server, "/x"));
        }
    }

    @Test
    void asksThroughAProxyThatWantsAPassword() throws Exception {
        serve(server, "/x", 200, torrent, null);
        try (TestProxy proxy = TestProxy.withPassword("me", "secret")) {
            String address = "127.0.0.1:" + proxy.port();
            assertThat(cli.run("info", url(server, "/x"), "--proxy", "http://" + address))
                    .isEqualTo(ExitCode.NOT_AUTHORISED);
            assertThat(cli.run("info", url(server, "/x"), "--proxy", "http://me:secret@" + address, "--token", "t"))
                    .isEqualTo(ExitCode.OK);
        }
        assertThat(asked.get("/x").get("Authorization")).containsExactly("Bearer t");
        assertThat(asked.get("/x")).doesNotContainKey("Proxy-Authorization");
        assertThat(cli.err()).contains("--proxy").doesNotContain("secret");
    }

    @Test
    void saysThatTheProxyCannotBeReached() throws Exception {
        int port;
        try (TestProxy proxy = TestProxy.open()) {
            port = proxy.port();
        }
        assertThat(cli.run("info", url(server, "/x"), "--proxy", "127.0.0.1:" + port))
                .isEqualTo(ExitCode.NETWORK);
        assertThat(cli.err()).contains("the proxy 127.0.0.1:" + port);
    }
}
