package torrentkit.app.client.interop;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import torrentkit.app.client.Cli;
import torrentkit.app.client.outcome.ExitCode;
import torrentkit.app.client.source.TestProxy;
import torrentkit.testing.Needs;

/** A {@code server-app} that wants to know who asks, over HTTPS with an authority that openssl made. */
class ProtectedServerIT {
    private static final String TOKEN = "the-token-of-robot-0123456789";

    @TempDir
    private Path directory;

    private final Cli cli = new Cli();
    private Lab lab;
    private int port;
    private Path content;

    @BeforeEach
    void startServer() throws Exception {
        Needs.program("openssl", "openssl");
        lab = new Lab(directory, Network.ofThisMachine());
        Path root = lab.directory("root");
        content =
                Files.writeString(Files.createDirectory(root.resolve("a")).resolve("b.img"), "for few ".repeat(50_000));
        openssl("req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout ca.key -out ca.crt -days 5"
                + " -subj /CN=authority -addext keyUsage=keyCertSign,cRLSign");
        issue("server");
        issue("alice");
        port = freePort();
        // "correct horse" as htpasswd -B would write it, and what 'server-app token' prints
        Files.writeString(
                directory.resolve("passwords"), "carol:$2y$05$P8XmbjX6X8mjsP3pLt7Y1OL0YY9bjN0jWPOkTINdPnNX8uFtIE/im\n");
        Files.writeString(
                directory.resolve("tokens"),
                "robot:a8cfd074c709a65757c3cb698e47ca4a2d48ecab4362a55215ed7e31cf4bab07\n");
        Files.writeString(directory.resolve("server.conf"), """
                torrent-server { file-source = "%s", tracker-port = 0, tracker-ssl-port = %d, peer-port = 0, tracker-host = 127.0.0.1
                  announce-host = localhost }
                webserver { host = 127.0.0.1, port = 0, ssl-host = 127.0.0.1, ssl-port = %d, client-auth = want
                  ssl-cert = "%s", ssl-key = "%s", ssl-ca-cert = "%s" }
                authorization { version = 1, rules = [
                  { name = few, sort-order = 1, match-request = { path = "/", type = path }, allow = [alice, carol, robot] } ] }
                authentication { htpasswd-file = "%s", token-file = "%s" }
                """.formatted(
                        root,
                        freePort(),
                        port,
                        file("server.crt"),
                        file("server.key"),
                        file("ca.crt"),
                        file("passwords"),
                        file("tokens")));
        lab.start(List.of(Lab.launcher("server-app"), "--config", file("server.conf")))
                .awaitOutput("seed on port ");
    }

    @AfterEach
    void close() {
        lab.close();
    }

    private Path file(String name) {
        return directory.resolve(name);
    }

