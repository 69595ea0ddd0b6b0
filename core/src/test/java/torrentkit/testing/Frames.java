package torrentkit.testing;

import io.netty.buffer.ByteBufUtil;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import torrentkit.metainfo.InfoHash;
import torrentkit.wire.PeerMessage;

/** The peer wire protocol as bytes, built by hand after the BEPs and not by the code under test. */
public final class Frames {
    public static final int CHOKE = 0;
    public static final int UNCHOKE = 1;
    public static final int INTERESTED = 2;
    public static final int NOT_INTERESTED = 3;
    public static final int HAVE = 4;
    public static final int BITFIELD = 5;
    public static final int REQUEST = 6;
    public static final int PIECE = 7;
    public static final int CANCEL = 8;
    public static final int PORT = 9;
    public static final int SUGGEST_PIECE = 13;
    public static final int HAVE_ALL = 14;
    public static final int HAVE_NONE = 15;
    public static final int REJECT = 16;
    public static final int ALLOWED_FAST = 17;
    public static final int EXTENDED = 20;

    private Frames() {}

    /** One frame with the length that it should have. */
    public static byte[] frame(int id, byte... body) {
        return join(ints(1 + body.length), new byte[] {(byte) id}, body);
    }

    /** One frame that says this length, whatever follows. */
    public static byte[] lying(int length, int id, byte... body) {
        return join(ints(length), new byte[] {(byte) id}, body);
    }

    public static byte[] keepAlive() {
        return ints(0);
    }

    public static byte[] have(int index) {
        return frame(HAVE, ints(index));
    }

    public static byte[] request(int index, int begin, int length) {
        return frame(REQUEST, ints(index, begin, length));
    }

    public static byte[] cancel(int index, int begin, int length) {
        return frame(CANCEL, ints(index, begin, length));
    }

    public static byte[] reject(int index, int begin, int length) {
        return frame(REJECT, ints(index, begin, length));
    }

    public static byte[] piece(int index, int begin, byte[] data) {
        return frame(PIECE, join(ints(index, begin), data));
    }

    public static byte[] extended(int id, byte[] payload) {
        return frame(EXTENDED, join(new byte[] {(byte) id}, payload));
    }

    /** The handshake of a peer that speaks these extensions. */
    public static byte[] handshake(InfoHash infoHash, String peerId, boolean fast, boolean extensions) {
        byte[] reserved = new byte[8];
        reserved[5] = (byte) (extensions ? 0x10 : 0);
        reserved[7] = (byte) (fast ? 0x04 : 0);
        return join(
                new byte[] {19},
                "BitTorrent protocol".getBytes(StandardCharsets.ISO_8859_1),
                reserved,
                infoHash.bytes(),
                peerId.getBytes(StandardCharsets.ISO_8859_1));
    }

    /** What a message must look like on the wire. */
    public static byte[] of(PeerMessage message) {
        Writer writer = new Writer();
        message.accept(writer);
        return writer.bytes;
    }

    /** What messages must look like on the wire, after each other. */
    public static byte[] of(List<? extends PeerMessage> messages) {
        return join(messages.stream().map(Frames::of).toArray(byte[][]::new));
    }

    /** Big-endian words. */
    public static byte[] ints(int... words) {
        ByteBuffer bytes = ByteBuffer.allocate(4 * words.length);
        for (int word : words) {
            bytes.putInt(word);
        }
        return bytes.array();
    }

    public static byte[] join(byte[]... parts) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            all.writeBytes(part);
        }
        return all.toByteArray();
    }

    private static final class Writer implements PeerMessage.Visitor {
        private byte[] bytes;

        @Override
        public void keepAlive() {
            bytes = Frames.keepAlive();
        }

        @Override
        public void choke() {
            bytes = frame(CHOKE);
        }

        @Override
        public void unchoke() {
            bytes = frame(UNCHOKE);
        }

        @Override
        public void interested() {
            bytes = frame(INTERESTED);
        }

        @Override
        public void notInterested() {
            bytes = frame(NOT_INTERESTED);
        }

        @Override
        public void have(int index) {
            bytes = Frames.have(index);
        }

        @Override
        public void bitfield(byte[] bits) {
            bytes = frame(BITFIELD, bits);
        }

        @Override
        public void request(int index, int begin, int length) {
            bytes = Frames.request(index, begin, length);
        }

        @Override
        public void piece(PeerMessage.Piece piece) {
            bytes = Frames.piece(piece.index(), piece.begin(), ByteBufUtil.getBytes(piece.content()));
        }

        @Override
        public void cancel(int index, int begin, int length) {
            bytes = Frames.cancel(index, begin, length);
        }

        @Override
        public void port(int port) {
            bytes = frame(PORT, (byte) (port >> 8), (byte) port);
        }

        @Override
        public void suggestPiece(int index) {
            bytes = frame(SUGGEST_PIECE, ints(index));
        }

        @Override
        public void haveAll() {
            bytes = frame(HAVE_ALL);
        }

        @Override
        public void haveNone() {
            bytes = frame(HAVE_NONE);
        }

        @Override
        public void rejectRequest(int index, int begin, int length) {
            bytes = reject(index, begin, length);
        }

        @Override
        public void allowedFast(int index) {
            bytes = frame(ALLOWED_FAST, ints(index));
        }

        @Override
        public void extended(int id, byte[] payload) {
            bytes = Frames.extended(id, payload);
        }
    }
}
