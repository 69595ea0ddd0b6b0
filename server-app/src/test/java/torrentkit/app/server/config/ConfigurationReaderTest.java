package torrentkit.app.server.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import torrentkit.tracker.swarm.Zones;

class ConfigurationReaderTest {
    private static final String FILE_SOURCE = "torrent-server.file-source";

    @TempDir
    private Path directory;

    private final List<String> warnings = new ArrayList<>();

    private ServerConfig read(Map<String, String> options) {
        return ConfigurationReader.read(Optional.empty(), options, warnings::add);
    }

    private ServerConfig readFile(String text, Map<String, String> options) {
        try {
            Path file = Files.writeString(directory.resolve("application.conf"), text);
            return ConfigurationReader.read(Optional.of(file), options, warnings::add);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private ServerConfig readFile(String text) {
        return readFile(text, Map.of(FILE_SOURCE, directory.toString()));
    }

    @Test
    void hasADefaultForEverythingButTheDirectory() {
        ServerConfig config = read(Map.of(FILE_SOURCE, directory.toString()));

        assertThat(config.content().fileSource()).isEqualTo(directory);
        assertThat(config.web().host()).isEqualTo("localhost");
        assertThat(config.web().port()).hasValue(8080);
        assertThat(config.web().urlPrefix()).isEqualTo("/torrent");
        assertThat(config.tracker().port()).isEqualTo(6969);
        assertThat(config.tracker().host()).isEmpty();
        assertThat(config.tracker().open()).isFalse();
        assertThat(config.seed().port()).isEmpty();
        assertThat(config.tracker().announceHost()).isEmpty();
        assertThat(config.content().privateTorrents()).isTrue();
        assertThat(config.content().pieceLength()).isEmpty();
        assertThat(warnings).isEmpty();
    }

    @Test
    void readsTheFormThatUsersHave() {
        ServerConfig config = readFile("""
                webserver:      { host: 127.0.0.1, port: 8081 }
                web-router-service: { "puppetlabs.torrent-server-web-service/torrent-web-service": "/t/x" }
                torrent-server: { file-source: "%s", tracker-port: 7070 }
                """.formatted(directory), Map.of());

        assertThat(config.web().host()).isEqualTo("127.0.0.1");
        assertThat(config.web().port()).hasValue(8081);
        assertThat(config.web().urlPrefix()).isEqualTo("/t/x");
        assertThat(config.tracker().port()).isEqualTo(7070);
        assertThat(config.content().fileSource()).isEqualTo(directory);
    }

    @Test
    void readsOurOwnKeys() {
        ServerConfig config = readFile("""
                torrent-server {
                  tracker-host = 127.0.0.1, tracker-open = yes, peer-port = "6999", peer-host = 127.0.0.1
                  announce-host = "[2001:db8::1]", private = false, piece-length = 1 MiB, upload-slots = 8, max-peers = 10
                  hashing-jobs = 1, hashing-queue = 0
                }
                origin.max-copies = 1.5
                """);

        assertThat(config.tracker().host()).contains("127.0.0.1");
        assertThat(config.tracker().open()).isTrue();
        assertThat(config.seed().port()).hasValue(6999);
        assertThat(config.seed().maxCopies()).isEqualTo(1.5);
        assertThat(config.tracker().announceHost()).contains("2001:db8::1");
        assertThat(config.content().privateTorrents()).isFalse();
        assertThat(config.content().pieceLength()).hasValue(1 << 20);
        assertThat(config.content().hashingQueue()).isZero();
        assertThat(warnings).isEmpty();
    }

    @Test
    void optionsComeBeforeTheFile() {
        ServerConfig config = readFile(
                "webserver.port = 1, torrent-server.file-source = /nowhere",
                Map.of("webserver.port", "2", FILE_SOURCE, directory.toString()));

        assertThat(config.web().port()).hasValue(2);
        assertThat(config.content().fileSource()).isEqualTo(directory);
    }

    @Test
    void readsZones() throws Exception {
        ServerConfig config = readFile("""
                torrent-server.zones { rack2 = ["10.2.0.0/16"], rack1 = ["10.1.0.0/16", "2001:db8:1::/48"], one.host = 10.9.9.9 }
                torrent-server.zones.rack3 = "10.3.0.0/16, 10.4.0.0/16"
                """.replace("one.host", "\"one.host\""));

        Zones zones = config.tracker().zones();
        assertThat(zones.names()).containsExactly("one.host", "rack1", "rack2", "rack3");
        assertThat(zones.of(InetAddress.getByName("10.4.1.1").getAddress())).isEqualTo(4);
        assertThat(zones.of(InetAddress.getByName("2001:db8:1::9").getAddress()))
                .isEqualTo(2);
        assertThat(readFile("").tracker().zones().isEmpty()).isTrue();
        assertThat(readFile("torrent-server.zones = null").tracker().zones().isEmpty())
                .isTrue();
    }

    @Test
    void readsZonesOfOneText() {
        Map<String, String> options = Map.of(
                FILE_SOURCE, directory.toString(), "torrent-server.zones", "{ a = [10.1.0.0/16], b = [10.2.0.0/16] }");

        assertThat(read(options).tracker().zones().names()).containsExactly("a", "b");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{ a = [\"10.1.0.0/33\"] } | torrent-server.zones: zone a has 10.1.0.0/33, but the prefix of an IPv4 network is 0 to 32 bits long",
                "{ a = [rack1] } | torrent-server.zones: zone a needs networks such as 10.1.0.0/16 or 2001:db8:1::/48, but has rack1",
                "{ a = [\"10.1.2.3/16\"] } | torrent-server.zones: zone a has 10.1.2.3/16, but the network of that address is 10.1.0.0/16; write that",
                "{ a = [\"10.1.0.0/16\"], b = [\"10.1.0.0/16\"] } | torrent-server.zones: the network 10.1.0.0/16 is in the zones a and b; it can be in one only",
                "{ a { b = c } } | torrent-server.zones.a must be a list of networks such as [\"10.1.0.0/16\"] (",
                "[a] | torrent-server.zones must be zones such as { rack1 = [\"10.1.0.0/16\"] }; it is [a] (",
                "\"{ a\" | torrent-server.zones must be zones such as { rack1 = [\"10.1.0.0/16\"] }; it is { a (",
            })
    void saysWhatIsWrongWithZones(String zones, String sentence) {
        assertThatThrownBy(() -> readFile("torrent-server.zones = " + zones))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageStartingWith(sentence);
    }

    @Test
    void namesEachZoneThatIsWrong() {
        assertThatThrownBy(() -> readFile("torrent-server.zones { a = [x], b = [y], c = [\"::/0\"] }"))
                .isInstanceOfSatisfying(
                        ConfigurationException.class,
                        e -> assertThat(e.problems()).hasSize(2));
    }

    @Test
    void requiresADirectory() {
        assertThatThrownBy(() -> read(Map.of()))
                .isInstanceOf(ConfigurationException.class)
                .hasMessage("torrent-server requires file-source option be configured");
        assertThatThrownBy(() -> readFile("torrent-server { tracker-port = 1 }", Map.of()))
                .hasMessage("torrent-server requires file-source option be configured");
        assertThatThrownBy(() -> read(Map.of(FILE_SOURCE, " ")))
                .hasMessage("torrent-server requires file-source option be configured");
    }

    @Test
    void namesTheDirectoryThatDoesNotExist() {
        assertThatThrownBy(() -> read(Map.of(FILE_SOURCE, "no/such")))
                .isInstanceOf(ConfigurationException.class)
                .hasMessage("torrent-server's file-source directory no/such does not exist");
    }

    @Test
    void refusesAFileAsTheDirectory() throws IOException {
        Path file = Files.createFile(directory.resolve("x"));

        assertThatThrownBy(() -> read(Map.of(FILE_SOURCE, file.toString())))
                .hasMessage("torrent-server's file-source " + file + " must be a directory that can be read");
    }

    @ParameterizedTest
    @ValueSource(strings = {"webserver.port", "torrent-server.tracker-port", "torrent-server.peer-port"})
    void refusesAPortThatIsNoInteger(String key) {
        for (String value : List.of("abc", "\"80 80\"", "80.5", "true", "[1]", "{ a = 1 }")) {
            assertThatThrownBy(() -> readFile(key + " = " + value))
                    .isInstanceOf(ConfigurationException.class)
                    .hasMessage("torrent-server port must be an integer");
        }
        assertThatThrownBy(() -> read(Map.of(FILE_SOURCE, directory.toString(), key, "x")))
                .hasMessage("torrent-server port must be an integer");
    }

    @ParameterizedTest
    @CsvSource({"70000", "-1", "99999999999999999999999"})
    void saysWhichPortIsOutOfRange(String port) {
        assertThatThrownBy(() -> readFile("webserver.port = \"" + port + "\""))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageStartingWith("webserver.port must be a port from 0 to 65535; it is " + port);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "webserver.host = [1]",
                "torrent-server.private = perhaps",
                "torrent-server.upload-slots = 1",
                "origin.max-copies = 0",
                "origin.max-copies = some",
                "torrent-server.piece-length = 100000",
                "torrent-server.piece-length = 64 MiB",
                "torrent-server.announce-host = \"http://x\"",
                "torrent-server.announce-host = \"x:80\"",
                "torrent-server.announce-host = \"fe80::1%eth0\"",
                "web-router-service.\"puppetlabs.torrent-server-web-service/torrent-web-service\" = \"a b\"",
                "torrent-server = { announce-host = ${NOT_SET_ANYWHERE} }",
                "torrent-server = {",
                "torrent-server { x = \"\u0007\nunclosed",
            })
    void tellsInOneLineWhatCannotBeUsed(String text) {
        assertThatThrownBy(() -> readFile(text))
                .isInstanceOf(ConfigurationException.class)
                .message()
                .doesNotContainPattern("\\p{Cc}")
                .isNotBlank();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/file",
                "/magnet",
                "/meta4/",
                "/api",
                "/api/v1/files",
                "/metrics",
                "/assets",
                "/healthz",
                "/readyz",
                "/t/..",
                "/."
            })
    void refusesAPathOfTorrentsThatAnswersSomethingElse(String prefix) {
        assertThatThrownBy(() ->
                        readFile("web-router-service.\"puppetlabs.torrent-server-web-service/torrent-web-service\" = \""
                                + prefix + "\""))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContainingAll("torrent-web-service must", "it is " + prefix);
    }

    @Test
    void warnsAboutSettingsWithoutEffect() {
        readFile(
                "global { logging-config = x }, webserver.ssl-cert = x, web-router-service.\"some.other/service\" = /x");

        assertThat(warnings)
                .hasSize(2)
                .anyMatch(warning -> warning.startsWith("section global is for another service and has no effect here"))
                .anyMatch(warning -> warning.startsWith("webserver.ssl-cert has no effect without"));
    }

    @Test
    void refusesAMissingConfigurationFile() {
        assertThatThrownBy(
                        () -> ConfigurationReader.read(Optional.of(directory.resolve("none")), Map.of(), warnings::add))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageEndingWith("does not exist");
        assertThatThrownBy(() -> ConfigurationReader.read(Optional.of(directory), Map.of(), warnings::add))
                .isInstanceOf(ConfigurationException.class)
                .hasMessage("configuration directory " + directory + " holds no file *.conf");
    }
}
