package torrentkit.peer;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** When a loop lets work come together. */
class GatheringTest {
    /** Six megabytes a second, as over a link of 50 Mbit/s. */
    private static final long SLOW = 400_000;

    private static final long MANY = 28;
    private static final long FEW = 4;

    private final Gathering gathering = new Gathering();

    private void windows(int count, long bytes, long bursts) {
        for (int i = 0; i < count; i++) {
            gathering.windowEnded(bytes, bursts);
        }
    }

    @Test
    void waitsWhileManyConnectionsTrickle() {
        assertThat(gathering.waits()).isFalse();
        for (int i = 0; i < 100; i++) {
            gathering.windowEnded(SLOW, MANY);
            assertThat(gathering.waits()).isTrue();
        }
    }

    @Test
    void doesNotWaitForTalkOrInAFastFlow() {
        windows(3, SLOW, MANY);
        windows(1, Gathering.LEAST - 1, MANY);
        assertThat(gathering.waits()).isFalse();
        windows(3, SLOW, MANY);
        windows(1, Gathering.MOST + 1, FEW);
        assertThat(gathering.waits()).isFalse();
    }

    @Test
    void waitsOnASlowLinkWithOneConnection() {
        int waited = 0;
        for (int i = 0; i < 200; i++) {
            gathering.windowEnded(SLOW, gathering.waits() ? FEW : 100 * FEW); // the same rate either way
            waited += gathering.waits() ? 1 : 0;
        }
        assertThat(waited).isGreaterThan(170);
    }

    @Test
    void doesNotWaitWhereThatKeepsAConnectionSlow() {
        int waited = 0;
        for (int i = 0; i < 200; i++) {
            gathering.windowEnded(gathering.waits() ? SLOW : 2 * SLOW, gathering.waits() ? FEW : 100 * FEW);
            waited += gathering.waits() ? 1 : 0;
        }
        assertThat(waited).isPositive().isLessThan(20);
    }

    @Test
    void changesItsMindWhenALinkGetsFaster() {
        windows(50, SLOW, FEW);
        int waited = 0;
        for (int i = 0; i < 100; i++) {
            gathering.windowEnded(gathering.waits() ? SLOW : 3 * SLOW, FEW);
            waited += i >= 25 && gathering.waits() ? 1 : 0;
        }
        assertThat(waited).isLessThan(10);
    }

    @Test
    void aTrialEndsWithTheFlow() {
        windows(2, SLOW, FEW); // the second begins one
        assertThat(gathering.waits()).isFalse();
        windows(1, 0, 0);
        windows(1, SLOW, MANY);
        assertThat(gathering.waits()).isTrue();
    }
}
