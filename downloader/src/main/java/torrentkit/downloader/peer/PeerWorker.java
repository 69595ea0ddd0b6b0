package torrentkit.downloader.peer;

import io.netty.buffer.ByteBuf;
import java.net.InetSocketAddress;
import java.util.OptionalInt;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.LongSupplier;
import torrentkit.downloader.work.Suggestions;
import torrentkit.downloader.work.Worker;
import torrentkit.peer.BlockReceiver;
import torrentkit.peer.PeerSession;
import torrentkit.piece.Bitfield;
import torrentkit.piece.Block;
import torrentkit.wire.PeerMessage;

/**
 * The download half of a connection: the worker for one peer. It takes a piece that the peer has, keeps enough requests in flight, and
 * takes the next; several pieces are under assembly when the window spans them, and others may bring blocks of the same. Belongs to the
 * connection's event loop, but for the {@link Worker} and {@link Contributor} answers.
 */
public final class PeerWorker implements BlockReceiver, Worker, Contributor {
    /** Between two looks for something to do when every piece is begun: whoever waits may be the one that ends the download. */
    private static final long LOOK_AGAIN = 200_000_000L;

    private final PeerSession session;
    private final Workplace workplace;
    private final LongSupplier clock;
    private final Hints hints;
    private final Patience patience;
    private final Refusals refusals = new Refusals();
    private final Requester requester;
    private volatile boolean theyChoke = true; // written on the event loop, like all that others may read
    private volatile boolean weAreInterested;
    private boolean counted;
    private boolean closed;
    private boolean lookingAgain;
    private volatile boolean suspect;
    private volatile long downloadedBytes;
    private volatile int remoteCount;

    /** @param clock monotonic time in nanoseconds, from any origin but never negative */
    public PeerWorker(PeerSession session, Workplace workplace, LongSupplier clock) {
        this.session = session;
        this.workplace = workplace;
        this.clock = clock;
        this.hints = new Hints(session.layout().pieceCount());
        this.patience = new Patience(clock);
        this.requester = new Requester(this, workplace, clock, hints, patience, () -> {
            patience.progress(clock.getAsLong()); // the wait was ours: nobody shall take it for a stall
            request();
        });
    }

    public PeerSession session() {
        return session;
    }

    /** Bytes of blocks that this peer sent. Any thread. */
    public long downloadedBytes() {
        return downloadedBytes;
    }

    /** Whether the peer lets us not ask. Any thread. */
    public boolean isChoked() {
        return theyChoke;
    }

    /** Whether the peer has something that we want. Any thread. */
    public boolean isInterested() {
        return weAreInterested;
    }

    /** The piece that it has been at longest; empty when it has no work. Any thread. */
    public OptionalInt piece() {
        return requester.oldestPiece();
    }

    /** Pieces that the peer has, as of a second ago. Any thread. */
    public int remoteCount() {
        return remoteCount;
    }

    @Override
    public void opened() {
        requester.obeyQueue();
    }

    @Override
    public void remotePieces(Bitfield pieces) {
        counted = true;
        remoteCount = pieces.count();
        workplace.queue().peerHas(pieces);
        reconsiderInterest();
    }

    @Override
    public void remoteHas(int index) {
        if (counted) {
            workplace.queue().peerHas(index, session.remotePieces());
        } else {
            counted = true;
            workplace.queue().peerHas(session.remotePieces());
        }
        if (!weAreInterested) {
            reconsiderInterest();
        }
    }

    @Override
    public void choked() {
        if (!theyChoke) {
            theyChoke = true;
            patience.choked(clock.getAsLong());
            if (!session.fast()) { // with BEP 6 each request is rejected or answered, without it all are void
                requester.forget();
            }
            requester.turn().end();
        }
    }

    @Override
    public void unchoked() {
        theyChoke = false;
        patience.unchoked(clock.getAsLong());
        requester.obeyQueue(); // told before, as a rule: the first requests obey it
    }

    @Override
    public void received(Block block, ByteBuf data) {
        workplace.downloaded(block.length());
        downloadedBytes += block.length();
        if (requester.received(block, data)) {
            refusals.none();
        }
    }

    @Override
    public void rejected(Block block) {
        Share share = requester.rejected(block);
        if (share == null) {
            return;
        }
        long now = clock.getAsLong();
        if (theyChoke) {
            hints.refusedAllowed(block.index());
            return;
        }
        boolean others = hints.refusedChoice(now);
        if (!others) { // it has the piece, lets us ask and says no: too much to do, or not willing
            refusals.pause(now);
        }
        if (others || share.received() == 0 || refusals.areTooMany()) {
            requester.giveBack(share);
        }
    }

