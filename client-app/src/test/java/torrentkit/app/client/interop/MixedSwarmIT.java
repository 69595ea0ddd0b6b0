package torrentkit.app.client.interop;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Clients that others wrote and ours, in one swarm that {@code server-app} feeds too slowly for all of them. */
@Tag("foreign")
class MixedSwarmIT {
    private static final String NAME = "image.bin";
    private static final int SIZE = 6 << 20;
    private static final int OURS = 2;
    private static final Pattern SENT = Pattern.compile("Stopped; (.*) sent to others");

    @TempDir
    private Path directory;

    private Lab lab;

    @BeforeEach
    void openLab() throws Exception {
        lab = new Lab(directory, Network.separate());
    }

    @AfterEach
    void closeLab() {
        lab.close();
    }

    @Test
    void everybodyFinishesAndOursPassOn() throws Exception {
        for (ForeignClient client : ForeignClient.values()) {
            client.need(lab);
        }
        Path root = lab.directory("root");
        Path original = Samples.random(root.resolve(NAME), SIZE);
        Path settings = Files.writeString(lab.path("settings.conf"), "torrent-server.upload-limit = \"2 MiB\"");
        ServerApp server = lab.server(root, "--config", settings);
        Path torrent = server.torrent(NAME);
        List<Path> arrived = new ArrayList<>();
        Map<ForeignClient, ForeignClient.Fetch> fetches = new LinkedHashMap<>();
        for (ForeignClient client : ForeignClient.values()) {
            Path into = lab.directory(client.toString());
            fetches.put(client, client.fetch(lab, torrent, into));
            arrived.add(into.resolve(NAME));
        }
        List<Running> ours = new ArrayList<>();
        for (int i = 0; i < OURS; i++) {
            Path into = lab.directory("ours");
            List<Object> command = new ArrayList<>(List.of("download", torrent, "-d", into, "--seed"));
            if (lab.network().isSeparate()) { // libtorrent has one connection with an address
                command.addAll(List.of("--bind", lab.network().anotherAddress()));
            }
            ours.add(lab.client(command.toArray()));
            arrived.add(into.resolve(NAME));
        }
        for (ForeignClient.Fetch fetch : fetches.values()) {
            fetch.await();
        }
        for (Running client : ours) {
            client.awaitOutput("Sharing it until stopped.");
        }
        for (Path file : arrived) {
            Samples.assertSame(file, original);
        }
        List<String> sent = new ArrayList<>();
        for (Running client : ours) {
            client.signal("TERM");
            assertThat(client.exitCode()).isZero();
            assertThat(client.output()).doesNotContain("banned");
            sent.add(Lab.found(SENT, client.output()));
        }
        assertThat(sent).as("what ours sent to others").anyMatch(amount -> !amount.equals("0 B"));
        assertThat(server.program().output()).doesNotContain("ERROR");
    }
}
