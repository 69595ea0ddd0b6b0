package torrentkit.downloader.peer;

import io.netty.buffer.ByteBuf;
import java.util.OptionalInt;
import java.util.function.LongSupplier;
import torrentkit.downloader.work.Assignment;
import torrentkit.downloader.work.Worker;
import torrentkit.peer.BlockReceiver;
import torrentkit.peer.PeerSession;
import torrentkit.piece.Bitfield;
import torrentkit.piece.Block;
import torrentkit.piece.TorrentLayout;
import torrentkit.wire.PeerMessage;
import torrentkit.wire.ProtocolException;
import torrentkit.wire.ProtocolException.Violation;

/**
 * The download half of a connection: the worker for one peer. It takes a piece that the peer has, keeps enough requests in flight, hands
 * the full piece on and takes the next; several pieces are under assembly when the window spans them. One assembly is fed by one peer
 * only, so a wrong hash names its culprit. Belongs to the connection's event loop, but for the {@link Worker} answers.
 */
public final class PeerWorker implements BlockReceiver, Worker {
    /** Requests that a peer surely keeps when it does not tell (BEP 10, reqq: the field's usual default). */
    private static final int DEFAULT_QUEUE = 250;

    /** Requests in flight at most, whatever the peer keeps. */
    private static final int MAX_QUEUE = 500;

    private static final long SECOND = 1_000_000_000L;
    private static final long ANSWER_TIMEOUT = 30 * SECOND;
    private static final long MIN_ANSWER_TIMEOUT = 5 * SECOND;

    /** How long a worker that may not ask keeps its unfinished pieces: the peer may be back after one round of its choking. */
    private static final long CHOKED_PATIENCE = 12 * SECOND;

    /** Without a block for so long, a peer that has work counts as stalled, and others may share its pieces. */
    private static final long SILENCE = 3 * SECOND;

    private static final int MAX_UNASKED_BLOCKS = 1_000;

    private final PeerSession session;
    private final Workplace workplace;
    private final LongSupplier clock;
    private final TorrentLayout layout;
    private final Assemblies assemblies = new Assemblies();
    private final RequestsInFlight inFlight = new RequestsInFlight();
    private final RequestWindow window;
    private final Refusals refusals = new Refusals();
    private final Turn turn;
    private volatile boolean theyChoke = true; // written on the event loop, like all that others may read
    private volatile boolean weAreInterested;
    private boolean counted;
    private boolean closed;
    private long chokedSince;
    private long lastBlock;
    private int unasked;
    private volatile long downloadedBytes;
    private volatile double pace;
    private volatile long lastProgress;
    private volatile int remoteCount;

