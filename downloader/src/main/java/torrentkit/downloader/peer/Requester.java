package torrentkit.downloader.peer;

import io.netty.buffer.ByteBuf;
import java.util.OptionalInt;
import java.util.function.LongSupplier;
import torrentkit.peer.PeerSession;
import torrentkit.piece.Bitfield;
import torrentkit.piece.Block;
import torrentkit.piece.TorrentLayout;
import torrentkit.wire.PeerMessage;

/**
 * What one worker asks its peer for: the pieces that it is at, the requests that are not answered, and how many there may be. Belongs to
 * the worker's event loop, but for what is said to be for any thread.
 */
final class Requester {
    /** Requests that a peer surely keeps when it does not tell (BEP 10, reqq: the field's usual default). */
    private static final int DEFAULT_QUEUE = 250;

    /** Requests in flight at most, whatever the peer keeps. */
    private static final int MAX_QUEUE = 500;

    private final PeerWorker worker;
    private final PeerSession session;
    private final Workplace workplace;
    private final LongSupplier clock;
    private final Hints hints;
    private final Patience patience;
    private final TorrentLayout layout;
    private final Shares shares = new Shares();
    private final RequestsInFlight inFlight = new RequestsInFlight();
    private final Surplus surplus = new Surplus();
    private final RequestWindow window;
    private final Turn turn;
    private volatile double pace;
    private volatile int asked; // requests in flight

    /** @param goOn asks again, when a wait for the rate limit is over */
    Requester(
            PeerWorker worker, Workplace workplace, LongSupplier clock, Hints hints, Patience patience, Runnable goOn) {
        this.worker = worker;
        this.session = worker.session();
        this.workplace = workplace;
        this.clock = clock;
        this.hints = hints;
        this.patience = patience;
        this.layout = session.layout();
        this.window = new RequestWindow(DEFAULT_QUEUE, clock.getAsLong());
        this.turn = new Turn(session.connection(), workplace, goOn);
    }

    /** The piece that it has been at longest. Any thread. */
    OptionalInt oldestPiece() {
        return shares.oldest();
    }

    int inFlight() {
        return inFlight.size();
    }

    /** Whether it could ask for more than there was to ask for when it last looked. */
    boolean isIdle() {
        return inFlight.size() < window.depth() && !turn.isWaiting();
    }

    /** When the oldest request was sent; only if there is one. */
    long oldestSent() {
        return inFlight.oldestSent();
    }

    Turn turn() {
        return turn;
    }

    /** Obeys the peer's request queue, if it told of it. */
    void obeyQueue() {
        session.extensions()
                .ifPresent(told -> told.requestQueue().ifPresent(queue -> window.limit(Math.min(queue, MAX_QUEUE))));
    }

    /** Measures the peer's pace; about once a second. An idle peer keeps the pace that it showed. */
    void tick(long now) {
        if (inFlight.size() > 0) {
            window.tick(now, workplace.queue().isBehind(session.remotePieces()));
            pace = window.bytesPerSecond(now);
            shares.count();
        }
        obeyQueue();
        turn.tick();
    }

    /** A block has come. Answers whether it was awaited and of use. */
    boolean received(Block block, ByteBuf data) {
        int number = block.begin() / Block.LENGTH;
        boolean whole = block.length() == layout.blockLength(block.index(), number);
        long sent = whole ? inFlight.remove(block) : -1; // another length is no answer: that is still awaited
        Share share = sent < 0 ? null : shares.find(block.index());
        if (share == null) {
            workplace.wasted(block.length());
            if (sent < 0) {
                surplus.count();
            }
            return false;
        }
        long now = clock.getAsLong();
        patience.answered(now);
        window.received(block.length(), now - sent, inFlight.size());
        if (inFlight.size() == 0) {
            window.idle(now);
        }
        share.answered();
        Share.Arrival arrival = share.put(number, data);
        if (arrival == Share.Arrival.LATE) {
            workplace.wasted(block.length());
        } else if (arrival == Share.Arrival.LAST) {
            drop(share);
            workplace.deliver(share.assembly());
        }
        return true;
    }

