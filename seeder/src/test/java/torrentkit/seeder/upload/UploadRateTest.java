package torrentkit.seeder.upload;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.util.ReferenceCountUtil;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import torrentkit.peer.NoDownload;
import torrentkit.peer.PeerChannel;
import torrentkit.peer.PeerSession;
import torrentkit.peer.RateLimit;
import torrentkit.piece.Bitfield;
import torrentkit.piece.Block;
import torrentkit.piece.TorrentLayout;
import torrentkit.storage.Storage;
import torrentkit.storage.StorageException;
import torrentkit.storage.WarmBuffers;
import torrentkit.testing.Frames;
import torrentkit.wire.PeerId;

/** Upload halves under rate limits, on connections in memory whose time goes on when the test says so. */
class UploadRateTest {
    private static final int PIECE = 1 << 20;
    private static final TorrentLayout LAYOUT = TorrentLayout.of(PIECE, 1L << 30);
    private static final int BLOCK = Block.LENGTH;
    private static final long MILLI = 1_000_000;

    private final UploadSlots slots = new UploadSlots(50, new Random(1));
    private final WarmBuffers buffers = new WarmBuffers(BlockBatch.MAX_BYTES, 0);
    private final UploadResources resources = new UploadResources(Runnable::run, slots, buffers);
    private final List<Leecher> leechers = new ArrayList<>();
    private long now;
    private long bytesRead;

    private RateLimit limit(long rate) {
        return RateLimit.of(rate, () -> now);
    }

    @AfterEach
    void close() {
        leechers.forEach(leecher -> leecher.channel.finishAndReleaseAll());
        buffers.close();
    }

    /** A peer that always has as many requests in flight as it wants. */
    private final class Leecher {
        private final PeerChannel channel = new PeerChannel();
        private final int inFlight;
        private final int length;
        private UploadHalf half;
        private long asked;
        private long largestStep;

        Leecher(int inFlight, int length, RateLimit... limits) {
            this.inFlight = inFlight;
            this.length = length;
            PeerId id = PeerId.random();
            PeerSession session = new PeerSession(
                    channel.connection(true, id, false),
                    LAYOUT,
                    0,
                    created -> new NoDownload(),
                    created -> half = new UploadHalf(
                            created, new Zeros(), resources, UploadHalf::uploadedBytes, List.of(limits)));
            channel.open(session, Duration.ofHours(1));
            channel.receive(Frames.frame(Frames.INTERESTED));
            leechers.add(this);
        }

        long got() {
            return half.uploadedBytes();
        }

        void step() {
            long before = got();
            List<byte[]> requests = new ArrayList<>();
            while (inFlight > 0 && asked - got() / length < inFlight) {
                long at = asked++ * length % (1 << 29);
                requests.add(Frames.request((int) (at / PIECE), (int) (at % PIECE), length));
            }
            channel.receive(requests.toArray(byte[][]::new));
            run();
            largestStep = Math.max(largestStep, got() - before);
        }

        void run() {
            channel.runPendingTasks();
            for (Object sent = channel.readOutbound(); sent != null; sent = channel.readOutbound()) {
                ReferenceCountUtil.release(sent);
            }
        }
    }

    /** Lets time go on for everybody, a millisecond at a time. */
    private void pass(Duration time) {
        for (long passed = 0; passed < time.toMillis(); passed++) {
            now += MILLI;
            for (Leecher leecher : leechers) {
                leecher.channel.advanceTimeBy(1, TimeUnit.MILLISECONDS);
                leecher.step();
            }
        }
    }

    private long got() {
        return leechers.stream().mapToLong(Leecher::got).sum();
    }

    @ParameterizedTest
    @CsvSource({"100000, 16384", "1000000, 16384", "1000000, 65536", "30000000, 16384"})
    void aPeerGetsItsRateWithinTwoPerCentOverTenSeconds(long rate, int length) {
        new Leecher(400, length, limit(rate));
        pass(Duration.ofSeconds(2));
        long before = got();
        pass(Duration.ofSeconds(10));
        assertThat((got() - before) / 10.0).isBetween(rate * 0.98, rate * 1.02);
    }

    /** Twice its share, since a tenth of a second may be made up for; and a block, which nobody can divide, of each peer. */
    @ParameterizedTest
    @CsvSource({"100000, 1", "1000000, 8", "30000000, 1", "30000000, 8"})
    void noTenthOfASecondTakesMuchMore(long rate, int peers) {
        RateLimit shared = limit(rate);
        for (int i = 0; i < peers; i++) {
            new Leecher(200, BLOCK, shared);
        }
        long[] tenth = new long[100];
        for (int milli = 0; milli < 5_000; milli++) {
            pass(Duration.ofMillis(1));
            long now = got();
            assertThat(now - tenth[milli % 100]).isLessThanOrEqualTo(rate / 5 + (long) peers * BLOCK);
            tenth[milli % 100] = now;
        }
        assertThat(got()).isPositive();
    }

    @Test
    void onlyWhoAsksIsWorthItsSlot() {
        Leecher silent = new Leecher(0, BLOCK, limit(100_000));
        Leecher asking = new Leecher(4, BLOCK, limit(100_000));
        pass(Duration.ofSeconds(2));
        assertThat(silent.half.plea().worth()).isPositive();
        pass(Duration.ofSeconds(6));
        assertThat(silent.half.plea().worth()).isZero();
        assertThat(asking.half.plea().worth()).isPositive();
        silent.channel.receive(Frames.request(0, 0, BLOCK));
        pass(Duration.ofSeconds(2));
        assertThat(silent.half.plea().worth()).isPositive();
    }