    /** @param clock monotonic time in nanoseconds, from any origin but never negative */
    public PeerWorker(PeerSession session, Workplace workplace, LongSupplier clock) {
        this.session = session;
        this.workplace = workplace;
        this.clock = clock;
        this.layout = session.layout();
        this.window = new RequestWindow(DEFAULT_QUEUE, clock.getAsLong());
        this.turn = new Turn(session.connection(), workplace, () -> {
            lastProgress = clock.getAsLong(); // the wait was ours: nobody shall take it for a stall
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
        return assemblies.oldest();
    }

    /** Pieces that the peer has, as of a second ago. Any thread. */
    public int remoteCount() {
        return remoteCount;
    }

    @Override
    public void opened() {
        obeyQueue();
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
            chokedSince = clock.getAsLong();
            if (!session.fast()) { // with BEP 6 each request is rejected or answered, without it all are void
                forgetRequests();
            }
            turn.end();
        }
    }

    @Override
    public void unchoked() {
        theyChoke = false;
        lastBlock = clock.getAsLong();
        obeyQueue(); // told before, as a rule: the first requests obey it
    }

    @Override
    public void received(Block block, ByteBuf data) {
        long now = clock.getAsLong();
        boolean whole = block.length() == layout.blockLength(block.index(), block.begin() / Block.LENGTH);
        long sent = whole ? inFlight.remove(block) : -1; // another length is no answer: that is still awaited
        workplace.downloaded(block.length());
        downloadedBytes += block.length();
        PieceAssembly assembly = sent < 0 ? null : assemblies.find(block.index());
        if (assembly == null) {
            workplace.wasted(block.length());
            if (sent < 0 && ++unasked > MAX_UNASKED_BLOCKS) {
                throw new ProtocolException(Violation.EXCESS, unasked + " blocks that nobody asked for");
            }
            return;
        }
        refusals.none();
        lastBlock = now;
        lastProgress = now;
        window.received(block.length(), now - sent);
        assembly.put(block, data);
        if (assembly.isComplete()) {
            assemblies.remove(assembly);
            if (workplace.queue().deliver(assembly.index(), this)) {
                workplace.deliver(assembly, this);
            } else {
                discard(assembly);
            }
        }
    }

    @Override
    public void rejected(Block block) {
        if (inFlight.remove(block) < 0) {
            return;
        }
        turn.unanswered(block.length());
        PieceAssembly assembly = assemblies.find(block.index());
        if (assembly == null) {
            return;
        }
        assembly.unrequest(block.begin() / Block.LENGTH);
        if (!theyChoke) { // it has the piece, lets us ask and says no: it may have too much to do, or not want to
            refusals.pause(clock.getAsLong());
            if (assembly.receivedBytes() == 0 || refusals.areTooMany()) {
                giveBack(assembly);
            }
        }
    }

    @Override
    public void allowedFast(int index) {
        // Requests wait for the unchoke, which a seeder with a free slot sends at once.
    }

    @Override
    public void suggested(int index) {
        // Rarest first decides.
    }

    @Override
    public void burstEnded() {
        request();
    }

    @Override
    public void tick() {
        long now = clock.getAsLong();
        remoteCount = session.remotePieces().count();
        if (inFlight.size() > 0) { // an idle peer keeps the pace that it showed
            window.tick(now);
            pace = window.bytesPerSecond(now);
            assemblies.count();
        }
        obeyQueue();
        turn.tick();
        boolean idle = theyChoke || !turn.isTaken();
        if (idle && now - Math.max(chokedSince, refusals.pausedUntil()) > CHOKED_PATIENCE) {
            giveAllBack();
        } else if (inFlight.size() > 0 && now - Math.max(lastBlock, inFlight.oldestSent()) > answerTimeout()) {
            window.collapse();
            pace = 0;
            giveAllBack();
            refusals.pause(now);
        }
        reconsiderInterest();
        request();
    }

    /** Silence after which a peer's work is given to others: less for one that used to be quick, or that keeps memory from others. */
    private long answerTimeout() {
        return pace > 64 * 1024 || workplace.memory().isShort() ? MIN_ANSWER_TIMEOUT : ANSWER_TIMEOUT;
    }

    @Override
    public void closed() {
        closed = true;
        giveAllBack();
        turn.end();
        if (counted) {
            workplace.queue().peerGone(session.remotePieces());
        }
        workplace.left(this);
    }

    /** Another worker's copy of this piece turned out good. Called on the event loop; the caller flushes. */
    public void abandon(int index) {
        PieceAssembly assembly = assemblies.find(index);
        if (assembly == null || closed) {
            return;
        }
        assemblies.remove(assembly);
        inFlight.removeAll(index, number -> {
            Block block = layout.block(index, number);
            session.connection().write(new PeerMessage.Cancel(index, block.begin(), block.length()));
        });
        discard(assembly);
        request();
    }

    /** Looks for work again, since something may have changed. Called on the event loop; the caller flushes. */
    public void wake() {
        if (!closed) {
            reconsiderInterest();
            request();
        }
    }

    @Override
    public boolean isAt(int index) {
        return assemblies.find(index) != null;
    }

    @Override
    public long nanosFor(long bytes) {
        double rate = pace;
        return rate <= 0 ? Long.MAX_VALUE : (long) (bytes / rate * SECOND);
    }

    @Override
    public long nanosToFinish() {
        if (turn.isHeld()) { // that it does nothing is not the peer's fault
            return 0;
        }
        if (clock.getAsLong() - lastProgress > SILENCE) {
            return Long.MAX_VALUE;
        }
        double rate = pace;
        return rate <= 0 ? 0 : (long) (assemblies.missingBytes() / rate * SECOND);
    }

    /** Fills the window with requests, taking new pieces as needed. */
    private void request() {
        if (theyChoke || closed || refusals.isPaused(clock.getAsLong()) || !hasTurn()) {
            turn.end();
        } else if (!turn.isWaiting()) {
            fillWindow();
            if (assemblies.isEmpty()) {
                turn.end();
            }
        }
    }

    private boolean hasTurn() {
        return (!assemblies.isEmpty() || weAreInterested) && turn.take(!assemblies.isEmpty());
    }

    private void fillWindow() {
        while (inFlight.size() < window.depth()) {
            PieceAssembly assembly = assemblies.firstWithBlocksToRequest();
            if (assembly == null && weAreInterested) {
                assembly = takePiece();
            }
            if (assembly == null) {
                turn.idle();
                return;
            }
            if (!turn.mayAsk(window.depth() - inFlight.size())) {
                return;
            }
            Block block = layout.block(assembly.index(), assembly.nextToRequest());
            turn.asked(block.length());
            inFlight.add(block.index(), block.begin() / Block.LENGTH, clock.getAsLong());
            session.connection().write(new PeerMessage.Request(block.index(), block.begin(), block.length()));
        }
    }

    /** A new piece to assemble; null when there is no work for this peer or no memory. */
    private PieceAssembly takePiece() {
        int reserve = layout.pieceLength(0);
        if (!workplace.memory().tryReserve(reserve)) {
            return null;
        }
        Assignment assignment = workplace.queue().take(session.remotePieces(), this);
        if (!(assignment instanceof Assignment.Take take)) {
            workplace.memory().release(reserve);
            return null;
        }
        workplace.memory().release(reserve - layout.pieceLength(take.index()));
        PieceAssembly assembly = PieceAssembly.begin(take.index(), layout, workplace.memory());
        assemblies.add(assembly);
        lastProgress = clock.getAsLong();
        turn.use();
        workplace.started(take.index(), this);
        return assembly;
    }

    private void giveAllBack() {
        forgetRequests();
        for (PieceAssembly assembly : assemblies.all()) {
            giveBack(assembly);
        }
    }

    /** Somebody else shall fetch the piece; what arrived of it is lost, since one piece comes from one peer. */
    private void giveBack(PieceAssembly assembly) {
        assemblies.remove(assembly);
        workplace.queue().giveBack(assembly.index(), this);
        discard(assembly);
    }

    private void discard(PieceAssembly assembly) {
        workplace.wasted(assembly.receivedBytes());
        assembly.release();
        workplace.workReturned();
    }

    private void forgetRequests() {
        while (inFlight.size() > 0) {
            PieceAssembly assembly = assemblies.find(inFlight.oldestIndex());
            if (assembly != null) {
                assembly.unrequest(inFlight.oldestNumber());
                turn.unanswered(layout.blockLength(assembly.index(), inFlight.oldestNumber()));
            }
            inFlight.removeOldest();
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

    private void obeyQueue() {
        session.extensions()
                .ifPresent(told -> told.requestQueue().ifPresent(queue -> window.limit(Math.min(queue, MAX_QUEUE))));
    }
}
