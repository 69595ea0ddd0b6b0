package torrentkit.tracker.http;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.OptionalInt;
import torrentkit.metainfo.InfoHash;
import torrentkit.tracker.AnnounceEvent;
import torrentkit.tracker.AnnounceRequest;
import torrentkit.tracker.ClientException;
import torrentkit.tracker.Totals;
import torrentkit.wire.PeerId;

/**
 * The query string of an announce (BEP 3, 23). Reading is strict about what names the peer ({@code info_hash}, {@code peer_id}
 * and {@code port}: exactly once, exactly sized) and lenient about the rest: unknown parameters and events are ignored, of
 * doubled ones the last counts, too large numbers are clamped, a missing {@code left} is taken as "not complete".
 */
public final class AnnounceQuery {
    private static final byte[] INFO_HASH = ascii("info_hash");
    private static final byte[] IP = ascii("ip");
    private static final byte[] PEER_ID = ascii("peer_id");
    private static final byte[] PORT = ascii("port");
    private static final byte[] UPLOADED = ascii("uploaded");
    private static final byte[] DOWNLOADED = ascii("downloaded");
    private static final byte[] LEFT = ascii("left");
    private static final byte[] EVENT = ascii("event");
    private static final byte[] NUM_WANT = ascii("numwant");
    private static final byte[] COMPACT = ascii("compact");
    private static final byte[] NO_PEER_ID = ascii("no_peer_id");
    private static final byte[] KEY = ascii("key");
    private static final byte[] TRACKER_ID = ascii("trackerid");
    private static final AnnounceEvent[] EVENTS = AnnounceEvent.values();
    private static final int MAX_IP = 45;
    private static final int MAX_TRACKER_ID = 256;

    private byte[] infoHash;
    private byte[] peerId;
    private int port = -1;
    private long uploaded;
    private long downloaded;
    private long left = Totals.UNKNOWN;
    private AnnounceEvent event = AnnounceEvent.NONE;
    private OptionalInt numWant = OptionalInt.empty();
    private boolean compact = true;
    private boolean noPeerId;
    private OptionalInt key = OptionalInt.empty();
    private Optional<String> ip = Optional.empty();
    private Optional<String> trackerId = Optional.empty();

    private AnnounceQuery() {}

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    /** The query string of an announce, without a leading question mark. */
    public static String format(AnnounceRequest request) {
        QueryWriter query = new QueryWriter()
                .bytes("info_hash", request.infoHash().bytes())
                .bytes("peer_id", request.peerId().bytes())
                .number("port", request.port())
                .number("uploaded", request.totals().uploaded())
                .number("downloaded", request.totals().downloaded())
                .number("left", request.totals().left())
                .number("compact", request.compact() ? 1 : 0);
        if (request.noPeerId()) {
            query.number("no_peer_id", 1);
        }
        if (request.event() != AnnounceEvent.NONE) {
            query.text("event", request.event().wireName());
        }
        request.numWant().ifPresent(count -> query.number("numwant", count));
        request.key().ifPresent(bits -> query.text("key", String.format("%08X", bits)));
        request.ip().ifPresent(address -> query.text("ip", address));
        request.trackerId().ifPresent(id -> query.text("trackerid", id));
        return query.toString();
    }

    /**
     * Reads the raw bytes between the question mark and the end of a request target.
     *
     * @param raw borrowed during the call
     * @param from the first byte of the query
     * @param to the first byte after it
     * @throws ClientException with a reason to send back
     */
    public static AnnounceRequest parse(byte[] raw, int from, int to) {
        AnnounceQuery query = new AnnounceQuery();
        QueryReader reader = new QueryReader(raw, from, to);
        while (reader.advance()) {
            query.take(reader);
        }
        return query.request();
    }

    private void take(QueryReader reader) {
        switch (reader.initial()) {
            case 'i' -> {
                if (reader.is(INFO_HASH)) {
                    infoHash = once(infoHash, reader.exactly(InfoHash.LENGTH, "info_hash"), "info_hash");
                } else if (reader.is(IP)) {
                    ip = Optional.of(reader.text(MAX_IP, "ip"));
                }
            }
            case 'p' -> {
                if (reader.is(PEER_ID)) {
                    peerId = once(peerId, reader.exactly(PeerId.LENGTH, "peer_id"), "peer_id");
                } else if (reader.is(PORT)) {
                    takePort(reader);
                }
            }
            case 'u' -> {
                if (reader.is(UPLOADED)) {
                    uploaded = reader.number(Long.MAX_VALUE, "uploaded");
                }
            }
            case 'd' -> {
                if (reader.is(DOWNLOADED)) {
                    downloaded = reader.number(Long.MAX_VALUE, "downloaded");
                }
            }
            case 'l' -> {
                if (reader.is(LEFT)) {
                    left = reader.number(Long.MAX_VALUE, "left");
                }
            }
            case 'e' -> {
                if (reader.is(EVENT)) {
                    event = event(reader);
                }
            }
            case 'c' -> {
                if (reader.is(COMPACT)) {
                    compact = reader.number(1, "compact") == 1;
                }
            }
            case 'n' -> takeN(reader);
            case 'k' -> {
                if (reader.is(KEY)) {
                    long bits = reader.hex32(); // some clients send other text: nothing that could be kept in 32 bits
                    key = bits < 0 ? OptionalInt.empty() : OptionalInt.of((int) bits);
                }
            }
            case 't' -> {
                if (reader.is(TRACKER_ID)) {
                    trackerId = Optional.of(reader.text(MAX_TRACKER_ID, "trackerid"));
                }
            }
            default -> {}
        }
    }

    private void takePort(QueryReader reader) {
        if (port >= 0) {
            throw new ClientException("port is given twice");
        }
        long number = reader.number(Integer.MAX_VALUE, "port");
        if (number > 65535) {
            throw new ClientException("port must be 0 to 65535");
        }
        port = (int) number;
    }

    private void takeN(QueryReader reader) {
        if (reader.is(NUM_WANT)) {
            // Some clients send -1 for "as many as you like".
            numWant = reader.isNegative()
                    ? OptionalInt.empty()
                    : OptionalInt.of((int) reader.number(Integer.MAX_VALUE, "numwant"));
        } else if (reader.is(NO_PEER_ID)) {
            noPeerId = reader.number(1, "no_peer_id") == 1;
        }
    }

    private static AnnounceEvent event(QueryReader reader) {
        String name = reader.text(64, "event");
        for (AnnounceEvent event : EVENTS) {
            if (event.wireName().equals(name)) {
                return event;
            }
        }
        return AnnounceEvent.NONE;
    }

    private static byte[] once(byte[] before, byte[] now, String what) {
        if (before != null) {
            throw new ClientException(what + " is given twice");
        }
        return now;
    }

    private AnnounceRequest request() {
        if (infoHash == null || peerId == null || port < 0) {
            throw new ClientException(
                    infoHash == null
                            ? "info_hash is missing"
                            : peerId == null ? "peer_id is missing" : "port is missing");
        }
        return new AnnounceRequest(
                InfoHash.of(infoHash),
                PeerId.of(peerId),
                port,
                new Totals(uploaded, downloaded, left),
                event,
                numWant,
                compact,
                noPeerId,
                key,
                ip,
                trackerId);
    }
}
