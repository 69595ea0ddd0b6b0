package torrentkit.app.client.interop;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import torrentkit.metainfo.Metainfo;
import torrentkit.testing.Needs;

/** {@code client-app} downloads from seeds that others wrote, which it finds through a tracker. */
@Tag("foreign")
@Execution(ExecutionMode.CONCURRENT)
class OthersSeedIT extends SeparateLab {
    private Path root;

    @BeforeEach
    void fillDirectories() throws Exception {
        root = Samples.make(lab.directory("root"));
    }

    @ParameterizedTest
    @EnumSource
    void clientAppFindsItThroughOurTracker(ForeignClient seed) throws Exception {
        seed.need(lab);
        Path settings = Files.writeString(lab.path("settings.conf"), "torrent-server { tracker-open: true }");
        int port = lab.server(lab.directory("empty"), "--config", settings).trackerPort();
        downloads(seed, torrents(announce("http", port)), port);
    }

    @ParameterizedTest
    @EnumSource
    void clientAppFindsItThroughOpentracker(ForeignClient seed) throws Exception {
        Needs.program("opentracker", "opentracker");
        seed.need(lab);
        assumeTrue(
                seed != ForeignClient.TRANSMISSION || lab.network().isSeparate(),
                "opentracker tells Transmission of itself, which then takes no other peer at its own address.");
        int port = lab.network().freePort();
        List<Path> torrents = torrents(announce("http", port));
        startOpentracker(torrents, port);
        downloads(seed, torrents, port);
    }

    /**
     * Over UDP, where {@code client-app} asks a tracker of an earlier tier before, at which nobody answers. aria2 speaks UDP to trackers
     * only together with DHT, so it announces over HTTP.
     */
    @ParameterizedTest
    @EnumSource
    void clientAppFindsItThroughALaterTierOverUdp(ForeignClient seed) throws Exception {
        Needs.program("opentracker", "opentracker");
        seed.need(lab);
        assumeTrue(
                seed != ForeignClient.TRANSMISSION || lab.network().isSeparate(),
                "opentracker tells Transmission of itself, which then takes no other peer at its own address.");
        int port = lab.network().freePort();
        List<Path> torrents = torrents(announce(seed == ForeignClient.ARIA2 ? "http" : "udp", port));
        startOpentracker(torrents, port);
        List<Path> tiered = torrents(announce("udp", lab.network().freePort()), announce("udp", port));
        downloads(seed, torrents, tiered, port);
    }

    private String announce(String scheme, int trackerPort) {
        return scheme + "://" + lab.network().address() + ":" + trackerPort + "/announce";
    }

    /** @param tiers one tracker each */
    private List<Path> torrents(String... tiers) throws Exception {
        List<Path> torrents = new ArrayList<>();
        for (String path : Samples.ALL) {
            Path torrent = lab.path("t.torrent");
            List<Object> create = new ArrayList<>(List.of("create", root.resolve(path), "-o", torrent));
            for (String tier : tiers) {
                create.addAll(List.of("--tier", tier));
            }
            lab.client(create.toArray()).succeeds();
            torrents.add(torrent);
        }
        return torrents;
    }

    /** Debian builds it so that it tracks only what a list names. */
    private void startOpentracker(List<Path> torrents, int port) throws Exception {
        Path home = lab.directory("opentracker");
        String known = torrents.stream()
                .map(torrent -> Metainfo.read(torrent).infoHash() + "\n")
                .collect(Collectors.joining());
        Files.writeString(home.resolve("known"), known);
        lab.start(List.of(
                "opentracker", "-i", lab.network().address(), "-p", port, "-P", port, "-d", home, "-w", "known"));
        Path answer = lab.path("answer");
        List<Object> question =
                List.of("curl", "-s", "-o", answer, "http://" + lab.network().address() + ":" + port + "/");
        // Who finds no tracker at its start, as Transmission, asks again only after some time.
        await("opentracker listens")
                .atMost(Running.SOON)
                .until(() -> lab.start(question).exitCode() == 0);
    }

    private void downloads(ForeignClient seed, List<Path> torrents, int trackerPort) throws Exception {
        downloads(seed, torrents, torrents, trackerPort);
    }

    private void downloads(ForeignClient seed, List<Path> torrents, List<Path> ours, int trackerPort) throws Exception {
        for (int i = 0; i < torrents.size(); i++) {
            seed.seed(lab, torrents.get(i), root.resolve(Samples.ALL.get(i)).getParent());
        }
        Path into = lab.directory("into");
        List<Running> clients = new ArrayList<>();
        for (Path torrent : torrents) {
            lab.awaitSeeder(trackerPort, torrent);
        }
        for (Path torrent : ours) {
            clients.add(lab.client("download", torrent, "-d", into));
        }
        for (Running client : clients) {
            client.succeeds();
        }
        for (String path : Samples.ALL) {
            Samples.assertSame(into.resolve(Samples.name(path)), root.resolve(path));
        }
    }
}
