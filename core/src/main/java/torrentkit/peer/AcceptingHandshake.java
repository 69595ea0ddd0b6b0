package torrentkit.peer;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.util.ReferenceCountUtil;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import torrentkit.wire.Handshake;

/**
 * A peer dialled us: it speaks first, and hears nothing from us unless its torrent is one of ours. While a {@link MemberSource} looks for
 * the torrent the connection is not read; what came in the same read as the handshake is kept for the session.
 */
final class AcceptingHandshake extends PeerHandshake {
    private static final Logger LOG = System.getLogger(AcceptingHandshake.class.getName());

    private final List<Object> early = new ArrayList<>();
    private boolean looking;

    AcceptingHandshake(PeerNetwork network) {
        super(network);
    }

    @Override
    void begin(ChannelHandlerContext context) {
        // The dialling peer opens.
    }

    @Override
    void received(ChannelHandlerContext context, Handshake handshake) {
        Optional<SwarmMember> joined = network.members().joined(handshake.infoHash());
        if (joined.isPresent()) {
            answer(context, handshake, joined);
            return;
        }
        InetSocketAddress remote = (InetSocketAddress) context.channel().remoteAddress();
        Optional<CompletableFuture<Optional<SwarmMember>>> search =
                remote == null ? Optional.empty() : network.members().lookUp(handshake.infoHash(), remote.getAddress());
        if (search.isEmpty()) {
            context.close();
            return;
        }
        looking = true;
        context.channel().config().setAutoRead(false);
        search.get().whenComplete((found, failure) -> {
            try {
                context.executor().execute(() -> searched(context, handshake, found, failure));
            } catch (RejectedExecutionException e) {
                return; // the event loop has ended, and the connection with it
            }
        });
    }

    private void searched(
            ChannelHandlerContext context, Handshake handshake, Optional<SwarmMember> found, Throwable failure) {
        looking = false;
        if (!context.channel().isActive()) {
            return;
        }
        if (failure != null) {
            LOG.log(Level.WARNING, "looking for torrent " + handshake.infoHash() + " failed", failure);
            context.close();
            return;
        }
        Channel channel = context.channel();
        List<Object> messages = List.copyOf(early);
        early.clear();
        try {
            if (!answer(context, handshake, found)) {
                messages.forEach(ReferenceCountUtil::release);
                return;
            }
        } catch (RuntimeException e) {
            messages.forEach(ReferenceCountUtil::release);
            exceptionCaught(context, e);
            return;
        }
        messages.forEach(channel.pipeline()::fireChannelRead);
        channel.pipeline().fireChannelReadComplete();
        channel.config().setAutoRead(true);
    }

    /** Lets the member decide; answers whether the session is open. */
    private boolean answer(ChannelHandlerContext context, Handshake handshake, Optional<SwarmMember> member) {
        Optional<? extends SwarmSession> session =
                member.flatMap(found -> admit(context.channel(), found, handshake, false));
        if (session.isEmpty()) {
            context.close();
            return false;
        }
        context.write(Handshake.ours(handshake.infoHash(), network.peerId()));
        open(context.channel(), session.get());
        return true;
    }

    @Override
    void followed(Object bytes) {
        if (looking) {
            early.add(bytes);
        } else {
            super.followed(bytes);
        }
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext context) {
        super.handlerRemoved(context);
        early.forEach(ReferenceCountUtil::release);
        early.clear();
    }

    @Override
    void failed(Throwable cause) {
        // A stranger went away or spoke something else: nothing was promised to anybody.
    }
}
