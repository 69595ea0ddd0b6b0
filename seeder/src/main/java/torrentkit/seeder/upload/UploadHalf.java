package torrentkit.seeder.upload;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.ToLongFunction;
import torrentkit.peer.PeerSession;
import torrentkit.peer.RateLimit;
import torrentkit.peer.RateMeter;
import torrentkit.peer.RequestReceiver;
import torrentkit.piece.Bitfield;
import torrentkit.piece.Block;
import torrentkit.storage.StorageException;
import torrentkit.wire.PeerMessage;

/**
 * The upload half of a connection, for seeders and downloads alike: request queue, choke state, and the way of a block from storage to
 * the socket. Belongs to the connection's event loop; only reads run on the storage executor.
 *
 * <p>Blocks are read in batches: while one batch leaves through the socket the next is read, and nothing more is read while the socket
 * is over its high-water mark. So one wake-up of another thread, one read and one gathering write serve many requests, and a peer that
 * stops reading holds two batches and the mark at most. Where a {@link RateLimit} holds, a batch is not read before it may be sent, and
 * is the smaller the lower the rate.
 */
public final class UploadHalf implements RequestReceiver, UploadSlots.Contender {
    private static final Logger LOG = System.getLogger(UploadHalf.class.getName());

    /** Requests kept for a peer (BEP 10, reqq); one more is rejected, or dropped when the peer knows no rejects. */
    public static final int MAX_QUEUE = 500;

    private static final int MAX_READING = 2;
    /** Ticks, about seconds, after which a peer that may ask and does not has no use for its slot. */
    private static final int SILENCE = 5;

    private final PeerSession session;
    private final PieceSource source;
    private final PieceOffer offer;
    private final UploadResources resources;
    private final ToLongFunction<UploadHalf> merit;
    private final UploadPace pace;
    private final RateMeter rate = new RateMeter(System.nanoTime());
    private final Deque<Block> queue = new ArrayDeque<>();
    private final Deque<BlockBatch> reading = new ArrayDeque<>();
    private final AtomicLong uploadedBytes = new AtomicLong();
    private volatile boolean choking = true;
    private volatile boolean remoteInterested;
    private volatile int worth;
    private int silentTicks; // since the peer asked last, or was told that it may
    private boolean closed;
    private Future<?> waiting; // until the bytes that were taken from the limits may be read and sent

    /**
     * @param merit what the peer has earned so far, by which slots are dealt: a total that only grows, bytes; asked on any thread
     */
    public UploadHalf(
            PeerSession session, PieceSource source, UploadResources resources, ToLongFunction<UploadHalf> merit) {
        this(session, source, resources, merit, List.of());
    }

    /**
     * @param merit what the peer has earned so far, by which slots are dealt: a total that only grows, bytes; asked on any thread
     * @param limits that hold for what this peer gets: its own and those that it shares with others
     */
    public UploadHalf(
            PeerSession session,
            PieceSource source,
            UploadResources resources,
            ToLongFunction<UploadHalf> merit,
            List<RateLimit> limits) {
        this(session, source, new WholeOffer(source, session), resources, merit, limits);
    }

    /**
     * @param offer which pieces of the source the peer is told of and given
     * @param merit what the peer has earned so far, by which slots are dealt: a total that only grows, bytes; asked on any thread
     * @param limits that hold for what this peer gets: its own and those that it shares with others
     */
    public UploadHalf(
            PeerSession session,
            PieceSource source,
            PieceOffer offer,
            UploadResources resources,
            ToLongFunction<UploadHalf> merit,
            List<RateLimit> limits) {
        this.session = session;
        this.source = source;
        this.offer = offer;
        this.resources = resources;
        this.merit = merit;
        this.pace = new UploadPace(limits, resources.slots());
    }

    @Override
    public Bitfield offered() {
        return offer.offered();
    }

    @Override
    public int requestQueue() {
        return MAX_QUEUE;
    }

    @Override
    public void opened() {
        // Choked until the peer is interested: that is what both sides assume (BEP 3).
    }

    @Override
    public void interested() {
        if (!remoteInterested) {
            remoteInterested = true;
            if (resources.slots().enter(this)) {
                unchokeNow();
            }
        }
    }

    @Override
    public void notInterested() {
        if (remoteInterested) {
            remoteInterested = false;
            resources.slots().leave(this);
            chokeNow();
        }
    }

    @Override
    public void requested(Block block) {
        silentTicks = 0;
        if (choking || queue.size() >= MAX_QUEUE || !source.has(block.index()) || !offer.allows(block.index())) {
            reject(block);
        } else {
            queue.add(block);
        }
    }

    @Override
    public void cancelled(Block block) {
        Iterator<Block> waiting = queue.iterator();
        while (waiting.hasNext()) {
            if (waiting.next().equals(block)) {
                waiting.remove();
                reject(block);
                return;
            }
        }
    }

    @Override
    public void burstEnded() {
        read();
    }

    @Override
    public void writabilityChanged() {
        read();
    }

    @Override
    public void tick() {
        rate.sample(uploadedBytes(), System.nanoTime());
        worth = !choking && queue.isEmpty() && reading.isEmpty() && ++silentTicks > SILENCE ? 0 : offer.worth();
        if (waiting != null && pace.isOutdated()) {
            stopWaiting();
            read();
        }
    }

    @Override
    public void closed() {
        closed = true;
        queue.clear();
        stopWaiting();
        if (remoteInterested) {
            resources.slots().leave(this);
        }
        for (BlockBatch batch : reading) { // reads may end out of order; who is still reading releases when done
            if (batch.isReady()) {
                batch.release(resources.buffers());
            }
        }
    }

