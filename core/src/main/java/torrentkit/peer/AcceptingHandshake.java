package torrentkit.peer;

import io.netty.channel.ChannelHandlerContext;
import java.util.Optional;
import torrentkit.wire.Handshake;

/** A peer dialled us: it speaks first, and hears nothing from us unless its torrent is one of ours. */
final class AcceptingHandshake extends PeerHandshake {
    AcceptingHandshake(PeerNetwork network) {
        super(network);
    }

    @Override
    void begin(ChannelHandlerContext context) {
        // The dialling peer opens.
    }

    @Override
    void received(ChannelHandlerContext context, Handshake handshake) {
        Optional<SwarmMember> member = network.member(handshake.infoHash());
        Optional<PeerSession> session = member.flatMap(found -> admit(context.channel(), found, handshake, false));
        if (session.isEmpty()) {
            context.close();
            return;
        }
        context.write(Handshake.ours(handshake.infoHash(), network.peerId()));
        open(context.channel(), session.get());
    }

    @Override
    void failed(Throwable cause) {
        // A stranger went away or spoke something else: nothing was promised to anybody.
    }
}
