package torrentkit.tracker.swarm;

import java.util.Arrays;
import java.util.Random;
import java.util.function.Supplier;
import torrentkit.tracker.AnnounceEvent;
import torrentkit.tracker.AnnounceRequest;
import torrentkit.tracker.PeerList;
import torrentkit.tracker.SwarmCounts;
import torrentkit.tracker.SwarmTraffic;
import torrentkit.wire.PeerId;

/** One swarm: a table per address family. Not safe for threads: the owner is the shard's lock. Times are the store's {@link Ticks}. */
final class Swarm {
    private final SwarmLimits limits;
    private final Supplier<Random> random;
    private final PeerTable four;
    private final PeerTable six;
    private final TrafficSum traffic;
    private int downloaded;
    private int bornAt;
    private int lastAnnounceAt;

    Swarm(SwarmLimits limits, long secret, Supplier<Random> random, int now) {
        this.limits = limits;
        this.random = random;
        this.traffic = new TrafficSum(limits.bytesPerSecond());
        this.four = new PeerTable(PeerList.WIDTH4, secret);
        this.six = new PeerTable(PeerList.WIDTH6, secret);
        this.bornAt = now;
        this.lastAnnounceAt = now;
    }

    SwarmCounts counts() {
        int complete = four.seeds() + six.seeds();
        return new SwarmCounts(complete, four.count() + six.count() - complete, downloaded);
    }

    SwarmTraffic traffic() {
        return traffic.sum();
    }

    /** @param address 4 or 16 bytes */
    SwarmView announce(
            AnnounceRequest request, byte[] address, boolean loopback, int numWant, boolean ownFamily, int now) {
        if (isEmpty()) {
            bornAt = now;
        }
        lastAnnounceAt = now;
        PeerTable own = address.length == 4 ? four : six;
        byte[] endpoint = endpoint(address, request.port());
        int row = own.find(endpoint);
        SwarmTraffic moved = row < 0 ? SwarmTraffic.NONE : own.account(row, request.totals(), traffic, now);
        boolean seed = request.totals().complete();
        if (request.event() == AnnounceEvent.STOPPED) {
            if (row >= 0) {
                own.remove(row);
            }
            return new SwarmView(counts(), ageSeconds(now), PeerList.EMPTY, moved);
        }
        if (request.event() == AnnounceEvent.COMPLETED && seed && !(row >= 0 && own.isSeed(row))) {
            downloaded++;
        }
        if (row >= 0) {
            row = own.renew(row, request.peerId().bytes(), seed, now);
        } else if (request.port() != 0
                && own.count() < limits.peersPerSwarm()
                && (loopback || own.countOfAddress(endpoint) < limits.peersPerAddress())) {
            row = own.add(endpoint, request.peerId().bytes(), seed, request.totals(), now);
        }
        boolean noSeeds = !request.wantsSeeds();
        PeerList peers = ownFamily
                ? chooseFrom(own, row, noSeeds, loopback, numWant)
                : choose(own, row, noSeeds, loopback, numWant, !request.compact());
        return new SwarmView(counts(), ageSeconds(now), peers, moved);
    }

    private int ageSeconds(int now) {
        return (now - bornAt) / Ticks.PER_SECOND;
    }

    private static byte[] endpoint(byte[] address, int port) {
        byte[] endpoint = Arrays.copyOf(address, address.length + 2);
        endpoint[address.length] = (byte) (port >> 8);
        endpoint[address.length + 1] = (byte) port;
        return endpoint;
    }

    /** @param address 4 or 16 bytes */
    void drop(byte[] address, int port) {
        PeerTable own = address.length == 4 ? four : six;
        int row = own.find(endpoint(address, port));
        if (row >= 0) {
            own.remove(row);
        }
    }

    private PeerList chooseFrom(PeerTable own, int asker, boolean noSeeds, boolean loopback, int numWant) {
        byte[] chosen = new Choice(own, noSeeds, asker, loopback, numWant, false, random.get()).endpoints;
        return own == four
                ? PeerList.ofPacked(chosen, new byte[0], new byte[0])
                : PeerList.ofPacked(new byte[0], chosen, new byte[0]);
    }

    /** Shares the places out between the families in proportion to what each has to offer. */
    private PeerList choose(PeerTable own, int asker, boolean noSeeds, boolean loopback, int numWant, boolean withIds) {
        int have4 = four.count() - (noSeeds ? four.seeds() : 0);
        int have6 = six.count() - (noSeeds ? six.seeds() : 0);
        int want4 = numWant;
        int want6 = numWant;
        if (have4 + have6 > numWant) {
            want6 = (int) ((long) numWant * have6 / (have4 + have6));
            want4 = numWant - want6;
        }
        Choice choice4 = new Choice(four, noSeeds, own == four ? asker : -1, loopback, want4, withIds, random.get());
        if (six.count() == 0) {
            return PeerList.ofPacked(choice4.endpoints, new byte[0], choice4.ids);
        }
        Choice choice6 = new Choice(six, noSeeds, own == six ? asker : -1, loopback, want6, withIds, random.get());
        byte[] ids = Arrays.copyOf(choice4.ids, choice4.ids.length + choice6.ids.length);
        System.arraycopy(choice6.ids, 0, ids, choice4.ids.length, choice6.ids.length);
        return PeerList.ofPacked(choice4.endpoints, choice6.endpoints, ids);
    }

    /**
     * A random choice of rows. The rows are walked from a random start in steps that share no divisor with their number: every
     * row is met once at most, each is equally likely to be taken, neighbours in the table do not always travel together, and
     * nothing is allocated but the result.
     */
    private static final class Choice {
        private byte[] endpoints;
        private byte[] ids;

        Choice(
                PeerTable table,
                boolean noSeeds,
                int asker,
                boolean loopback,
                int want,
                boolean withIds,
                Random random) {
            int first = noSeeds ? table.seeds() : 0;
            int rows = table.count() - first;
            int most = Math.min(want, rows - (asker >= first ? 1 : 0));
            int width = table.width();
            endpoints = new byte[most * width];
            ids = new byte[withIds ? most * PeerId.LENGTH : 0];
            if (most == 0) {
                return;
            }
            int step = rows == 1 ? 1 : coprime(random, rows);
            int at = random.nextInt(rows);
            int taken = 0;
            for (int met = 0; met < rows && taken < most; met++) {
                int row = first + at;
                if (row != asker && (loopback || !table.isLoopback(row))) {
                    table.endpoint(row, endpoints, taken * width);
                    if (withIds) {
                        table.id(row, ids, taken * PeerId.LENGTH);
                    }
                    taken++;
                }
                at += step - rows;
                at += rows & at >> 31;
            }
            if (taken < most) {
                endpoints = Arrays.copyOf(endpoints, taken * width);
                ids = Arrays.copyOf(ids, withIds ? taken * PeerId.LENGTH : 0);
            }
        }

        private static int coprime(Random random, int rows) {
            while (true) {
                int step = 1 + random.nextInt(rows - 1);
                int a = rows;
                int b = step;
                while (b != 0) {
                    int rest = a % b;
                    a = b;
                    b = rest;
                }
                if (a == 1) {
                    return step;
                }
            }
        }
    }

    void expire(int now, int lifetime) {
        four.expire(now, lifetime);
        six.expire(now, lifetime);
    }

    boolean isEmpty() {
        return four.count() + six.count() == 0;
    }

    /** Whether nothing is left worth remembering. */
    boolean isForgettable(int now, int memoryTicks) {
        return isEmpty() && (downloaded == 0 && traffic.isZero() || now - lastAnnounceAt > memoryTicks);
    }
}
