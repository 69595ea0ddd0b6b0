package torrentkit.simulation;

import torrentkit.downloader.work.Assignment;
import torrentkit.downloader.work.Suggestions;
import torrentkit.downloader.work.Worker;
import torrentkit.piece.Bitfield;
import torrentkit.piece.Block;

/**
 * What one peer receives from another: the model of the product's worker for a peer. It asks the product's work queue what to fetch,
 * keeps requests in flight, shares pieces with others, and gives up on who does not answer.
 */
final class Download implements Worker {
    private static final long SUGGESTING = 3 * Agenda.SECOND;
    private static final long REFUSED = Agenda.SECOND;
    private static final int UNSUGGESTED = 2 * Block.LENGTH; // bytes in flight where there is more to be suggested
    private static final long LOOK_AGAIN = Agenda.SECOND / 5;
    private static final int QUICK = 64 * 1024; // bytes per second

    private final SimulatedPeer owner;
    private final Upload source;
    private final Bitfield remote;
    private final Shares shares = new Shares();
    private final RequestDepth depth;
    private final Patience patience;
    private final Suggestions suggestions = new Suggestions();
    private long suggestingUntil;
    private long refusedUntil;
    private boolean choked = true;
    private boolean interested;
    private boolean idle; // found nothing to ask for when it last looked
    private boolean lookingAgain;
    private boolean suspect;
    private boolean closed;
    private int inFlight;
    private long receivedBytes;
    private double pace;

    /** @param pieces that the other has; copied */
    Download(SimulatedPeer owner, Upload source, Bitfield pieces) {
        this.owner = owner;
        this.source = source;
        this.remote = pieces.copy();
        this.depth = new RequestDepth(owner.run().tuning().count(Knob.MOST_REQUESTS), blockBytes(), now());
        this.patience = new Patience(owner.run().agenda());
    }

    void open() {
        owner.queue().peerHas(remote);
        reconsiderInterest();
    }

    SimulatedPeer owner() {
        return owner;
    }

    Upload source() {
        return source;
    }

    long receivedBytes() {
        return receivedBytes;
    }

    boolean isFromComplete() {
        return remote.isFull();
    }

    void remoteHas(int piece) {
        if (!closed && remote.set(piece)) {
            owner.queue().peerHas(piece, remote);
            if (!owner.has(piece)) {
                idle = false;
                reconsiderInterest();
                request();
            }
        }
    }

    /** The other would have us take this piece from it. */
    void suggested(int piece) {
        suggestions.add(piece);
        suggestingUntil = now() + SUGGESTING;
        refusedUntil = now();
        patience.lift();
        idle = false;
        request();
    }

    void choked() {
        choked = true;
        patience.choked();
    }

    void unchoked() {
        choked = false;
        idle = false;
        patience.unchoked();
        request();
    }

    void received(Transfer transfer) {
        receivedBytes += transfer.bytes();
        owner.downlink().received(transfer.bytes());
        inFlight--;
        Share share = shares.waitingFor(transfer.piece(), transfer.block());
        if (closed || share == null) {
            owner.run().wasted(transfer.bytes());
        } else {
            patience.answered();
            depth.received(transfer.bytes(), now() - transfer.askedAt(), now(), inFlight);
            share.answered(transfer.block());
            if (!share.assembly().put(this, transfer.block())) {
                owner.run().wasted(transfer.bytes());
            } else {
                share.brought();
                if (share.assembly().isComplete()) {
                    owner.deliver(share.assembly());
                }
            }
        }
        request();
    }

    /** The other will not send a block that it was asked for. */
    void refused(Transfer transfer) {
        inFlight--;
        Share share = shares.waitingFor(transfer.piece(), transfer.block());
        if (share == null) {
            return;
        }
        share.answered(transfer.block());
        share.assembly().unclaim(this, transfer.block());
        if (!choked) {
            boolean others = now() < suggestingUntil; // it has something else for us
            if (others) {
                refusedUntil = now() + REFUSED;
            } else {
                patience.pause();
            }
            if (others || share.received() == 0 || patience.areRefusalsTooMany()) {
                leave(share);
                owner.workReturned();
            }
        }
    }

    /** Another was faster with this block. */
    void unneeded(Assembly piece, int block) {
        Share share = shares.in(piece);
        if (share != null && share.isAsked(block)) {
            share.answered(block);
            inFlight -= source.cancel(piece.piece(), block) ? 1 : 0;
            requestSoon();
        }
    }

    /** The piece is complete. */
    void unneeded(Assembly piece) {
        Share share = shares.in(piece);
        if (share != null) {
            drop(share);
            requestSoon();
        }
    }

    private void requestSoon() {
        idle = false;
        owner.run().agenda().after(0, this::request);
    }

    void wake() {
        idle = false;
        reconsiderInterest();
        request();
    }

