package torrentkit.tracker.swarm;

import java.util.Arrays;
import java.util.Random;
import java.util.function.Supplier;
import torrentkit.tracker.AnnounceEvent;
import torrentkit.tracker.AnnounceRequest;
import torrentkit.tracker.PeerList;
import torrentkit.tracker.SwarmCounts;
import torrentkit.tracker.SwarmTraffic;

/** One swarm: tables per address family. Not safe for threads: the owner is the shard's lock. Times are the store's {@link Ticks}. */
final class Swarm {
    /** Who is overdue may be named for so long yet: looking at each of those named would cost more than looking at all sometimes. */
    private static final int SWEEP = 10 * Ticks.PER_SECOND;

    private final Rules rules;
    private final ZonedTable four;
    private final ZonedTable six;
    private final TrafficSum traffic;
    private Zones zones;
    private int downloaded;
    private int bornAt;
    private int lastAnnounceAt;
    private int sweptAt;

    /**
     * What holds for every swarm of a store.
     *
     * @param secret unknown to peers
     * @param random whatever is left to chance
     */
    record Rules(SwarmLimits limits, IntervalPolicy intervals, long secret, Supplier<Random> random) {}

    /**
     * What the store knows of the moment of an announce.
     *
     * @param everybody peers of all swarms
     */
    record Moment(int now, Zones zones, int everybody) {}

    Swarm(Rules rules, Zones zones, int now) {
        this.rules = rules;
        this.zones = zones;
        this.traffic = new TrafficSum(rules.limits().bytesPerSecond());
        this.four =
                new ZonedTable(PeerList.WIDTH4, rules.secret(), zones.names().size());
        this.six = new ZonedTable(PeerList.WIDTH6, rules.secret(), zones.names().size());
        this.bornAt = now;
        this.lastAnnounceAt = now;
        this.sweptAt = now;
    }

    SwarmCounts counts() {
        int complete = four.size(PeerTable.SEEDER, PeerTable.SEEDER) + six.size(PeerTable.SEEDER, PeerTable.SEEDER);
        int all = four.size(PeerTable.SEEDER, PeerTable.IDLE) + six.size(PeerTable.SEEDER, PeerTable.IDLE);
        return new SwarmCounts(complete, all - complete, downloaded);
    }

    SwarmTraffic traffic() {
        return traffic.sum();
    }

    /** All peers, those that are silent too. */
    int peers() {
        return four.count() + six.count();
    }

    /** @param address 4 or 16 bytes */
    SwarmView announce(AnnounceRequest request, byte[] address, boolean loopback, Wish wish, Moment moment) {
        int now = moment.now();
        prepare(moment);
        if (four.size(PeerTable.SEEDER, PeerTable.IDLE) + six.size(PeerTable.SEEDER, PeerTable.IDLE) == 0) {
            bornAt = now;
        }
        lastAnnounceAt = now;
        int zone = zones.of(address);
        ZonedTable family = family(address);
        PeerTable own = family.getOrCreate(zone);
        byte[] endpoint = endpoint(address, request.port());
        int row = own.find(endpoint);
        boolean moving = row < 0 || own.hasMoved(row, request.totals());
        boolean loading = row < 0 || own.hasLoaded(row, request.totals());
        SwarmTraffic moved = row < 0 ? SwarmTraffic.NONE : own.account(row, request.totals(), traffic, now);
        boolean seed = request.totals().complete();
        if (request.event() == AnnounceEvent.STOPPED) {
            if (row >= 0) {
                own.remove(row);
            }
            return view(request, PeerList.EMPTY, false, 0, moment, moved);
        }
        if (request.event() == AnnounceEvent.COMPLETED && seed && !(row >= 0 && own.isSeed(row))) {
            downloaded++;
        }
        if (row >= 0) {
            boolean regular = request.event() == AnnounceEvent.NONE;
            row = own.renew(row, request.peerId().bytes(), seed, moving, regular, now);
        } else if (request.port() != 0
                && family.count() < rules.limits().peersPerSwarm()
                && (loopback || own.countOfAddress(endpoint) < rules.limits().peersPerAddress())) {
            row = own.add(endpoint, request.peerId().bytes(), seed, request.totals(), now);
        }
        boolean origin =
                wish.origin() && request.wantsSeeds() && wish.numWant() > 0 && mayLoad(own, zone, row, loading);
        int want = wish.numWant() - (origin ? 1 : 0);
        Asker asker = new Asker(family, zone, row, !request.wantsSeeds(), loopback);
        PeerList peers = wish.ownFamily()
                ? new PeerChoice(asker, rules.random().get()).ofOwnFamily(want)
                : new PeerChoice(asker, rules.random().get()).ofBoth(four, six, want, !request.compact());
        SwarmView view = view(request, peers, origin, row < 0 ? 0 : own.told(row), moment, moved);
        if (row >= 0) {
            own.tell(row, view.intervalSeconds(), now);
        }
        return view;
    }

