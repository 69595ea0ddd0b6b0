package torrentkit.simulation;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import torrentkit.tracker.AnnounceEvent;

/** Whom a peer knows: it asks the tracker, dials those whom it names, and tries again later where that failed. */
final class Acquaintances {
    private static final long FIRST_RETRY = 4 * Agenda.SECOND;
    private static final long LAST_RETRY = 300 * Agenda.SECOND;

    private static final long SHORTEST = 5 * Agenda.SECOND;
    private static final long LEAST_GAP = 15 * Agenda.SECOND;

    private final SimulatedPeer owner;
    private final Random random;
    private final Deque<Integer> fresh = new ArrayDeque<>();
    private final Set<Integer> known = new HashSet<>();
    private final Set<Integer> banned = new HashSet<>();
    private final Map<Integer, Integer> failures = new HashMap<>();
    private int dialling;
    private long nextAnnounce;
    private long earliestAnnounce;
    private boolean wanted;
    private int inARow;

    Acquaintances(SimulatedPeer owner, Random random) {
        this.owner = owner;
        this.random = random;
    }

    void start() {
        announce(AnnounceEvent.STARTED);
    }

    private void announce(AnnounceEvent event) {
        TrackerDesk.Answer answer = owner.run().tracker().announce(owner, event);
        inARow = wanted ? Math.min(inARow + 1, 3) : 0;
        wanted = false;
        nextAnnounce = now() + Math.max(SHORTEST, answer.interval());
        long gap = Math.min(answer.interval(), Math.max(LEAST_GAP, answer.least()));
        earliestAnnounce = now() + Math.min(answer.interval(), gap << inARow);
        for (int peer : answer.peers()) {
            if (known.add(peer)) {
                fresh.add(peer);
            }
        }
        dial();
    }

    /** A second is over. */
    void second() {
        dial();
        if (dialling == 0
                && fresh.isEmpty()
                && owner.connections() < owner.run().tuning().count(Knob.MOST_PEERS) / 2) {
            wanted = true;
            nextAnnounce = Math.min(nextAnnounce, earliestAnnounce);
        }
        if (now() >= nextAnnounce) {
            announce(AnnounceEvent.NONE);
        }
    }

    void finished() {
        announce(AnnounceEvent.COMPLETED);
    }

    void left() {
        owner.run().tracker().announce(owner, AnnounceEvent.STOPPED);
    }

    void ban(int peer) {
        banned.add(peer);
    }

    boolean isBanned(int peer) {
        return banned.contains(peer);
    }

    void parted(int peer) {
        failures.remove(peer);
        retryLater(peer);
    }

    private void dial() {
        while (!fresh.isEmpty()
                && seeks()
                && owner.connections() + dialling < owner.run().tuning().count(Knob.MOST_PEERS)) {
            SimulatedPeer other = owner.run().peer(fresh.poll());
            if (!owner.isConnectedTo(other) && !isBanned(other.number())) {
                dialling++;
                owner.run().agenda().after(2 * owner.run().tuning().nanos(Knob.ROUND_TRIP_MS), () -> connected(other));
            }
        }
    }

    /** Whether others are of use: to who lacks something, and to who only pretends to have everything. */
    private boolean seeks() {
        return owner.isPresent() && owner.number() > 0 && (owner.queue() == null || !owner.isComplete());
    }

    private void connected(SimulatedPeer other) {
        dialling--;
        if (owner.isConnectedTo(other) || !owner.isPresent()) {
            return;
        }
        if (other.accepts(owner) && owner.accepts(other)) {
            Neighbour.connect(owner, other);
        } else {
            retryLater(other.number());
        }
    }

    private void retryLater(int peer) {
        if (seeks()) {
            int times = failures.merge(peer, 1, Integer::sum) - 1;
            long pause = Math.min(LAST_RETRY, FIRST_RETRY << Math.min(times, 10));
            owner.run().agenda().after(pause + random.nextInt(1_000_000), () -> {
                fresh.add(peer);
                dial();
            });
        }
    }

    private long now() {
        return owner.run().agenda().now();
    }
}
