package torrentkit.seeder.upload;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.Future;
import torrentkit.metainfo.Metainfo;
import torrentkit.peer.ExtensionLink;
import torrentkit.peer.ExtensionReceiver;
import torrentkit.peer.RateLimit;
import torrentkit.peer.SwarmSession;
import torrentkit.wire.ExtensionHandshake;
import torrentkit.wire.MetadataMessage;
import torrentkit.wire.ProtocolException;
import torrentkit.wire.ProtocolException.Violation;

/**
 * Passes the info dictionary on to a peer that has only a magnet link (BEP 9). It is in memory, so nothing waits for a disk. A peer gets
 * each piece a few times at most, as fast as the upload limits allow, and is refused what is over that. Belongs to the connection's
 * event loop.
 */
public final class MetadataUpload implements ExtensionReceiver {
    /** Requests that wait to be answered, at most. */
    private static final int MAX_QUEUE = 64;

    /** How often a peer may ask for the whole, on one connection: some ask again for what they lost. */
    private static final int MAX_TIMES = 3;

    /** Refusals after which a peer is parted from: who is refused should not go on asking. */
    private static final int MAX_REFUSALS = 1_000;

    private final ExtensionLink link;
    private final Metainfo metainfo;
    private final RateLimit[] limits;
    private final Deque<Integer> queue = new ArrayDeque<>();
    private final int pieces;
    private int granted;
    private int refusals;
    private int paid; // bytes that were taken from the limits and not sent yet
    private Future<?> waiting; // until the bytes that were taken from the limits may be sent

    private MetadataUpload(ExtensionLink link, Metainfo metainfo, List<RateLimit> limits) {
        this.link = link;
        this.metainfo = metainfo;
        this.limits = limits.toArray(RateLimit[]::new);
        this.pieces = MetadataMessage.pieces(metainfo.infoLength());
    }

    /**
     * Offers the torrent's info dictionary on a connection that is not open yet.
     *
     * @param limits that hold for what this peer gets
     */
    public static void offer(SwarmSession session, Metainfo metainfo, List<RateLimit> limits) {
        if (metainfo.infoLength() <= Metainfo.MAX_INFO_BYTES) {
            session.tellMetadataBytes(metainfo.infoLength());
            session.extend(MetadataMessage.EXTENSION, link -> new MetadataUpload(link, metainfo, limits));
        }
    }

    @Override
    public void introduced(ExtensionHandshake told) {
        // It asks when it wants something.
    }

    @Override
    public void received(byte[] payload) {
        MetadataMessage.parse(payload).ifPresent(message -> {
            if (message instanceof MetadataMessage.Request request) {
                requested(request.piece());
            } // we have asked for nothing, so anything else is none of our business
        });
    }

    private void requested(int piece) {
        if (piece >= pieces || granted >= MAX_TIMES * pieces || queue.size() >= MAX_QUEUE) {
            refuse(piece);
        } else {
            granted++;
            queue.add(piece);
            send();
        }
    }

    private void refuse(int piece) {
        if (++refusals > MAX_REFUSALS) {
            throw new ProtocolException(
                    Violation.EXCESS, "it goes on asking for metadata after " + MAX_REFUSALS + " refusals");
        }
        if (link.session().connection().isWritable()) { // else it does not read what it asks for
            link.send(new MetadataMessage.Reject(piece).toBytes());
        }
    }

    /** Answers what waits, while the limits and the socket allow it. */
    private void send() {
        while (waiting == null
                && !queue.isEmpty()
                && link.session().connection().isWritable()) {
            int piece = queue.poll();
            int length = MetadataMessage.pieceBytes(metainfo.infoLength(), piece);
            long wait = 0;
            for (RateLimit limit : limits) {
                wait = Math.max(wait, limit.reserve(length));
            }
            if (wait == 0) {
                send(piece, length);
            } else {
                paid = length;
                waiting = link.session().connection().executeAfter(wait, () -> {
                    waiting = null;
                    paid = 0;
                    send(piece, length);
                    send();
                    link.session().connection().flush();
                });
            }
        }
    }

    private void send(int piece, int length) {
        int from = piece * MetadataMessage.PIECE_BYTES;
        link.send(new MetadataMessage.Data(piece, metainfo.infoLength(), metainfo.infoBytes(from, from + length))
                .toBytes());
    }

    @Override
    public void tick() {
        send();
    }

    @Override
    public void closed() {
        queue.clear();
        if (waiting != null) {
            waiting.cancel(false);
            waiting = null;
            for (RateLimit limit : limits) {
                limit.giveBack(paid);
            }
        }
    }
}
