package torrentkit.downloader.peer;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import org.junit.jupiter.api.Test;
import torrentkit.piece.Block;

class SegmentPoolTest {
    @Test
    void grantsWhatTheBudgetHolds() {
        try (SegmentPool pool = new SegmentPool(100, 50)) {
            assertThat(pool.tryReserve(50)).isTrue();
            assertThat(pool.tryReserve(50)).isTrue();
            assertThat(pool.wasRefused()).isFalse();
            assertThat(pool.tryReserve(1)).isFalse();
            assertThat(pool.wasRefused()).isTrue();
            assertThat(pool.wasRefused()).isFalse();
            pool.release(50);
            assertThat(pool.tryReserve(50)).isTrue();
            assertThat(pool.reserved()).isEqualTo(100);
        }
    }

    @Test
    void grantsOnePieceThatIsLargerThanTheBudget() {
        try (SegmentPool pool = new SegmentPool(100, 1000)) {
            assertThat(pool.tryReserve(1000)).isTrue();
            assertThat(pool.tryReserve(1)).isFalse();
            pool.release(1000);
            assertThat(pool.tryReserve(1000)).isTrue();
        }
    }

    @Test
    void noBlockLiesInTwoSegments() {
        for (int pieceLength : new int[] {1, 16_384, 16_385, 100_000, 1 << 20, (1 << 20) + 1, 512 << 20}) {
            try (SegmentPool pool = new SegmentPool(1, pieceLength)) {
                assertThat(pool.segmentBytes() % Block.LENGTH).isZero();
                assertThat(pool.segmentBytes()).isLessThanOrEqualTo(1 << 20);
            }
        }
    }

    @Test
    void usesSegmentsAgain() {
        try (SegmentPool pool = new SegmentPool(1 << 20, Block.LENGTH)) {
            ByteBuf segment = pool.take();
            pool.give(segment);
            assertThat(pool.take()).isSameAs(segment);
            pool.give(segment);
        }
    }

    @Test
    void freesWhatComesBackAfterItWasClosed() {
        SegmentPool pool = new SegmentPool(1 << 20, Block.LENGTH);
        ByteBuf used = pool.take();
        ByteBuf free = pool.take();
        pool.give(free);
        pool.close();
        assertThat(free.refCnt()).isZero();
        assertThat(used.refCnt()).isOne();
        pool.give(used);
        assertThat(used.refCnt()).isZero();
    }
}
