package torrentkit.downloader;

import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

/**
 * The peer addresses that a download knows, and when each may be dialled: at once when it is new, later and later after failures, never
 * again when it sent wrong data. At most {@value #MAX}: more are forgotten. Thread-safe.
 */
final class PeerAddresses {
    static final int MAX = 10_000;

    private static final long SECOND = 1_000_000_000L;
    private static final long FIRST_RETRY = 4 * SECOND;
    private static final long LAST_RETRY = 300 * SECOND;

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
    private final List<InetSocketAddress> fresh = new ArrayList<>(); // never dialled, in random order

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
                fresh.add(address);
                int other = random.nextInt(fresh.size());
                fresh.set(fresh.size() - 1, fresh.get(other));
                fresh.set(other, address);
            }
        }
    }

    /** An address to dial now, marked as busy until {@link #failed} or {@link #ended}. */
    synchronized Optional<InetSocketAddress> next(long now) {
        while (!fresh.isEmpty()) {
            InetSocketAddress address = fresh.remove(fresh.size() - 1);
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

    /** A connection that stood has ended: worth another try soon. */
    synchronized void ended(InetSocketAddress address, long now) {
        Entry entry = entries.get(address);
        if (entry != null && entry.state == State.BUSY) {
            entry.failures = 0;
            failed(address, now);
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
