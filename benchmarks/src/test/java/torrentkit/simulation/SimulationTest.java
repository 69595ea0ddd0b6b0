package torrentkit.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("simulation")
class SimulationTest {
    private static final Scenario EIGHT = Scenario.of("eight", 50, Scenarios.equal(8, 50, 50));
    private static final Scenario HUNDRED =
            Scenario.of("hundred", 50, Scenarios.equal(100, 50, 50)).withContent(64 << 20, 256 << 10, 64 << 10);

    private static Result with(PeerPlan stranger) {
        return Simulation.run(EIGHT.withPeers(Scenarios.with(Scenarios.equal(8, 50, 50), stranger)));
    }

    private static PeerPlan stranger(Conduct conduct) {
        return PeerPlan.of(50, 50).behaving(conduct);
    }

    @Test
    void anotherSeedGivesAnotherResult() {
        assertThat(Simulation.run(EIGHT).finished())
                .isNotEqualTo(Simulation.run(EIGHT.withSeed(2)).finished());
    }

    @Test
    void onePeerAloneIsAsFastAsTheOrigin() {
        Result result = Simulation.run(Scenario.of("one", 50, Scenarios.equal(1, 50, 50)));

        double payload = Knob.PAYLOAD_PERCENT.standard() / 100;
        assertThat(result.overBound()).isCloseTo(1 / payload, within(0.03));
        assertThat(result.copies()).isCloseTo(1, within(0.01));
    }

    @Test
    void eightEqualPeersNeedLittleMoreThanTheBoundAndOneCopy() {
        Result result = Simulation.run(EIGHT);

        assertThat(result.overBound()).isLessThan(1.15);
        assertThat(result.copies()).isLessThan(1.05);
        assertThat(result.wasted()).isLessThan(0.02);
    }

    @Test
    void aFastOriginLeavesEqualPeersToThemselves() {
        Result result = Simulation.run(Scenario.of("fast", 200, Scenarios.equal(8, 50, 50)));

        assertThat(result.overBound()).isLessThan(1.15);
        assertThat(result.copies()).isLessThan(1.05);
    }

    @Test
    void aHundredEqualPeersNeedLittleMoreThanTheBoundAndFewCopies() {
        Result result = Simulation.run(HUNDRED);

        assertThat(result.overBound()).isLessThan(1.85);
        assertThat(result.copies()).isLessThan(1.2);
    }

    @Test
    void aFastOriginSendsFewCopiesToMorePeersThanItHasSlotsFor() {
        Result result = Simulation.run(Scenarios.large(100)); // 32 slots at the origin

        assertThat(result.overBound()).isLessThan(1.9);
        assertThat(result.copies()).isLessThan(1.4);
    }

    @Test
    void piecesInOrderAreFarFromTheBound() {
        Result result = Simulation.run(HUNDRED.with(Knob.RAREST_FIRST, 0).withLimit(2.2 * HUNDRED.bound()));

        assertThat(result.unfinished()).isPositive();
    }

    @Test
    void anOriginWithoutPolicySendsMoreThanItMust() {
        Result result = Simulation.run(EIGHT.with(Knob.ORIGIN_POLICY, 0));

        assertThat(result.copies()).isGreaterThan(1.1);
    }

    @Test
    void aPoisonerIsBannedByEachAndHindersNobody() {
        Result result = with(stranger(Conduct.POISONER));

        assertThat(result.unfinished()).isZero();
        assertThat(result.bans()).isEqualTo(8);
        assertThat(result.overBound()).isLessThan(1.3 * Simulation.run(EIGHT).overBound());
    }

    @Test
    void aStallerHindersNobodyForLong() {
        Result result = with(stranger(Conduct.STALLER));

        assertThat(result.unfinished()).isZero();
        assertThat(result.overBound()).isLessThan(1.3 * Simulation.run(EIGHT).overBound());
    }

    @Test
    void aLiarHindersNobody() {
        Result result = with(stranger(Conduct.LIAR));

        assertThat(result.unfinished()).isZero();
        assertThat(result.overBound()).isLessThan(1.3 * Simulation.run(EIGHT).overBound());
    }

    @Test
    void aPeerThatLeavesAtTheEndHindersNobody() {
        Result result = with(PeerPlan.of(50, 50).leavingAt(0.99));

        assertThat(result.unfinished()).isZero();
        assertThat(result.overBound()).isLessThan(1.3 * Simulation.run(EIGHT).overBound());
    }

    @Test
    void whoComesLateFindsPeersThatHaveEverything() {
        List<PeerPlan> peers = Scenarios.equal(8, 50, 50);
        for (int i = 4; i < 8; i++) {
            peers.set(i, peers.get(i).joining(20));
        }
        Result result = Simulation.run(EIGHT.withPeers(peers));

        assertThat(result.overBound()).isLessThan(1.3);
        assertThat(result.copies()).isLessThan(2);
    }

    @Test
    void aScenarioThatTakesTooLongIsEnded() {
        Result result = Simulation.run(EIGHT.withLimit(5));

        assertThat(result.unfinished()).isEqualTo(8);
        assertThat(result.all()).isInfinite();
    }

    @Test
    void theBoundIsTheSlowestOfOriginLinkAndSwarm() {
        double bits = 64 * 8 * 1.048576;

        assertThat(EIGHT.bound()).isCloseTo(bits / 50, within(0.01));
        assertThat(Scenario.of("slow", 500, Scenarios.equal(8, 100, 10)).bound())
                .isCloseTo(bits / 10, within(0.01));
        assertThat(Scenario.of("narrow", 50, Scenarios.equal(8, 10, 100)).bound())
                .isCloseTo(8 * bits / (50 + 8 * 10), within(0.01));
        assertThat(EIGHT.withPeers(peer -> peer.joining(20)).bound()).isCloseTo(20 + bits / 50, within(0.01));
    }
}
