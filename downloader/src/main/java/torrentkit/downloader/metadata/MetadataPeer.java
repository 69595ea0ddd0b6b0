package torrentkit.downloader.metadata;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.LongSupplier;
import torrentkit.metainfo.Metainfo;
import torrentkit.peer.ExtensionLink;
import torrentkit.peer.ExtensionReceiver;
import torrentkit.peer.SwarmSession;
import torrentkit.wire.ExtensionHandshake;
import torrentkit.wire.MetadataMessage;
import torrentkit.wire.ProtocolException;
import torrentkit.wire.ProtocolException.Violation;

/**
 * Asks one peer for pieces of the info dictionary (BEP 9), a few at a time. A peer that refuses or ignores what it is asked is asked ever
 * more rarely and then parted from. Belongs to the connection's event loop.
 */
public final class MetadataPeer implements ExtensionReceiver {
    /** What a fetch wants to hear of its peers. Called on event loops. */
    public interface Listener {
        /** So many bytes of the info dictionary arrived. */
        void received(int bytes);

        /** All pieces are there, and somebody must judge them; not on an event loop. */
        void whole(MetadataBook.Whole<MetadataPeer> whole);

        /** The peer is not what it claims to be, and not to be asked again. */
        void lied(MetadataPeer peer, String how);

        /** The connection is gone. */
        void left(MetadataPeer peer);
    }

    private static final int MAX_IN_FLIGHT = 4;
    private static final long SECOND = 1_000_000_000L;
    private static final long ANSWER_TIMEOUT = 10 * SECOND;
    private static final long FIRST_PAUSE = 5 * SECOND;
    private static final int MAX_FAILURES = 4;

    /** How long a peer may stay that has nothing to give: it may get it, or know others. */
    private static final long PATIENCE_WITH_NOTHING = 60 * SECOND;

    private static final int MAX_UNASKED = 50;

    private final ExtensionLink link;
    private final MetadataBook<MetadataPeer> book;
    private final Listener listener;
    private final LongSupplier clock;
    private final Map<Integer, Long> inFlight = new HashMap<>();
    private final Set<Integer> late = new HashSet<>(); // not awaited any more, but still an answer when it comes
    private final long since;
    private int length; // 0 until it is told
    private long pausedUntil;
    private int failures;
    private int unasked;
    private boolean parted;

    /** @param clock monotonic time in nanoseconds, from any origin but never negative */
    public MetadataPeer(ExtensionLink link, MetadataBook<MetadataPeer> book, Listener listener, LongSupplier clock) {
        this.link = link;
        this.book = book;
        this.listener = listener;
        this.clock = clock;
        this.since = clock.getAsLong();
    }

    public SwarmSession session() {
        return link.session();
    }

    @Override
    public void introduced(ExtensionHandshake told) {
        if (parted || length > 0 || !link.isOpen() || told.metadataSize().isEmpty()) {
            return;
        }
        long claimed = told.metadataSize().getAsLong();
        if (claimed > Metainfo.MAX_INFO_BYTES) {
            lied("it claims metadata of " + claimed + " bytes; at most " + Metainfo.MAX_INFO_BYTES + " are taken");
            return;
        }
        length = (int) claimed;
        book.claims(this, length);
        ask();
    }

    private void ask() {
        long now = clock.getAsLong();
        while (length > 0 && inFlight.size() < MAX_IN_FLIGHT && now >= pausedUntil && link.isOpen()) {
            OptionalInt piece = book.ask(this, now);
            if (piece.isEmpty()) {
                return;
            }
            inFlight.put(piece.getAsInt(), now);
            link.send(new MetadataMessage.Request(piece.getAsInt()).toBytes());
        }
    }

    @Override
    public void received(byte[] payload) {
        if (parted) {
            return;
        }
        MetadataMessage.parse(payload).ifPresent(message -> {
            if (message instanceof MetadataMessage.Data data) {
                received(data);
            } else if (message instanceof MetadataMessage.Reject reject) {
                rejected(reject.piece());
            } else {
                unasked("asks again and again for what we do not have");
                link.send(new MetadataMessage.Reject(message.piece()).toBytes());
            }
        });
    }

    private void received(MetadataMessage.Data data) {
        listener.received(data.bytes().length);
        if (inFlight.remove(data.piece()) == null && !late.remove(data.piece())) {
            unasked("sends pieces of metadata that nobody asked for");
            return;
        }
        if (data.totalBytes().orElse(length) != length) {
            lied("it said that its metadata has " + length + " bytes, and then "
                    + data.totalBytes().getAsLong());
            return;
        }
        int expected = MetadataMessage.pieceBytes(length, data.piece());
        if (data.bytes().length != expected) {
            lied("it sent " + data.bytes().length + " bytes as piece " + data.piece() + " of its metadata, which has "
                    + expected);
            return;
        }
        failures = 0;
        book.take(this, data.piece(), data.bytes()).ifPresent(listener::whole);
        ask();
    }

    private void lied(String how) {
        parted = true; // what is left of the burst says nothing new
        listener.lied(this, how);
    }

    private void rejected(int piece) {
        if (inFlight.remove(piece) == null && !late.remove(piece)) {
            unasked("rejects what nobody asked for");
            return;
        }
        book.forget(this, piece);
        failed("refuses to send metadata");
    }

    private void failed(String how) {
        failures++;
        if (failures > MAX_FAILURES) {
            session().connection().close("it " + how);
            return;
        }
        pausedUntil = clock.getAsLong() + (FIRST_PAUSE << failures - 1);
        late.addAll(inFlight.keySet());
        inFlight.clear();
        book.pause(this);
    }

    private void unasked(String how) {
        if (++unasked > MAX_UNASKED) {
            throw new ProtocolException(Violation.EXCESS, "it " + how);
        }
    }

    @Override
    public void tick() {
        long now = clock.getAsLong();
        if (inFlight.values().stream().anyMatch(at -> now - at > ANSWER_TIMEOUT)) {
            failed("does not answer requests for metadata");
        } else if (length == 0 && now - since > PATIENCE_WITH_NOTHING) {
            session().connection().close("it has no metadata");
        }
        ask();
    }

    @Override
    public void closed() {
        book.gone(this);
        listener.left(this);
    }
}
