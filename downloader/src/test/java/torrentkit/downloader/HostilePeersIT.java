package torrentkit.downloader;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import torrentkit.downloader.DownloadException.Reason;
import torrentkit.piece.Block;
import torrentkit.testing.Frames;
import torrentkit.testing.ScriptedPeer;
import torrentkit.testing.ScriptedPeer.Frame;
import torrentkit.testing.ScriptedSeed;
import torrentkit.testing.TestTorrent;

/** Downloads from peers of which some lie, stall, or break the protocol. */
@Timeout(60)
class HostilePeersIT {
    private static final TestTorrent TORRENT = TestTorrent.ofFile("payload.bin", 3_000_001, 64 * 1024);
    private static final byte[] NOTHING = {};

    @TempDir
    Path directory;

    private Scene scene;

    @BeforeEach
    void open() {
        scene = new Scene(TORRENT, directory);
    }

    @AfterEach
    void close() {
        scene.close();
    }

    private static byte[] honest(Frame request) {
        return ScriptedSeed.honest(TORRENT, request);
    }

    private ScriptedSeed poisoner() {
        return scene.answering(request -> ScriptedSeed.poisoned(TORRENT, request));
    }

    /** A seed that serves, but slowly enough that others get their turn. */
    private ScriptedSeed slowButHonest() {
        return scene.answering(request -> {
            pause(1);
            return honest(request);
        });
    }

    private static void pause(long millis) throws IOException {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
    }

    @Test
    void bansPoisonersAndCompletesFromAnHonestSeed() throws Exception {
        List<ScriptedSeed> poisoners = List.of(poisoner(), poisoner(), poisoner(), poisoner());
        List<InetSocketAddress> peers = new ArrayList<>();
        poisoners.forEach(poisoner -> peers.add(poisoner.address()));
        peers.add(slowButHonest().address());
        Download download = scene.start(peers.toArray(InetSocketAddress[]::new));
        scene.assertCompletes(download);
        assertThat(poisoners).allMatch(poisoner -> poisoner.connections() <= 1);
        assertThat(scene.events(DownloadEvent.PieceRefused.class)).isNotEmpty();
        assertThat(download.progress().wastedBytes()).isPositive();
    }

