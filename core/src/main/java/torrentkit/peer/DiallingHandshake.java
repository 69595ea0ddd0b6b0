package torrentkit.peer;

import io.netty.channel.ChannelHandlerContext;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import torrentkit.wire.Handshake;
import torrentkit.wire.ProtocolException;
import torrentkit.wire.ProtocolException.Violation;

/** We dialled a peer: we speak first, and expect the same torrent back. */
final class DiallingHandshake extends PeerHandshake {
    private final SwarmMember member;
    private final CompletableFuture<PeerConnection> outcome;

    DiallingHandshake(PeerNetwork network, SwarmMember member, CompletableFuture<PeerConnection> outcome) {
        super(network);
        this.member = member;
        this.outcome = outcome;
    }

    @Override
    void begin(ChannelHandlerContext context) {
        context.writeAndFlush(Handshake.ours(member.infoHash(), network.peerId()));
    }

    @Override
    void received(ChannelHandlerContext context, Handshake handshake) {
        if (!handshake.infoHash().equals(member.infoHash())) {
            throw new ProtocolException(
                    Violation.HANDSHAKE,
                    "asked for torrent " + member.infoHash() + ", the peer answers for " + handshake.infoHash());
        }
        Optional<? extends SwarmSession> session = admit(context.channel(), member, handshake, true);
        if (session.isEmpty()) {
            throw new ProtocolException(Violation.EXCESS, "the peer is not wanted (any more)");
        }
        open(context.channel(), session.get());
        outcome.complete(session.get().connection());
    }

    @Override
    void failed(Throwable cause) {
        outcome.completeExceptionally(cause);
    }
}