    @Test
    void aSlowPeerGetsItsBlocksOneByOne() {
        new Leecher(400, BLOCK, limit(100_000));
        pass(Duration.ofSeconds(5));
        assertThat(leechers.get(0).largestStep).isEqualTo(BLOCK);
    }

    @Test
    void peersShareALimitEvenly() {
        long rate = 4_000_000;
        RateLimit shared = limit(rate);
        for (int i = 0; i < 8; i++) {
            new Leecher(100, BLOCK, RateLimit.unlimited(), shared);
        }
        pass(Duration.ofSeconds(2));
        long before = got();
        List<Long> each = leechers.stream().map(Leecher::got).toList();
        pass(Duration.ofSeconds(10));
        assertThat((got() - before) / 10.0).isBetween(rate * 0.98, rate * 1.02);
        for (int i = 0; i < 8; i++) {
            assertThat((leechers.get(i).got() - each.get(i)) / 10.0).isBetween(rate / 8 * 0.9, rate / 8 * 1.1);
        }
    }

    @Test
    void everyLevelHolds() {
        RateLimit all = limit(3_000_000);
        RateLimit torrent = limit(2_000_000);
        Leecher slow = new Leecher(100, BLOCK, limit(300_000), torrent, all);
        Leecher fast = new Leecher(100, BLOCK, limit(0), torrent, all);
        Leecher other = new Leecher(100, BLOCK, limit(0), limit(0), all);
        pass(Duration.ofSeconds(2));
        List<Long> before = leechers.stream().map(Leecher::got).toList();
        pass(Duration.ofSeconds(10));
        double ofSlow = (slow.got() - before.get(0)) / 10.0;
        double ofFast = (fast.got() - before.get(1)) / 10.0;
        double ofOther = (other.got() - before.get(2)) / 10.0;
        assertThat(ofSlow).isBetween(294_000.0, 306_000.0);
        assertThat(ofSlow + ofFast).isLessThan(2_040_000);
        assertThat(ofSlow + ofFast + ofOther).isBetween(2_940_000.0, 3_060_000.0);
    }

    @Test
    void readsNothingBeforeItMayBeSent() {
        Leecher leecher = new Leecher(400, BLOCK, limit(100_000));
        for (int i = 0; i < 3_000; i++) {
            pass(Duration.ofMillis(1));
            assertThat(bytesRead).isEqualTo(leecher.got());
        }
        assertThat(bytesRead).isPositive();
    }

    @Test
    void withoutALimitEverythingGoesAtOnce() {
        Leecher leecher = new Leecher(400, BLOCK, RateLimit.unlimited(), RateLimit.unlimited());
        leecher.step();
        leecher.step();
        assertThat(leecher.got()).isGreaterThanOrEqualTo(400 * BLOCK);
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 50_000_000})
    void anotherRateHoldsWithinATickHoweverLongTheWaitWas(long rate) {
        RateLimit limit = limit(1);
        Leecher leecher = new Leecher(400, BLOCK, limit);
        pass(Duration.ofSeconds(3));
        assertThat(leecher.got()).isZero();
        limit.change(rate);
        for (int i = 0; i < 1_100 && leecher.got() < 4_000_000; i++) {
            pass(Duration.ofMillis(1));
        }
        assertThat(leecher.got()).isGreaterThanOrEqualTo(4_000_000);
    }

    @Test
    void aLowerRateHoldsAtOnce() {
        RateLimit limit = limit(10_000_000);
        Leecher leecher = new Leecher(400, BLOCK, limit);
        pass(Duration.ofSeconds(2));
        limit.change(100_000);
        pass(Duration.ofSeconds(1));
        long before = leecher.got();
        pass(Duration.ofSeconds(10));
        assertThat((leecher.got() - before) / 10.0).isBetween(98_000.0, 102_000.0);
    }

    @Test
    void whatIsCancelledWhileItWaitsIsNotSent() {
        Leecher leecher = new Leecher(0, BLOCK, limit(16_384));
        leecher.channel.receive(Frames.request(1, 0, BLOCK), Frames.request(2, 0, BLOCK), Frames.cancel(1, 0, BLOCK));
        leecher.run();
        pass(Duration.ofSeconds(6));
        assertThat(leecher.got()).isEqualTo(BLOCK);
    }

    @Test
    void whoLeavesGivesBackWhatItDidNotUse() {
        RateLimit shared = limit(16_384);
        Leecher gone = new Leecher(10, BLOCK, shared);
        gone.step();
        Leecher choked = new Leecher(10, BLOCK, shared);
        choked.step();
        gone.channel.close();
        choked.channel.receive(Frames.frame(Frames.NOT_INTERESTED));
        assertThat(shared.reserve(16_384)).isEqualTo(TimeUnit.MILLISECONDS.toNanos(900));
        leechers.forEach(Leecher::run);
    }

    @Test
    void tellsTheRateOfTheLastSeconds() {
        Leecher leecher = new Leecher(400, BLOCK, limit(1_000_000));
        assertThat(leecher.half.uploadRate()).isZero();
        pass(Duration.ofSeconds(3));
        assertThat(leecher.half.uploadRate()).isPositive();
    }

    /** A torrent of zeros that is all there. */
    private final class Zeros implements PieceSource, Storage {
        @Override
        public Bitfield pieces() {
            return Bitfield.full(LAYOUT.pieceCount());
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
            return this;
        }

        @Override
        public void failed(StorageException cause) {
            throw cause;
        }

        @Override
        public void uploaded(int bytes) {}

        @Override
        public void read(int index, int begin, ByteBuffer dst) {
            bytesRead += dst.remaining();
            dst.position(dst.limit());
        }

        @Override
        public void write(int index, int begin, ByteBuffer src) {
            throw new IllegalStateException("nothing is written here");
        }

        @Override
        public void close() {}
    }
}
