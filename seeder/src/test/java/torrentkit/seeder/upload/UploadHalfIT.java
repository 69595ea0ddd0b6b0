package torrentkit.seeder.upload;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.Arrays;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import torrentkit.metainfo.InfoHash;
import torrentkit.peer.NoDownload;
import torrentkit.peer.PeerConnection;
import torrentkit.peer.PeerNetwork;
import torrentkit.peer.PeerNetworkConfig;
import torrentkit.peer.PeerSession;
import torrentkit.peer.SwarmMember;
import torrentkit.piece.Bitfield;
import torrentkit.piece.Block;
import torrentkit.piece.TorrentLayout;
import torrentkit.storage.Storage;
import torrentkit.storage.StorageException;
import torrentkit.storage.WarmBuffers;
import torrentkit.testing.FaultyStorage;
import torrentkit.testing.Frames;
import torrentkit.testing.MemoryStorage;
import torrentkit.testing.ScriptedPeer;
import torrentkit.testing.TestTorrent;

/** The upload half on a connection of its own, with reads that end when the test says so. */
@Timeout(60)
class UploadHalfIT {
    private static final TestTorrent TORRENT = TestTorrent.ofFile("payload.bin", 2 << 20, 64 * 1024);
    private static final int BLOCK = Block.LENGTH;

    /** Requests that make more batches than are read at a time. */
    private static final int MANY = 400;

    private final BlockingQueue<Runnable> reads = new LinkedBlockingQueue<>();
    private final AtomicReference<StorageException> failure = new AtomicReference<>();
    private final UploadSlots slots = new UploadSlots(2, new Random(1));
    private final WarmBuffers buffers = new WarmBuffers(BlockBatch.MAX_BYTES, 4);
    private Storage storage = new MemoryStorage(TORRENT.layout(), TORRENT.content());
    private volatile PeerSession session;
    private volatile UploadHalf half;
    private PeerNetwork network;

    @BeforeEach
    void open() throws IOException {
        network = PeerNetwork.open(PeerNetworkConfig.defaults());
        network.join(new Member());
    }

    @AfterEach
    void close() {
        network.close();
        buffers.close();
    }

    private ScriptedPeer unchoked() throws IOException {
        ScriptedPeer peer = ScriptedPeer.join(network.port(), TORRENT.metainfo().infoHash());
        peer.send(Frames.frame(Frames.INTERESTED)).expect(Frames.UNCHOKE);
        return peer;
    }

    private Runnable nextRead() throws InterruptedException {
        Runnable read = reads.poll(20, TimeUnit.SECONDS);
        assertThat(read).isNotNull();
        return read;
    }

    /** Waits until the event loop has done what it was told so far. */
    private void settle() throws Exception {
        CompletableFuture.runAsync(() -> {}, session.connection()).get(20, TimeUnit.SECONDS);
    }

    private static byte[] requests(int count) {
        byte[][] all = new byte[count][];
        for (int i = 0; i < count; i++) {
            all[i] = Frames.request(i / 4 % 32, i % 4 * BLOCK, BLOCK);
        }
        return Frames.join(all);
    }

    @Test
    void readsInTwoBatchesAtATime() throws Exception {
        try (ScriptedPeer peer = unchoked()) {
            peer.send(requests(MANY));
            Runnable first = nextRead();
            Runnable second = nextRead();
            settle();
            assertThat(reads).isEmpty();
            first.run();
            assertThat(peer.expect(Frames.PIECE).index()).isZero();
            nextRead();
            settle();
            assertThat(reads).isEmpty();
            second.run();
            nextRead();
        }
    }

    @Test
    void sendsInTheOrderOfRequestsWhateverTheOrderOfReads() throws Exception {
        try (ScriptedPeer peer = unchoked()) {
            peer.send(requests(MANY));
            Runnable first = nextRead();
            nextRead().run();
            first.run();
            Thread storageThread = new Thread(this::readOn);
            storageThread.start();
            for (int i = 0; i < 64; i++) {
                assertThat(peer.expect(Frames.PIECE).data())
                        .isEqualTo(Arrays.copyOfRange(TORRENT.content(), i * BLOCK, (i + 1) * BLOCK));
            }
            storageThread.interrupt();
            storageThread.join();
        }
    }

