package torrentkit.peer;

import io.netty.channel.AdaptiveRecvByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelOption;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.WriteBufferWaterMark;
import java.time.Duration;
import torrentkit.wire.codec.HandshakeDecoder;
import torrentkit.wire.codec.HandshakeEncoder;
import torrentkit.wire.codec.PeerMessageEncoder;

/**
 * The one place where a peer channel is assembled. While shaking hands: {@code handshake-decoder, handshake-encoder, handshake}; then
 * {@code decoder, encoder, session}, in wire order. Roles differ by the session only.
 */
final class PeerPipeline {
    static final String HANDSHAKE_DECODER = "handshake-decoder";
    static final String HANDSHAKE_ENCODER = "handshake-encoder";
    static final String HANDSHAKE = "handshake";
    static final String DECODER = "decoder";
    static final String ENCODER = "encoder";
    static final String SESSION = "session";

    /** Waiting bytes over which nothing more is read from storage for a peer, and under which it goes on. */
    private static final WriteBufferWaterMark WRITE_MARKS = new WriteBufferWaterMark(256 * 1024, 512 * 1024);

    /** One read takes what a busy peer sends in a burst, so that system calls and straddling blocks are few. */
    private static final int MAX_READ = 256 * 1024;

    private PeerPipeline() {}

    /** A fresh channel, before any byte. */
    static void shakeHands(Channel channel, PeerHandshake handshake) {
        channel.config().setOption(ChannelOption.TCP_NODELAY, true);
        channel.config().setWriteBufferWaterMark(WRITE_MARKS);
        channel.config().setRecvByteBufAllocator(new AdaptiveRecvByteBufAllocator(512, 2048, MAX_READ));
        channel.pipeline()
                .addLast(HANDSHAKE_DECODER, new HandshakeDecoder())
                .addLast(HANDSHAKE_ENCODER, HandshakeEncoder.INSTANCE)
                .addLast(HANDSHAKE, handshake);
    }

    /** Called while the handshake is delivered: the decoder in front removes itself and passes on what came after it. */
    static void openSession(Channel channel, SwarmSession session, Duration idleTimeout) {
        ChannelPipeline pipeline = channel.pipeline();
        pipeline.addLast(DECODER, session.decoder())
                .addLast(ENCODER, new PeerMessageEncoder())
                .addLast(SESSION, new PeerSessionHandler(session, idleTimeout));
        pipeline.remove(HANDSHAKE);
        pipeline.remove(HANDSHAKE_ENCODER);
    }
}