    /** A second is over. */
    void tick() {
        boolean waits = inFlight > 0;
        if (waits) {
            depth.tick(now(), owner.queue().isBehind(remote));
            pace = depth.pace(now());
        }
        if (choked && patience.isOver(suspect)) {
            giveAllBack();
        } else if (waits && patience.isLost(pace > QUICK)) {
            depth.collapse();
            pace = 0;
            giveAllBack();
            patience.pause();
        } else if (waits && patience.snubs()) {
            snub();
        }
        wake();
    }

    /** Others may be asked for what this one was asked for; its answers are still welcome. */
    private void snub() {
        shares.unclaim(this);
        owner.workReturned();
    }

    void close() {
        if (!closed) {
            closed = true;
            giveAllBack();
            owner.queue().peerGone(remote);
        }
    }

    /** Whether what comes from here is wrong. */
    boolean isPoisoned() {
        return source.isPoisoned();
    }

    void suspect(boolean how) {
        suspect = how;
    }

    long nanosToAnswer() {
        return nanosToBring((long) inFlight * blockBytes());
    }

    @Override
    public long nanosToFinish() {
        return nanosToBring(shares.missingBytes());
    }

    private long nanosToBring(long bytes) {
        return patience.isStalled() ? Long.MAX_VALUE : pace <= 0 ? 0 : nanosFor(bytes);
    }

    @Override
    public long nanosFor(long bytes) {
        return pace <= 0 ? Long.MAX_VALUE : (long) (bytes / pace * Agenda.SECOND);
    }

    @Override
    public boolean findsWorkIn(int index) {
        Assembly piece = owner.assembly(index);
        return piece != null && (piece.hasBlocksToAsk() || piece.hasSlower(this, patienceWithOthers()));
    }

    @Override
    public boolean isSuspect() {
        return suspect;
    }

    @Override
    public Suggestions suggestions() {
        return suggestions;
    }

    private long patienceWithOthers() {
        long mine = nanosFor((inFlight + 1L) * blockBytes());
        return mine == Long.MAX_VALUE ? mine - 1 : 2 * mine + Agenda.SECOND / 2;
    }

    private void request() {
        if (choked || closed || idle || patience.isPaused() || patience.isSnubbed(inFlight > 0)) {
            return;
        }
        while (inFlight < depth.blocks()) {
            Share share = shares.firstToAsk();
            if (share == null && interested) {
                share = takePiece();
            }
            if (share == null) {
                idle = true;
                repeat();
                leaveIdle();
                lookAgain();
                return;
            }
            ask(share, share.assembly().claim(this));
        }
    }

    /** Asks for what slower ones were asked for: the end of a download. */
    private void repeat() {
        for (Share share : shares.all()) {
            int block = 0;
            while (block >= 0 && inFlight < depth.blocks()) {
                block = share.assembly().repeat(this, patienceWithOthers());
                ask(share, block);
            }
        }
    }

    private void ask(Share share, int block) {
        if (block >= 0) {
            if (inFlight == 0) {
                patience.progress();
                depth.asked(now());
            }
            inFlight++;
            share.ask(block);
            source.requested(
                    new Transfer(this, share.piece(), block, share.assembly().blockLength(block), now()));
        }
    }

    /** Leaves the pieces where there is nothing to ask for and nothing to wait for. */
    private void leaveIdle() {
        shares.idle().forEach(this::leave);
    }

    private void lookAgain() {
        if (!lookingAgain
                && interested
                && inFlight < depth.blocks()
                && owner.queue().isEnding()) {
            lookingAgain = true;
            owner.run().agenda().after(LOOK_AGAIN, () -> {
                lookingAgain = false;
                wake();
            });
        }
    }

    private Share takePiece() {
        boolean mayChoose = !suggestions.isEmpty()
                || now() >= refusedUntil && (now() >= suggestingUntil || inFlight * blockBytes() < UNSUGGESTED);
        if (!mayChoose) {
            return null;
        }
        if (!(owner.queue().take(remote, this) instanceof Assignment.Take take)) {
            return null;
        }
        Share share = new Share(owner.begin(take.index()));
        share.assembly().join(this);
        shares.add(share);
        patience.progress();
        return share;
    }

    private void giveAllBack() {
        shares.all().forEach(this::leave);
        owner.workReturned();
    }

    private void leave(Share share) {
        drop(share);
        owner.leave(share.assembly(), this, !suspect);
    }

    private void drop(Share share) {
        shares.remove(share);
        for (int block = share.firstAsked(); block >= 0; block = share.firstAsked()) {
            share.answered(block);
            share.assembly().unclaim(this, block);
            inFlight -= source.cancel(share.piece(), block) ? 1 : 0;
        }
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

    private int blockBytes() {
        return owner.run().scenario().blockBytes();
    }

    private long now() {
        return owner.run().agenda().now();
    }
}
