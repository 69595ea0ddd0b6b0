package torrentkit.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Tag;
import net.jqwik.api.constraints.IntRange;

@Tag("simulation")
class SimulationProperties {
    /** One to twelve peers with unequal links, some of them late, some not what they should be. */
    private static Scenario scenario(long seed, int honest, int strangers) {
        Random random = new Random(seed);
        List<PeerPlan> peers = new ArrayList<>();
        for (int i = 0; i < honest; i++) {
            PeerPlan peer = PeerPlan.of(1 + random.nextInt(50), 1 + random.nextInt(100))
                    .joining(random.nextInt(3) == 0 ? random.nextInt(10) : 0)
                    .startingUp(random.nextDouble());
            peers.add(i > 0 && random.nextInt(6) == 0 ? peer.leavingAt(random.nextDouble()) : peer);
        }
        for (int i = 0; i < strangers; i++) {
            Conduct conduct = Conduct.values()[1 + random.nextInt(Conduct.values().length - 1)];
            peers.add(PeerPlan.of(20, 20).behaving(conduct));
        }
        return Scenario.of("any", 5 + random.nextInt(100), peers)
                .withContent((4 << 20) + random.nextInt(1 << 20), 128 << 10, 16 << 10)
                .withSeed(seed);
    }

    @Property(tries = 60)
    void everyHonestPeerThatStaysFinishesAndNoneBeforeTheBound(
            @ForAll long seed,
            @ForAll @IntRange(min = 1, max = 10) int honest,
            @ForAll @IntRange(max = 2) int strangers) {
        Result result = Simulation.run(scenario(seed, honest, strangers));

        assertThat(result.unfinished()).isZero();
        assertThat(result.overBound()).isGreaterThanOrEqualTo(1);
    }

    @Property(tries = 60)
    void noByteIsLostOrInventedAndNoLinkCarriesMoreThanItCan(
            @ForAll long seed,
            @ForAll @IntRange(min = 1, max = 10) int honest,
            @ForAll @IntRange(max = 2) int strangers) {
        Result result = Simulation.run(scenario(seed, honest, strangers));

        assertThat(result.sentBytes()).isEqualTo(result.receivedBytes() + result.bytesOnTheWay());
        assertThat(result.receivedBytes())
                .isEqualTo(result.verifiedBytes() + result.wastedBytes() + result.pendingBytes());
        assertThat(result.fullestLink()).isLessThanOrEqualTo(1);
    }

    @Property(tries = 10)
    void theSameScenarioGivesTheSameResult(@ForAll long seed) {
        Scenario scenario = scenario(seed, 8, 2);

        assertThat(Simulation.run(scenario)).isEqualTo(Simulation.run(scenario));
    }
}
