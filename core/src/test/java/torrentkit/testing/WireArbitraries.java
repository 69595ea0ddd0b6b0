package torrentkit.testing;

import io.netty.buffer.Unpooled;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Tuple;
import torrentkit.wire.PeerMessage;

/** Messages and bytes of the peer wire protocol for property tests. */
public final class WireArbitraries {
    private WireArbitraries() {}

    /**
     * Every kind of message, with any numbers that the wire can carry.
     *
     * @param bitfieldBytes of the torrent
     */
    public static Arbitrary<PeerMessage> messages(int bitfieldBytes) {
        Arbitrary<Integer> word = Arbitraries.integers();
        return Arbitraries.oneOf(
                Arbitraries.of(
                        PeerMessage.KeepAlive.INSTANCE,
                        PeerMessage.Choke.INSTANCE,
                        PeerMessage.Unchoke.INSTANCE,
                        PeerMessage.Interested.INSTANCE,
                        PeerMessage.NotInterested.INSTANCE,
                        PeerMessage.HaveAll.INSTANCE,
                        PeerMessage.HaveNone.INSTANCE),
                word.map(PeerMessage.Have::new),
                word.map(PeerMessage.SuggestPiece::new),
                word.map(PeerMessage.AllowedFast::new),
                Combinators.combine(word, word, word).as(PeerMessage.Request::new),
                Combinators.combine(word, word, word).as(PeerMessage.Cancel::new),
                Combinators.combine(word, word, word).as(PeerMessage.RejectRequest::new),
                Arbitraries.integers().between(0, 65_535).map(PeerMessage.Port::new),
                Arbitraries.bytes().array(byte[].class).ofSize(bitfieldBytes).map(PeerMessage.Bitfield::new),
                Combinators.combine(Arbitraries.integers().between(0, 255), TorrentArbitraries.bytes(300))
                        .as(PeerMessage.Extended::new),
                Combinators.combine(
                                word,
                                word,
                                Arbitraries.bytes()
                                        .array(byte[].class)
                                        .ofMinSize(1)
                                        .ofMaxSize(500))
                        .as((index, begin, data) -> new PeerMessage.Piece(index, begin, Unpooled.wrappedBuffer(data))));
    }

    /** Bytes that a decoder gets far into before it notices: frames with true and false lengths, any ids, and garbage. */
    public static Arbitrary<byte[]> hostileStream(int bitfieldBytes) {
        Arbitrary<Integer> id = Arbitraries.integers().between(0, 255);
        Arbitrary<byte[]> body = TorrentArbitraries.bytes(40);
        Arbitrary<byte[]> known = messages(bitfieldBytes).map(Frames::of);
        Arbitrary<byte[]> unknown = Combinators.combine(id, body).as(Frames::frame);
        Arbitrary<byte[]> lying =
                Combinators.combine(Arbitraries.integers(), id, body).as(Frames::lying);
        return Arbitraries.frequencyOf(Tuple.of(6, known), Tuple.of(3, unknown), Tuple.of(1, lying), Tuple.of(1, body))
                .list()
                .ofMaxSize(12)
                .map(parts -> Frames.join(parts.toArray(byte[][]::new)));
    }
}
