package torrentkit.wire;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.DefaultByteBufHolder;

/**
 * What peers say to each other after the handshake, in id order (BEP 3, peer messages; fast extension, BEP 6; extension protocol,
 * BEP 10). The records check what they can alone; whether an index lies inside the torrent is
 * {@link torrentkit.piece.TorrentLayout}'s to say. Indices, offsets and lengths are the wire's unsigned 32-bit words: one with the
 * high bit set is negative here and therefore outside every torrent.
 */
public sealed interface PeerMessage {
    /** Calls the visitor's method for this kind of message, once. */
    void accept(Visitor visitor);

    /** One method a kind and no defaults, so that a new message cannot be forgotten by any receiver. */
    interface Visitor {
        void keepAlive();

        void choke();

        void unchoke();

        void interested();

        void notInterested();

        void have(int index);

        void bitfield(byte[] bits);

        void request(int index, int begin, int length);

        void piece(Piece piece);

        void cancel(int index, int begin, int length);

        void port(int port);

        void suggestPiece(int index);

        void haveAll();

        void haveNone();

        void rejectRequest(int index, int begin, int length);

        void allowedFast(int index);

        void extended(int id, byte[] payload);
    }

    /** A frame of length 0, which only shows that the sender lives. */
    record KeepAlive() implements PeerMessage {
        public static final KeepAlive INSTANCE = new KeepAlive();

        @Override
        public void accept(Visitor visitor) {
            visitor.keepAlive();
        }
    }

    /** The sender will not answer requests. */
    record Choke() implements PeerMessage {
        public static final Choke INSTANCE = new Choke();

        @Override
        public void accept(Visitor visitor) {
            visitor.choke();
        }
    }

    /** The sender answers requests from now on. */
    record Unchoke() implements PeerMessage {
        public static final Unchoke INSTANCE = new Unchoke();

        @Override
        public void accept(Visitor visitor) {
            visitor.unchoke();
        }
    }

    /** The sender wants pieces that the receiver has. */
    record Interested() implements PeerMessage {
        public static final Interested INSTANCE = new Interested();

        @Override
        public void accept(Visitor visitor) {
            visitor.interested();
        }
    }

    /** The sender wants nothing that the receiver has. */
    record NotInterested() implements PeerMessage {
        public static final NotInterested INSTANCE = new NotInterested();

        @Override
        public void accept(Visitor visitor) {
            visitor.notInterested();
        }
    }

    /** The sender has verified this piece. */
    record Have(int index) implements PeerMessage {
        @Override
        public void accept(Visitor visitor) {
            visitor.have(index);
        }
    }

    /**
     * Everything that the sender has, as its first message.
     *
     * @param bits ⌈piece count / 8⌉ bytes, the first piece in the high bit of the first byte; not copied, so not to be changed
     */
    record Bitfield(byte[] bits) implements PeerMessage {
        @Override
        public void accept(Visitor visitor) {
            visitor.bitfield(bits);
        }
    }

    /** The sender wants this block. */
    record Request(int index, int begin, int length) implements PeerMessage {
        @Override
        public void accept(Visitor visitor) {
            visitor.request(index, begin, length);
        }
    }

    /**
     * One block of data. Holds the only counted buffer among the messages: whoever receives the message from the pipeline or from
     * {@link Visitor#piece} and keeps it beyond that call must retain it; the session releases it after the call. Writing it to a
     * connection hands the buffer over.
     */
    final class Piece extends DefaultByteBufHolder implements PeerMessage {
        /** Longest block that is read from a peer, bytes. */
        public static final int MAX_LENGTH = 128 * 1024;

        private final int index;
        private final int begin;

        /** @param data the block, from reader to writer index; this message owns it from now on */
        public Piece(int index, int begin, ByteBuf data) {
            super(data);
            this.index = index;
            this.begin = begin;
        }

        public int index() {
            return index;
        }

        /** Bytes from the start of the piece. */
        public int begin() {
            return begin;
        }

        /** Bytes of the block. */
        public int length() {
            return content().readableBytes();
        }

        @Override
        public Piece replace(ByteBuf content) {
            return new Piece(index, begin, content);
        }

        @Override
        public void accept(Visitor visitor) {
            visitor.piece(this);
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Piece that
                    && index == that.index
                    && begin == that.begin
                    && content().equals(that.content());
        }

        @Override
        public int hashCode() {
            return 31 * (31 * index + begin) + content().hashCode();
        }

        @Override
        public String toString() {
            return "Piece[index=" + index + ", begin=" + begin + ", length=" + (refCnt() > 0 ? length() : -1) + "]";
        }
    }

    /** The sender no longer wants this block. */
    record Cancel(int index, int begin, int length) implements PeerMessage {
        @Override
        public void accept(Visitor visitor) {
            visitor.cancel(index, begin, length);
        }
    }

    /** The sender's DHT port (BEP 5). */
    record Port(int port) implements PeerMessage {
        @Override
        public void accept(Visitor visitor) {
            visitor.port(port);
        }
    }

    /** The sender advises the receiver to fetch this piece (BEP 6). */
    record SuggestPiece(int index) implements PeerMessage {
        @Override
        public void accept(Visitor visitor) {
            visitor.suggestPiece(index);
        }
    }

    /** The sender has every piece; stands for a bitfield (BEP 6). */
    record HaveAll() implements PeerMessage {
        public static final HaveAll INSTANCE = new HaveAll();

        @Override
        public void accept(Visitor visitor) {
            visitor.haveAll();
        }
    }

    /** The sender has no piece; stands for a bitfield (BEP 6). */
    record HaveNone() implements PeerMessage {
        public static final HaveNone INSTANCE = new HaveNone();

        @Override
        public void accept(Visitor visitor) {
            visitor.haveNone();
        }
    }

    /** The sender will not answer this request (BEP 6). */
    record RejectRequest(int index, int begin, int length) implements PeerMessage {
        @Override
        public void accept(Visitor visitor) {
            visitor.rejectRequest(index, begin, length);
        }
    }

    /** The receiver may request this piece even while choked (BEP 6). */
    record AllowedFast(int index) implements PeerMessage {
        @Override
        public void accept(Visitor visitor) {
            visitor.allowedFast(index);
        }
    }

    /**
     * A message of an extension (BEP 10).
     *
     * @param id 0 for the extension handshake, else the number that the receiver gave to the extension in its own; 0 to 255
     * @param payload at most {@value #MAX_LENGTH} bytes; not copied, so not to be changed
     */
    record Extended(int id, byte[] payload) implements PeerMessage {
        /** Longest payload that is read from a peer, bytes. */
        public static final int MAX_LENGTH = 256 * 1024;

        @Override
        public void accept(Visitor visitor) {
            visitor.extended(id, payload);
        }
    }
}
