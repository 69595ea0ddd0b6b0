package torrentkit.downloader;

import java.net.InetSocketAddress;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.Random;

/**
 * The peer addresses that a download knows, and when each may be dialled: at once when it is new, later and later after failures, never
 * again when it sent wrong data. New ones in the order of BEP 40 once it is known where we are, until then by lot. At most {@value #MAX}: more are forgotten. Thread-safe.
 */
final class PeerAddresses {
    static final int MAX = 10_000;

    private static final long SECOND = 1_000_000_000L;
    private static final long FIRST_RETRY = SECOND;
    private static final long LAST_RETRY = 300 * SECOND;

    /** After which it is looked again whether somebody is still connected. */
    private static final long LOOK_AGAIN = 10 * SECOND;

    private enum State {
        IDLE,
        BUSY,
        BANNED
    }

    private static final class Entry {
        private State state = State.IDLE;
        private int failures;
        private long notBefore = Long.MIN_VALUE;
    }

    private final Random random;
    private final Map<InetSocketAddress, Entry> entries = new HashMap<>();
    private Queue<Fresh> fresh = new PriorityQueue<>(); // never dialled
    private InetSocketAddress self;

    private record Fresh(InetSocketAddress address, long priority) implements Comparable<Fresh> {
        @Override
        public int compareTo(Fresh other) {
            return Long.compare(other.priority, priority);
        }
    }

    PeerAddresses(Random random) {
        this.random = random;
    }

    /** Learns of addresses; those known already, unresolved or without a port say nothing new. */
    synchronized void add(Collection<InetSocketAddress> addresses) {
        for (InetSocketAddress address : addresses) {
            boolean usable = !address.isUnresolved()
                    && address.getPort() > 0
                    && !address.getAddress().isAnyLocalAddress()
                    && !address.getAddress().isMulticastAddress();
            if (usable && entries.size() < MAX && !entries.containsKey(address)) {
                entries.put(address, new Entry());
                fresh.add(new Fresh(address, priority(address)));
            }
        }
    }

    private long priority(InetSocketAddress address) {
        return self == null ? random.nextInt() & 0xffff_ffffL : PeerPriority.of(self, address);
    }

    /** Where we are, as others see us; they may be wrong about it. */
    synchronized void locate(InetSocketAddress ours) {
        if (!ours.equals(self)) {
            self = ours;
            Queue<Fresh> before = fresh;
            fresh = new PriorityQueue<>();
            before.forEach(each -> fresh.add(new Fresh(each.address(), priority(each.address()))));
        }
    }

    /** An address to dial now, marked as busy until {@link #failed}, {@link #connected} or {@link #ended}. */
    synchronized Optional<InetSocketAddress> next(long now) {
        while (!fresh.isEmpty()) {
            InetSocketAddress address = fresh.remove().address();
            if (entries.get(address).state == State.IDLE) {
                entries.get(address).state = State.BUSY;
                return Optional.of(address);
            }
        }
        InetSocketAddress best = null;
        for (Map.Entry<InetSocketAddress, Entry> candidate : entries.entrySet()) {
            Entry entry = candidate.getValue();
            boolean due = entry.state == State.IDLE && entry.notBefore <= now;
            if (due && (best == null || entry.notBefore < entries.get(best).notBefore)) {
                best = candidate.getKey();
            }
        }
        if (best != null) {
            entries.get(best).state = State.BUSY;
        }
        return Optional.ofNullable(best);
    }

    /** Addresses that were never dialled. */
    synchronized int fresh() {
        return fresh.size();
    }

    /** The address could not be reached, or was not what we want. */
    synchronized void failed(InetSocketAddress address, long now) {
        Entry entry = entries.get(address);
        if (entry != null && entry.state == State.BUSY) {
            entry.state = State.IDLE;
            entry.notBefore = now + Math.min(LAST_RETRY, FIRST_RETRY << Math.min(entry.failures, 10));
            entry.failures++;
        }
    }

    /** The peer there is connected without having been dialled: to be looked at again after a while. */
    synchronized void connected(InetSocketAddress address, long now) {
        Entry entry = entries.get(address);
        if (entry != null && entry.state == State.BUSY) {
            entry.state = State.IDLE;
            entry.notBefore = now + LOOK_AGAIN;
        }
    }

    /** A connection that stood has ended, whoever opened it: worth another try soon. */
    synchronized void ended(InetSocketAddress address, long now) {
        Entry entry = entries.get(address);
        if (entry != null && entry.state == State.BUSY) {
            entry.failures = 0;
            failed(address, now);
        } else if (entry != null) {
            entry.notBefore = Math.min(entry.notBefore, now + FIRST_RETRY);
        }
    }

    /** The peer sent wrong data. */
    synchronized void ban(InetSocketAddress address) {
        entries.computeIfAbsent(address, unknown -> new Entry()).state = State.BANNED;
    }

    synchronized boolean isBanned(InetSocketAddress address) {
        Entry entry = entries.get(address);
        return entry != null && entry.state == State.BANNED;
    }

    /** Whether an address is left that is not banned. */
    synchronized boolean hasHope() {
        return entries.values().stream().anyMatch(entry -> entry.state != State.BANNED);
    }
}
