package torrentkit.app.client.download;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SharingGoalTest {
    private static final Duration MINUTE = Duration.ofMinutes(1);

    @Test
    void withoutAGoalOnlyASignalEndsIt() {
        assertThat(SharingGoal.NEVER.reached(Duration.ofDays(9), 1_000, 1, true))
                .isEmpty();
        assertThat(SharingGoal.NEVER.words()).isEqualTo(" until stopped");
    }

    @Test
    void theFirstGoalThatIsReachedEndsIt() {
        SharingGoal goal = new SharingGoal(Optional.of(MINUTE), Optional.of(1.5), true);
        assertThat(goal.reached(Duration.ofSeconds(59), 149, 100, false)).isEmpty();
        assertThat(goal.reached(MINUTE, 0, 100, false))
                .hasValueSatisfying(why -> assertThat(why).contains("--seed-time"));
        assertThat(goal.reached(Duration.ZERO, 150, 100, false))
                .hasValueSatisfying(why -> assertThat(why).contains("--seed-ratio"));
        assertThat(goal.reached(Duration.ZERO, 0, 100, true))
                .hasValueSatisfying(why -> assertThat(why).contains("swarm"));
        assertThat(goal.words()).isEqualTo(" for 1m or until a ratio of 1.5 or until the swarm is done");
    }

    @Test
    void aRatioOfNothingIsReachedAtOnce() {
        assertThat(new SharingGoal(Optional.empty(), Optional.of(0.0), false).reached(Duration.ZERO, 0, 100, false))
                .isPresent();
    }
}
