package torrentkit.seeder.origin;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class HelpTrialTest {
    private static final long SECOND = 1_000_000_000L;

    private final HelpTrial trial = new HelpTrial();
    private long now = 100 * SECOND;

    @Test
    void leavesPeersAloneThatAreAsFastWithoutHelp() {
        assertThat(secondsOfHelp(60, 50, 49)).isZero();
    }

    @Test
    void helpsPeersThatAreSlowerWithoutMostOfTheTime() {
        assertThat(secondsOfHelp(60, 50, 30)).isBetween(40, 58);
    }

    @Test
    void helpsAgainWhenPeersBecomeSlower() {
        secondsOfHelp(10, 50, 50);
        assertThat(secondsOfHelp(10, 50, 30)).isGreaterThan(5);
    }

    @Test
    void looksAgainSoonAtPeersThatWereOnlySlowToStart() {
        secondsOfHelp(4, 50, 30); // the first pause was too early
        assertThat(trial.helps(50, 30, now)).isTrue();
        now += SECOND;

        assertThat(trial.helps(70, 50, now)).isFalse();
        assertThat(secondsOfHelp(60, 70, 68)).isZero();
    }

    private int secondsOfHelp(int seconds, double with, double without) {
        int helped = 0;
        boolean helps = true;
        for (int i = 0; i < seconds; i++) {
            helps = trial.helps(helps ? with : without, without / 2, now);
            helped += helps ? 1 : 0;
            now += SECOND;
        }
        return helped;
    }
}
