package torrentkit.seeder.upload;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;

/**
 * Who may download from us at the moment: a bounded number of unchoked peers among the interested ones. A free slot is given at once;
 * every {@link #ROUND_SECONDS} seconds {@link Unchoker} deals all slots anew. Thread-safe; contenders are called without the lock.
 */
public final class UploadSlots {
    /** Time between two rounds (BEP 3, choking: ten seconds avoid fibrillation). */
    public static final int ROUND_SECONDS = 10;

    /** A peer that wants to download from us. */
    public interface Contender {
        /** Lets the peer request. Any thread. */
        void unchoke();

        /** Stops answering the peer. Any thread. */
        void choke();

        /** What the peer has earned so far, as a total that only grows, bytes: what it took from a seeder, what it gave to a download. */
        long merit();

        /** What else speaks for the peer. One that says nothing has to earn its slot. */
        default Plea plea() {
            return Plea.NONE;
        }
    }

    /**
     * What speaks for a peer besides what it earned.
     *
     * @param closed whether its swarm is one of people who are in it together, such as that of a private torrent (BEP 27): then slots go
     *     to where they help the swarm, and nobody has to earn them
     * @param partner whether it gives to where that helps, too, or we want nothing from it; any other gives most to those who give it most,
     *     so that little to each of many brings nothing back
     * @param worth pieces that it lacks and would pass on; more is better, and with 0 it does not keep its slot while others wait
     */
    public record Plea(boolean closed, boolean partner, int worth) {
        static final Plea NONE = new Plea(false, false, 0);

        /** Whether it is in a closed swarm with us and keeps accounts all the same, as other clients do. */
        boolean isStranger() {
            return closed && !partner;
        }
    }

    private static final class Standing {
        private boolean unchoked;
        private long bytesBefore;
        private int rounds; // that it has waited, or had its slot
    }

    private final Random random;
    private final Map<Contender, Standing> interested = new LinkedHashMap<>();
    private int slots;
    private int unchoked;
    private int round;

    /** @param slots peers that are unchoked at the same time, at least 2: one of them is optimistic */
    public UploadSlots(int slots, Random random) {
        this.slots = require(slots);
        this.random = random;
    }

    private static int require(int slots) {
        if (slots < 2) {
            throw new IllegalArgumentException("at least 2 upload slots are needed, not " + slots);
        }
        return slots;
    }

    /** Has another number of slots from now on, at least 2, and deals them anew. */
    public void change(int number) {
        synchronized (this) {
            if (require(number) == slots) {
                return;
            }
            slots = number;
        }
        deal();
    }

    /** Peers that are unchoked at the moment. */
    public synchronized int unchoked() {
        return unchoked;
    }

    /** The peer has become interested. Answers whether it is unchoked at once, which is then the caller's to tell it. */
    public synchronized boolean enter(Contender contender) {
        Standing standing = new Standing();
        standing.bytesBefore = contender.merit();
        interested.put(contender, standing);
        if (unchoked < slots && !(contender.plea().isStranger() && isFullOfStrangers())) {
            standing.unchoked = true;
            unchoked++;
        }
        return standing.unchoked;
    }

    /** The peer is not interested any more, or gone. Its slot goes to one that waits. */
    public void leave(Contender contender) {
        Contender next = null;
        synchronized (this) {
            Standing standing = interested.remove(contender);
            if (standing != null && standing.unchoked) {
                unchoked--;
                next = firstChoked();
            }
        }
        if (next != null) {
            next.unchoke();
        }
    }

    /** Gives the free slot to who has waited longest. */
    private Contender firstChoked() {
        boolean full = isFullOfStrangers();
        for (Map.Entry<Contender, Standing> entry : interested.entrySet()) {
            if (!entry.getValue().unchoked && !(full && entry.getKey().plea().isStranger())) {
                entry.getValue().unchoked = true;
                unchoked++;
                return entry.getKey();
            }
        }
        return null;
    }

    private boolean isFullOfStrangers() {
        long strangers = interested.entrySet().stream()
                .filter(entry ->
                        entry.getValue().unchoked && entry.getKey().plea().isStranger())
                .count();
        return strangers >= Unchoker.STRANGERS;
    }

    /** Deals the slots anew. To be called every {@link #ROUND_SECONDS} seconds. */
    public void deal() {
        List<Contender> choked = new ArrayList<>();
        List<Contender> freed = new ArrayList<>();
        synchronized (this) {
            List<Unchoker.Peer<Contender>> peers = new ArrayList<>();
            Map<Contender, Long> totals = new HashMap<>();
            interested.forEach((contender, standing) -> {
                long total = contender.merit();
                totals.put(contender, total);
                peers.add(new Unchoker.Peer<>(
                        contender, total - standing.bytesBefore, standing.unchoked, contender.plea(), standing.rounds));
            });
            Set<Contender> chosen = Unchoker.choose(peers, slots, round++, random);
            interested.forEach((contender, standing) -> {
                boolean now = chosen.contains(contender);
                standing.rounds++;
                if (now != standing.unchoked) {
                    (now ? freed : choked).add(contender);
                    standing.unchoked = now;
                    standing.rounds = 0;
                }
                standing.bytesBefore = totals.get(contender);
            });
            unchoked = chosen.size();
        }
        choked.forEach(Contender::choke);
        freed.forEach(Contender::unchoke);
    }
}