    /**
     * Who asks.
     *
     * @param row in the table of its family and zone, or -1
     * @param noSeeds whether seeders are of no use to it
     */
    record Asker(ZonedTable family, int zone, int row, boolean noSeeds, boolean loopback) {}

    private void prepare(Moment moment) {
        if (zones != moment.zones()) {
            zones = moment.zones();
            four.rezone(zones);
            six.rezone(zones);
        }
        if (moment.now() - sweptAt > SWEEP) {
            expire(moment.now(), Ticks.of(rules.limits().lifetime()));
        }
    }

    private SwarmView view(
            AnnounceRequest request, PeerList peers, boolean origin, int told, Moment moment, SwarmTraffic moved) {
        SwarmCounts counts = counts();
        int age = (moment.now() - bornAt) / Ticks.PER_SECOND;
        int seconds = rules.intervals()
                .seconds(
                        new IntervalPolicy.Situation(
                                counts, age, moment.everybody(), request.wantsSeeds(), peers.size(), told),
                        rules.random().get().nextDouble());
        return new SwarmView(
                counts, age, peers, origin, seconds, rules.intervals().least(seconds), moved);
    }

    /** Whether a leecher is told of the origin, as {@link OriginSlots} has it; it may take a place by that. */
    private boolean mayLoad(PeerTable own, int zone, int row, boolean loading) {
        if (zones.isEmpty() || row < 0 || own.isSeed(row) || own.isOrigin(row)) {
            return true;
        }
        int holders = origins(four.get(zone)) + origins(six.get(zone));
        int leechers = leechers(four.get(zone)) + leechers(six.get(zone));
        boolean place = holders < OriginSlots.of(zones.names().size() + 1, leechers);
        return place && own.giveOrigin(row) || !loading || holders == 0;
    }

    private static int origins(PeerTable table) {
        return table == null ? 0 : table.origins();
    }

    private static int leechers(PeerTable table) {
        return table == null ? 0 : table.end(PeerTable.LEECHER) - table.begin(PeerTable.LEECHER);
    }

    private ZonedTable family(byte[] address) {
        return address.length == 4 ? four : six;
    }

    private static byte[] endpoint(byte[] address, int port) {
        byte[] endpoint = Arrays.copyOf(address, address.length + 2);
        endpoint[address.length] = (byte) (port >> 8);
        endpoint[address.length + 1] = (byte) port;
        return endpoint;
    }

    /** @param address 4 or 16 bytes */
    int leechers(byte[] address, Moment moment) {
        prepare(moment);
        PeerTable own = family(address).get(zones.of(address));
        return own == null ? 0 : own.leechersAt(endpoint(address, 0));
    }

    /** @param address 4 or 16 bytes */
    void drop(byte[] address, int port) {
        PeerTable own = family(address).get(zones.of(address));
        int row = own == null ? -1 : own.find(endpoint(address, port));
        if (row >= 0) {
            own.remove(row);
        }
    }

    void expire(int now, int lifetime) {
        sweptAt = now;
        four.expire(now, lifetime);
        six.expire(now, lifetime);
    }

    boolean isEmpty() {
        return peers() == 0;
    }

    /** Whether nothing is left worth remembering. */
    boolean isForgettable(int now, int memoryTicks) {
        return isEmpty() && (downloaded == 0 && traffic.isZero() || now - lastAnnounceAt > memoryTicks);
    }
}
