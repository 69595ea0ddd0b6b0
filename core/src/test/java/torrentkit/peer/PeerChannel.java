package torrentkit.peer;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.embedded.EmbeddedChannel;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.time.Duration;
import torrentkit.metainfo.InfoHash;
import torrentkit.testing.Frames;
import torrentkit.wire.Handshake;
import torrentkit.wire.PeerId;

/** A connection in memory, whose time stands still until it is told to go on. */
public final class PeerChannel extends EmbeddedChannel {
    private static final InfoHash TORRENT = InfoHash.of(new byte[InfoHash.LENGTH]);

    public PeerChannel() {
        freezeTime();
    }

    @Override
    protected SocketAddress remoteAddress0() {
        return new InetSocketAddress("127.0.0.1", 6881);
    }

    /** The connection of a peer that speaks the fast extension and the extension protocol, or neither. */
    public PeerConnection connection(boolean extensions, PeerId peer, boolean dialled) {
        long reserved = extensions ? Handshake.ours(TORRENT, peer).reserved() : 0;
        return new PeerConnection(this, new Handshake(reserved, TORRENT, peer), dialled);
    }

    /** Opens a session as the end of a handshake would. */
    public void open(SwarmSession session, Duration idleTimeout) {
        pipeline().addLast(PeerPipeline.HANDSHAKE, new ChannelInboundHandlerAdapter());
        pipeline().addLast(PeerPipeline.HANDSHAKE_ENCODER, new ChannelInboundHandlerAdapter());
        PeerPipeline.openSession(this, session, idleTimeout);
        session.open();
    }

    /** One read with these bytes in it. */
    public void receive(byte[]... parts) {
        writeInbound(Unpooled.wrappedBuffer(Frames.join(parts)));
    }

    /** What was sent since the last call. */
    public byte[] sent() {
        byte[] all = new byte[0];
        for (ByteBuf bytes = readOutbound(); bytes != null; bytes = readOutbound()) {
            all = Frames.join(all, ByteBufUtil.getBytes(bytes));
            bytes.release();
        }
        return all;
    }
}
