package torrentkit.seeder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static torrentkit.testing.Frames.frame;
import static torrentkit.testing.Frames.have;
import static torrentkit.testing.Frames.request;

import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.ByteBufAllocatorMetricProvider;
import io.netty.util.ResourceLeakDetector;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import torrentkit.content.Content;
import torrentkit.metainfo.InfoHash;
import torrentkit.piece.Block;
import torrentkit.testing.Frames;
import torrentkit.testing.ScriptedPeer;
import torrentkit.testing.ScriptedPeer.Frame;
import torrentkit.testing.ScriptedSeed;
import torrentkit.testing.TestTorrent;

/** A seeder among peers that behave and peers that do not. */
@Timeout(60)
class SeederIT {
    private static final TestTorrent TORRENT = TestTorrent.ofFile("payload.bin", 3_000_001, 64 * 1024);
    private static final InfoHash INFO_HASH = TORRENT.metainfo().infoHash();
    private static final int BLOCK = Block.LENGTH;
    private static final int FLOOD_MEMORY = 32 << 20;

    @TempDir
    Path directory;

    private Seeder seeder;
    private SeededTorrent seeded;
    private Content content;

    @BeforeEach
    void open() throws IOException {
        seeder = Seeder.open(SeederConfig.defaults().withUploadSlots(2));
        content = ServedContent.of(TORRENT, directory);
        seeded = seeder.seed(content);
    }

    @AfterEach
    void closeAfterAGoodPeerWasServed() throws IOException {
        if (!seeded.withdrawn().isDone()) {
            Awaitility.await().until(() -> seeded.peers() == 0); // whoever was bad is gone, and has left its slot
            assertServed(true);
        }
        seeder.close();
    }

    private ScriptedPeer join(boolean extensions) throws IOException {
        return ScriptedPeer.join(seeder.port(), INFO_HASH, extensions);
    }

    /** A peer that has said that it is interested, and was unchoked. */
    private ScriptedPeer unchoked() throws IOException {
        ScriptedPeer peer = join(true).send(frame(Frames.INTERESTED));
        peer.expect(Frames.UNCHOKE);
        return peer;
    }

    private void assertServed(boolean extensions) throws IOException {
        try (ScriptedPeer peer = join(extensions)) {
            peer.send(frame(Frames.INTERESTED), request(2, BLOCK, BLOCK));
            peer.expect(Frames.UNCHOKE);
            assertAnswered(peer, 2, BLOCK, BLOCK);
        }
    }

    private static void assertAnswered(ScriptedPeer peer, int index, int begin, int length) throws IOException {
        Frame answer = peer.send(request(index, begin, length)).expect(Frames.PIECE);
        assertThat(answer.index()).isEqualTo(index);
        assertThat(answer.begin()).isEqualTo(begin);
        assertThat(answer.data()).isEqualTo(bytes(index, begin, length));
    }

