package torrentkit.app.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigObject;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import torrentkit.app.server.ServerLifecycle.Changes;
import torrentkit.app.server.config.ConfigurationException;
import torrentkit.app.server.health.Readiness.State;
import torrentkit.app.server.http.ListenException;
import torrentkit.app.server.tls.TestAuthority;
import torrentkit.metainfo.Metainfo;

class ServerLifecycleIT {
    @TempDir
    private Path directory;

    private Path configuration;
    private ServerLifecycle server;

    @BeforeEach
    void setUp() throws IOException {
        configuration = directory.resolve("server.conf");
        Files.writeString(Files.createDirectory(directory.resolve("root")).resolve("file"), "content");
        Files.writeString(Files.createDirectory(directory.resolve("other root")).resolve("other"), "other");
        write("");
        server = ServerLifecycle.of(configuration);
    }

    @AfterEach
    void close() {
        server.close();
    }

    private void write(String more) throws IOException {
        Files.writeString(configuration, """
                webserver { host = 127.0.0.1, port = 0 }
                torrent-server { file-source = "%s", tracker-port = 0, peer-port = 0 }
                """.formatted(directory.resolve("root")) + more);
    }

    private int get(String path) throws Exception {
        URI uri = URI.create("http://127.0.0.1:" + server.context("web", "port") + path);
        return HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(uri).build(), BodyHandlers.discarding())
                .statusCode();
    }

    @Test
    void startsStopsAndStartsAgain() throws Exception {
        assertThat(server.context()).isEqualTo(Map.of("state", "stopped"));
        server.go();
        server.go();
        assertThat(get("/torrent/file")).isEqualTo(200);
        assertThat(server.context("state")).isEqualTo("ready");

        server.stop();
        server.stop();
        assertThat(server.context()).isEqualTo(Map.of("state", "stopped"));
        Awaitility.await()
                .untilAsserted(() -> assertThat(Thread.getAllStackTraces().keySet())
                        .noneMatch(thread -> thread.getName().startsWith("torrentkit")));

        server.start();
        assertThat(get("/torrent/file")).isEqualTo(200);
    }

    @Test
    void startsWithTheSettingsAsTheyWereRead() throws Exception {
        server.go();
        server.stop();
        Files.delete(configuration);

        server.start();
        assertThat(get("/torrent/file")).isEqualTo(200);
        server.stop();
        assertThatThrownBy(server::go).isInstanceOf(ConfigurationException.class);
    }

    @Test
    void showsThePartThatIsAskedFor() {
        server.go();

        assertThat(server.context("content", "file-source"))
                .isEqualTo(server.running().orElseThrow().root().toString());
        assertThat(server.printContext("web", "host")).isEqualTo("\"127.0.0.1\"");
        assertThat(ConfigFactory.parseString(server.printContext()).getInt("web.port"))
                .isEqualTo(server.context("web", "port"));
        assertThatThrownBy(() -> server.context("web", "prot", "x"))
                .isInstanceOf(NoSuchElementException.class)
                .hasMessage("there is nothing under web prot");
    }

    @Test
    void reloadsZones() throws Exception {
        server.go();
        assertThat(server.context("peers", "tracker", "zones")).isEqualTo(List.of());
        write("torrent-server.zones { rack1 = [\"10.1.0.0/16\"] }");
        assertThat(server.reload().applied()).containsExactly("torrent-server.zones");
        assertThat(server.context("peers", "tracker", "zones")).isEqualTo(List.of("rack1"));
        write("torrent-server.zones { rack1 = [\"10.1.0.0\", \"10.1.0.0/8\"] }");
        assertThatThrownBy(server::reload).isInstanceOf(ConfigurationException.class);
        assertThat(server.context("peers", "tracker", "zones")).isEqualTo(List.of("rack1"));
    }

    @Test
    void reloadsWhatCanChangeAndNamesTheRest() throws Exception {
        server.go();
        Object port = server.context("web", "port");
        List<State> passed = new ArrayList<>();
        server.readiness().listen(passed::add);
        write("torrent-server { file-source = \"" + directory.resolve("other root")
                + "\", upload-limit = 5 MiB }, webserver.port = 1, origin.max-copies = 2");

        Changes changes = server.reload();

        assertThat(changes.applied()).containsExactly("origin.max-copies", "torrent-server.upload-limit");
        assertThat(changes.needRestart()).containsExactly("torrent-server.file-source", "webserver.port");
        assertThat(passed).containsExactly(State.RELOADING, State.READY);
        assertThat(server.context("web", "port")).isEqualTo(port);
        assertThat(get("/torrent/file")).isEqualTo(200);
        assertThat(get("/torrent/other")).isEqualTo(404);
        assertThat(server.reload().needRestart()).hasSize(2);
    }

    @Test
    void keepsAllSettingsWhenOneIsWrong() throws Exception {
        server.go();
        write("torrent-server { upload-limit = 5 MiB, upload-slots = 0 }");

        assertThatThrownBy(server::reload).isInstanceOf(ConfigurationException.class);
        assertThatThrownBy(server::reset).isInstanceOf(ConfigurationException.class);

        assertThat(server.configuration().orElseThrow().settings().seed().uploadLimit())
                .isZero();
        assertThat(server.context("state")).isEqualTo("ready");
        assertThat(get("/torrent/file")).isEqualTo(200);
    }

    @Test
    void resetsOnlyTheSideThatMustBeOpenedAnew() throws Exception {
        server.go();
        Object trackerPort = server.context("peers", "tracker", "port");
        write("torrent-server.file-source = \"" + directory.resolve("other root") + "\"");

        Changes changes = server.reset();

        assertThat(changes.applied()).containsExactly("torrent-server.file-source");
        assertThat(changes.needRestart()).isEmpty();
        assertThat(server.context("peers", "tracker", "port")).isEqualTo(trackerPort);
        assertThat(get("/torrent/other")).isEqualTo(200);
        assertThat(get("/torrent/file")).isEqualTo(404);
        assertThat(server.reset()).isEqualTo(new Changes(List.of(), List.of()));
    }

    @Test
    void goesOnWithTheOldSettingsWhenANewPortIsTaken() throws Exception {
        server.go();
        try (ServerSocket taken = new ServerSocket(0)) {
            write("torrent-server.tracker-port = " + taken.getLocalPort());

            assertThatThrownBy(server::reset).isInstanceOf(ListenException.class);
        }

        assertThat(get("/torrent/file")).isEqualTo(200);
        assertThat(server.context("state")).isEqualTo("ready");
        server.reset();
        assertThat(get("/torrent/file")).isEqualTo(200);
    }

    @Test
    void turnsHttpsOnAndOffWithoutEndingThePeers() throws Exception {
        server.go();
        Object trackerPort = server.context("peers", "tracker", "port");
        TestAuthority authority = TestAuthority.create(directory, "authority");
        TestAuthority.Identity identity = authority.issue("server");
        write("webserver { ssl-host = 127.0.0.1, ssl-port = 0, ssl-cert = \"" + identity.certificate()
                + "\", ssl-key = \"" + identity.key() + "\" }");

        server.reset();

        URI secure = URI.create("https://127.0.0.1:"
                + server.running()
                        .orElseThrow()
                        .web()
                        .secureAddress()
                        .orElseThrow()
                        .getPort() + "/torrent/file");
        HttpClient client = HttpClient.newBuilder()
                .sslContext(authority.client(Optional.empty()))
                .build();
        assertThat(client.send(HttpRequest.newBuilder(secure).build(), BodyHandlers.discarding())
                        .statusCode())
                .isEqualTo(200);
        write("");
        server.reset();
        assertThat(server.running().orElseThrow().web().secureAddress()).isEmpty();
        assertThat(get("/torrent/file")).isEqualTo(200);
        assertThat(server.context("peers", "tracker", "port")).isEqualTo(trackerPort);
    }

    @Test
    void tellsTheNewNameOfThisMachineAtOnce() throws Exception {
        server.go();
        write("torrent-server.announce-host = localhost");

        assertThat(server.reload().applied()).containsExactly("torrent-server.announce-host");

        assertThat(announce()).contains("//localhost:");
    }

    private String announce() throws Exception {
        URI uri = URI.create("http://127.0.0.1:" + server.context("web", "port") + "/torrent/file");
        byte[] torrent = HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofByteArray())
                .body();
        return Metainfo.parse(torrent).trackers().get(0).get(0).toString();
    }

    @Test
    void writesToTheAccessLogThatTheSettingsNameNow() throws Exception {
        Path first = directory.resolve("first.log");
        Path second = directory.resolve("second.log");
        write("webserver.access-log = \"" + first + "\"");
        server.go();
        get("/torrent/file?before");
        Awaitility.await().until(() -> Files.readString(first).contains("?before"));

        write("webserver.access-log = \"" + second + "\"");
        assertThat(server.reload().applied()).containsExactly("webserver.access-log");
        get("/torrent/file?after");

        Awaitility.await().until(() -> Files.readString(second).contains("?after"));
        assertThat(Files.readString(first)).doesNotContain("?after");
        write("webserver.access-log = \"" + directory.resolve("none/log") + "\"");
        assertThatThrownBy(server::reload).isInstanceOf(ConfigurationException.class);
        get("/torrent/file?still");
        Awaitility.await().until(() -> Files.readString(second).contains("?still"));
        write("");
        server.reload();
        get("/torrent/file?silent");
        server.stop();
        assertThat(Files.readString(second)).doesNotContain("?silent");
        assertThat(Thread.getAllStackTraces().keySet())
                .noneMatch(thread -> thread.getName().equals("torrentkit-access-log"));
    }

    @Test
    void resetStartsWhatIsStopped() throws Exception {
        server.reset();

        assertThat(get("/torrent/file")).isEqualTo(200);
    }

    @Test
    void everySideOpensAnewForSettingsThatExist() {
        ConfigObject reference = ConfigFactory.parseResources("reference.conf").root();
        for (Side side : Side.values()) {
            assertThat(side.settings()).allSatisfy(setting -> {
                int dot = setting.indexOf('.');
                assertThat((ConfigObject) reference.get(setting.substring(0, dot)))
                        .containsKey(setting.substring(dot + 1));
            });
        }
    }

    @Test
    void changesTheAccessLogTheLimitsAndTheNameThatTorrentsTell() throws Exception {
        server.go();
        Path log = directory.resolve("access.log");
        write("webserver.access-log = \"" + log
                + "\"\ntorrent-server { announce-host = files.example.org, upload-limit = 7 }");

        assertThat(server.reload().needRestart()).isEmpty();

        assertThat(torrent()).contains("http://files.example.org:");
        assertThat(server.context("peers", "seed", "upload-limit")).isEqualTo(7L);
        Awaitility.await().untilAsserted(() -> assertThat(log).content().contains("GET /torrent/file"));
        Path moved = Files.move(log, directory.resolve("access.log.1"));
        server.reload();
        torrent();
        Awaitility.await().untilAsserted(() -> assertThat(log).content().contains("GET /torrent/file"));
        write("");
        server.reload();
        assertThat(torrent()).doesNotContain("files.example.org");
        assertThat(moved).content().hasLineCount(1);
    }

    @Test
    void changesNothingWhenOnePartObjects() throws Exception {
        server.go();
        write("torrent-server { upload-limit = 7, warm = [\"[[\"] }");
        assertThatThrownBy(server::reload)
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("is not a pattern of paths");
        write("torrent-server.upload-limit = 7, authorization.rules = [{ name: half }]");
        assertThatThrownBy(server::reload)
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("half");
        write("torrent-server.upload-limit = 7, webserver.access-log = \"" + directory + "\"");
        assertThatThrownBy(server::reload).isInstanceOf(ConfigurationException.class);

        assertThat(server.context("peers", "seed", "upload-limit")).isEqualTo(0L);
        assertThat(get("/torrent/file")).isEqualTo(200);
    }

    @Test
    void putsRulesIntoForceWhileItRuns() throws Exception {
        server.go();
        write("""
                authorization.rules = [{ name: "nobody", sort-order: 1, deny: "*",
                  match-request: { path: "/torrent", type: path } }]
                """);

        server.reload();

        assertThat(get("/torrent/file")).isIn(401, 403);
        write("");
        server.reload();
        assertThat(get("/torrent/file")).isEqualTo(200);
    }

    @Test
    void reloadsWithoutDroppingATransfer() throws Exception {
        byte[] content = new byte[30_000_000]; // more than sockets hold
        Files.write(directory.resolve("root/big"), content);
        server.go();
        try (Socket client = new Socket("127.0.0.1", (int) server.context("web", "port"))) {
            client.getOutputStream()
                    .write("GET /file/big HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"
                            .getBytes(StandardCharsets.US_ASCII));
            assertThat(new String(client.getInputStream().readNBytes(15), StandardCharsets.US_ASCII))
                    .isEqualTo("HTTP/1.1 200 OK");
            write("webserver.idle-timeout-milliseconds = 50000, torrent-server.upload-limit = 500 MiB");

            assertThat(server.reload().applied()).hasSize(2);

            assertThat(client.getInputStream().readAllBytes()).hasSizeGreaterThan(content.length);
        }
    }

    private String torrent() throws Exception {
        URI uri = URI.create("http://127.0.0.1:" + server.context("web", "port") + "/torrent/file");
        return HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString(StandardCharsets.ISO_8859_1))
                .body();
    }
}
