package torrentkit.downloader.peer;

import java.util.concurrent.Future;
import torrentkit.peer.PeerConnection;

/**
 * When one worker may ask its peer for blocks: while it has a seat, and as the rate limit allows. Belongs to the worker's event loop.
 */
final class Turn {
    private final PeerConnection connection;
    private final Seats seats;
    private final Runnable othersMayAsk;
    private final Runnable goOn;
    private final RequestPace pace;
    private boolean seated;
    private boolean used;
    private Future<?> waiting; // for the rate limit
    private volatile boolean held;

    /** @param goOn asks again, when the wait for the rate limit is over */
    Turn(PeerConnection connection, Workplace workplace, Runnable goOn) {
        this.connection = connection;
        this.seats = workplace.seats();
        this.othersMayAsk = workplace::workReturned;
        this.goOn = goOn;
        this.pace = new RequestPace(workplace.rateLimit(connection));
    }

    /**
     * Whether it is this worker's turn now.
     *
     * @param begun whether it has begun a piece, which must not wait for the rate limit to have room
     */
    boolean take(boolean begun) {
        seated = seated || seats.tryTake(begun);
        return seated;
    }

    boolean isTaken() {
        return seated;
    }

    /** The worker has found work. */
    void use() {
        used = true;
    }

    /** Another worker may ask instead. */
    void end() {
        stopWaiting();
        if (seated) {
            seated = false;
            if (seats.leave(used)) {
                othersMayAsk.run();
            }
            used = false;
        }
    }

    boolean isWaiting() {
        return waiting != null;
    }

    /** Whether the rate limit is what holds the worker back. Any thread. */
    boolean isHeld() {
        return held;
    }

    /**
     * Whether the next block may be asked for now. If not, its bytes are taken from the limit, and the worker goes on when the wait is
     * over.
     *
     * @param blocks that the peer can be asked for now
     */
    boolean mayAsk(int blocks) {
        if (!pace.isLimited() || pace.isPaid()) {
            return true;
        }
        long wait = pace.pay(blocks, seats.taken());
        if (wait == 0) {
            return true;
        }
        held = true;
        seats.hold();
        waiting = connection.executeAfter(wait, () -> {
            waited();
            goOn.run();
            connection.flush();
        });
        return false;
    }

    /**
     * How many of the requests in flight may stay now that the worker has to wait: all, unless the limit has changed meanwhile.
     *
     * @param inFlight how many there are
     */
    int keep(int inFlight) {
        return pace.takesChange() ? pace.keep(inFlight, seats.taken()) : inFlight;
    }

    /** A block is asked for. */
    void asked(int bytes) {
        pace.use(bytes);
    }

    /** A block that was asked for will not come. */
    void unanswered(int bytes) {
        pace.unanswered(bytes);
    }

    /** There is nothing to ask for: what was taken from the limit is for others. */
    void idle() {
        pace.giveBack();
    }

    /** About once a second: a wait that another limit had demanded is over. */
    void tick() {
        if (waiting != null && pace.isOutdated()) {
            stopWaiting();
        }
    }

    private void stopWaiting() {
        if (waiting != null) {
            waiting.cancel(false);
            waited();
        }
        pace.giveBack();
    }

    private void waited() {
        waiting = null;
        held = false;
        seats.unhold();
    }
}