    /**
     * Tells the peer of a piece that has just been verified, unless it has the piece itself. A seed is told all the same: it shows who is
     * how far, and parts from who is complete. Called on the event loop.
     */
    public void announce(int index) {
        if (!closed
                && (!session.remotePieces().has(index) || session.remotePieces().isFull())) {
            session.connection().write(new PeerMessage.Have(index));
        }
    }

    /** Bytes of blocks that the socket has taken. Any thread. */
    public long uploadedBytes() {
        return uploadedBytes.get();
    }

    /** Bytes per second that the socket takes, of the last few seconds. Any thread. */
    public double uploadRate() {
        return rate.perSecond();
    }

    /** Whether the peer's requests are not answered at the moment. Any thread. */
    public boolean isChoking() {
        return choking;
    }

    /** Whether the peer wants something. Any thread. */
    public boolean isRemoteInterested() {
        return remoteInterested;
    }

    @Override
    public void unchoke() {
        session.connection().execute(() -> {
            if (!closed && remoteInterested) {
                unchokeNow();
                session.connection().flush();
            }
        });
    }

    @Override
    public void choke() {
        session.connection().execute(() -> {
            if (!closed) {
                chokeNow();
                session.connection().flush();
            }
        });
    }

    @Override
    public long merit() {
        return merit.applyAsLong(this);
    }

    @Override
    public UploadSlots.Plea plea() {
        boolean partner =
                source.isDone() || session.connection().handshake().peerId().isTorrentkit();
        return new UploadSlots.Plea(source.isClosed(), partner, worth);
    }

    private void unchokeNow() {
        if (choking) {
            choking = false;
            silentTicks = 0;
            session.connection().write(PeerMessage.Unchoke.INSTANCE);
        }
    }

    private void chokeNow() {
        if (!choking) {
            choking = true;
            session.connection().write(PeerMessage.Choke.INSTANCE);
            while (!queue.isEmpty()) {
                reject(queue.poll());
            }
            stopWaiting();
        }
    }

    /**
     * Says no, to a peer that understands it (BEP 6). While the socket is full the refusal is dropped instead: a peer that asks for more
     * than it reads must not fill our memory with refusals.
     */
    private void reject(Block block) {
        if (session.fast() && session.connection().isWritable()) {
            session.connection().write(new PeerMessage.RejectRequest(block.index(), block.begin(), block.length()));
        }
    }

    /** Starts reads while there are requests and room, as fast as the limits allow. */
    private void read() {
        while (!closed
                && !queue.isEmpty()
                && reading.size() < MAX_READING
                && session.connection().isWritable()) {
            boolean limited = pace.isLimited();
            if (limited && !isPaid()) {
                return;
            }
            BlockBatch batch = nextBatch(limited ? pace.paid() : BlockBatch.MAX_DATA_BYTES);
            pace.use(batch.dataBytes());
            reading.add(batch);
            try {
                resources.storage().execute(() -> read(batch));
            } catch (RejectedExecutionException e) {
                session.connection().close("the seeder is closing");
                reading.remove(batch);
                return;
            }
        }
    }

    private BlockBatch nextBatch(int maxBytes) {
        BlockBatch batch = new BlockBatch(session.layout());
        while (!queue.isEmpty() && batch.takes(queue.peek(), maxBytes)) {
            batch.add(queue.poll());
        }
        return batch;
    }

    /**
     * Whether the next block may be read and sent now. If not, takes a batch's bytes from the limits, and reads on when the wait for
     * them is over.
     */
    private boolean isPaid() {
        if (waiting != null) {
            return false;
        }
        if (pace.paid() >= queue.element().length()) {
            return true;
        }
        long wait = pace.pay(bytesOfNextBatch() - pace.paid());
        if (wait == 0) {
            return true;
        }
        waiting = session.connection().executeAfter(wait, () -> {
            waiting = null;
            read();
        });
        return false;
    }

    private int bytesOfNextBatch() {
        int most = pace.batchBytes();
        int bytes = 0;
        for (Block block : queue) {
            if (bytes > 0 && bytes + block.length() > most) {
                break;
            }
            bytes += block.length();
        }
        return bytes;
    }

    private void stopWaiting() {
        if (waiting != null) {
            waiting.cancel(false);
            waiting = null;
        }
        pace.giveBack();
    }

    /** Called on a storage thread. */
    private void read(BlockBatch batch) {
        StorageException failure = null;
        try {
            batch.read(source.storage(), resources.buffers());
        } catch (StorageException e) {
            failure = e;
            source.failed(e);
        } catch (RuntimeException | Error e) {
            failure = new StorageException("cannot read blocks", null, e);
            LOG.log(Level.ERROR, "reading blocks for " + session.connection() + " failed", e);
        }
        StorageException outcome = failure;
        try {
            session.connection().execute(() -> readFinished(batch, outcome));
        } catch (RejectedExecutionException e) { // the event loop has ended
            batch.release(resources.buffers());
        }
    }

    /** Sends what is ready, in the order of the requests. Called on the event loop. */
    private void readFinished(BlockBatch batch, StorageException failure) {
        batch.finished();
        if (closed || failure != null) {
            batch.release(resources.buffers());
            reading.remove(batch);
            if (!closed) {
                session.connection().close("the content cannot be read");
            }
            return;
        }
        while (!reading.isEmpty() && reading.peek().isReady()) {
            BlockBatch next = reading.poll();
            session.connection().writeFrames(next.frames().retain(), taken -> written(next, taken));
        }
        session.connection().flush();
        read();
    }

    private void written(BlockBatch batch, boolean taken) {
        batch.release(resources.buffers());
        if (taken) {
            uploadedBytes.addAndGet(batch.dataBytes());
            source.uploaded(batch.dataBytes());
            batch.forEachPiece(offer::sent);
        }
    }
}
