package torrentkit.seeder.upload;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;

/**
 * Chooses which interested peers are unchoked (BEP 3, choking and optimistic unchoking). A pure function: most slots go to the peers
 * with the greatest rate, a fifth of them, at least one, to others by lot. The lot is drawn anew every third round, so that a new peer
 * has time to show its rate.
 */
final class Unchoker {
    private static final int OPTIMISTIC_ROUNDS = 3;
    private static final int OPTIMISTIC_SHARE = 5;

    /**
     * @param bytes what it earned in the last round
     * @param unchoked whether it is unchoked now
     */
    record Peer<P>(P peer, long bytes, boolean unchoked) {}

    private Unchoker() {}

    /**
     * @param peers the interested ones
     * @param slots how many may be unchoked, at least 2
     * @param round number of the round, counted from 0
     */
    static <P> Set<P> choose(List<Peer<P>> peers, int slots, int round, Random random) {
        Set<P> chosen = new LinkedHashSet<>();
        if (peers.size() <= slots) {
            peers.forEach(peer -> chosen.add(peer.peer()));
            return chosen;
        }
        int optimistic = Math.max(1, slots / OPTIMISTIC_SHARE);
        List<Peer<P>> ranked = new ArrayList<>(peers);
        ranked.sort(Comparator.comparingLong((Peer<P> peer) -> peer.bytes()).reversed());
        for (Peer<P> peer : ranked.subList(0, slots - optimistic)) {
            chosen.add(peer.peer());
        }
        List<Peer<P>> rest = new ArrayList<>(ranked.subList(slots - optimistic, ranked.size()));
        Collections.shuffle(rest, random);
        if (round % OPTIMISTIC_ROUNDS != 0) { // who was lucky stays so until the next draw
            rest.sort(Comparator.comparing((Peer<P> peer) -> !peer.unchoked()));
        } else {
            rest.sort(Comparator.comparing((Peer<P> peer) -> peer.unchoked()));
        }
        for (Peer<P> peer : rest.subList(0, optimistic)) {
            chosen.add(peer.peer());
        }
        return chosen;
    }
}
