package torrentkit.simulation;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import torrentkit.downloader.work.WorkQueue;
import torrentkit.piece.Bitfield;
import torrentkit.seeder.origin.OriginPolicy;
import torrentkit.seeder.upload.UploadSlots;

/** A member of the simulated swarm: a download that passes on what it has; or the origin, or an adversary, without a work queue. */
final class SimulatedPeer {
    private final SwarmRun run;
    private final int number;
    private final PeerPlan plan;
    private final Bitfield have;
    private final WorkQueue queue;
    private final Workbench workbench;
    private final OriginPolicy<SimulatedPeer> originPolicy;
    private final UploadSlots slots;
    private final Uplink uplink;
    private final Downlink downlink;
    private final Map<Integer, Neighbour> neighbours = new LinkedHashMap<>();
    private final Acquaintances acquaintances;
    private final int mostConnections;
    private boolean present;
    private boolean waking;
    private long verifierFreeAt;
    private long verifyingBytes;
    private long verifiedBytes;
    private long finishedAt = -1;
    private int banned;

    /** @param number 0 for the origin */
    SimulatedPeer(SwarmRun run, int number, PeerPlan plan, Random random) {
        this.run = run;
        this.number = number;
        this.plan = plan;
        Tuning tuning = run.tuning();
        int pieces = run.layout().pieceCount();
        boolean origin = number == 0;
        boolean downloads = !origin && plan.conduct().isHonest();
        have = downloads ? new Bitfield(pieces) : Bitfield.full(pieces);
        queue = downloads ? queue(random) : null;
        workbench = downloads ? new Workbench(run, queue) : null;
        originPolicy = origin && tuning.of(Knob.ORIGIN_POLICY) > 0 ? originPolicy(random) : null;
        slots = new UploadSlots(tuning.count(origin ? Knob.ORIGIN_SLOTS : Knob.UPLOAD_SLOTS), random);
        mostConnections = tuning.count(origin ? Knob.ORIGIN_PEERS : Knob.ACCEPTED_PEERS);
        double payload = tuning.of(Knob.PAYLOAD_PERCENT) / 100 / 8;
        uplink = new Uplink(run.agenda(), plan.up() * payload, tuning.count(Knob.UPLOAD_TURNS));
        downlink = new Downlink(plan.down() * payload);
        acquaintances = new Acquaintances(this, random);
    }

    private OriginPolicy<SimulatedPeer> originPolicy(Random random) {
        OriginPolicy<SimulatedPeer> policy =
                new OriginPolicy<>(run.layout(), () -> run.agenda().now(), random);
        if (run.tuning().of(Knob.MAX_COPIES) > 0) {
            policy.maxCopies(run.tuning().of(Knob.MAX_COPIES));
        }
        return policy;
    }

    private WorkQueue queue(Random random) {
        Bitfield all = Bitfield.full(have.size());
        return run.tuning().of(Knob.RAREST_FIRST) > 0
                ? WorkQueue.rarestFirst(run.layout(), have, all, random)
                : WorkQueue.inOrder(run.layout(), have, all);
    }

    SwarmRun run() {
        return run;
    }

    int number() {
        return number;
    }

    PeerPlan plan() {
        return plan;
    }

    /** Null when it wants nothing. */
    WorkQueue queue() {
        return queue;
    }

    /** Null for all but an origin that has one. */
    OriginPolicy<SimulatedPeer> originPolicy() {
        return originPolicy;
    }

    UploadSlots slots() {
        return slots;
    }

    Uplink uplink() {
        return uplink;
    }

    Downlink downlink() {
        return downlink;
    }

    boolean has(int piece) {
        return have.has(piece);
    }

    /** Pieces that it lacks. */
    int missing() {
        return have.size() - have.count();
    }

    boolean isComplete() {
        return have.isFull();
    }

    /** What it says that it has; not a copy. */
    Bitfield shown() {
        return have;
    }

    boolean isPresent() {
        return present;
    }

    /** Nanoseconds since the start of the simulation; −1 when it is not complete, or was from the start. */
    long finishedAt() {
        return finishedAt;
    }

    int banned() {
        return banned;
    }

    long verifiedBytes() {
        return verifiedBytes;
    }

    /** Bytes that have arrived of pieces that are not verified yet. */
    long unverifiedBytes() {
        return verifyingBytes + (workbench == null ? 0 : workbench.unfinishedBytes());
    }

    /** Begins. */
    void start(Random random) {
        present = true;
        long phase = (long) (random.nextDouble() * Agenda.SECOND);
        run.agenda().after(1000 * run.tuning().nanos(Knob.ROUND_S), this::deal);
        if (queue != null || originPolicy != null) {
            run.agenda().after(phase, this::second);
        }
        if (number > 0) {
            acquaintances.start();
        }
    }

