package torrentkit.simulation;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import torrentkit.seeder.upload.UploadSlots;

/** What one peer sends another: its requests, and whether it may ask. The counterpart of the other's {@link Download}. */
final class Upload implements UploadSlots.Contender {
    private final SimulatedPeer from;
    private final Deque<Transfer> queue = new ArrayDeque<>(4);
    private Download to;
    private Download back; // what the receiver gives in return; null when it gives nothing
    private OriginGuide guide; // where this is an origin that says what to fetch
    private boolean unchoked;
    private boolean interested;
    private boolean inLine;
    private boolean closed;
    private long sentBytes;

    Upload(SimulatedPeer from) {
        this.from = from;
    }

    void connect(Download receiver, Download inReturn) {
        to = receiver;
        back = inReturn;
    }

    void guide(OriginGuide guidance) {
        guide = guidance;
    }

    OriginGuide guide() {
        return guide;
    }

    boolean isUnchoked() {
        return unchoked;
    }

    void interested() {
        if (!interested) {
            interested = true;
            if (from.slots().enter(this)) {
                unchoke();
            }
        }
    }

    void notInterested() {
        if (interested) {
            interested = false;
            from.slots().leave(this);
            choke();
        }
    }

    @Override
    public void unchoke() {
        if (!unchoked && interested && !closed) {
            unchoked = true;
            if (guide != null) {
                guide.refill();
            }
            to.unchoked();
        }
    }

    @Override
    public void choke() {
        if (unchoked) {
            unchoked = false;
            if (guide != null) {
                guide.choked();
            }
            to.choked();
            while (!queue.isEmpty()) {
                to.refused(queue.poll());
            }
        }
    }

    @Override
    public long merit() {
        return back == null || from.isComplete() ? sentBytes : back.receivedBytes();
    }

    @Override
    public UploadSlots.Plea plea() {
        boolean closed = from.run().tuning().of(Knob.CLOSED_SWARM) > 0;
        int worth = guide != null ? guide.worth() : to.owner().missing();
        return new UploadSlots.Plea(closed, true, worth);
    }

    void requested(Transfer transfer) {
        switch (from.plan().conduct()) {
            case STALLER -> queue.add(transfer);
            case LIAR -> refuseSoon(transfer);
            default -> {
                if (guide != null && !guide.allows(transfer.piece())) {
                    refuseSoon(transfer);
                } else {
                    queue.add(transfer);
                    serve();
                }
            }
        }
    }

    private void serve() {
        if (!inLine) {
            inLine = true;
            from.uplink().enter(this);
        }
    }

    private void refuseSoon(Transfer transfer) {
        from.run().agenda().after(from.run().tuning().nanos(Knob.ROUND_TRIP_MS), () -> refuse(transfer));
    }

    private void refuse(Transfer transfer) {
        if (!closed) {
            to.refused(transfer);
        }
    }

    /** The next block to send; null when there is none, which ends the turns at the uplink. */
    Transfer poll() {
        Transfer next = closed ? null : queue.poll();
        inLine = next != null;
        return next;
    }

    /** Whether a block of another piece is the next to send. */
    boolean isDoneWith(int piece) {
        return !queue.isEmpty() && queue.peek().piece() != piece;
    }

    /** A block has left the uplink. */
    void sent(Transfer transfer) {
        sentBytes += transfer.bytes();
        from.run().carry(transfer, to.owner());
        if (guide != null && !closed) {
            guide.sent(transfer.piece(), transfer.bytes());
        }
    }

    /** The other no longer wants this block; answers false if it is on its way. */
    boolean cancel(int piece, int block) {
        for (Iterator<Transfer> waiting = queue.iterator(); waiting.hasNext(); ) {
            Transfer transfer = waiting.next();
            if (transfer.piece() == piece && transfer.block() == block) {
                waiting.remove();
                return true;
            }
        }
        return false;
    }

    /** The other end. */
    Download receiver() {
        return to;
    }

    boolean isPoisoned() {
        return from.plan().conduct() == Conduct.POISONER;
    }

    void close() {
        closed = true;
        queue.clear();
        if (guide != null) {
            guide.left();
        }
        if (interested) {
            interested = false;
            from.slots().leave(this);
        }
    }
}