    private static byte[] bytes(int index, int begin, int length) {
        return Arrays.copyOfRange(TORRENT.piece(index), begin, begin + length);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void servesEveryBlock(boolean extensions) throws IOException {
        try (ScriptedPeer peer = join(extensions)) {
            assertThat(peer.read().id()).isEqualTo(extensions ? Frames.HAVE_NONE : Frames.BITFIELD);
            peer.send(frame(Frames.INTERESTED)).expect(Frames.UNCHOKE);
            for (int piece = 0; piece < TORRENT.layout().pieceCount(); piece++) {
                for (int number = 0; number < TORRENT.layout().blockCount(piece); number++) {
                    Block block = TORRENT.layout().block(piece, number);
                    assertAnswered(peer, piece, block.begin(), block.length());
                }
            }
        }
        Awaitility.await().until(() -> seeded.uploadedBytes() == TORRENT.content().length);
    }

    @Test
    void countsPeersThatGetSomethingByTheirAddress() throws IOException {
        InetAddress here = InetAddress.getLoopbackAddress();
        try (ScriptedPeer idle = join(true);
                ScriptedPeer served = unchoked();
                ScriptedPeer gaining = join(true)) {
            Awaitility.await().until(() -> seeded.peers() == 3);
            assertThat(seeded.thriving(here)).isZero();

            assertAnswered(served, 0, 0, BLOCK);
            Awaitility.await().until(() -> seeded.thriving(here) == 1);

            gaining.send(have(1)); // from somebody else
            Awaitility.await().until(() -> seeded.thriving(here) == 2);
            assertThat(seeded.thriving(InetAddress.getByName("10.1.2.3"))).isZero();
            idle.send(frame(Frames.INTERESTED)); // which brings it nothing yet
        }
        Awaitility.await().until(() -> seeded.thriving(here) == 0);
    }

    @Test
    void answersRequestsInTheirOrder() throws IOException {
        try (ScriptedPeer peer = unchoked()) {
            int[] pieces = new Random(3).ints(200, 0, 40).toArray();
            for (int piece : pieces) {
                peer.send(request(piece, BLOCK, BLOCK));
            }
            for (int piece : pieces) {
                Frame answer = peer.expect(Frames.PIECE);
                assertThat(answer.index()).isEqualTo(piece);
                assertThat(answer.data()).isEqualTo(bytes(piece, BLOCK, BLOCK));
            }
        }
    }

    @Test
    void servesBlocksOfAnyPlaceAndLength() throws IOException {
        try (ScriptedPeer peer = unchoked()) {
            assertAnswered(peer, 0, 0, 1);
            assertAnswered(peer, 1, 65_535, 1);
            assertAnswered(peer, 3, 7, 64 * 1024 - 7);
            assertAnswered(peer, 45, 0, TORRENT.layout().pieceLength(45));
        }
    }

    @Test
    void rejectsRequestsWhileChoked() throws IOException {
        try (ScriptedPeer peer = join(true)) {
            Frame answer = peer.send(request(1, 0, BLOCK)).expect(Frames.REJECT);
            assertThat(List.of(answer.index(), answer.begin(), answer.length())).containsExactly(1, 0, BLOCK);
        }
    }

    @Test
    void dropsRequestsOfAPlainPeerWhileItIsChoked() throws IOException {
        try (ScriptedPeer peer = join(false)) {
            peer.send(request(1, 0, BLOCK), frame(Frames.INTERESTED)).expect(Frames.UNCHOKE);
            assertAnswered(peer, 2, 0, BLOCK); // and not piece 1
        }
    }

    @Test
    void chokesWhoIsNotInterestedAnyMore() throws IOException {
        try (ScriptedPeer peer = unchoked()) {
            peer.send(frame(Frames.NOT_INTERESTED)).expect(Frames.CHOKE);
            peer.send(request(1, 0, BLOCK)).expect(Frames.REJECT);
        }
    }

    @Test
    void unchokesNoMorePeersThanItHasSlots() throws IOException {
        try (ScriptedPeer first = unchoked();
                ScriptedPeer second = unchoked();
                ScriptedPeer third = join(true)) {
            third.send(frame(Frames.INTERESTED), request(1, 0, BLOCK)).expect(Frames.REJECT);
            first.leave();
            third.expect(Frames.UNCHOKE);
            assertAnswered(third, 1, 0, BLOCK);
            assertAnswered(second, 2, 0, BLOCK);
        }
    }

    @Test
    void hangsUpOnWhoHasEverything() throws IOException {
        try (ScriptedPeer peer = join(true)) {
            peer.send(frame(Frames.HAVE_ALL)).expectClosed();
        }
        try (ScriptedPeer peer = join(false)) {
            peer.send(ScriptedSeed.allPieces(TORRENT)).expectClosed();
        }
    }

    static List<byte[]> hostileBytes() {
        byte[] garbage = new byte[5000];
        new Random(9).nextBytes(garbage);
        return List.of(
                garbage,
                Frames.lying(Integer.MAX_VALUE, Frames.PIECE),
                Frames.lying(-1, Frames.BITFIELD),
                Frames.lying(1 << 20, 99),
                Frames.lying(14, Frames.REQUEST),
                request(46, 0, 1),
                request(45, TORRENT.layout().pieceLength(45) - 1, 2),
                request(-1, 0, BLOCK),
                request(0, 0, 0),
                request(0, 60 * 1024, BLOCK),
                request(0, 0, Integer.MAX_VALUE),
                Frames.cancel(46, 0, 1),
                Frames.have(46),
                Frames.frame(Frames.BITFIELD, new byte[5]),
                Frames.piece(46, 0, new byte[1]));
    }

    @ParameterizedTest
    @MethodSource("hostileBytes")
    void hangsUpOnViolations(byte[] bytes) throws IOException {
        try (ScriptedPeer peer = unchoked()) {
            sendAll(
                    peer,
                    bytes,
                    Frames.frame(Frames.BITFIELD, new byte[6]),
                    Frames.frame(Frames.BITFIELD, new byte[6]));
            peer.expectClosed();
        }
    }

    @Test
    void ignoresDataThatItDidNotAskFor() throws IOException {
        try (ScriptedPeer peer = unchoked()) {
            for (int i = 0; i < 100; i++) {
                peer.send(Frames.piece(1, 0, new byte[BLOCK]));
            }
            assertAnswered(peer, 1, 0, BLOCK);
        }
    }

    @Test
    void keepsABoundedQueueForAPeerThatDoesNotRead() throws IOException {
        int asked = 5_000;
        long before = memory();
        try (ScriptedPeer peer = unchoked()) {
            byte[] request = request(1, 0, BLOCK);
            for (int i = 0; i < asked; i++) {
                peer.send(request);
            }
            peer.send(request(2, 0, BLOCK), Frames.have(1), frame(Frames.NOT_INTERESTED)); // chokes: the queue is void
            assertThat(memory() - before).isLessThan(FLOOD_MEMORY);
            int answered = 0;
            Frame frame = peer.read();
            while (frame.id() != Frames.CHOKE) {
                if (frame.id() == Frames.PIECE) {
                    answered++;
                }
                frame = peer.read();
            }
            assertThat(answered).isBetween(1, asked - 1);
        }
    }

    @Test
    void aFloodOfRequestsTakesBoundedMemory() throws IOException {
        assertBoundedMemory(unchoked(), repeat(request(3, 0, 64 * 1024), 10_000), 30);
    }

    @Test
    void aFloodOfChangesOfInterestTakesBoundedMemory() throws IOException {
        byte[] flips = repeat(Frames.join(frame(Frames.INTERESTED), frame(Frames.NOT_INTERESTED)), 10_000);
        assertBoundedMemory(join(true), flips, 150);
    }

    @Test
    void aFloodOfRejectedRequestsTakesBoundedMemory() throws IOException {
        assertBoundedMemory(join(true), repeat(request(3, 0, BLOCK), 10_000), 100);
    }

    /** Sends and never reads. */
    private void assertBoundedMemory(ScriptedPeer flooder, byte[] bytes, int times) throws IOException {
        long before = memory();
        ResourceLeakDetector.Level level = ResourceLeakDetector.getLevel();
        ResourceLeakDetector.setLevel(ResourceLeakDetector.Level.DISABLED); // it writes a stack trace a message
        try (flooder) {
            for (int i = 0; i < times; i++) {
                sendAll(flooder, bytes);
            }
            assertThat(memory() - before).isLessThan(FLOOD_MEMORY);
            assertServed(true);
        } finally {
            ResourceLeakDetector.setLevel(level);
        }
    }

    @Test
    void doesNotSendWhatWasCancelled() throws IOException {
        try (ScriptedPeer peer = unchoked()) {
            for (int i = 0; i < 800; i++) { // more than fits between here and there
                peer.send(request(1, 0, BLOCK));
            }
            peer.send(frame(Frames.NOT_INTERESTED), frame(Frames.INTERESTED)); // room in the queue
            peer.send(request(7, 0, BLOCK), Frames.cancel(7, 0, BLOCK), request(8, 0, BLOCK));
            Frame frame = peer.expect(Frames.PIECE);
            while (frame.index() == 1) {
                frame = peer.expect(Frames.PIECE);
            }
            assertThat(frame.index()).isEqualTo(8);
        }
    }

    @Test
    void withdrawsContentThatChanges() throws Exception {
        try (ScriptedPeer peer = unchoked()) {
            assertAnswered(peer, 1, 0, BLOCK);
            byte[] other = TORRENT.content().clone();
            other[other.length / 2] ^= 1;
            Files.write(content.root(), other);
            peer.send(request(23, 0, BLOCK), request(1, 0, BLOCK));
            peer.expectClosed();
        }
        assertThat(seeded.withdrawn().get(10, TimeUnit.SECONDS)).contains("changed");
        assertThat(seeder.find(INFO_HASH)).isEmpty();
        assertNotServed();
    }

    @Test
    void neverSendsBytesOfAChangedFile() throws Exception {
        try (ScriptedPeer peer = unchoked()) {
            Thread changer = new Thread(() -> {
                try (FileChannel file = FileChannel.open(content.root(), StandardOpenOption.WRITE)) {
                    for (int i = 0; i < 46; i++) {
                        file.write(ByteBuffer.allocate(64), i * 65_536L);
                    }
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
            for (int i = 0; i < 20; i++) {
                assertAnswered(peer, i, 0, BLOCK);
            }
            changer.start();
            try {
                for (int i = 0; i < 10_000; i++) {
                    assertAnswered(peer, i % 46, 0, 1000);
                }
            } catch (EOFException | SocketException e) {
                changer.join();
            }
        }
        assertThat(seeded.withdrawn().get(10, TimeUnit.SECONDS)).contains("changed");
    }

    @Test
    void survivesAFileThatIsCutWhileItIsServed() throws Exception {
        try (ScriptedPeer peer = unchoked()) {
            assertAnswered(peer, 1, 0, BLOCK);
            try (FileChannel file = FileChannel.open(content.root(), StandardOpenOption.WRITE)) {
                file.truncate(100_000);
            }
            peer.send(request(30, 0, BLOCK)).expectClosed();
        }
        assertThat(seeded.withdrawn().get(10, TimeUnit.SECONDS)).isNotEmpty();
        assertNotServed();
    }

    @Test
    void survivesAFileThatIsRemoved() throws Exception {
        Files.delete(content.root());
        try (ScriptedPeer peer = unchoked()) {
            peer.send(request(30, 0, BLOCK)).expectClosed();
        }
        assertThat(seeded.withdrawn().get(10, TimeUnit.SECONDS)).isNotEmpty();
    }

    private void assertNotServed() throws IOException {
        try (ScriptedPeer peer = ScriptedPeer.dial(seeder.port())) {
            peer.send(Frames.handshake(INFO_HASH, ScriptedPeer.newPeerId(), true, true));
            assertThat(peer.expectClosed()).isZero();
        }
    }

    @Test
    void aWithdrawnTorrentMayBeServedAgain() throws Exception {
        try (ScriptedPeer peer = unchoked()) {
            seeded.withdraw();
            peer.expectClosed();
        }
        assertThat(seeded.withdrawn().get(10, TimeUnit.SECONDS)).isEqualTo("withdrawn");
        assertNotServed();
        seeded.withdraw();
        SeededTorrent again = seeder.seed(content);
        assertThat(seeder.find(INFO_HASH)).containsSame(again);
        assertServed(true);
    }

    @Test
    void servesATorrentOnce() {
        assertThatThrownBy(() -> seeder.seed(content)).isInstanceOf(IllegalStateException.class);
        assertThat(seeder.find(INFO_HASH)).containsSame(seeded);
        assertThat(seeder.torrents()).isEqualTo(1);
    }

    @Test
    void servesSeveralTorrentsOnOnePort() throws IOException {
        for (TestTorrent other : TestTorrent.awkward()) {
            seeder.seed(ServedContent.of(other, directory.resolve("others")));
            try (ScriptedPeer peer =
                    ScriptedPeer.join(seeder.port(), other.metainfo().infoHash())) {
                peer.send(frame(Frames.INTERESTED)).expect(Frames.UNCHOKE);
                int last = other.layout().pieceCount() - 1;
                Frame answer = peer.send(request(last, 0, other.layout().pieceLength(last)))
                        .expect(Frames.PIECE);
                assertThat(answer.data()).isEqualTo(other.piece(last));
            }
        }
    }

    /** Sends what the other end still takes. */
    private static void sendAll(ScriptedPeer peer, byte[]... parts) throws IOException {
        try {
            for (byte[] part : parts) {
                peer.send(part);
            }
        } catch (SocketException e) {
            return; // it has hung up already
        }
    }

    private static byte[] repeat(byte[] bytes, int times) {
        byte[][] parts = new byte[times][];
        Arrays.fill(parts, bytes);
        return Frames.join(parts);
    }

    private static long memory() {
        return ((ByteBufAllocatorMetricProvider) ByteBufAllocator.DEFAULT)
                .metric()
                .usedDirectMemory();
    }
}
