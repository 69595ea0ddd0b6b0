package torrentkit.simulation;

import java.util.ArrayList;
import java.util.List;
import torrentkit.downloader.work.Assignment;
import torrentkit.downloader.work.Worker;
import torrentkit.piece.Bitfield;

/**
 * What one peer receives from another: the model of the product's worker for a peer. It asks the product's work queue what to fetch,
 * keeps requests in flight, and gives up on who does not answer.
 */
final class Download implements Worker {
    private static final long ANSWER_TIMEOUT = 30 * Agenda.SECOND;
    private static final long MIN_ANSWER_TIMEOUT = 5 * Agenda.SECOND;
    private static final long CHOKED_PATIENCE = 12 * Agenda.SECOND;
    private static final long SILENCE = 3 * Agenda.SECOND;
    private static final long GUIDED = 2 * Agenda.SECOND;
    private static final int QUICK = 64 * 1024; // bytes per second

    private final SimulatedPeer owner;
    private final Upload source;
    private final Bitfield remote;
    private final List<Assembly> assemblies = new ArrayList<>(2);
    private final RequestDepth depth;
    private Bitfield suggested; // null as long as nothing was
    private long lastSuggestion;
    private boolean choked = true;
    private boolean interested;
    private boolean idle; // found no work when it last asked
    private boolean closed;
    private int inFlight;
    private long chokedSince;
    private long lastBlock;
    private long lastProgress;
    private long pausedUntil;
    private int refusals;
    private long receivedBytes;
    private double pace;

    /** @param pieces that the other has; copied */
    Download(SimulatedPeer owner, Upload source, Bitfield pieces) {
        this.owner = owner;
        this.source = source;
        this.remote = pieces.copy();
        this.depth =
                new RequestDepth(owner.run().tuning(), owner.run().scenario().blockBytes(), now());
    }

    void open() {
        owner.queue().peerHas(remote);
        reconsiderInterest();
    }

    SimulatedPeer owner() {
        return owner;
    }

    long receivedBytes() {
        return receivedBytes;
    }

    boolean isFromComplete() {
        return remote.isFull();
    }

    void remoteHas(int piece) {
        if (closed || !remote.set(piece)) {
            return;
        }
        owner.queue().peerHas(piece, remote);
        if (!owner.has(piece)) {
            idle = false;
            reconsiderInterest();
            request();
        }
    }

    /** The other would have us take this piece from it. */
    void suggested(int piece) {
        if (suggested == null) {
            suggested = new Bitfield(remote.size());
        }
        lastSuggestion = now();
        if (!owner.has(piece)) {
            suggested.set(piece);
            idle = false;
            request();
        }
    }

    /** The other learns that we have one more piece. */
    void tellSource(int piece) {
        if (source.guide() != null && !closed) {
            source.guide().has(piece);
        }
    }

    void choked() {
        choked = true;
        chokedSince = now();
    }

    void unchoked() {
        choked = false;
        lastBlock = now();
        request();
    }

    void received(Transfer transfer) {
        receivedBytes += transfer.bytes();
        owner.downlink().received(transfer.bytes());
        inFlight--;
        Assembly assembly = find(transfer.piece());
        if (closed || assembly == null || !assembly.put(transfer.block())) {
            owner.run().wasted(transfer.bytes());
            request();
            return;
        }
        refusals = 0;
        lastBlock = now();
        lastProgress = lastBlock;
        depth.received(transfer.bytes(), now() - transfer.askedAt());
        if (assembly.isComplete()) {
            assemblies.remove(assembly);
            if (owner.queue().deliver(assembly.piece(), this)) {
                owner.verify(assembly, this);
            } else {
                discard(assembly);
            }
        }
        request();
    }

    void refused(Transfer transfer) {
        inFlight--;
        Assembly assembly = find(transfer.piece());
        if (assembly == null) {
            return;
        }
        assembly.unask(transfer.block());
        if (!choked) {
            pause();
            if (assembly.receivedBytes() == 0 || refusals > 3) {
                giveBack(assembly);
            }
        }
    }

    /** Another's copy of this piece turned out good. */
    void abandon(int piece) {
        Assembly assembly = find(piece);
        if (assembly != null) {
            assemblies.remove(assembly);
            inFlight -= source.cancel(piece);
            discard(assembly);
            request();
        }
    }

