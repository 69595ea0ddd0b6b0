package torrentkit.downloader.peer;

import static org.assertj.core.api.Assertions.assertThat;

import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import torrentkit.piece.Block;

class RequestWindowTest {
    private static final long SECOND = 1_000_000_000L;
    private static final long MILLI = 1_000_000L;

    private final RequestWindow window = new RequestWindow(250, 0);

    /** Blocks of one second, and the measure at its end. */
    private void second(int number, int blocks, long delay) {
        second(number, blocks, delay, false);
    }

    private void second(int number, int blocks, long delay, boolean behind) {
        for (int i = 0; i < blocks; i++) {
            window.received(Block.LENGTH, delay, window.depth() - 1);
        }
        window.tick((number + 1) * SECOND, behind);
    }

    @Test
    void startsSmallAndGrowsWithEveryBlock() {
        assertThat(window.depth()).isEqualTo(RequestWindow.INITIAL);
        for (int i = 0; i < 10; i++) {
            window.received(Block.LENGTH, MILLI, window.depth() - 1);
        }
        assertThat(window.depth()).isEqualTo(RequestWindow.INITIAL + 10);
    }

    @Test
    void neverExceedsWhatThePeerKeeps() {
        for (int i = 0; i < 1_000; i++) {
            window.received(Block.LENGTH, MILLI, window.depth() - 1);
        }
        assertThat(window.depth()).isEqualTo(250);
        window.limit(50);
        assertThat(window.depth()).isEqualTo(50);
        second(0, 100_000, MILLI);
        assertThat(window.depth()).isEqualTo(50);
    }

    @Test
    void keepsOneRequestForAPeerThatKeepsNoneItself() {
        window.limit(0);
        assertThat(window.depth()).isEqualTo(1);
        second(0, 1000, MILLI);
        assertThat(window.depth()).isEqualTo(1);
    }

    @Test
    void coversRateTimesDelay() {
        for (int i = 0; i < 20; i++) {
            second(i, 200, 500 * MILLI);
        }
        assertThat(window.depth()).isGreaterThanOrEqualTo(100).isLessThanOrEqualTo(200);
        assertThat(window.bytesPerSecond(20 * SECOND)).isCloseTo(200.0 * Block.LENGTH, offset(Block.LENGTH));
    }

    private static Offset<Double> offset(int bytes) {
        return Offset.offset((double) bytes);
    }

    /** What waits at the peer is part of the delay, and would be asked for on top of itself again and again. */
    @Test
    void itsOwnQueueDoesNotMakeItGrowWithoutEnd() {
        for (int i = 0; i < 100; i++) {
            second(i, 200, window.depth() * SECOND / 200);
        }
        assertThat(window.depth()).isLessThanOrEqualTo(150); // three quarters of a second
    }

    /** Two share an uplink of 60 blocks a second, which sends first what was asked for first. */
    @Test
    void whoGotLittleOfALinkComesToGetAboutAsMuchAsOthers() {
        RequestWindow[] windows = {new RequestWindow(250, 0), new RequestWindow(250, 0)};
        double[] shares = {55, 5};
        for (int second = 0; second < 60; second++) {
            double waiting = windows[0].depth() + windows[1].depth();
            for (int i = 0; i < 2; i++) {
                long delay = Math.max((long) (waiting / 60 * SECOND), 20 * MILLI);
                for (int block = 0; block < Math.round(shares[i]); block++) {
                    windows[i].received(Block.LENGTH, delay, windows[i].depth() - 1);
                }
                windows[i].tick((second + 1) * SECOND, false);
            }
            for (int i = 0; i < 2; i++) {
                shares[i] = 60.0 * windows[i].depth() / (windows[0].depth() + windows[1].depth());
            }
        }
        assertThat(shares[1]).isBetween(15.0, 45.0);
    }

    @Test
    void whoIsBehindAsksForMoreThanOthers() {
        second(0, 20, 300 * MILLI);
        int others = window.depth();
        second(1, 20, 300 * MILLI, true);
        assertThat(window.depth()).isGreaterThan(others);
    }

    @Test
    void growsWhenThereIsMoreToAskForThanBefore() {
        second(0, 5, 50 * MILLI);
        int before = window.depth();
        for (int i = 0; i < 20; i++) {
            window.received(Block.LENGTH, 50 * MILLI, window.depth() - 1);
        }
        assertThat(window.depth()).isEqualTo(before + 20);
    }

    @Test
    void doesNotGrowWhileItIsNotUsed() {
        second(0, 5, 50 * MILLI);
        int before = window.depth();
        for (int i = 0; i < 20; i++) {
            window.received(Block.LENGTH, 50 * MILLI, 0);
        }
        assertThat(window.depth()).isEqualTo(before);
    }

    @Test
    void staysSmallFromTheBeginningWhenBlocksTakeLong() {
        for (int i = 0; i < 100; i++) {
            window.received(Block.LENGTH, 600 * MILLI, window.depth() - 1);
        }
        assertThat(window.depth()).isEqualTo(RequestWindow.INITIAL);
    }

    @Test
    void coversADistanceHoweverLong() {
        for (int i = 0; i < 100; i++) {
            second(i, 50, 2 * SECOND);
        }
        assertThat(window.depth()).isBetween(100, 125);
    }

    @Test
    void timeWithoutRequestsSaysNothingOfThePace() {
        second(0, 100, MILLI);
        for (int i = 0; i < 100; i++) {
            window.received(Block.LENGTH, MILLI, window.depth() - 1);
        }
        window.idle(2 * SECOND);
        window.asked(50 * SECOND);
        window.tick(50 * SECOND, false);
        assertThat(window.bytesPerSecond(50 * SECOND)).isCloseTo(100.0 * Block.LENGTH, offset(1));
    }

    @Test
    void keepsAFewRequestsForASlowPeer() {
        for (int i = 0; i < 20; i++) {
            second(i, 1, 900 * MILLI);
        }
        assertThat(window.depth()).isBetween(2, 8);
    }

    @Test
    void followsAPeerThatSlowsDown() {
        second(0, 1000, 10 * MILLI);
        for (int i = 1; i < 30; i++) {
            second(i, 10, 10 * MILLI);
        }
        assertThat(window.depth()).isLessThan(10);
    }

    @Test
    void asksForLittleAfterACollapseUntilBlocksComeAgain() {
        second(0, 1000, MILLI);
        window.collapse();
        assertThat(window.depth()).isEqualTo(1);
        assertThat(window.bytesPerSecond(SECOND)).isZero();
        window.received(Block.LENGTH, MILLI, window.depth() - 1);
        window.received(Block.LENGTH, MILLI, window.depth() - 1);
        assertThat(window.depth()).isEqualTo(3);
    }

    @Test
    void secondsWithoutAnyDataBeforeTheFirstSayNothing() {
        for (int i = 0; i < 5; i++) {
            second(i, 0, 0);
        }
        assertThat(window.depth()).isEqualTo(RequestWindow.INITIAL);
        assertThat(window.bytesPerSecond(5 * SECOND)).isZero();
    }
}
