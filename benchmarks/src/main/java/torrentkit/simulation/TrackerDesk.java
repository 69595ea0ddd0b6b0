package torrentkit.simulation;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Random;
import torrentkit.metainfo.InfoHash;
import torrentkit.tracker.AnnounceEvent;
import torrentkit.tracker.AnnounceRequest;
import torrentkit.tracker.PeerList;
import torrentkit.tracker.Totals;
import torrentkit.tracker.swarm.InMemorySwarmStore;
import torrentkit.tracker.swarm.SwarmLimits;
import torrentkit.tracker.swarm.SwarmView;
import torrentkit.tracker.swarm.Wish;
import torrentkit.wire.PeerId;

/** The tracker: the product's own swarm store in virtual time, asked by simulated peers. Peer n is 10.0.0.0 + n, on one port. */
final class TrackerDesk {
    private static final int PORT = 6881;
    private static final InfoHash TORRENT = InfoHash.of(new byte[20]);
    private static final PeerId ID = PeerId.of(new byte[20]);

    /**
     * @param peers numbers of the named ones, the origin's first
     * @param interval nanoseconds until the next announce
     * @param least nanoseconds before which no other is welcome
     */
    record Answer(int[] peers, long interval, long least) {}

    private final SwarmRun run;
    private final InMemorySwarmStore store;
    private final LoadMeter load = new LoadMeter();

    TrackerDesk(SwarmRun run, Random random) {
        this.run = run;
        this.store = new InMemorySwarmStore(
                SwarmLimits.defaults(), () -> run.agenda().now(), random);
    }

    Answer announce(SimulatedPeer peer, AnnounceEvent event) {
        load.count(run.agenda().now());
        long left = run.scenario().contentBytes() - peer.verifiedBytes();
        boolean complete = peer.isComplete() && peer.queue() != null;
        Totals totals = new Totals(peer.uplink().sentBytes(), peer.downlink().receivedBytes(), complete ? 0 : left);
        AnnounceRequest request = AnnounceRequest.of(TORRENT, ID, PORT, totals, event);
        int wanted = event == AnnounceEvent.STOPPED ? 0 : run.tuning().count(Knob.PEERS_NAMED);
        boolean originWanted = wanted > 0 && request.wantsSeeds();
        SwarmView view = store.announce(request, address(peer.number()), new Wish(wanted, false, originWanted));
        return new Answer(
                numbers(view.peers(), view.origin()),
                view.intervalSeconds() * Agenda.SECOND,
                view.leastSeconds() * Agenda.SECOND);
    }

    LoadMeter load() {
        return load;
    }

    private static InetAddress address(int number) {
        try {
            return InetAddress.getByAddress(
                    new byte[] {10, (byte) (number >> 16), (byte) (number >> 8), (byte) number});
        } catch (UnknownHostException e) {
            throw new IllegalStateException("four bytes are an address", e);
        }
    }

    private static int[] numbers(PeerList peers, boolean withOrigin) {
        byte[] packed = peers.packed4();
        int first = withOrigin ? 1 : 0; // the origin is number 0
        int[] numbers = new int[peers.count4() + first];
        for (int i = 0; i < peers.count4(); i++) {
            int at = i * PeerList.WIDTH4;
            numbers[first + i] = (packed[at + 1] & 0xff) << 16 | (packed[at + 2] & 0xff) << 8 | packed[at + 3] & 0xff;
        }
        return numbers;
    }
}
