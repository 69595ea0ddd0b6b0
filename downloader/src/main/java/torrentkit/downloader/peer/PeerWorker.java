package torrentkit.downloader.peer;

import io.netty.buffer.ByteBuf;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
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

    /** How long a choked worker keeps its unfinished pieces: the peer may be back after one round of its choking. */
    private static final long CHOKED_PATIENCE = 12 * SECOND;

    private static final long MAX_PAUSE = 60 * SECOND;
    /** Without a block for so long, a peer that has work counts as stalled, and others may share its pieces. */
    private static final long SILENCE = 3 * SECOND;

    private static final int MAX_UNASKED_BLOCKS = 1_000;

    private final PeerSession session;
    private final Workplace workplace;
    private final LongSupplier clock;
    private final TorrentLayout layout;
    private final Deque<PieceAssembly> assemblies = new ArrayDeque<>();
    private final RequestsInFlight inFlight = new RequestsInFlight();
    private final RequestWindow window;
    private volatile boolean theyChoke = true; // written on the event loop, like all that others may read
    private volatile boolean weAreInterested;
    private boolean counted;
    private boolean closed;
    private long chokedSince;
    private long lastBlock;
    private long pausedUntil;
    private int refusals;
    private int unasked;
    private volatile long downloadedBytes;
    private volatile double pace;
    private volatile long lastProgress;
    private volatile long backlogBytes;
    private volatile int oldestPiece = -1;
    private volatile int remoteCount;

    /** @param clock monotonic time in nanoseconds, from any origin but never negative */
    public PeerWorker(PeerSession session, Workplace workplace, LongSupplier clock) {
        this.session = session;
        this.workplace = workplace;
        this.clock = clock;
        this.layout = session.layout();
        this.window = new RequestWindow(DEFAULT_QUEUE, clock.getAsLong());
    }

    public PeerSession session() {
        return session;
    }

    /** Bytes of blocks that this peer sent. Any thread. */
    public long downloadedBytes() {
        return downloadedBytes;
    }

    /** The peer's pace in bytes a second, 0 when it has shown none. Any thread. */
    public double bytesPerSecond() {
        return pace;
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
        int piece = oldestPiece;
        return piece < 0 ? OptionalInt.empty() : OptionalInt.of(piece);
    }

    /** Pieces that the peer has, as of a second ago. Any thread. */
    public int remoteCount() {
        return remoteCount;
    }

    @Override
    public void opened() {
        session.extensions().ifPresent(told -> limit(told.requestQueue()));
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
        }
    }

    @Override
    public void unchoked() {
        theyChoke = false;
        lastBlock = clock.getAsLong();
        session.extensions()
                .ifPresent(told -> limit(told.requestQueue())); // told before, as a rule: the first requests obey it
    }

    @Override
    public void received(Block block, ByteBuf data) {
        long now = clock.getAsLong();
        boolean whole = block.length() == layout.blockLength(block.index(), block.begin() / Block.LENGTH);
        long sent = whole ? inFlight.remove(block) : -1; // another length is no answer: that is still awaited
        workplace.downloaded(block.length());
        downloadedBytes += block.length();
        PieceAssembly assembly = sent < 0 ? null : find(block.index());
        if (assembly == null) {
            workplace.wasted(block.length());
            if (sent < 0 && ++unasked > MAX_UNASKED_BLOCKS) {
                throw new ProtocolException(Violation.EXCESS, unasked + " blocks that nobody asked for");
            }
            return;
        }
        refusals = 0;
        lastBlock = now;
        lastProgress = now;
        window.received(block.length(), now - sent);
        assembly.put(block, data);
        if (assembly.isComplete()) {
            assemblies.remove(assembly);
            countBacklog();
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
        PieceAssembly assembly = find(block.index());
        if (assembly != null) {
            assembly.unrequest(block.begin() / Block.LENGTH);
            if (!theyChoke) { // it has the piece, lets us ask and says no: somebody else shall
                giveBack(assembly);
                pause();
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
            countBacklog();
        }
        session.extensions().ifPresent(told -> limit(told.requestQueue()));
        if (theyChoke && !assemblies.isEmpty() && now - chokedSince > CHOKED_PATIENCE) {
            giveAllBack();
        } else if (inFlight.size() > 0 && now - Math.max(lastBlock, inFlight.oldestSent()) > answerTimeout()) {
            window.collapse();
            pace = 0;
            giveAllBack();
            pause();
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
        if (counted) {
            workplace.queue().peerGone(session.remotePieces());
        }
        workplace.left(this);
    }

    /** Another worker's copy of this piece turned out good. Called on the event loop; the caller flushes. */
    public void abandon(int index) {
        PieceAssembly assembly = find(index);
        if (assembly == null || closed) {
            return;
        }
        assemblies.remove(assembly);
        for (int i = inFlight.size(); i > 0; i--) { // one round over the ring: the others keep their order
            int oldestIndex = inFlight.oldestIndex();
            int number = inFlight.oldestNumber();
            long sent = inFlight.oldestSent();
            inFlight.removeOldest();
            if (oldestIndex == index) {
                Block block = layout.block(index, number);
                session.connection().write(new PeerMessage.Cancel(index, block.begin(), block.length()));
            } else {
                inFlight.add(oldestIndex, number, sent);
            }
        }
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
        return find(index) != null;
    }

    @Override
    public long nanosFor(long bytes) {
        double rate = pace;
        return rate <= 0 ? Long.MAX_VALUE : (long) (bytes / rate * SECOND);
    }

    @Override
    public long nanosToFinish() {
        if (clock.getAsLong() - lastProgress > SILENCE) {
            return Long.MAX_VALUE;
        }
        double rate = pace;
        return rate <= 0 ? 0 : (long) (backlogBytes / rate * SECOND);
    }

    /** Fills the window with requests, taking new pieces as needed. */
    private void request() {
        if (theyChoke || closed || clock.getAsLong() < pausedUntil) {
            return;
        }
        while (inFlight.size() < window.depth()) {
            PieceAssembly assembly = firstWithBlocksToRequest();
            if (assembly == null) {
                return;
            }
            Block block = layout.block(assembly.index(), assembly.nextToRequest());
            inFlight.add(block.index(), block.begin() / Block.LENGTH, clock.getAsLong());
            session.connection().write(new PeerMessage.Request(block.index(), block.begin(), block.length()));
        }
    }

    private PieceAssembly firstWithBlocksToRequest() {
        for (PieceAssembly assembly : assemblies) {
            if (assembly.hasBlocksToRequest()) {
                return assembly;
            }
        }
        return weAreInterested ? takePiece() : null;
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
        countBacklog();
        workplace.started(take.index(), this);
        return assembly;
    }

    private PieceAssembly find(int index) {
        for (PieceAssembly assembly : assemblies) {
            if (assembly.index() == index) {
                return assembly;
            }
        }
        return null;
    }

    private void giveAllBack() {
        forgetRequests();
        for (PieceAssembly assembly : List.copyOf(assemblies)) {
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
        countBacklog();
        workplace.workReturned();
    }

    private void forgetRequests() {
        while (inFlight.size() > 0) {
            PieceAssembly assembly = find(inFlight.oldestIndex());
            if (assembly != null) {
                assembly.unrequest(inFlight.oldestNumber());
            }
            inFlight.removeOldest();
        }
    }

    /** Asks nothing for a while: longer each time that the peer says no or nothing. */
    private void pause() {
        pausedUntil = clock.getAsLong() + Math.min(MAX_PAUSE, SECOND << Math.min(refusals, 6));
        refusals++;
    }

    private void reconsiderInterest() {
        boolean interested = workplace.queue().wants(session.remotePieces());
        if (interested != weAreInterested) {
            weAreInterested = interested;
            session.connection()
                    .write(interested ? PeerMessage.Interested.INSTANCE : PeerMessage.NotInterested.INSTANCE);
        }
    }

    private void limit(OptionalInt requestQueue) {
        requestQueue.ifPresent(queue -> window.limit(Math.min(queue, MAX_QUEUE)));
    }

    private void countBacklog() {
        long bytes = 0;
        for (PieceAssembly assembly : assemblies) {
            bytes += assembly.missingBytes();
        }
        backlogBytes = bytes;
        oldestPiece = assemblies.isEmpty() ? -1 : assemblies.peekFirst().index();
    }
}
