package torrentkit.tracker.http;

import static torrentkit.tracker.http.BencodeOutput.bytes;
import static torrentkit.tracker.http.BencodeOutput.constant;
import static torrentkit.tracker.http.BencodeOutput.integer;

import io.netty.buffer.ByteBuf;
import io.netty.util.NetUtil;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import torrentkit.bencode.Bencode;
import torrentkit.bencode.BencodeDictionary;
import torrentkit.bencode.BencodeException;
import torrentkit.tracker.AnnounceException;
import torrentkit.tracker.AnnounceResponse;
import torrentkit.tracker.PeerList;
import torrentkit.wire.PeerId;

/**
 * The body of the answer to an announce: a bencoded dictionary (BEP 3), with the peers packed (BEP 23, and {@code peers6} of
 * BEP 7) or as a list of dictionaries.
 */
public final class AnnounceBody {
    /** The form of the list of peers. */
    public enum Form {
        /** 6 or 18 bytes a peer. */
        COMPACT,
        /** A dictionary a peer, with its id where that is known. */
        DICTIONARIES,
        /** A dictionary a peer, without ids. */
        DICTIONARIES_WITHOUT_IDS
    }

    private static final byte[] COMPLETE = constant("complete");
    private static final byte[] EXTERNAL_IP = constant("external ip");
    private static final byte[] INCOMPLETE = constant("incomplete");
    private static final byte[] INTERVAL = constant("interval");
    private static final byte[] MIN_INTERVAL = constant("min interval");
    private static final byte[] PEERS = constant("peers");
    private static final byte[] PEERS6 = constant("peers6");
    private static final byte[] TRACKER_ID = constant("tracker id");
    private static final byte[] WARNING = constant("warning message");
    private static final byte[] IP = constant("ip");
    private static final byte[] PEER_ID = constant("peer id");
    private static final byte[] PORT = constant("port");
    private static final byte[] ID_LENGTH = (PeerId.LENGTH + ":").getBytes(StandardCharsets.US_ASCII);
    /** A tracker that states no interval gets what most of them use. */
    private static final long DEFAULT_INTERVAL_SECONDS = 1800;

    private AnnounceBody() {}

    /** Bytes that surely hold the body, apart from texts. */
    public static int sizeHint(AnnounceResponse response, Form form) {
        PeerList peers = response.peers();
        int listed = form == Form.COMPACT ? peers.packed4().length + peers.packed6().length : 96 * peers.size();
        return 192 + listed;
    }

    /** Appends the body; {@code out} grows as needed. */
    public static void write(AnnounceResponse response, Form form, ByteBuf out) {
        out.writeByte('d');
        count(out, COMPLETE, response.complete());
        if (response.externalIp().isPresent()) {
            out.writeBytes(EXTERNAL_IP);
            bytes(out, response.externalIp().get().getAddress());
        }
        count(out, INCOMPLETE, response.incomplete());
        out.writeBytes(INTERVAL);
        integer(out, response.interval().toSeconds());
        if (response.minInterval().isPresent()) {
            out.writeBytes(MIN_INTERVAL);
            integer(out, response.minInterval().get().toSeconds());
        }
        out.writeBytes(PEERS);
        PeerList peers = response.peers();
        if (form == Form.COMPACT) {
            bytes(out, peers.packed4());
            if (peers.count6() > 0) {
                out.writeBytes(PEERS6);
                bytes(out, peers.packed6());
            }
        } else {
            out.writeByte('l');
            boolean ids = form == Form.DICTIONARIES && peers.hasIds();
            dictionaries(out, peers.packed4(), PeerList.WIDTH4, ids ? peers.ids() : null, 0);
            dictionaries(out, peers.packed6(), PeerList.WIDTH6, ids ? peers.ids() : null, peers.count4());
            out.writeByte('e');
        }
        text(out, TRACKER_ID, response.trackerId(), StandardCharsets.ISO_8859_1);
        text(out, WARNING, response.warning(), StandardCharsets.UTF_8);
        out.writeByte('e');
    }

    private static void count(ByteBuf out, byte[] key, OptionalInt value) {
        if (value.isPresent()) {
            out.writeBytes(key);
            integer(out, value.getAsInt());
        }
    }

    private static void text(ByteBuf out, byte[] key, Optional<String> value, Charset charset) {
        if (value.isPresent()) {
            out.writeBytes(key);
            bytes(out, value.get().getBytes(charset));
        }
    }

    private static void dictionaries(ByteBuf out, byte[] packed, int width, byte[] ids, int firstId) {
        for (int at = 0, peer = firstId; at < packed.length; at += width, peer++) {
            out.writeByte('d').writeBytes(IP);
            String ip = NetUtil.bytesToIpAddress(packed, at, width - 2);
            bytes(out, ip.getBytes(StandardCharsets.US_ASCII));
            if (ids != null) {
                out.writeBytes(PEER_ID).writeBytes(ID_LENGTH).writeBytes(ids, peer * PeerId.LENGTH, PeerId.LENGTH);
            }
            out.writeBytes(PORT);
            integer(out, (packed[at + width - 2] & 0xff) << 8 | packed[at + width - 1] & 0xff);
            out.writeByte('e');
        }
    }

    /**
     * Reads a tracker's answer. Unknown keys are ignored, and so are peers whose address is a name (a tracker could make us look
     * up anything) or whose port is out of range.
     *
     * @param body the whole body, decompressed
     * @throws AnnounceException with what the tracker refused, or {@link AnnounceException.Reason#MALFORMED} when it makes no
     *     sense
     */
    public static AnnounceResponse parse(byte[] body) {
        try {
            BencodeDictionary reply = Bencode.decode(body, Bencode.Limits.REPLY);
            FailureBody.throwIfRefused(reply);
            return new AnnounceResponse(
                    Duration.ofSeconds(seconds(reply, "interval").orElse(DEFAULT_INTERVAL_SECONDS)),
                    seconds(reply, "min interval").stream()
                            .mapToObj(Duration::ofSeconds)
                            .findFirst(),
                    count(reply, "complete"),
                    count(reply, "incomplete"),
                    PeerListReader.peers(reply),
                    reply.bytes("tracker id").map(id -> new String(id, StandardCharsets.ISO_8859_1)),
                    reply.bytes("warning message").map(FailureBody::printable),
                    reply.bytes("external ip").flatMap(AnnounceBody::address));
        } catch (BencodeException e) {
            throw new AnnounceException(
                    AnnounceException.Reason.MALFORMED,
                    "the tracker's answer is not bencoded as it should be: " + e.getMessage());
        }
    }

    private static OptionalLong seconds(BencodeDictionary reply, String key) {
        OptionalLong value = reply.integer(key);
        // No tracker means centuries, and arithmetic on such a time would overflow.
        return value.isPresent() ? OptionalLong.of(Math.max(0, Math.min(value.getAsLong(), Integer.MAX_VALUE))) : value;
    }

    private static OptionalInt count(BencodeDictionary reply, String key) {
        OptionalLong value = reply.integer(key);
        return value.isPresent()
                ? OptionalInt.of((int) Math.max(0, Math.min(value.getAsLong(), Integer.MAX_VALUE)))
                : OptionalInt.empty();
    }

    private static Optional<InetAddress> address(byte[] raw) {
        try {
            return Optional.of(InetAddress.getByAddress(raw));
        } catch (UnknownHostException e) {
            return Optional.empty();
        }
    }
}