    private void readOn() {
        try {
            while (true) {
                reads.take().run();
            }
        } catch (InterruptedException e) {
            return; // the test has seen enough
        }
    }

    /** The leak guard sees to the buffers. */
    @Test
    void releasesReadsThatEndOutOfOrderWhenThePeerLeaves() throws Exception {
        for (int i = 0; i < 5; i++) {
            Runnable first;
            try (ScriptedPeer peer = unchoked()) {
                peer.send(requests(MANY));
                first = nextRead();
                nextRead().run();
                settle();
            }
            Awaitility.await().until(() -> session.isClosed());
            first.run();
            settle();
        }
    }

    @Test
    void releasesReadsThatEndAfterThePeerLeft() throws Exception {
        try (ScriptedPeer peer = unchoked()) {
            peer.send(requests(MANY));
            Runnable first = nextRead();
            Runnable second = nextRead();
            peer.leave();
            Awaitility.await().until(() -> session.isClosed());
            second.run();
            first.run();
            settle();
        }
    }

    @Test
    void releasesReadsThatEndAfterTheNetworkWasClosed() throws Exception {
        try (ScriptedPeer peer = unchoked()) {
            peer.send(requests(MANY));
            Runnable first = nextRead();
            Runnable second = nextRead();
            network.close();
            first.run();
            second.run();
        }
    }

    @Test
    void hangsUpWhenReadingFails() throws Exception {
        storage = FaultyStorage.failingReads(0, () -> new StorageException("the disk is broken", null), storage);
        try (ScriptedPeer peer = unchoked()) {
            peer.send(requests(MANY));
            Runnable first = nextRead();
            nextRead().run();
            peer.expectClosed();
            first.run();
            settle();
        }
        assertThat(failure.get()).hasMessage("the disk is broken");
    }

    @Test
    void hangsUpOverAnErrorOfOurs() throws Exception {
        storage =
                FaultyStorage.failingReads(0, () -> new IllegalStateException("a bug in the test's storage"), storage);
        try (ScriptedPeer peer = unchoked()) {
            peer.send(requests(1));
            Logger log = Logger.getLogger(UploadHalf.class.getName());
            log.setLevel(Level.OFF); // who reads the build's output must not take this for a real one
            nextRead().run();
            log.setLevel(null);
            peer.expectClosed();
        }
    }

    @Test
    void countsWhatTheSocketTook() throws Exception {
        try (ScriptedPeer peer = unchoked()) {
            peer.send(requests(3));
            Runnable read = nextRead();
            assertThat(half.uploadedBytes()).isZero();
            read.run();
            for (int i = 0; i < 3; i++) {
                peer.expect(Frames.PIECE);
            }
            Awaitility.await().until(() -> half.uploadedBytes() == 3 * BLOCK);
        }
    }

    private final class Member implements SwarmMember, PieceSource {
        @Override
        public InfoHash infoHash() {
            return TORRENT.metainfo().infoHash();
        }

        public TorrentLayout layout() {
            return TORRENT.layout();
        }

        @Override
        public Optional<PeerSession> admit(PeerConnection connection) {
            session = new PeerSession(
                    connection,
                    layout(),
                    0,
                    created -> new NoDownload(),
                    created -> half = new UploadHalf(
                            created, this, new UploadResources(reads::add, slots, buffers), UploadHalf::uploadedBytes));
            return Optional.of(session);
        }

        @Override
        public Bitfield pieces() {
            return Bitfield.full(layout().pieceCount());
        }

        @Override
        public boolean has(int index) {
            return true;
        }

        @Override
        public boolean isDone() {
            return true;
        }

        @Override
        public Storage storage() {
            return storage;
        }

        @Override
        public void failed(StorageException cause) {
            failure.set(cause);
        }

        @Override
        public void uploaded(int bytes) {}
    }
}
