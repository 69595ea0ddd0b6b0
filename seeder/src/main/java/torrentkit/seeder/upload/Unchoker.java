package torrentkit.seeder.upload;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;

/**
 * Chooses which interested peers are unchoked (BEP 3, choking and optimistic unchoking). A pure function. In open swarms most slots go to
 * the peers with the greatest rate, a fifth of them, at least one, to others by lot; the lot is drawn anew every third round, so that a
 * new peer has time to show its rate. In closed swarms nobody has to earn anything: slots stay where they are, since whoever loses one has
 * to begin again with somebody else, but for an eighth of them, at least one, and those of peers that make no use of theirs. Those go from
 * the peers that lack least, or keep what they get to themselves, to those that have waited longest, so that a slow peer is served like any
 * other. Clients that keep accounts in a closed swarm all the same get few slots at a time: what each of those gets is worth paying
 * back, and each has its turn.
 */
final class Unchoker {
    private static final int OPTIMISTIC_ROUNDS = 3;
    private static final int OPTIMISTIC_SHARE = 5;
    private static final int CHANGING_SHARE = 8;

    /** Peers in closed swarms that keep accounts all the same and are unchoked at the same time, at most. */
    static final int STRANGERS = 5;

    /**
     * @param bytes what it earned in the last round
     * @param unchoked whether it is unchoked now
     * @param plea what else speaks for it
     * @param rounds for how many it has been as it is, unchoked or not
     */
    record Peer<P>(P peer, long bytes, boolean unchoked, UploadSlots.Plea plea, int rounds) {
        /** One of an open swarm. */
        Peer(P peer, long bytes, boolean unchoked) {
            this(peer, bytes, unchoked, UploadSlots.Plea.NONE, 0);
        }
    }

    private Unchoker() {}

    /**
     * @param interested who wants a slot
     * @param slots how many may be unchoked, at least 2
     * @param round number of the round, counted from 0
     */
    static <P> Set<P> choose(List<Peer<P>> interested, int slots, int round, Random random) {
        List<Peer<P>> peers = withFewStrangers(interested, random);
        Set<P> chosen = new LinkedHashSet<>();
        if (peers.size() <= slots) {
            add(chosen, peers);
            return chosen;
        }
        List<Peer<P>> closed = new ArrayList<>();
        List<Peer<P>> open = new ArrayList<>();
        peers.forEach(peer -> (peer.plea().closed() ? closed : open).add(peer));
        int forClosed = share(closed.size(), peers.size(), slots);
        helpful(chosen, closed, forClosed, random);
        earning(chosen, open, slots - forClosed, round, random);
        return chosen;
    }

    private static <P> List<Peer<P>> withFewStrangers(List<Peer<P>> interested, Random random) {
        List<Peer<P>> strangers =
                interested.stream().filter(peer -> peer.plea().isStranger()).toList();
        if (strangers.size() <= STRANGERS) {
            return interested;
        }
        Set<P> chosen = new HashSet<>();
        helpful(chosen, strangers, STRANGERS, random);
        return interested.stream()
                .filter(peer -> !peer.plea().isStranger() || chosen.contains(peer.peer()))
                .toList();
    }

    /** So many of the slots go to so many of the peers: one at least if there are any, and nobody's slot stays empty. */
    private static int share(int some, int all, int slots) {
        int share = (int) Math.round((double) slots * some / all);
        int least = Math.max(Math.min(1, some), slots - (all - some));
        int most = Math.min(some, slots - Math.min(1, all - some));
        return Math.max(least, Math.min(most, share));
    }

    /** In a closed swarm. */
    private static <P> void helpful(Set<P> chosen, List<Peer<P>> peers, int slots, Random random) {
        List<Peer<P>> holders = new ArrayList<>();
        List<Peer<P>> rest = new ArrayList<>();
        peers.forEach(peer -> (peer.unchoked() ? holders : rest).add(peer));
        Collections.shuffle(holders, random);
        holders.sort(
                Comparator.comparingInt((Peer<P> peer) -> peer.plea().worth()).reversed());
        int useful =
                (int) holders.stream().filter(peer -> peer.plea().worth() > 0).count();
        int staying = Math.max(0, Math.min(useful, slots - Math.max(1, slots / CHANGING_SHARE)));
        add(chosen, holders.subList(0, staying));
        Collections.shuffle(rest, random);
        rest.sort(Comparator.comparingInt((Peer<P> peer) -> peer.rounds()).reversed());
        rest.addAll(holders.subList(staying, holders.size()));
        add(chosen, rest.subList(0, slots - staying));
    }

    /** In an open swarm. */
    private static <P> void earning(Set<P> chosen, List<Peer<P>> peers, int slots, int round, Random random) {
        if (peers.size() <= slots) {
            add(chosen, peers);
            return;
        }
        int optimistic = Math.min(slots, Math.max(1, slots / OPTIMISTIC_SHARE));
        List<Peer<P>> ranked = new ArrayList<>(peers);
        ranked.sort(Comparator.comparingLong((Peer<P> peer) -> peer.bytes()).reversed());
        add(chosen, ranked.subList(0, slots - optimistic));
        List<Peer<P>> rest = new ArrayList<>(ranked.subList(slots - optimistic, ranked.size()));
        Collections.shuffle(rest, random);
        if (round % OPTIMISTIC_ROUNDS != 0) { // who was lucky stays so until the next draw
            rest.sort(Comparator.comparing((Peer<P> peer) -> !peer.unchoked()));
        } else {
            rest.sort(Comparator.comparing((Peer<P> peer) -> peer.unchoked()));
        }
        add(chosen, rest.subList(0, optimistic));
    }

    private static <P> void add(Set<P> chosen, List<Peer<P>> peers) {
        peers.forEach(peer -> chosen.add(peer.peer()));
    }
}
