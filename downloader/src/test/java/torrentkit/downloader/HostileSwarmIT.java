package torrentkit.downloader;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import torrentkit.seeder.Seeder;
import torrentkit.testing.Frames;
import torrentkit.testing.ScriptedPeer;
import torrentkit.testing.ScriptedSeed;
import torrentkit.testing.TestTorrent;

/** Eight honest downloads that know each other, one slow seed, and one peer that means no good. */
@Timeout(60)
class HostileSwarmIT {
    private static final TestTorrent TORRENT = TestTorrent.ofFile("payload.bin", 2_000_001, 32 * 1024);
    private static final int PIECES = TORRENT.layout().pieceCount();
    private static final int HONEST = 8;
    private static final byte[] NOTHING = {};

    @TempDir
    private Path directory;

    private final List<Honest> honest = new ArrayList<>();
    private Scene scene;

    /** A download and what happened in it. */
    private static final class Honest {
        private final Downloader downloader;
        private final Path target;
        private final List<DownloadEvent> events = new CopyOnWriteArrayList<>();
        private Download download;

        Honest(Downloader downloader, Path target) {
            this.downloader = downloader;
            this.target = target;
        }

        InetSocketAddress address() {
            return Scene.address(downloader.port());
        }

        void start(List<InetSocketAddress> peers) {
            download = downloader.start(DownloadRequest.of(TORRENT.metainfo(), target)
                    .withPeers(peers)
                    .withSeedAfterwards(true)
                    .withEvents(events::add));
        }

        Set<InetSocketAddress> banned() {
            return events.stream()
                    .filter(DownloadEvent.PieceRefused.class::isInstance)
                    .map(event -> ((DownloadEvent.PieceRefused) event).peer())
                    .collect(Collectors.toSet());
        }
    }

    @BeforeEach
    void open() throws IOException {
        scene = new Scene(TORRENT, directory);
        for (int i = 0; i < HONEST; i++) {
            honest.add(new Honest(
                    scene.downloader(Scene.config()),
                    directory.resolve("out" + i).resolve("target")));
        }
    }

    @AfterEach
    void close() {
        scene.close();
    }

    /** Starts everybody, and waits until all that are honest have the content. */
    private void completes(ScriptedSeed hostile) throws Exception {
        Seeder seeder = scene.seeder();
        seeder.limits(seeder.limits().withUploadRates(2_000_000, 0, 0)); // so that they need each other
        List<InetSocketAddress> everybody = new ArrayList<>(List.of(hostile.address(), Scene.address(seeder.port())));
        honest.forEach(one -> everybody.add(one.address()));
        honest.forEach(one -> one.start(
                everybody.stream().filter(peer -> !peer.equals(one.address())).toList()));
        for (Honest one : honest) {
            assertThat(Files.readAllBytes(one.download.outcome().get(50, TimeUnit.SECONDS)))
                    .isEqualTo(TORRENT.content());
        }
    }

    @Test
    void everybodyBansAPoisonerAndNobodyElse() throws Exception {
        ScriptedSeed poisoner = scene.answering(request -> ScriptedSeed.poisoned(TORRENT, request));
        completes(poisoner);
        assertThat(honest).allSatisfy(one -> assertThat(one.banned()).containsExactly(poisoner.address()));
        assertThat(poisoner.connections()).isEqualTo(HONEST); // nobody came back
    }

    @Test
    void whoPoisonsNowAndThenIsBannedByWhomItHarmed() throws Exception {
        AtomicInteger answers = new AtomicInteger();
        ScriptedSeed poisoner = scene.answering(request -> answers.incrementAndGet() % 10 == 0
                ? ScriptedSeed.poisoned(TORRENT, request)
                : ScriptedSeed.honest(TORRENT, request));
        completes(poisoner);
        assertThat(honest).anyMatch(one -> !one.banned().isEmpty());
        assertThat(honest).allSatisfy(one -> assertThat(one.banned()).isSubsetOf(poisoner.address()));
    }

    @Test
    void whoAnswersNothingHoldsNobodyUp() throws Exception {
        completes(scene.answering(request -> NOTHING));
        assertThat(honest).allSatisfy(one -> assertThat(one.banned()).isEmpty());
    }

    @Test
    void whoTellsOfPiecesThatItHasNotHoldsNobodyUp() throws Exception {
        AtomicInteger connections = new AtomicInteger();
        completes(scene.seed(peer -> {
            boolean rejects = connections.incrementAndGet() % 2 == 0;
            peer.readHandshake();
            peer.send(
                    Frames.handshake(TORRENT.metainfo().infoHash(), ScriptedPeer.newPeerId(), true, true),
                    Frames.frame(Frames.HAVE_NONE));
            List<Integer> order =
                    new ArrayList<>(IntStream.range(0, PIECES).boxed().toList());
            Collections.shuffle(order, new Random(connections.get()));
            for (int index : order) {
                peer.send(Frames.have(index));
            }
            ScriptedSeed.serve(
                    peer,
                    request -> rejects ? Frames.reject(request.index(), request.begin(), request.length()) : NOTHING);
        }));
        assertThat(honest).allSatisfy(one -> assertThat(one.banned()).isEmpty());
    }

    @Test
    void whoLeavesWithTheLastPiecesIsNotMissed() throws Exception {
        Set<Integer> given = ConcurrentHashMap.newKeySet();
        completes(scene.answering(request -> {
            given.add(request.index());
            if (given.size() >= PIECES * 0.99) {
                throw new IOException("it has seen enough");
            }
            return ScriptedSeed.honest(TORRENT, request);
        }));
        assertThat(given).isNotEmpty();
        assertThat(honest).allSatisfy(one -> assertThat(one.banned()).isEmpty());
    }
}
