package torrentkit.simulation;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import torrentkit.piece.TorrentLayout;

/** One run of a scenario: everything that its peers share. */
final class SwarmRun {
    private final Scenario scenario;
    private final TorrentLayout layout;
    private final Agenda agenda = new Agenda();
    private final List<SimulatedPeer> peers = new ArrayList<>();
    private final TrackerDesk tracker;
    private final double machineNanosPerByte;
    private long machineFreeAt;
    private long wastedBytes;
    private long bytesOnTheWay;
    private final List<Moment> moments = new ArrayList<>();
    private long unfinished;

    SwarmRun(Scenario scenario) {
        this.scenario = scenario;
        this.layout = scenario.layout();
        Random random = new Random(scenario.seed());
        tracker = new TrackerDesk(this, new Random(random.nextLong()));
        double machine = scenario.tuning().of(Knob.MACHINE_MIB_S) * (1 << 20);
        machineNanosPerByte = machine > 0 ? Agenda.SECOND / machine : 0;
        add(new PeerPlan(scenario.originUp(), 10 * scenario.originUp(), 0, 0, Conduct.HONEST, PeerPlan.NEVER), random);
        for (PeerPlan plan : scenario.peers()) {
            add(plan, random);
            unfinished += plan.mustFinish() ? 1 : 0;
        }
    }

    private void add(PeerPlan plan, Random random) {
        SimulatedPeer peer = new SimulatedPeer(this, peers.size(), plan, new Random(random.nextLong()));
        peers.add(peer);
        Random own = new Random(random.nextLong());
        agenda.at((long) ((plan.joins() + plan.startup()) * Agenda.SECOND), () -> peer.start(own));
    }

    private void second() {
        moments.add(Moment.of(this));
        agenda.after(Agenda.SECOND, this::second);
    }

    /** A moment of each second. */
    List<Moment> moments() {
        return moments;
    }

    Result toEnd() {
        second();
        long limit = (long) (scenario.limit() * Agenda.SECOND);
        while (unfinished > 0 && agenda.now() < limit && agenda.step()) {
            // the next event
        }
        return Result.of(this);
    }

    Scenario scenario() {
        return scenario;
    }

    Tuning tuning() {
        return scenario.tuning();
    }

    TorrentLayout layout() {
        return layout;
    }

    Agenda agenda() {
        return agenda;
    }

    TrackerDesk tracker() {
        return tracker;
    }

    SimulatedPeer peer(int number) {
        return peers.get(number);
    }

    List<SimulatedPeer> peers() {
        return peers;
    }

    /** Bytes that arrived and were of no use. */
    void wasted(int bytes) {
        wastedBytes += bytes;
    }

    /** Bytes that have left an uplink and are not through a downlink. */
    long bytesOnTheWay() {
        return bytesOnTheWay;
    }

    long wastedBytes() {
        return wastedBytes;
    }

    void finished(SimulatedPeer peer) {
        unfinished -= peer.plan().mustFinish() ? 1 : 0;
    }

    /** A block that has left an uplink comes to the other side. */
    void carry(Transfer transfer, SimulatedPeer to) {
        long delay = tuning().nanos(Knob.ROUND_TRIP_MS);
        machineFreeAt = Math.max(machineFreeAt, agenda.now()) + (long) (transfer.bytes() * machineNanosPerByte);
        long last = machineFreeAt + delay;
        long through = to.downlink().pass(transfer.bytes(), transfer.begunAt() + delay, last);
        bytesOnTheWay += transfer.bytes();
        agenda.at(through, () -> {
            bytesOnTheWay -= transfer.bytes();
            transfer.asker().received(transfer);
        });
    }
}