    /** The peer refuses a block. Answers the piece that others may be asked for, or null if it was not awaited. */
    Share rejected(Block block) {
        if (inFlight.remove(block) < 0) {
            return null;
        }
        turn.unanswered(block.length());
        Share share = shares.find(block.index());
        if (share != null) {
            share.answered();
            share.unrequest(block.begin() / Block.LENGTH);
        }
        return share;
    }

    /** Another was faster with this block. */
    void cancel(PieceAssembly piece, int number) {
        Share share = shares.find(piece.index());
        Block block = layout.block(piece.index(), number);
        if (share != null && share.assembly() == piece && inFlight.remove(block) >= 0) {
            share.answered();
            writeCancel(block);
        }
    }

    /** The piece is complete without this worker. */
    void drop(PieceAssembly piece) {
        Share share = shares.find(piece.index());
        if (share != null && share.assembly() == piece) {
            drop(share);
        }
    }

    private void drop(Share share) {
        shares.remove(share);
        if (share.inFlight() > 0) {
            inFlight.removeAll(share.index(), number -> {
                share.answered();
                share.unrequest(number);
                writeCancel(layout.block(share.index(), number));
            });
        }
    }

    /** What was asked for at a pace that is not allowed any more shall not come at it: the newest requests are taken back. */
    private void cancelAllBut(int kept) {
        for (int left = inFlight.size() - kept; left > 0; left--) {
            int index = inFlight.newestIndex();
            int number = inFlight.newestNumber();
            inFlight.removeNewest();
            Share share = shares.find(index);
            if (share != null) {
                share.answered();
                share.unrequest(number);
            }
            writeCancel(layout.block(index, number));
        }
    }

    private void writeCancel(Block block) {
        surplus.expect();
        session.connection().write(new PeerMessage.Cancel(block.index(), block.begin(), block.length()));
    }

    /** Others may be asked for what this peer was asked for; its answers are still welcome. */
    void snub() {
        inFlight.forEach((index, number) -> {
            Share share = shares.find(index);
            if (share != null) {
                share.unrequest(number);
            }
        });
        workplace.workReturned();
    }

    /** The peer is asked for little until it shows more. */
    void collapse() {
        window.collapse();
        pace = 0;
    }

    /** All requests are void: the peer has forgotten them. */
    void forget() {
        while (inFlight.size() > 0) {
            Share share = shares.find(inFlight.oldestIndex());
            int number = inFlight.oldestNumber();
            inFlight.removeOldest();
            surplus.expect();
            if (share != null) {
                share.answered();
                share.unrequest(number);
                turn.unanswered(layout.blockLength(share.index(), number));
            }
        }
    }

    /** Leaves everything to others. */
    void giveAllBack() {
        for (Share share : shares.all()) {
            giveBack(share);
        }
    }

    /**
     * Leaves to others what is not going on.
     *
     * @param choked whether the peer answers only what it allows to be asked all the time
     */
    void giveBackIdle(boolean choked) {
        for (Share share : shares.all()) {
            if (!choked || share.inFlight() == 0 || !hints.allows(share.index())) {
                giveBack(share);
            }
        }
    }

    /** Leaves a piece to others. */
    void giveBack(Share share) {
        leave(share);
        workplace.workReturned();
    }

    private void leave(Share share) {
        drop(share);
        workplace.assemblies().leave(share, worker, !worker.isSuspect());
    }

    /** How long until what it was asked for has come, as {@link Contributor#nanosToAnswer()} says. Any thread. */
    long nanosToAnswer() {
        return nanosToBring((long) asked * Block.LENGTH);
    }

    /** How long until all has come that it is at, as {@link torrentkit.downloader.work.Worker#nanosToFinish()} says. Any thread. */
    long nanosToFinish() {
        return nanosToBring(shares.missingBytes());
    }

    private long nanosToBring(long bytes) {
        if (turn.isHeld()) { // that it does nothing is not the peer's fault
            return 0;
        }
        return patience.isStalled() ? Long.MAX_VALUE : pace <= 0 ? 0 : nanosFor(bytes);
    }

