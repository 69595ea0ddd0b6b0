package torrentkit.app.server.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.typesafe.config.ConfigFactory;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import torrentkit.app.server.config.KnownSettings.Setting;
import torrentkit.peer.RateExemption;

class ConfigurationTest {
    @TempDir
    private Path directory;

    private final Map<String, String> environment = new HashMap<>();
    private final Map<String, String> options = new HashMap<>();

    private Configuration read(String text) {
        options.putIfAbsent("torrent-server.file-source", directory.toString());
        return readExactly(text);
    }

    private Configuration readExactly(String text) {
        try {
            Path file = Files.writeString(directory.resolve("a.conf"), text);
            return Configuration.read(new SettingSources(Optional.of(file), environment, options));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private List<String> problems(String text) {
        return catchThrowableOfType(ConfigurationException.class, () -> read(text))
                .problems();
    }

    @ParameterizedTest
    @CsvSource({
        "torrent-server.traker-port,  torrent-server.tracker-port",
        "torrent-server.trakcer-port, torrent-server.tracker-port",
        "torrent-server.uploadlimit,  torrent-server.upload-limit",
        "webserver.tracker-port,      torrent-server.tracker-port",
        "webserver.ssl_cert,          webserver.ssl-cert",
        "torrentserver.x,             torrent-server",
        "tracker-port,                torrent-server.tracker-port",
        "authorization.rule,          authorization.rules",
    })
    void namesTheNearestKnownKey(String written, String meant) {
        String unknown = written.equals("torrentserver.x") ? "torrentserver" : written;

        assertThat(problems("\n" + written + " = 1"))
                .containsExactly("setting " + unknown + " is not known; did you mean " + meant + "? ("
                        + directory.resolve("a.conf") + ": 2)");
    }

    @Test
    void suggestsNothingForWhatResemblesNothing() {
        assertThat(problems("metrics { port = 1 }"))
                .singleElement()
                .asString()
                .startsWith("setting metrics is not known; server-app --print-config lists those that are");
    }

    @Test
    void findsEverythingThatIsWrongAtOnce() {
        environment.put("TORRENTKIT_WEBSERVER_PROT", "1");
        options.put("torrent-server.file-source", "/no/such");

        assertThat(problems("""
                torrent-server { upload-slots = 0, piece-length = 3, traker-port = 1 }
                webserver { port = 70000, client-auth = perhaps, ssl-port = 1 }
                """))
                .hasSize(9)
                .contains("torrent-server's file-source directory /no/such does not exist")
                .anyMatch(problem -> problem.startsWith("torrent-server.upload-slots must be an integer from 2"))
                .anyMatch(problem -> problem.startsWith("torrent-server.piece-length must be a power of two"))
                .anyMatch(problem -> problem.startsWith("setting torrent-server.traker-port is not known"))
                .anyMatch(problem -> problem.startsWith("webserver.port must be a port from 0 to 65535"))
                .anyMatch(problem -> problem.startsWith("webserver.client-auth must be need, want or none"))
                .anyMatch(
                        problem -> problem.startsWith("webserver.ssl-cert must be a PEM file when webserver.ssl-port"))
                .anyMatch(problem -> problem.startsWith("webserver.ssl-key must be a PEM file"))
                .contains("environment variable TORRENTKIT_WEBSERVER_PROT is not known; "
                        + "did you mean TORRENTKIT_WEBSERVER_PORT?");
    }

    @Test
    void readsThePeersForWhichNoLimitHolds() {
        RateExemption exempt = read("webserver.port = 1, torrent-server.upload-limit-exempt = [local, \"10.0.0.0/8\"]")
                .settings()
                .seed()
                .exempt();
        assertThat(exempt).isEqualTo(RateExemption.of(List.of("10.0.0.0/8", "local")));
        RateExemption zone = read("webserver.port = 1, torrent-server { zones { rack1 = [\"10.1.0.0/16\"] },"
                        + " upload-limit-exempt = [rack1] }")
                .settings()
                .seed()
                .exempt();
        InetAddress here = InetAddress.getLoopbackAddress();
        assertThat(zone.isExempt(new InetSocketAddress("10.1.2.3", 1), here)).isTrue();
        assertThat(zone.isExempt(new InetSocketAddress("10.2.2.3", 1), here)).isFalse();
        assertThat(problems("webserver.port = 1, torrent-server.upload-limit-exempt = [\"10.0.0.0/33\"]"))
                .singleElement()
                .asString()
                .startsWith("torrent-server.upload-limit-exempt cannot be used: expected a prefix of 0 to 32 bits");
    }

    @Test
    void needsSomePortToListenOn() {
        assertThat(problems("webserver.port = null"))
                .containsExactly("webserver needs port, ssl-port or both; neither is set");
    }

    @Test
    void theEnvironmentComesBeforeTheFileAndAfterTheOptions() {
        environment.put("TORRENTKIT_WEBSERVER_PORT", "2");
        environment.put("TORRENTKIT_TORRENT_SERVER_TRACKER_PORT", "3");
        environment.put("TORRENTKIT_TORRENT_SERVER_UPLOAD_LIMIT", " ");
        environment.put("PATH", "/bin");
        options.put("torrent-server.tracker-port", "4");

        ServerConfig config = read("webserver.port = 1, torrent-server { tracker-port = 1, upload-limit = 5 MiB }")
                .settings();

        assertThat(config.web().port()).hasValue(2);
        assertThat(config.tracker().port()).isEqualTo(4);
        assertThat(config.seed().uploadLimit()).isEqualTo(5 << 20);
    }

    @Test
    void theEnvironmentHasListsAndNothing() {
        environment.put("TORRENTKIT_TORRENT_SERVER_WARM", "images/**, isos/*.iso");
        environment.put("TORRENTKIT_WEBSERVER_SSL_PROTOCOLS", "[\"TLSv1.3\"]");
        environment.put("TORRENTKIT_TORRENT_SERVER_ANNOUNCE_HOST", "null");
        environment.put(
                "TORRENTKIT_WEB_ROUTER_SERVICE_PUPPETLABS_TORRENT_SERVER_WEB_SERVICE_TORRENT_WEB_SERVICE", "/t");
        environment.put("TORRENTKIT_AUTHORIZATION_RULES", "[{ name: all }]");

        ServerConfig config = read("torrent-server.announce-host = x").settings();

        assertThat(config.content().warm()).containsExactly("images/**", "isos/*.iso");
        assertThat(config.tracker().announceHost()).isEmpty();
        assertThat(config.web().urlPrefix()).isEqualTo("/t");
        assertThat(config.authorization().rules().getConfigList("rules")).hasSize(1);
    }

    @Test
    void theEnvironmentHasNoUnknownSettings() {
        environment.put("TORRENTKIT_WEBSERVR_PORT", "1");
        environment.put("TORRENTKIT_TORRENT_SERVER_X", "1");
        environment.put("TORRENTKIT_TORRENT_SERVER_WARM", "[");

        assertThat(problems(""))
                .containsExactlyInAnyOrder(
                        "environment variable TORRENTKIT_WEBSERVR_PORT is not known; did you mean TORRENTKIT_WEBSERVER_PORT?",
                        "environment variable TORRENTKIT_TORRENT_SERVER_X is not known; "
                                + "did you mean TORRENTKIT_TORRENT_SERVER_WARM?",
                        "environment variable TORRENTKIT_TORRENT_SERVER_WARM must be a list such as a,b or, "
                                + "as in the configuration file, [\"a\", \"b\"]");
    }

    @Test
    void warnsOfPasswordsOverPlainHttp() throws IOException {
        Path passwords = Files.writeString(directory.resolve("htpasswd"), "");
        String settings = "authentication.htpasswd-file = \"" + passwords + "\", webserver.host = ";

        for (String host : List.of("0.0.0.0", "\"::\"", "192.0.2.1", "127.example.org")) {
            assertThat(read(settings + host).warnings())
                    .as(host)
                    .hasSize(1)
                    .first(InstanceOfAssertFactories.STRING)
                    .contains("plain HTTP", "webserver.ssl-port");
        }
        for (String host : List.of("127.0.0.1", "localhost", "\"::1\"")) {
            assertThat(read(settings + host).warnings()).as(host).isEmpty();
        }
        assertThat(read("webserver.host = 0.0.0.0").warnings()).isEmpty();
    }

    @Test
    void variablesOfOtherProgramsAreOnlyMentioned() {
        environment.put("TORRENTKIT_HOME_OF_OTHERS", "required");

        assertThat(read("").warnings())
                .containsExactly(
                        "environment variable TORRENTKIT_HOME_OF_OTHERS is no setting of server-app and has no effect");
    }

    @Test
    void takesTheFilesOfADirectoryTogether() throws IOException {
        Path files = Files.createDirectory(directory.resolve("conf.d"));
        Files.writeString(files.resolve("10-web.conf"), "webserver { port = 1, host = 127.0.0.1 }, base = 5");
        Files.writeString(files.resolve("20-more.conf"), "webserver.port = 2, torrent-server.tracker-port = 7");
        Files.writeString(files.resolve("30-not-read.conf.bak"), "nonsense {");
        SettingSources sources = new SettingSources(
                Optional.of(files), Map.of(), Map.of("torrent-server.file-source", directory.toString()));

        assertThatThrownBy(() -> Configuration.read(sources))
                .hasMessageContaining("setting base is not known")
                .hasMessageContaining("10-web.conf: 1");
        Files.writeString(files.resolve("10-web.conf"), "webserver { port = 1, host = 127.0.0.1 }");
        ServerConfig config = Configuration.read(sources).settings();

        assertThat(config.web().port()).hasValue(2);
        assertThat(config.web().host()).isEqualTo("127.0.0.1");
        assertThat(config.tracker().port()).isEqualTo(7);
    }

    @Test
    void printsWhatReadsBackEqual() {
        environment.put("TORRENTKIT_TORRENT_SERVER_UPLOAD_LIMIT", "3 MiB");
        Configuration configuration = read("""
                webserver { host = "::1", access-log = "a\\u202eb\\"c", ssl-port = 0, ssl-cert = c, ssl-key = k }
                web-router-service."puppetlabs.torrent-server-web-service/torrent-web-service" = /t
                torrent-server { warm = ["a/**", "b \\u0007"], peer-port = 0 }
                authorization.rules = [{ name: "x # y", sort-order: 500, match-request: { path: "/", type: path }, allow: "*" }]
                authentication.token-file = tokens
                """);
        String text = configuration.text();
        environment.clear();
        options.clear();

        assertThat(readExactly(text).settings()).isEqualTo(configuration.settings());
        assertThat(readExactly(text).differences(configuration)).isEmpty();
        assertThat(text)
                .contains("upload-limit = \"3 MiB\" # environment variable TORRENTKIT_TORRENT_SERVER_UPLOAD_LIMIT")
                .contains("host = \"::1\" # " + directory.resolve("a.conf") + ": 1")
                .contains("tracker-port = 6969\n")
                .doesNotContain("\u202e", "\u0007");
        KnownSettings.read().all().forEach(setting -> assertThat(text).contains(setting.key()));
    }

    @Test
    void readsEverySettingThatIsDocumentedAndNoOther() {
        SettingValues values =
                new SettingValues(ConfigFactory.parseString("webserver { ssl-port = 1, ssl-cert = c, ssl-key = k }")
                        .withFallback(KnownSettings.read().defaults()));

        ConfigurationReader.read(values);

        Set<String> documented =
                KnownSettings.read().all().stream().map(Setting::name).collect(Collectors.toSet());
        assertThat(values.asked()).isEqualTo(documented);
    }

    @Test
    void tellsWhichSettingsDiffer() {
        Configuration before = read("webserver.port = 1, torrent-server.tracker-port = 5");
        Configuration after = read("webserver.port = \"1\", torrent-server { tracker-port = 6, upload-limit = 1k }");

        assertThat(after.differences(before))
                .containsExactly("torrent-server.tracker-port", "torrent-server.upload-limit");
        Configuration mixed = after.keeping(Set.of("torrent-server.tracker-port"), before);
        assertThat(mixed.settings().tracker().port()).isEqualTo(5);
        assertThat(mixed.differences(after)).containsExactly("torrent-server.tracker-port");
    }
}
