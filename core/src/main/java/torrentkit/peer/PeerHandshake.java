package torrentkit.peer;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.util.ReferenceCountUtil;
import io.netty.util.concurrent.Future;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import torrentkit.wire.Handshake;
import torrentkit.wire.ProtocolException;
import torrentkit.wire.ProtocolException.Violation;

/**
 * The opening of a connection: both handshakes within a time, then the session takes over. The two subclasses differ in who speaks
 * first (BEP 3, peer protocol).
 */
abstract class PeerHandshake extends ChannelInboundHandlerAdapter {
    final PeerNetwork network;
    private Future<?> deadline;

    PeerHandshake(PeerNetwork network) {
        this.network = network;
    }

    @Override
    public void channelActive(ChannelHandlerContext context) {
        long timeout = network.config().timeouts().handshake().toMillis();
        deadline = context.executor().schedule(() -> context.close(), timeout, TimeUnit.MILLISECONDS);
        begin(context);
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        if (!(message instanceof Handshake handshake)) {
            followed(message);
            return;
        }
        if (handshake.peerId().equals(network.peerId())) {
            throw new ProtocolException(Violation.HANDSHAKE, "the peer is ourselves");
        }
        received(context, handshake);
    }

    /** Nothing is awaited from now on but messages. */
    @Override
    public void handlerRemoved(ChannelHandlerContext context) {
        if (deadline != null) {
            deadline.cancel(false);
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        handlerRemoved(context);
        failed(new IOException("the connection was closed during the handshake"));
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        failed(cause);
        context.close();
    }

    /** Lets the member decide, and gives the channel to the session that it makes. */
    final Optional<? extends SwarmSession> admit(
            Channel channel, SwarmMember member, Handshake handshake, boolean dialled) {
        PeerConnection connection = new PeerConnection(channel, handshake, dialled);
        if (!network.limits().enterTorrent(member.infoHash())) {
            return Optional.empty();
        }
        channel.closeFuture().addListener(closed -> network.limits().leaveTorrent(member.infoHash()));
        return member.admit(connection);
    }

    final void open(Channel channel, SwarmSession session) {
        PeerPipeline.openSession(channel, session, network.config().timeouts().idle());
        session.open();
    }

    abstract void begin(ChannelHandlerContext context);

    abstract void received(ChannelHandlerContext context, Handshake handshake);

    /** Bytes after the handshake; nobody wants them when it was refused. */
    void followed(Object bytes) {
        ReferenceCountUtil.release(bytes);
    }

    abstract void failed(Throwable cause);
}