    /** As {@link torrentkit.downloader.work.Worker#nanosFor} says. Any thread. */
    long nanosFor(long bytes) {
        double rate = pace;
        return rate <= 0 ? Long.MAX_VALUE : (long) (bytes / rate * Patience.SECOND);
    }

    /** Whether the peer used to be quick. */
    boolean isQuick() {
        return pace > 64 * 1024;
    }

    /** How long others may need for what they were asked for before this peer is asked for it too, nanoseconds. */
    long patienceWithOthers() {
        long mine = nanosFor((inFlight.size() + 1L) * Block.LENGTH);
        return mine == Long.MAX_VALUE ? mine - 1 : 2 * mine + Patience.SECOND / 2;
    }

    /**
     * Fills the window with requests, taking pieces as needed.
     *
     * @param choked whether the peer answers only what it allows to be asked all the time
     * @param interested whether it has pieces that are wanted
     */
    void fill(boolean choked, boolean interested) {
        if (!turn.isWaiting() && !patience.isSnubbed(inFlight.size())) {
            fillWindow(choked, interested);
            if (shares.isEmpty()) {
                turn.end();
            }
        }
        asked = inFlight.size();
    }

    /** Whether it is this worker's turn to ask. */
    boolean hasTurn(boolean interested) {
        return (!shares.isEmpty() || interested) && turn.take(!shares.isEmpty());
    }

    private void fillWindow(boolean choked, boolean interested) {
        while (inFlight.size() < window.depth()) {
            Share share = choked ? shares.firstAllowed(hints) : shares.firstWithBlocksToRequest();
            if (share == null && interested) {
                share = takePiece(choked);
            }
            if (share == null) {
                if (!choked) {
                    repeat();
                    leaveIdle();
                }
                turn.idle();
                return;
            }
            if (!turn.mayAsk(window.depth() - inFlight.size())) {
                cancelAllBut(turn.keep(inFlight.size()));
                return;
            }
            ask(share, share.nextToRequest());
        }
    }

    /** Asks for what slower peers were asked for, since there is nothing else to ask for: the end of a download (BEP 3, endgame). */
    private void repeat() {
        for (Share share : shares.all()) {
            int number = 0;
            while (number >= 0 && inFlight.size() < window.depth() && turn.mayAsk(1)) {
                number = share.nextToRepeat(patienceWithOthers());
                ask(share, number);
            }
        }
    }

    private void ask(Share share, int number) {
        if (number < 0) {
            return;
        }
        long now = clock.getAsLong();
        if (inFlight.size() == 0) {
            patience.progress(now);
            window.asked(now);
        }
        Block block = layout.block(share.index(), number);
        turn.asked(block.length());
        inFlight.add(block.index(), number, now);
        session.connection().write(new PeerMessage.Request(block.index(), block.begin(), block.length()));
    }

    /** A piece to take part in; null when there is no work for this peer or no memory. */
    private Share takePiece(boolean choked) {
        boolean memoryShort = workplace.memory().isShort();
        if (!hints.mayChoose(inFlight.size(), clock.getAsLong(), memoryShort)) {
            return null;
        }
        Bitfield pieces = choked ? hints.allowedOf(session.remotePieces()) : session.remotePieces();
        Share share = workplace.assemblies().take(pieces, worker, worker, true).orElse(null);
        if (share != null) {
            Share old = shares.find(share.index());
            if (old != null) { // delivered by another, and wrong, and we have not been told yet
                drop(old);
            }
            shares.add(share);
            patience.progress(clock.getAsLong());
            turn.use();
            if (share.hasBlocksToRequest()) {
                workplace.started(share.index(), worker);
            }
        }
        return share;
    }

    /** Leaves the pieces where there is nothing to ask for and nothing to wait for, to look elsewhere. */
    private void leaveIdle() {
        for (Share share : shares.all()) {
            if (share.inFlight() == 0 && !share.hasBlocksToRequest()) {
                leave(share);
            }
        }
    }
}
