package torrentkit.peer;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.util.ReferenceCountUtil;
import io.netty.util.concurrent.Future;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import torrentkit.wire.PeerMessage;
import torrentkit.wire.ProtocolException;

/**
 * The end of the pipeline: passes the channel's events to the session, and turns every way in which a connection dies into one
 * {@link SwarmSession#closed()}.
 */
final class PeerSessionHandler extends ChannelInboundHandlerAdapter {
    private static final Logger LOG = System.getLogger(PeerSessionHandler.class.getName());

    /** Time without progress after which a peer that does not read is given up. */
    private static final int WRITE_STALL_SECONDS = 120;

    /** Our own keep-alive: less than the two minutes after which peers hang up (BEP 3). */
    private static final int KEEP_ALIVE_SECONDS = 100;

    /**
     * Waiting bytes over which the connection ends. Data stops far below; only a peer that provokes answers without reading them gets
     * here.
     */
    private static final long MAX_PENDING_BYTES = 8 << 20;

    private final SwarmSession session;
    private final long idleSeconds;
    private Future<?> clock;
    private boolean heard; // something since the last second
    private int secondsSilent;
    private long pendingBefore;
    private int secondsStalled;
    private int secondsQuiet;

    /** @param idleTimeout after which a peer that sends nothing is given up, rounded up to seconds */
    PeerSessionHandler(SwarmSession session, Duration idleTimeout) {
        this.session = session;
        this.idleSeconds = Math.max(1, idleTimeout.plusNanos(999_999_999).toSeconds());
    }

    @Override
    public void handlerAdded(ChannelHandlerContext context) {
        clock = context.executor().scheduleAtFixedRate(this::second, 1, 1, TimeUnit.SECONDS);
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        try {
            session.receive((PeerMessage) message);
        } finally {
            ReferenceCountUtil.release(message);
        }
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext context) {
        heard = true;
        session.burstEnded();
        if (session.connection().pendingBytes() > MAX_PENDING_BYTES) {
            session.connection().close("the peer does not read what it asks for");
        }
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext context) {
        session.writabilityChanged();
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        clock.cancel(false);
        session.closed();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        if (cause instanceof ProtocolException || cause instanceof IOException) {
            LOG.log(Level.DEBUG, "{0}: {1}", session.connection(), cause.getMessage());
        } else {
            LOG.log(Level.WARNING, "connection with " + session.connection() + " ends over an error of ours", cause);
        }
        session.connection().close(String.valueOf(cause.getMessage()));
    }

    /** Keeps the connection alive, notices a peer that stopped sending or reading, and gives the session its tick. */
    private void second() {
        PeerConnection connection = session.connection();
        secondsSilent = heard ? 0 : secondsSilent + 1;
        heard = false;
        if (secondsSilent >= idleSeconds) {
            connection.close("silent for too long");
            return;
        }
        long pending = connection.pendingBytes();
        secondsStalled = pending > 0 && pending >= pendingBefore ? secondsStalled + 1 : 0;
        secondsQuiet = pending > 0 ? 0 : secondsQuiet + 1;
        pendingBefore = pending;
        if (secondsStalled >= WRITE_STALL_SECONDS) {
            connection.close("nothing could be sent for " + WRITE_STALL_SECONDS + " s");
            return;
        }
        if (secondsQuiet >= KEEP_ALIVE_SECONDS) {
            secondsQuiet = 0;
            connection.write(PeerMessage.KeepAlive.INSTANCE);
        }
        try {
            session.tick();
        } catch (RuntimeException e) {
            connection.channel().pipeline().fireExceptionCaught(e);
        }
    }
}
