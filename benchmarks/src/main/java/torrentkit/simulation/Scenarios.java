package torrentkit.simulation;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** The scenarios by name: those that are measured with real programs too, adversaries, and large swarms. */
public final class Scenarios {
    private static final double FIRST_UP = 0.5;
    private static final double LAST_UP = 2.5;

    private Scenarios() {}

    /** All that take a few seconds at most, in the order in which tables show them. */
    public static Map<String, Scenario> small() {
        Map<String, Scenario> all = new LinkedHashMap<>();
        for (int hosts : new int[] {8, 16}) {
            for (int server : new int[] {50, 200}) {
                put(all, Scenario.of(hosts + "-server-" + server, server, equal(hosts, 50, 50)));
            }
        }
        put(all, Scenario.of("8-up-10-down-100", 50, equal(8, 10, 100)));
        put(all, Scenario.of("8-half-late", 50, halfLate(8, 20)));
        put(all, Scenario.of("8-one-slow", 50, with(equal(7, 50, 50), PeerPlan.of(5, 5))));
        put(all, Scenario.of("100-server-50", 50, equal(100, 50, 50)));
        put(all, Scenario.of("9-honest", 50, equal(9, 50, 50)));
        put(all, Scenario.of("8-poisoner", 50, with(equal(8, 50, 50), stranger(Conduct.POISONER))));
        put(all, Scenario.of("8-staller", 50, with(equal(8, 50, 50), stranger(Conduct.STALLER))));
        put(all, Scenario.of("8-liar", 50, with(equal(8, 50, 50), stranger(Conduct.LIAR))));
        put(
                all,
                Scenario.of(
                        "8-leaver",
                        50,
                        with(equal(8, 50, 50), PeerPlan.of(50, 50).leavingAt(0.99))));
        return all;
    }

    /**
     * A swarm of equal links at 50 Mbit/s and a server at 200 that all begin within a few seconds. Blocks of 64 KiB and at most 60
     * connections a peer make 10,000 peers a matter of minutes.
     */
    public static Scenario large(int peers) {
        Scenario scenario = Scenario.of(Integer.toString(peers), 200, equal(peers, 50, 50));
        return startingUp(scenario.withContent(64L << 20, 512 << 10, 64 << 10)
                .with(Knob.PEERS_NAMED, 25)
                .with(Knob.MOST_PEERS, 40)
                .with(Knob.ACCEPTED_PEERS, 60));
    }

    /** The same with clients that take a while to start, each its own, as several on one machine do. */
    public static Scenario startingUp(Scenario scenario) {
        Random random = new Random(scenario.seed());
        return scenario.withPeers(peer -> peer.startingUp(FIRST_UP + random.nextDouble() * (LAST_UP - FIRST_UP)));
    }

    static List<PeerPlan> equal(int peers, double upMbit, double downMbit) {
        List<PeerPlan> all = new ArrayList<>();
        for (int i = 0; i < peers; i++) {
            all.add(PeerPlan.of(upMbit, downMbit));
        }
        return all;
    }

    private static List<PeerPlan> halfLate(int peers, double seconds) {
        List<PeerPlan> all = equal(peers, 50, 50);
        for (int i = peers / 2; i < peers; i++) {
            all.set(i, all.get(i).joining(seconds));
        }
        return all;
    }

    private static PeerPlan stranger(Conduct conduct) {
        return PeerPlan.of(50, 50).behaving(conduct);
    }

    static List<PeerPlan> with(List<PeerPlan> peers, PeerPlan other) {
        List<PeerPlan> all = new ArrayList<>(peers);
        all.add(other);
        return all;
    }

    private static void put(Map<String, Scenario> all, Scenario scenario) {
        all.put(scenario.name(), scenario);
    }
}
