package torrentkit.wire;

import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import torrentkit.bencode.Bencode;
import torrentkit.bencode.BencodeDictionary;
import torrentkit.bencode.BencodeException;
import torrentkit.wire.ProtocolException.Violation;

/**
 * What peers say to each other to pass on the info dictionary (BEP 9, metadata transfer). It travels in pieces of {@value #PIECE_BYTES}
 * bytes, of which the last may be shorter. A message is a dictionary, with the bytes of a {@link Data} behind it.
 */
public sealed interface MetadataMessage {
    /** The extension's key in the extension handshake. */
    String EXTENSION = "ut_metadata";

    /** Bytes of every piece but the last. */
    int PIECE_BYTES = 16 << 10;

    /** Number of the piece, from 0. */
    int piece();

    /** The payload of the extended message. */
    byte[] toBytes();

    /** Asks for a piece. */
    record Request(int piece) implements MetadataMessage {
        @Override
        public byte[] toBytes() {
            return Bencode.encode(Map.of("msg_type", 0, "piece", piece));
        }
    }

    /**
     * A piece.
     *
     * @param totalBytes of the whole info dictionary, as the sender says
     * @param bytes of the piece; not copied, so not to be changed
     */
    record Data(int piece, OptionalLong totalBytes, byte[] bytes) implements MetadataMessage {
        public Data(int piece, int totalBytes, byte[] bytes) {
            this(piece, OptionalLong.of(totalBytes), bytes);
        }

        @Override
        public byte[] toBytes() {
            byte[] head = Bencode.encode(
                    totalBytes.isPresent()
                            ? Map.of("msg_type", 1, "piece", piece, "total_size", totalBytes.getAsLong())
                            : Map.of("msg_type", 1, "piece", piece));
            byte[] whole = Arrays.copyOf(head, head.length + bytes.length);
            System.arraycopy(bytes, 0, whole, head.length, bytes.length);
            return whole;
        }
    }

    /** Says that the piece will not be sent. */
    record Reject(int piece) implements MetadataMessage {
        @Override
        public byte[] toBytes() {
            return Bencode.encode(Map.of("msg_type", 2, "piece", piece));
        }
    }

    /**
     * How many pieces so many bytes have.
     *
     * @param totalBytes at least 1
     */
    static int pieces(int totalBytes) {
        return (totalBytes - 1) / PIECE_BYTES + 1;
    }

    /** How long a piece is of so many bytes. */
    static int pieceBytes(int totalBytes, int piece) {
        return Math.min(PIECE_BYTES, totalBytes - piece * PIECE_BYTES);
    }

    /**
     * Reads the payload of an extended message.
     *
     * @return nothing for a type that we do not know, which is to be passed over
     * @throws ProtocolException if it does not begin with a dictionary that names a type and a piece
     */
    static Optional<MetadataMessage> parse(byte[] payload) {
        try {
            Bencode.Prefix prefix =
                    Bencode.decodePrefix(payload, new Bencode.Limits(PeerMessage.Extended.MAX_LENGTH, 10, 100));
            return parse(prefix.dictionary(), payload, prefix.length());
        } catch (BencodeException e) {
            throw new ProtocolException(Violation.OUT_OF_PLACE, "not a metadata message: " + e.getMessage());
        }
    }

    private static Optional<MetadataMessage> parse(BencodeDictionary head, byte[] payload, int headBytes) {
        long type = head.requiredInteger("msg_type");
        if (type < 0 || type > 2) {
            return Optional.empty();
        }
        long piece = head.requiredInteger("piece");
        if (piece < 0 || piece > Integer.MAX_VALUE) {
            throw head.failure("piece", "expected a number of 31 bits, found " + piece);
        }
        return Optional.of(
                type == 0
                        ? new Request((int) piece)
                        : type == 2
                                ? new Reject((int) piece)
                                : new Data(
                                        (int) piece,
                                        head.integer("total_size"),
                                        Arrays.copyOfRange(payload, headBytes, payload.length)));
    }
}
