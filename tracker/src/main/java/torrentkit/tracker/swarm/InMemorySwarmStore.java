package torrentkit.tracker.swarm;

import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;
import torrentkit.metainfo.InfoHash;
import torrentkit.tracker.AnnounceRequest;
import torrentkit.tracker.ClientException;
import torrentkit.tracker.SwarmCounts;
import torrentkit.tracker.SwarmTraffic;

/**
 * Swarms in this process's memory. They are spread over {@link #SHARDS} maps by a keyed hash of the info-hash, each with its own
 * lock, held for well under a microsecond: two event loops hardly ever meet. No other lock is taken and nothing is called out to
 * while one is held.
 */
public final class InMemorySwarmStore implements SwarmStore {
    private static final int SHARDS = 64;
    private static final int MEMORY_TICKS = Ticks.of(Duration.ofDays(1));

    private final SwarmLimits limits;
    private final LongSupplier nanoTime;
    private final long startNanos;
    private final Swarm.Rules rules;
    private final AtomicInteger swarmCount = new AtomicInteger();
    private final AtomicInteger peerCount = new AtomicInteger();
    private final LongAdder downloadedBytes = new LongAdder();
    private final LongAdder uploadedBytes = new LongAdder();
    private final Shard[] shards = new Shard[SHARDS];
    private volatile Zones zones = Zones.NONE;

    /** A store on the system's monotonic clock, with the usual intervals. */
    public InMemorySwarmStore(SwarmLimits limits) {
        this(limits, System::nanoTime);
    }

    /** A store with the usual intervals. @param nanoTime a monotonic clock with any origin, as {@link System#nanoTime} */
    public InMemorySwarmStore(SwarmLimits limits, LongSupplier nanoTime) {
        this(limits, IntervalPolicy.defaults(), nanoTime);
    }

    /** @param nanoTime a monotonic clock with any origin, as {@link System#nanoTime} */
    public InMemorySwarmStore(SwarmLimits limits, IntervalPolicy intervals, LongSupplier nanoTime) {
        this(new Swarm.Rules(limits, intervals, new SecureRandom().nextLong(), ThreadLocalRandom::current), nanoTime);
    }

    /**
     * A store with the usual intervals that does the same whenever it is asked the same at the same times: for simulations and
     * tests. Its tables are open to whoever knows the seed, so it is none for the open world.
     *
     * @param nanoTime a monotonic clock with any origin, as {@link System#nanoTime}
     * @param random chooses the peers; the order of its numbers is the store's own affair
     */
    public InMemorySwarmStore(SwarmLimits limits, LongSupplier nanoTime, Random random) {
        this(limits, IntervalPolicy.defaults(), nanoTime, random);
    }

    /** As {@link #InMemorySwarmStore(SwarmLimits, LongSupplier, Random)}, with other intervals. */
    public InMemorySwarmStore(SwarmLimits limits, IntervalPolicy intervals, LongSupplier nanoTime, Random random) {
        this(new Swarm.Rules(limits, intervals, random.nextLong(), () -> random), nanoTime);
    }

    private InMemorySwarmStore(Swarm.Rules rules, LongSupplier nanoTime) {
        this.limits = rules.limits();
        this.rules = rules;
        this.nanoTime = nanoTime;
        this.startNanos = nanoTime.getAsLong();
        for (int i = 0; i < SHARDS; i++) {
            shards[i] = new Shard();
        }
    }

    @Override
    public SwarmView announce(AnnounceRequest request, InetAddress address, Wish wish) {
        Key key = key(request.infoHash());
        byte[] ip = address.getAddress();
        boolean loopback = address.isLoopbackAddress();
        Swarm.Moment moment = new Swarm.Moment(now(), zones, peerCount.get());
        SwarmView view;
        int entered;
        Shard shard = shard(key);
        synchronized (shard) {
            Swarm swarm = shard.swarms.get(key);
            if (swarm == null) {
                if (swarmCount.incrementAndGet() > limits.swarms()) {
                    swarmCount.decrementAndGet();
                    throw new ClientException("the tracker has no room for another torrent");
                }
                swarm = new Swarm(rules, moment.zones(), moment.now());
                shard.swarms.put(key, swarm);
            }
            int before = swarm.peers();
            view = swarm.announce(request, ip, loopback, wish, moment);
            entered = swarm.peers() - before;
        }
        if (entered != 0) {
            peerCount.addAndGet(entered);
        }
        SwarmTraffic moved = view.moved();
        if (moved != SwarmTraffic.NONE) {
            downloadedBytes.add(moved.downloadedBytes());
            uploadedBytes.add(moved.uploadedBytes());
        }
        return view;
    }

    @Override
    public void zones(Zones fresh) {
        zones = fresh;
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
    public int leechers(InfoHash infoHash, InetAddress address) {
        Key key = key(infoHash);
        byte[] ip = address.getAddress();
        Swarm.Moment moment = new Swarm.Moment(now(), zones, peerCount.get());
        Shard shard = shard(key);
        synchronized (shard) {
            Swarm swarm = shard.swarms.get(key);
            return swarm == null ? 0 : swarm.leechers(ip, moment);
        }
    }

    @Override
    public SwarmTraffic traffic(InfoHash infoHash) {
        Key key = key(infoHash);
        Shard shard = shard(key);
        synchronized (shard) {
            Swarm swarm = shard.swarms.get(key);
            return swarm == null ? SwarmTraffic.NONE : swarm.traffic();
        }
    }

    @Override
    public SwarmTraffic traffic() {
        return new SwarmTraffic(downloadedBytes.sum(), uploadedBytes.sum());
    }

    @Override
    public void drop(InfoHash infoHash, InetAddress address, int port) {
        Key key = key(infoHash);
        Shard shard = shard(key);
        synchronized (shard) {
            Swarm swarm = shard.swarms.get(key);
            if (swarm != null) {
                int before = swarm.peers();
                swarm.drop(address.getAddress(), port);
                peerCount.addAndGet(swarm.peers() - before);
            }
        }
    }

    @Override
    public void remove(InfoHash infoHash) {
        Key key = key(infoHash);
        Shard shard = shard(key);
        synchronized (shard) {
            Swarm swarm = shard.swarms.remove(key);
            if (swarm != null) {
                swarmCount.decrementAndGet();
                peerCount.addAndGet(-swarm.peers());
            }
        }
    }

    @Override
    public void expire() {
        int now = now();
        int lifetime = Ticks.of(limits.lifetime());
        for (Shard shard : shards) {
            synchronized (shard) {
                shard.swarms.values().removeIf(swarm -> {
                    int before = swarm.peers();
                    swarm.expire(now, lifetime);
                    peerCount.addAndGet(swarm.peers() - before);
                    boolean gone = swarm.isForgettable(now, MEMORY_TICKS);
                    if (gone) {
                        swarmCount.decrementAndGet();
                    }
                    return gone;
                });
            }
        }
    }

    private int now() {
        return Ticks.ofNanos(nanoTime.getAsLong() - startNanos);
    }

    private Shard shard(Key key) {
        return shards[key.hash >>> 26];
    }

    private Key key(InfoHash infoHash) {
        ByteBuffer bytes = ByteBuffer.wrap(infoHash.bytes());
        return new Key(bytes.getLong(), bytes.getLong(), bytes.getInt(), rules.secret());
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