    private void deal() {
        if (present) {
            slots.deal();
            run.agenda().after(1000 * run.tuning().nanos(Knob.ROUND_S), this::deal);
        }
    }

    private void second() {
        if (present && finishedAt < 0) {
            for (Neighbour neighbour : neighbours.values()) {
                if (originPolicy != null) {
                    if (neighbour.upload() != null) {
                        neighbour.upload().guide().tick();
                    }
                } else {
                    neighbour.download().tick();
                }
            }
            if (queue != null) {
                acquaintances.second();
            }
            run.agenda().after(Agenda.SECOND, this::second);
        }
    }

    int connections() {
        return neighbours.size();
    }

    boolean isConnectedTo(SimulatedPeer other) {
        return neighbours.containsKey(other.number);
    }

    /** Whether another connection is taken. */
    boolean accepts(SimulatedPeer other) {
        return present
                && neighbours.size() < mostConnections
                && !acquaintances.isBanned(other.number)
                && !(isComplete() && other.isComplete());
    }

    void enter(Neighbour neighbour) {
        neighbours.put(neighbour.peer().number, neighbour);
    }

    private void part(Neighbour neighbour) {
        SimulatedPeer other = neighbour.peer();
        neighbours.remove(other.number);
        neighbour.close();
        Neighbour back = other.neighbours.remove(number);
        back.close();
        acquaintances.parted(other.number);
        other.acquaintances.parted(number);
    }

    Assembly assembly(int piece) {
        return workbench.find(piece);
    }

    Assembly begin(int piece) {
        return workbench.begin(piece);
    }

    void leave(Assembly piece, Download download, boolean keep) {
        workbench.leave(piece, download, keep);
    }

    /** All blocks of a piece are there: hashes and writes it, one piece after the other. */
    void deliver(Assembly piece) {
        workbench.deliver(piece);
        verifyingBytes += piece.bytes();
        long nanos = (long) (piece.bytes() / (run.tuning().of(Knob.VERIFY_MIB_S) * (1 << 20)) * Agenda.SECOND);
        verifierFreeAt = Math.max(verifierFreeAt, run.agenda().now()) + nanos;
        run.agenda().at(verifierFreeAt, () -> judge(piece));
    }

    private void judge(Assembly piece) {
        verifyingBytes -= piece.bytes();
        if (!present) {
            run.wasted(piece.bytes());
        } else if (Workbench.isRight(piece)) {
            List<Download> liars = workbench.right(piece);
            complete(piece);
            liars.forEach(this::ban);
        } else {
            run.wasted(piece.bytes());
            queue.refuse(piece.piece());
            workbench.wrong(piece).forEach(this::ban);
            workReturned();
        }
    }

    private void ban(Download from) {
        for (Neighbour neighbour : List.copyOf(neighbours.values())) {
            if (neighbour.download() == from) {
                banned++;
                acquaintances.ban(neighbour.peer().number);
                part(neighbour);
            }
        }
    }

    private void complete(Assembly piece) {
        int index = piece.piece();
        have.set(index);
        verifiedBytes += piece.bytes();
        queue.complete(index);
        if (queue.isDone()) {
            finish();
        }
        if (have.count() >= plan.leavesAt() * have.size()) {
            leave();
        } else {
            run.agenda().after(run.tuning().nanos(Knob.HAVE_DELAY_MS), () -> tell(index));
        }
    }

    private void tell(int piece) {
        for (Neighbour neighbour : neighbours.values()) {
            if (neighbour.peer().queue != null) {
                neighbour.upload().receiver().remoteHas(piece);
            } else {
                guide(neighbour.download().source().guide(), piece);
            }
        }
    }

    private static void guide(OriginGuide guide, int piece) {
        if (guide != null) {
            guide.has(piece);
        }
    }

    /** Has everything: who has everything too is parted from. */
    private void finish() {
        finishedAt = run.agenda().now();
        acquaintances.finished();
        for (Neighbour neighbour : List.copyOf(neighbours.values())) {
            if (neighbour.download().isFromComplete()) {
                part(neighbour);
            }
        }
        run.finished(this);
    }

    private void leave() {
        List.copyOf(neighbours.values()).forEach(this::part);
        present = false;
        acquaintances.left();
    }

    @Override
    public boolean equals(Object other) {
        return this == other;
    }

    /** The same in every run, so that tables which policies keep by peer are walked in the same order. */
    @Override
    public int hashCode() {
        return number;
    }

    /** Pieces are to be had again: everybody looks for work. */
    void workReturned() {
        if (!waking && present) {
            waking = true;
            run.agenda().after(0, () -> {
                waking = false;
                for (Neighbour neighbour : new ArrayList<>(neighbours.values())) {
                    neighbour.download().wake();
                }
            });
        }
    }
}
