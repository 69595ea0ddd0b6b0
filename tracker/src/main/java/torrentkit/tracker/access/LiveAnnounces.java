package torrentkit.tracker.access;

import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;
import torrentkit.metainfo.InfoHash;

/**
 * Which addresses have announced which torrent lately, with leave to do so. A seeder that asks here serves a protected torrent to
 * nobody else.
 *
 * <p>Entries end by themselves; each announce looks at the oldest two and drops them when their time is over, so that an idle table
 * costs nothing and a busy one stays small. Over the bound the oldest goes. About 100 bytes an entry. Any thread: there is one
 * lock, held for well under a microsecond, under which nothing is called.
 */
public final class LiveAnnounces {
    /** Entries of a table whose maker does not say otherwise. */
    public static final int DEFAULT_BOUND = 1_000_000;

    private static final int SWEPT_EACH = 2;
    private static final Duration LONGEST = Duration.ofDays(36_500);

    private final int bound;
    private final LongSupplier nanoTime;
    private final long secret = new SecureRandom().nextLong();
    /** In the order of the last announce; guarded by itself. */
    private final Map<Entry, Entry> entries = new LinkedHashMap<>();

    /** A table of {@link #DEFAULT_BOUND} entries on the system's monotonic clock. */
    public LiveAnnounces() {
        this(DEFAULT_BOUND, System::nanoTime);
    }

    /**
     * @param bound the most entries, at least 1
     * @param nanoTime a monotonic clock with any origin, as {@link System#nanoTime}
     * @throws IllegalArgumentException for a bound below 1
     */
    public LiveAnnounces(int bound, LongSupplier nanoTime) {
        if (bound < 1) {
            throw new IllegalArgumentException("a table of announces has room for at least 1, not " + bound);
        }
        this.bound = bound;
        this.nanoTime = nanoTime;
    }

    /**
     * An address announced a torrent with leave.
     *
     * @param lifetime for how long that counts: the interval told to the peer and as much again, or until its key ends
     */
    public void announced(InfoHash infoHash, InetAddress address, Duration lifetime) {
        long now = nanoTime.getAsLong();
        Entry entry = new Entry(infoHash, address, secret);
        entry.until = now
                + (lifetime.compareTo(LONGEST) > 0 ? LONGEST : lifetime.isNegative() ? Duration.ZERO : lifetime)
                        .toNanos();
        synchronized (entries) {
            entries.remove(entry); // to stand last
            entries.put(entry, entry);
            Iterator<Entry> oldest = entries.values().iterator();
            for (int i = 0; i < SWEPT_EACH && oldest.hasNext(); i++) {
                if (oldest.next().until - now <= 0 || entries.size() > bound) {
                    oldest.remove();
                }
            }
        }
    }

    /**
     * The address has left the torrent, or its leave was taken back. Several clients behind one address share an entry; those that
     * go on announcing bring it back.
     */
    public void stopped(InfoHash infoHash, InetAddress address) {
        Entry entry = new Entry(infoHash, address, secret);
        synchronized (entries) {
            entries.remove(entry);
        }
    }

    /** Whether the address has announced the torrent and its time is not over. */
    public boolean isLive(InfoHash infoHash, InetAddress address) {
        long now = nanoTime.getAsLong();
        Entry wanted = new Entry(infoHash, address, secret);
        synchronized (entries) {
            Entry entry = entries.get(wanted);
            return entry != null && entry.until - now > 0;
        }
    }

    /** How many entries there are, with those whose end was not noticed yet. */
    public int size() {
        synchronized (entries) {
            return entries.size();
        }
    }

    /** A torrent and an address, IPv4 in its mapped form, so that a peer is the same whichever way it came. */
    private static final class Entry {
        private final long hashA;
        private final long hashB;
        private final int hashC;
        private final long addressHigh;
        private final long addressLow;
        private final int code;
        private long until;

        Entry(InfoHash infoHash, InetAddress address, long secret) {
            ByteBuffer hash = ByteBuffer.wrap(infoHash.bytes());
            this.hashA = hash.getLong();
            this.hashB = hash.getLong();
            this.hashC = hash.getInt();
            ByteBuffer ip = ByteBuffer.wrap(address.getAddress());
            boolean four = ip.remaining() == 4;
            this.addressHigh = four ? 0 : ip.getLong();
            this.addressLow = four ? 0xffff_0000_0000L | ip.getInt() & 0xffff_ffffL : ip.getLong();
            long mixed = (hashA ^ secret) * 0x9E3779B97F4A7C15L;
            mixed = (mixed ^ mixed >>> 29 ^ addressLow) * (secret | 1);
            mixed = (mixed ^ mixed >>> 32 ^ addressHigh) * 0xD6E8FEB86659FD93L;
            this.code = (int) (mixed >>> 32);
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Entry that
                    && hashA == that.hashA
                    && hashB == that.hashB
                    && hashC == that.hashC
                    && addressHigh == that.addressHigh
                    && addressLow == that.addressLow;
        }

        @Override
        public int hashCode() {
            return code;
        }
    }
}
