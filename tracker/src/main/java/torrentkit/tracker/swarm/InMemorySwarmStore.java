package torrentkit.tracker.swarm;

import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;
import torrentkit.metainfo.InfoHash;
import torrentkit.tracker.AnnounceRequest;
import torrentkit.tracker.ClientException;
import torrentkit.tracker.SwarmCounts;

/**
 * Swarms in this process's memory. They are spread over {@link #SHARDS} maps by a keyed hash of the info-hash, each with its own
 * lock, held for well under a microsecond: two event loops hardly ever meet. No other lock is taken and nothing is called out to
 * while one is held.
 */
public final class InMemorySwarmStore implements SwarmStore {
    private static final int SHARDS = 64;
    private static final int MEMORY_SECONDS = 24 * 60 * 60;

    private final SwarmLimits limits;
    private final LongSupplier nanoTime;
    private final long startNanos;
    private final long secret = new SecureRandom().nextLong();
    private final AtomicInteger swarmCount = new AtomicInteger();
    private final Shard[] shards = new Shard[SHARDS];

    /** A store on the system's monotonic clock. */
    public InMemorySwarmStore(SwarmLimits limits) {
        this(limits, System::nanoTime);
    }

    /** @param nanoTime a monotonic clock with any origin, as {@link System#nanoTime} */
    public InMemorySwarmStore(SwarmLimits limits, LongSupplier nanoTime) {
        this.limits = limits;
        this.nanoTime = nanoTime;
        this.startNanos = nanoTime.getAsLong();
        for (int i = 0; i < SHARDS; i++) {
            shards[i] = new Shard();
        }
    }

    @Override
    public SwarmView announce(AnnounceRequest request, InetAddress address, int numWant, boolean ownFamily) {
        Key key = key(request.infoHash());
        byte[] ip = address.getAddress();
        boolean loopback = address.isLoopbackAddress();
        int now = now();
        Shard shard = shard(key);
        synchronized (shard) {
            Swarm swarm = shard.swarms.get(key);
            if (swarm == null) {
                if (swarmCount.incrementAndGet() > limits.swarms()) {
                    swarmCount.decrementAndGet();
                    throw new ClientException("the tracker has no room for another torrent");
                }
                swarm = new Swarm(secret, now);
                shard.swarms.put(key, swarm);
            }
            return swarm.announce(request, ip, loopback, numWant, ownFamily, now, limits.peersPerSwarm());
        }
    }

    @Override
    public SwarmCounts counts(InfoHash infoHash) {
        Key key = key(infoHash);
        Shard shard = shard(key);
        synchronized (shard) {
            Swarm swarm = shard.swarms.get(key);
            return swarm == null ? SwarmCounts.NONE : swarm.counts();
        }
    }

    @Override
    public void remove(InfoHash infoHash) {
        Key key = key(infoHash);
        Shard shard = shard(key);
        synchronized (shard) {
            if (shard.swarms.remove(key) != null) {
                swarmCount.decrementAndGet();
            }
        }
    }

    @Override
    public void expire() {
        int now = now();
        int oldest =
                now - (int) Math.min(Integer.MAX_VALUE / 2, limits.lifetime().toSeconds());
        for (Shard shard : shards) {
            synchronized (shard) {
                shard.swarms.values().removeIf(swarm -> {
                    swarm.expire(oldest);
                    boolean gone = swarm.isForgettable(now, MEMORY_SECONDS);
                    if (gone) {
                        swarmCount.decrementAndGet();
                    }
                    return gone;
                });
            }
        }
    }

    /** Seconds since the store began: 68 years fit into the four bytes that each peer has for it. */
    private int now() {
        return (int) TimeUnit.NANOSECONDS.toSeconds(nanoTime.getAsLong() - startNanos);
    }

    private Shard shard(Key key) {
        return shards[key.hash >>> 26];
    }

    private Key key(InfoHash infoHash) {
        ByteBuffer bytes = ByteBuffer.wrap(infoHash.bytes());
        return new Key(bytes.getLong(), bytes.getLong(), bytes.getInt(), secret);
    }

    private static final class Shard {
        private final Map<Key, Swarm> swarms = new HashMap<>();
    }

    /** An info-hash whose hash code nobody outside can predict: in an open tracker anybody may invent info-hashes. */
    private static final class Key {
        private final long a;
        private final long b;
        private final int c;
        private final int hash;

        Key(long a, long b, int c, long secret) {
            this.a = a;
            this.b = b;
            this.c = c;
            long h = (a ^ secret) * 0x9E3779B97F4A7C15L;
            h = (h ^ h >>> 29 ^ b) * (secret | 1);
            h = (h ^ h >>> 32 ^ c) * 0xD6E8FEB86659FD93L;
            this.hash = (int) (h >>> 32);
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Key that && a == that.a && b == that.b && c == that.c;
        }

        @Override
        public int hashCode() {
            return hash;
        }
    }
}