    private static int freePort() throws Exception {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private void openssl(String words) throws Exception {
        List<String> command = new ArrayList<>(List.of("openssl"));
        command.addAll(List.of(words.split(" ")));
        Process openssl = new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .redirectOutput(file("openssl.log").toFile())
                .start();
        assertThat(openssl.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(openssl.exitValue())
                .as(Files.readString(file("openssl.log")))
                .isZero();
    }

    private void issue(String name) throws Exception {
        Files.writeString(file("extensions"), "subjectAltName=DNS:localhost,IP:127.0.0.1\n");
        openssl("req -new -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout " + name + ".key -out " + name
                + ".csr -subj /CN=" + name);
        openssl("x509 -req -in " + name
                + ".csr -CA ca.crt -CAkey ca.key -CAcreateserial -days 5 -extfile extensions -out " + name + ".crt");
    }

    private ExitCode info(Object... options) {
        Object[] words = new Object[options.length + 2];
        words[0] = "info";
        words[1] = "https://localhost:" + port + "/torrent/a/b.img";
        System.arraycopy(options, 0, words, 2, options.length);
        return cli.run(words);
    }

    @Test
    void letsInWhoShowsWhoTheyAre() throws Exception {
        Path token = Files.writeString(file("my-token"), TOKEN + "\n");
        Path both = Files.writeString(
                file("alice.pem"), Files.readString(file("alice.crt")) + Files.readString(file("alice.key")));
        assertThat(info("--cacert", file("ca.crt"), "--user", "carol:correct horse"))
                .isEqualTo(ExitCode.OK);
        assertThat(info("--cacert", file("ca.crt"), "--token", "@" + token)).isEqualTo(ExitCode.OK);
        assertThat(info("--cacert", file("ca.crt"), "--cert", both)).isEqualTo(ExitCode.OK);
        assertThat(info("--insecure", "--cert", file("alice.crt"), "--key", file("alice.key")))
                .isEqualTo(ExitCode.OK);
        assertThat(cli.err()).isEmpty();
    }

    @Test
    void saysWhyOthersAreNotLetIn() {
        assertThat(info("--cacert", file("ca.crt"))).isEqualTo(ExitCode.NOT_AUTHORISED);
        assertThat(cli.err()).contains("--user NAME:PASSWORD or --token TOKEN");
        assertThat(info("--cacert", file("ca.crt"), "--user", "carol:mistaken")).isEqualTo(ExitCode.NOT_AUTHORISED);
        assertThat(info("--token", TOKEN)).isEqualTo(ExitCode.NETWORK);
        assertThat(cli.err()).contains("--cacert");
        assertThat(info("--cacert", file("alice.key"))).isEqualTo(ExitCode.BAD_OPTION);
        assertThat(info("--insecure", "--cert", file("ca.key"))).isEqualTo(ExitCode.BAD_OPTION);
        assertThat(info("--insecure", "--cert", file("none"))).isEqualTo(ExitCode.NOT_FOUND);
        assertThat(cli.out()).isEmpty();
        assertThat(cli.err().lines())
                .hasSize(6)
                .allMatch(line -> line.startsWith("client-app: ") && line.endsWith("."));
        assertThat(cli.err()).doesNotContain("mistaken", TOKEN, "Exception");
    }

    @Test
    void downloadsWhatOnlyFewMayHave() {
        Path out = file("out.img");
        ExitCode code = cli.run(
                "download",
                "https://localhost:" + port + "/file/a/b.img", // as pasted from the page
                "-o",
                out,
                "--cacert",
                file("ca.crt"),
                "--token",
                TOKEN);
        assertThat(cli.err()).isEmpty();
        assertThat(code).isEqualTo(ExitCode.OK);
        assertThat(out).hasSameBinaryContentAs(content);
    }

    @Test
    void scrapesTheTrackerThatIsAskedOverTls() {
        Path torrent = file("t.torrent");
        String url = "https://localhost:" + port + "/torrent/a/b.img";
        assertThat(cli.run("metadata", url, "--cacert", file("ca.crt"), "--token", TOKEN, "-o", torrent))
                .isEqualTo(ExitCode.OK);
        Cli scrape = new Cli();
        assertThat(scrape.run("scrape", torrent, "--cacert", file("ca.crt")))
                .as(scrape::out)
                .isEqualTo(ExitCode.OK);
        assertThat(scrape.out()).startsWith("https://localhost:").contains("/***/announce: 1 seed, 0 leechers");
    }

    @Test
    void makesATunnelThroughAProxyThatWantsAPassword() throws Exception {
        try (TestProxy proxy = TestProxy.withPassword("me", "secret")) {
            String address = "127.0.0.1:" + proxy.port();
            assertThat(info("--cacert", file("ca.crt"), "--token", TOKEN, "--proxy", "http://me:secret@" + address))
                    .as(cli::err)
                    .isEqualTo(ExitCode.OK);
            assertThat(proxy.requests()).containsExactly("CONNECT localhost:" + port);
        }
    }
}
