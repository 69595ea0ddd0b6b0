package torrentkit.downloader;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;
import torrentkit.downloader.web.SeedUse;

/** A download whose sources have fixed rates, looked at once a second. */
class WebSeedGateTest {
    private static final long SECOND = 1_000_000_000L;

    private long now = 7 * SECOND;
    private WebSeedGate gate = gate(WebSeedPolicy.AUTO);
    private long peerBytes;
    private long webBytes;
    private int peers;
    private boolean hope = true;
    private boolean enough;
    private int lacking;
    private long peerRate;
    private long webRate;
    private SeedUse use = SeedUse.NOTHING;
    private int secondsOfWeb;

    private WebSeedGate gate(WebSeedPolicy policy) {
        return new WebSeedGate(policy, new Random(5), now);
    }

    /** Lets seconds pass. The web seed gives what it can while it is used for any piece; then peers give what is left of the link. */
    private SeedUse pass(int seconds, long link) {
        for (int i = 0; i < seconds; i++) {
            boolean web = use == SeedUse.ALONE || use == SeedUse.BESIDE_PEERS;
            long fromWeb = web ? Math.min(webRate, link) : 0;
            long wanted = peerRate + fromWeb;
            double share = wanted > link ? (double) link / wanted : 1;
            peerBytes += (long) (peerRate * share);
            webBytes += (long) (fromWeb * share);
            secondsOfWeb += use == SeedUse.NOTHING ? 0 : 1;
            now += SECOND;
            use = gate.look(now, new WebSeedFacts(peers, hope, peerBytes, webBytes, enough, lacking));
        }
        return use;
    }

    private SeedUse pass(int seconds) {
        return pass(seconds, Long.MAX_VALUE);
    }

    @Test
    void waitsAMomentForPeersToAppear() {
        assertThat(pass(2)).isEqualTo(SeedUse.NOTHING);
        assertThat(pass(1)).isEqualTo(SeedUse.ALONE);
    }

    @Test
    void doesNotWaitForPeersThatNobodyCanName() {
        hope = false;
        assertThat(gate.look(now, new WebSeedFacts(0, false, 0, 0, false, 0))).isEqualTo(SeedUse.ALONE);
    }

    @Test
    void waitsLongerForPeersThatAreThere() {
        peers = 3;
        assertThat(pass(9)).isEqualTo(SeedUse.NOTHING);
        assertThat(pass(1)).isEqualTo(SeedUse.ALONE);
    }

    @Test
    void leavesAWebSeedAloneThatDoesNotDoubleTheRate() {
        peers = 5;
        peerRate = 5_000_000;
        webRate = 50_000_000;
        pass(600, 6_000_000); // the link has room for little more

        assertThat(webBytes).isPositive(); // it was tried
        assertThat(secondsOfWeb).isLessThan(40);
    }

    @Test
    void usesAWebSeedBesidePeersThatAreFarTooSlow() {
        peers = 1;
        peerRate = 50_000;
        webRate = 5_000_000;
        pass(60, 10_000_000);

        assertThat(use).isIn(SeedUse.BESIDE_PEERS, SeedUse.NOTHING);
        assertThat(webBytes).isGreaterThan(20L * webRate / 2);
        int before = secondsOfWeb;
        pass(1_000, 10_000_000);
        assertThat(secondsOfWeb - before).isGreaterThan(900); // tried without it ever more rarely
    }

    @Test
    void stopsWhenPeersSuffice() {
        webRate = 5_000_000;
        assertThat(pass(20)).isEqualTo(SeedUse.ALONE);
        peers = 4;
        peerRate = 5_000_000;
        pass(20, 6_000_000);

        assertThat(use).isEqualTo(SeedUse.NOTHING);
    }

    @Test
    void triesNothingWhileSomethingElseIsTheLimit() {
        peers = 2;
        peerRate = 10_000;
        webRate = 1_000_000;
        enough = true;

        assertThat(pass(300)).isEqualTo(SeedUse.NOTHING);
        assertThat(secondsOfWeb).isZero();
    }

    @Test
    void fetchesWhatNoPeerHas() {
        peers = 2;
        peerRate = 100_000;
        lacking = 5;

        assertThat(pass(9)).isEqualTo(SeedUse.NOTHING);
        assertThat(pass(2)).isEqualTo(SeedUse.WHAT_PEERS_LACK);
        lacking = 0;
        assertThat(pass(1)).isEqualTo(SeedUse.NOTHING);
    }

    @Test
    void asTheLastResortServesOnlyWhatPeersLack() {
        gate = gate(WebSeedPolicy.LAST);
        peers = 2;
        peerRate = 10_000;
        webRate = 10_000_000;

        assertThat(pass(500)).isEqualTo(SeedUse.NOTHING);
        lacking = 3;
        assertThat(pass(4)).isEqualTo(SeedUse.WHAT_PEERS_LACK);
        lacking = 0;
        assertThat(pass(1)).isEqualTo(SeedUse.NOTHING);
        peers = 0;
        peerRate = 0;
        assertThat(pass(3)).isEqualTo(SeedUse.ALONE);
    }

    @Test
    void obeysTheOtherPolicies() {
        gate = gate(WebSeedPolicy.ONLY);
        assertThat(pass(1)).isEqualTo(SeedUse.ALONE);
        gate = gate(WebSeedPolicy.NEVER);
        assertThat(pass(1000)).isEqualTo(SeedUse.NOTHING);
    }
}
