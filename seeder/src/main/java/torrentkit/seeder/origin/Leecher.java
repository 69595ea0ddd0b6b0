package torrentkit.seeder.origin;

import java.util.LinkedHashMap;
import java.util.Map;
import torrentkit.piece.Bitfield;

/** What the policy knows of one peer. Guarded by the policy's lock. */
final class Leecher {
    /** How many times more than its share of an even swarm a peer may say that it got. */
    private static final int CREDIT = 4;

    private static final long FIRST_SLEEP = 5_000_000_000L;
    private static final int MOST_DOUBLINGS = 6;

    final Bitfield has;
    final Flow flow;

    /** Pieces that are this peer's to fetch from the origin or on their way to it, in the order in which they became so. */
    final Map<Integer, Claim> claims = new LinkedHashMap<>();

    /** Claims whose bytes have not all been sent. */
    int outstanding;

    /** Those of them that it has asked for. */
    int underway;

    /** Pieces that it has from the origin and that few others have yet. */
    int unspread;

    /** Offers that it asked for, and that it let lie. */
    int heeded;

    int unheeded;

    /** Bytes that the origin sent it. */
    long sentBytes;

    /** When it last got something, from anybody. */
    long lastGain;

    private final double takersGainBefore; // bytes
    private long credited; // bytes
    private int lapses; // how often in a row it let offers lie without asking for anything
    private long lapsed; // when it did so last
    private long asked; // when it asked for something last
    private long lastGift; // from anybody but the origin

    /** @param takersGain bytes that the average peer that takes got before this one came */
    Leecher(Bitfield has, double takersGain, long now) {
        this.has = has;
        this.takersGainBefore = takersGain;
        this.flow = new Flow(now);
        this.lastGain = now;
        this.lastGift = now;
        this.asked = now;
    }

    /** It has a piece more. */
    void gained(boolean fromOrigin, long now) {
        lastGain = now;
        if (!fromOrigin) {
            lastGift = now;
        }
    }

    /** It got so many bytes from the origin. */
    void took(long bytes, long now) {
        flow.add(bytes, now);
        sentBytes += bytes;
    }

    /** Whether it got nothing from other peers for so long. */
    boolean isLeftAlone(long now, long nanos) {
        return now - lastGift > nanos;
    }

    /** Whether it asks for something else than what it is offered, as one does that downloads in order. */
    boolean isHeedless() {
        return unheeded > heeded;
    }

    /**
     * It let an offer lie.
     *
     * @param patience for how long one lies, nanoseconds; who asked for something else meanwhile is only busy with that
     */
    void letLie(long now, long patience) {
        unheeded++;
        if (now - asked > patience && (lapses == 0 || lapsed != now)) {
            lapses++;
            lapsed = now;
        }
    }

    /** It asks for something. */
    void asks(long now) {
        asked = now;
        lapses = 0;
    }

    /** Whether offers are lost on it: it asks for nothing. One is tried now and then all the same, ever more seldom. */
    boolean isAsleep(long now) {
        return lapses > 0 && now - lapsed < FIRST_SLEEP << Math.min(lapses, MOST_DOUBLINGS);
    }

    /** Whether it took anything from the origin. */
    boolean isTaker() {
        return sentBytes > 0;
    }

    /**
     * How many of the bytes that it says it got count for how the swarm is doing. Anybody can say anything, come again and say it once more;
     * so one that takes from the origin counts for what it would have if each peer took and passed on as much, and some more. One that
     * takes nothing may still get all from others, and in a large swarm most do: it counts for as much as those that take got meanwhile.
     *
     * @param peers in the swarm
     * @param takersGain bytes that the average peer that takes got since the beginning
     */
    long credible(long bytes, int peers, double takersGain) {
        double most = isTaker() ? (double) CREDIT * peers * sentBytes : takersGain - takersGainBefore;
        long counted = Math.max(0, Math.min(bytes, (long) most - credited));
        credited += counted;
        return counted;
    }

    int missing() {
        return has.size() - has.count();
    }

    boolean lacks(int piece) {
        return !has.has(piece);
    }

    /** A piece on its way to a peer: offered, then asked for, then sent, until the peer says that it has it. */
    static final class Claim {
        private final int length;
        private int sentBytes;
        private boolean asked;
        private long touched;

        Claim(int length, long now) {
            this.length = length;
            this.touched = now;
        }

        boolean isAsked() {
            return asked;
        }

        /** Answers whether this was the first time. */
        boolean ask(long now) {
            boolean first = !asked;
            asked = true;
            touched = now;
            return first;
        }

        /** Answers whether nothing is left to be sent. */
        boolean send(int bytes) {
            sentBytes = (int) Math.min(length, (long) sentBytes + bytes);
            return isSent();
        }

        boolean isSent() {
            return sentBytes == length;
        }

        /** Whether so little has happened that others may have the piece. */
        boolean isStale(long now, long patience) {
            return now - touched > (asked ? 2 * patience : patience);
        }
    }
}
