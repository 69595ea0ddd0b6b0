package torrentkit.tracker.swarm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import torrentkit.tracker.SwarmCounts;
import torrentkit.tracker.swarm.IntervalPolicy.Situation;

class IntervalPolicyTest {
    private static final int MANY = 50;

    private final IntervalPolicy policy = IntervalPolicy.defaults();
    private final SwarmCounts few = new SwarmCounts(1, 3, 0);

    private int seconds(SwarmCounts counts, int age, double spread) {
        return policy.seconds(new Situation(counts, age, counts.peers(), true, MANY, 0), spread);
    }

    @Test
    void growsWithTheAgeOfTheSwarm() {
        assertThat(seconds(few, 0, 0)).isEqualTo(5);
        assertThat(seconds(few, 20, 0)).isEqualTo(20);
        assertThat(seconds(few, 300, 0)).isEqualTo(300);
        assertThat(seconds(few, 300, 0.99)).isEqualTo(329);
        assertThat(seconds(few, 100_000, 0.99)).isEqualTo(1800);
    }

    @Test
    void keepsThePeersOfASwarmUnderItsAnnouncesASecond() {
        assertThat(seconds(new SwarmCounts(1, 10_000, 0), 0, 0)).isEqualTo(20);
        assertThat(seconds(new SwarmCounts(1, 100_000, 0), 0, 0)).isEqualTo(200);
        assertThat(policy.seconds(new Situation(new SwarmCounts(0, 100_000, 0), 0, 0, true, 0, 0), 0))
                .isEqualTo(200);
    }

    @Test
    void keepsThePeersOfAllSwarmsUnderTheirAnnouncesASecond() {
        assertThat(policy.seconds(new Situation(few, 0, 1_000_000, true, MANY, 0), 0))
                .isEqualTo(200);
    }

    @Test
    void asksALeecherThatWasToldOfFewAgainSoonThenEverMoreSeldom() {
        int told = 0;
        int[] expected = {5, 10, 20, 40, 80, 160, 320, 640, 1280, 1800, 1800};
        for (int seconds : expected) {
            told = policy.seconds(new Situation(new SwarmCounts(0, 1, 0), 90_000, 1, true, 0, told), 0);
            assertThat(told).isEqualTo(seconds);
        }
        assertThat(policy.seconds(new Situation(few, 90_000, 4, false, 3, 5), 0))
                .isEqualTo(1800);
    }

    @Test
    void letsSeedersWithoutLeechersWaitLongest() {
        assertThat(policy.seconds(new Situation(new SwarmCounts(5, 0, 0), 0, 5, false, 0, 0), 0))
                .isEqualTo(1800);
    }

    @Test
    void allowsAnotherAnnounceAfterTheIntervalOrHalfAMinute() {
        assertThat(policy.least(5)).isEqualTo(5);
        assertThat(policy.least(1800)).isEqualTo(30);
        IntervalPolicy slow = new IntervalPolicy(Duration.ofMinutes(2), Duration.ofDays(30));
        assertThat(slow.least(1800)).isEqualTo(120);
        assertThat(slow.seconds(new Situation(few, Integer.MAX_VALUE, 4, true, MANY, 0), 0.99))
                .isEqualTo(65_535);
    }

    @Test
    void refusesIntervalsThatAreNone() {
        Duration second = Duration.ofSeconds(1);
        assertThatIllegalArgumentException().isThrownBy(() -> new IntervalPolicy(Duration.ZERO, second));
        assertThatIllegalArgumentException().isThrownBy(() -> new IntervalPolicy(Duration.ofSeconds(2), second));
    }
}