    /** One piece, which the liar begins and which is so slow in coming that the others help. */
    @ParameterizedTest
    @ValueSource(ints = {1, 3})
    void ofThoseWhoShareAPieceOnlyTheLiarIsBanned(int lieInFour) throws Exception {
        TestTorrent torrent = TestTorrent.ofFile("large.bin", 3_000_001, 4 << 20);
        try (Scene large = new Scene(torrent, directory.resolve("large"))) {
            AtomicInteger lies = new AtomicInteger();
            ScriptedSeed liar = large.answering(request -> {
                pause(20);
                boolean lie = request.begin() / Block.LENGTH % 4 == lieInFour;
                lies.addAndGet(lie ? 1 : 0);
                return lie ? ScriptedSeed.poisoned(torrent, request) : ScriptedSeed.honest(torrent, request);
            });
            Download download = large.start(liar.address());
            Awaitility.await().until(() -> lies.get() > 0);
            List<InetSocketAddress> peers = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                peers.add(large.answering(request -> {
                            pause(20);
                            return ScriptedSeed.honest(torrent, request);
                        })
                        .address());
            }
            download.addPeers(peers);
            large.assertCompletes(download);
            assertThat(large.events(DownloadEvent.PieceRefused.class))
                    .extracting(DownloadEvent.PieceRefused::peer)
                    .containsOnly(liar.address());
            assertThat(liar.connections()).isOne();
        }
    }

    @Test
    void aPeerThatLeavesNearTheEndLosesNothing() throws Exception {
        AtomicInteger left = new AtomicInteger(TORRENT.content().length / Block.LENGTH - 2);
        ScriptedSeed leaver = scene.answering(request -> {
            if (left.decrementAndGet() < 0) {
                throw new IOException("gone");
            }
            return honest(request);
        });
        Download download = scene.start(leaver.address());
        Awaitility.await().until(() -> left.get() < 0);
        download.addPeers(List.of(slowButHonest().address()));
        scene.assertCompletes(download);
        assertThat(download.progress().downloadedBytes()).isLessThan(TORRENT.content().length + 3 * Block.LENGTH);
    }

    /** It says that it has everything, and has nothing of most of it. */
    @Test
    void aLiarAboutWhatItHasDelaysNobody() throws Exception {
        ScriptedSeed liar = scene.answering(request -> request.index() % 10 == 0
                ? honest(request)
                : request.index() % 10 < 5
                        ? Frames.reject(request.index(), request.begin(), request.length())
                        : NOTHING);
        scene.assertCompletes(scene.start(
                liar.address(), slowButHonest().address(), slowButHonest().address()));
        assertThat(scene.events(DownloadEvent.PieceRefused.class)).isEmpty();
    }

    @Test
    void givesUpWhenEverybodyLies() throws Exception {
        List<ScriptedSeed> poisoners = List.of(poisoner(), poisoner());
        DownloaderConfig config = Scene.config().withStallTimeout(Duration.ofSeconds(2));
        Download download =
                scene.start(config, poisoners.get(0).address(), poisoners.get(1).address());
        DownloadException failure = Scene.failure(download);
        assertThat(failure.reason()).isEqualTo(Reason.WRONG_DATA);
        assertThat(poisoners).allMatch(poisoner -> poisoner.connections() == 1);
        assertThat(download.progress().verifiedPieces()).isZero();
        assertThat(scene.target()).doesNotExist();
    }

    @Test
    void aPoisonerThatDialsUsIsBannedToo() throws Exception {
        Downloader downloader = scene.downloader(Scene.config());
        Download download = downloader.start(scene.request());
        String id = ScriptedPeer.newPeerId();
        try (ScriptedPeer poisoner = dial(downloader, id)) {
            poisoner.send(Frames.frame(Frames.HAVE_ALL));
            serveUntilClosed(poisoner, request -> ScriptedSeed.poisoned(TORRENT, request));
        }
        try (ScriptedPeer again = ScriptedPeer.dial(downloader.port())) {
            again.send(Frames.handshake(TORRENT.metainfo().infoHash(), id, true, true));
            assertThat(again.expectClosed()).isZero();
        }
        download.addPeers(List.of(scene.honest().address()));
        scene.assertCompletes(download);
    }

    private static ScriptedPeer dial(Downloader downloader, String id) throws IOException {
        while (true) { // until the download has joined its swarm
            ScriptedPeer peer = ScriptedPeer.dial(downloader.port());
            peer.send(Frames.handshake(TORRENT.metainfo().infoHash(), id, true, true));
            try {
                peer.readHandshake();
                return peer;
            } catch (IOException e) {
                peer.close();
            }
        }
    }

    private static void serveUntilClosed(ScriptedPeer peer, ScriptedSeed.Answer answer) {
        try {
            ScriptedSeed.serve(peer, answer);
        } catch (IOException e) {
            return; // that is what the test is about
        }
    }

    @Test
    void othersTakeOverWhatStallersHold() throws Exception {
        ScriptedSeed staller = scene.answering(request -> NOTHING);
        ScriptedSeed trickler = scene.seed(peer -> {
            ScriptedSeed.greet(peer, TORRENT, ScriptedPeer.newPeerId(), true);
            peer.expect(Frames.INTERESTED);
            peer.send(Frames.frame(Frames.UNCHOKE));
            for (byte one : honest(peer.expect(Frames.REQUEST))) {
                pause(200);
                peer.send(new byte[] {one});
            }
        });
        scene.assertCompletes(scene.start(
                staller.address(), trickler.address(), slowButHonest().address()));
    }

    /** Pieces that will not be completed must not take the memory from those that would be. */
    @Test
    void neitherStallersNorBlocksOfAnotherLengthKeepTheMemory() throws Exception {
        ScriptedSeed cutter = scene.answering(request -> {
            int more = request.begin() == 0 ? 1 : -1;
            int length =
                    Math.min(request.length() + more, TORRENT.layout().pieceLength(request.index()) - request.begin());
            return Frames.piece(request.index(), request.begin(), new byte[Math.max(1, length)]);
        });
        DownloaderConfig config = Scene.config().withMemoryBytes(4 * 64 * 1024);
        scene.assertCompletes(
                scene.start(config, cutter.address(), slowButHonest().address()));
    }

    @Test
    void asksARejectingPeerEverMoreRarely() throws Exception {
        AtomicInteger asked = new AtomicInteger();
        ScriptedSeed rejecter = scene.answering(request -> {
            asked.incrementAndGet();
            return Frames.reject(request.index(), request.begin(), request.length());
        });
        DownloaderConfig config = Scene.config().withStallTimeout(Duration.ofSeconds(1)); // five with a peer
        assertThat(Scene.failure(scene.start(config, rejecter.address())).reason())
                .isEqualTo(Reason.STALLED);
        assertThat(asked).hasValueLessThan(150);
    }

    @Test
    void aRejectingPeerDoesNotHoldUpTheDownload() throws Exception {
        ScriptedSeed rejecter =
                scene.answering(request -> Frames.reject(request.index(), request.begin(), request.length()));
        scene.assertCompletes(scene.start(rejecter.address(), slowButHonest().address()));
    }

    @Test
    void hangsUpOnAFloodOfDataThatNobodyAskedFor() throws Exception {
        AtomicInteger sent = new AtomicInteger();
        ScriptedSeed flooder = scene.seed(peer -> {
            ScriptedSeed.greet(peer, TORRENT, ScriptedPeer.newPeerId(), true);
            while (sent.incrementAndGet() < 50_000) {
                peer.send(Frames.piece(1, 0, new byte[Block.LENGTH]));
            }
        });
        scene.assertCompletes(scene.start(flooder.address(), slowButHonest().address()));
        assertThat(sent).hasValueLessThan(50_000);
    }

    @Test
    void whatIsUnaskedForNeverCounts() throws Exception {
        ScriptedSeed seed = scene.answering(request -> Frames.join(
                Frames.piece(request.index(), request.begin() + 1, new byte[5]), honest(request), honest(request)));
        Download download = scene.start(seed.address());
        scene.assertCompletes(download);
        assertThat(scene.events(DownloadEvent.PieceRefused.class)).isEmpty();
    }

    @Test
    void aPeerThatLeavesInThePiecesMiddleCostsNothingButItsPiece() throws Exception {
        ScriptedSeed leaver = scene.seed(peer -> {
            ScriptedSeed.greet(peer, TORRENT, ScriptedPeer.newPeerId(), true);
            peer.expect(Frames.INTERESTED);
            peer.send(Frames.frame(Frames.UNCHOKE));
            for (int i = 0; i < 6; i++) {
                peer.send(honest(peer.expect(Frames.REQUEST)));
            }
        });
        scene.assertCompletes(scene.start(leaver.address(), slowButHonest().address()));
    }

    static List<byte[]> misuse() {
        return List.of(
                Frames.frame(Frames.BITFIELD, new byte[5]),
                Frames.frame(Frames.BITFIELD, new byte[] {0, 0, 0, 0, 0, 1}),
                Frames.have(46),
                Frames.have(-1),
                Frames.join(Frames.frame(Frames.HAVE_ALL), Frames.frame(Frames.HAVE_NONE)),
                Frames.piece(45, 0, new byte[64 * 1024]),
                Frames.lying(Integer.MAX_VALUE, Frames.PIECE),
                Frames.extended(0, "no dictionary".getBytes()));
    }

    @ParameterizedTest
    @MethodSource("misuse")
    void hangsUpOnMisuseAndGoesOn(byte[] bytes) throws Exception {
        AtomicInteger cut = new AtomicInteger();
        ScriptedSeed rude = scene.seed(peer -> {
            peer.readHandshake();
            peer.send(Frames.handshake(TORRENT.metainfo().infoHash(), ScriptedPeer.newPeerId(), true, true), bytes);
            peer.expectClosed();
            cut.incrementAndGet();
        });
        scene.assertCompletes(scene.start(rude.address(), slowButHonest().address()));
        scene.close();
        Awaitility.await().until(() -> cut.get() > 0); // on a thread of its own
    }

    /** Chokes after every fifth block, and forgets or rejects what it was asked. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void survivesChokesInTheMiddle(boolean fast) throws Exception {
        ScriptedSeed moody = scene.seed(peer -> {
            ScriptedSeed.greet(peer, TORRENT, ScriptedPeer.newPeerId(), fast);
            peer.expect(Frames.INTERESTED);
            while (true) {
                peer.send(Frames.frame(Frames.UNCHOKE));
                for (int i = 0; i < 5; i++) {
                    peer.send(honest(peer.expect(Frames.REQUEST)));
                }
                peer.send(Frames.frame(Frames.CHOKE));
                while (peer.hasMore()) {
                    Frame frame = peer.read();
                    if (frame.id() == Frames.REQUEST && fast) {
                        peer.send(Frames.reject(frame.index(), frame.begin(), frame.length()));
                    }
                }
            }
        });
        scene.assertCompletes(scene.start(moody.address()));
        assertThat(scene.events(DownloadEvent.PieceRefused.class)).isEmpty();
    }

    @Test
    void completesFromASeedWithoutAnyExtension() throws Exception {
        ScriptedSeed plain = scene.seed(ScriptedSeed.seed(TORRENT, false, HostilePeersIT::honest));
        scene.assertCompletes(scene.start(plain.address()));
    }

    /** A peer without BEP 6 drops silently what is over its queue (BEP 10, reqq). */
    @Test
    void asksNoMoreThanThePeerKeeps() throws Exception {
        AtomicInteger longest = new AtomicInteger();
        ScriptedSeed modest = scene.seed(peer -> {
            peer.readHandshake();
            peer.send(
                    Frames.handshake(TORRENT.metainfo().infoHash(), ScriptedPeer.newPeerId(), false, true),
                    Frames.extended(0, "d1:mde4:reqqi3ee".getBytes()),
                    ScriptedSeed.allPieces(TORRENT));
            peer.expect(Frames.INTERESTED);
            peer.send(Frames.frame(Frames.UNCHOKE));
            List<Frame> queue = new ArrayList<>();
            while (true) {
                queue.add(peer.expect(Frames.REQUEST));
                pause(1);
                while (peer.hasMore()) {
                    Frame frame = peer.read();
                    if (frame.id() == Frames.REQUEST) {
                        queue.add(frame);
                    }
                }
                longest.accumulateAndGet(queue.size(), Math::max);
                for (Frame request : queue) {
                    peer.send(honest(request));
                }
                queue.clear();
            }
        });
        scene.assertCompletes(scene.start(modest.address()));
        assertThat(longest).hasValueLessThanOrEqualTo(3);
    }

    @Test
    void findsOneGoodPeerAmongThousandsOfDeadOnes() throws Exception {
        List<InetSocketAddress> peers = new ArrayList<>();
        for (int i = 0; i < 3_000; i++) {
            peers.add(new InetSocketAddress("127.9." + i / 250 + "." + (1 + i % 250), 1));
        }
        peers.add(scene.honest().address());
        scene.assertCompletes(scene.start(peers.toArray(InetSocketAddress[]::new)));
    }

    @Test
    void aGarbledStreamEndsOneConnectionOnly() throws Exception {
        AtomicInteger count = new AtomicInteger();
        ScriptedSeed garbler = scene.answering(request -> {
            byte[] answer = honest(request);
            return count.incrementAndGet() % 7 == 0 ? Arrays.copyOf(answer, answer.length - 3) : answer;
        });
        scene.assertCompletes(scene.start(garbler.address(), slowButHonest().address()));
    }
}