    @Override
    public void allowedFast(int index) {
        hints.allowed(index);
    }

    @Override
    public void suggested(int index) {
        long now = clock.getAsLong();
        hints.suggested(index, now);
        refusals.lift(now);
    }

    @Override
    public void burstEnded() {
        request();
    }

    @Override
    public void tick() {
        long now = clock.getAsLong();
        remoteCount = session.remotePieces().count();
        requester.tick(now);
        boolean waits = requester.inFlight() > 0;
        boolean idle = theyChoke || !requester.turn().isTaken();
        if (waits && patience.isLost(now, requester.oldestSent(), isWaitedFor())) {
            requester.collapse();
            requester.giveAllBack();
            refusals.pause(now);
        } else if (idle && patience.isOver(now, refusals.pausedUntil(), suspect)) {
            requester.giveBackIdle(theyChoke);
        } else if (waits && !requester.turn().isHeld() && patience.snubs()) {
            requester.snub();
        }
        reconsiderInterest();
        if (counted && !weAreInterested && isOfNoUse()) {
            session.connection().close("it wants nothing and has nothing that we lack");
        } else {
            request();
        }
    }

    /** Whether silence is to be borne for a shorter time: the peer used to be quick, or keeps memory from others. */
    private boolean isWaitedFor() {
        return requester.isQuick() || workplace.memory().isShort();
    }

    /** Whether the peer downloads nothing (BEP 21), or nothing more. */
    private boolean isOfNoUse() {
        return session.remotePieces().isFull()
                || session.extensions().map(told -> told.uploadOnly()).orElse(false);
    }

    @Override
    public void closed() {
        closed = true;
        requester.forget();
        requester.giveAllBack();
        requester.turn().end();
        if (counted) {
            workplace.queue().peerGone(session.remotePieces());
        }
        workplace.left(this);
    }

    /** Looks for work again, since something may have changed. Called on the event loop; the caller flushes. */
    public void wake() {
        if (!closed) {
            reconsiderInterest();
            request();
        }
    }

    @Override
    public InetSocketAddress remote() {
        return session.connection().remote();
    }

    @Override
    public void unneeded(PieceAssembly piece, int number) {
        onLoop(() -> requester.cancel(piece, number));
    }

    @Override
    public void unneeded(PieceAssembly piece) {
        onLoop(() -> requester.drop(piece));
    }

    private void onLoop(Runnable task) {
        try {
            session.connection().execute(() -> {
                if (!closed) {
                    task.run();
                    request();
                    session.connection().flush();
                }
            });
        } catch (RejectedExecutionException e) {
            return; // the loop has ended, and the connection with it
        }
    }

    @Override
    public void suspected() {
        suspect = true;
    }

    @Override
    public void trusted() {
        suspect = false;
    }

    @Override
    public void poisoned(int index) {
        workplace.poisoned(this, index);
    }

    @Override
    public long nanosToAnswer() {
        return requester.nanosToAnswer();
    }

    @Override
    public long nanosToFinish() {
        return requester.nanosToFinish();
    }

    @Override
    public long nanosFor(long bytes) {
        return requester.nanosFor(bytes);
    }

    @Override
    public boolean findsWorkIn(int index) {
        return workplace.assemblies().hasWork(index, this, requester.patienceWithOthers());
    }

    @Override
    public boolean isSuspect() {
        return suspect;
    }

    @Override
    public Suggestions suggestions() {
        return hints.suggestions();
    }

    private void request() {
        boolean mayAsk = !theyChoke || hints.allowsSome();
        if (closed || !mayAsk || refusals.isPaused(clock.getAsLong()) || !requester.hasTurn(weAreInterested)) {
            requester.turn().end();
            return;
        }
        requester.fill(theyChoke, weAreInterested);
        if (!theyChoke
                && weAreInterested
                && requester.isIdle()
                && !lookingAgain
                && workplace.queue().isEnding()) {
            lookingAgain = true;
            session.connection().executeAfter(LOOK_AGAIN, () -> {
                lookingAgain = false;
                wake();
                session.connection().flush();
            });
        }
    }

    private void reconsiderInterest() {
        boolean interested = workplace.queue().wants(session.remotePieces());
        if (interested != weAreInterested) {
            weAreInterested = interested;
            session.connection()
                    .write(interested ? PeerMessage.Interested.INSTANCE : PeerMessage.NotInterested.INSTANCE);
        }
    }
}