    void wake() {
        idle = false;
        reconsiderInterest();
        request();
    }

    /** A second is over. */
    void tick() {
        if (inFlight > 0) {
            depth.tick(now());
            pace = depth.pace(now());
        }
        if (choked && now() - chokedSince > CHOKED_PATIENCE) {
            giveAllBack();
        } else if (inFlight > 0
                && now() - Math.max(lastBlock, lastProgress) > (pace > QUICK ? MIN_ANSWER_TIMEOUT : ANSWER_TIMEOUT)) {
            depth.collapse();
            pace = 0;
            giveAllBack();
            pause();
        }
        wake();
    }

    void close() {
        if (!closed) {
            closed = true;
            giveAllBack();
            owner.queue().peerGone(remote);
        }
    }

    @Override
    public boolean isAt(int index) {
        return find(index) != null;
    }

    @Override
    public long nanosFor(long bytes) {
        return pace <= 0 ? Long.MAX_VALUE : (long) (bytes / pace * Agenda.SECOND);
    }

    @Override
    public long nanosToFinish() {
        if (now() - lastProgress > SILENCE) {
            return Long.MAX_VALUE;
        }
        long missing = 0;
        for (Assembly assembly : assemblies) {
            missing += assembly.missingBytes();
        }
        return pace <= 0 ? 0 : (long) (missing / pace * Agenda.SECOND);
    }

    private void request() {
        if (choked || closed || idle || now() < pausedUntil) {
            return;
        }
        while (inFlight < depth.blocks()) {
            Assembly assembly = firstWithBlocksToAsk();
            if (assembly == null && interested) {
                assembly = takePiece();
            }
            if (assembly == null) {
                idle = true;
                return;
            }
            int block = assembly.ask();
            inFlight++;
            source.requested(new Transfer(this, assembly.piece(), block, assembly.blockLength(block), now()));
        }
    }

    private Assembly takePiece() {
        boolean guided = suggested != null && now() - lastSuggestion < GUIDED;
        if (!(owner.queue().take(guided ? suggested : remote, this) instanceof Assignment.Take take)) {
            return null;
        }
        if (suggested != null) {
            suggested.clear(take.index());
        }
        Assembly assembly = new Assembly(
                take.index(),
                owner.run().layout().pieceLength(take.index()),
                owner.run().scenario().blockBytes());
        assemblies.add(assembly);
        lastProgress = now();
        return assembly;
    }

    private void pause() {
        if (now() >= pausedUntil) {
            pausedUntil = now() + Math.min(60 * Agenda.SECOND, Agenda.SECOND << Math.min(refusals, 6));
            refusals++;
        }
    }

    private void giveAllBack() {
        inFlight -= source.forget(); // what is on its way still comes
        for (Assembly assembly : List.copyOf(assemblies)) {
            giveBack(assembly);
        }
    }

    private void giveBack(Assembly assembly) {
        assemblies.remove(assembly);
        owner.queue().giveBack(assembly.piece(), this);
        discard(assembly);
    }

    private void discard(Assembly assembly) {
        owner.run().wasted(assembly.receivedBytes());
        owner.workReturned();
    }

    private void reconsiderInterest() {
        boolean wants = !closed && owner.queue().wants(remote);
        if (wants != interested) {
            interested = wants;
            if (wants) {
                source.interested();
            } else {
                source.notInterested();
            }
        }
    }

    /** Bytes of pieces that are not complete. */
    int unfinishedBytes() {
        int bytes = 0;
        for (Assembly assembly : assemblies) {
            bytes += assembly.receivedBytes();
        }
        return bytes;
    }

    /** Whether what comes from here is wrong. */
    boolean isPoisoned() {
        return source.isPoisoned();
    }

    private Assembly find(int piece) {
        for (Assembly assembly : assemblies) {
            if (assembly.piece() == piece) {
                return assembly;
            }
        }
        return null;
    }

    private Assembly firstWithBlocksToAsk() {
        for (Assembly assembly : assemblies) {
            if (assembly.hasBlocksToAsk()) {
                return assembly;
            }
        }
        return null;
    }

    private long now() {
        return owner.run().agenda().now();
    }
}
