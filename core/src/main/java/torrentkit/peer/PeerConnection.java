package torrentkit.peer;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import torrentkit.wire.Handshake;
import torrentkit.wire.PeerMessage;

/**
 * An established connection to a peer: both handshakes are known. Belongs to its event loop; only {@link #execute}, {@link #close} and
 * the facts that never change may be used from elsewhere.
 */
public final class PeerConnection implements Executor {
    /** What {@link #flushSoon()} waits for company. */
    private static final long FLUSH_NANOS = 32_000_000;

    private final Channel channel;
    private final Handshake handshake;
    private final boolean dialled;
    private final InetSocketAddress remote;
    private volatile String closeReason;
    private boolean unsent; // something was queued since the last flush
    private boolean flushing; // a flush is due within FLUSH_NANOS

    PeerConnection(Channel channel, Handshake handshake, boolean dialled) {
        this.channel = channel;
        this.handshake = handshake;
        this.dialled = dialled;
        this.remote = (InetSocketAddress) channel.remoteAddress();
    }

    /** What the remote peer said of itself. */
    public Handshake handshake() {
        return handshake;
    }

    /** Whether we opened the connection; then {@link #remote()} is an address on which the peer listens. */
    public boolean dialled() {
        return dialled;
    }

    public InetSocketAddress remote() {
        return remote;
    }

    /** The address of this machine that the connection uses; null when it has none, as in memory. */
    InetAddress local() {
        return channel.localAddress() instanceof InetSocketAddress address ? address.getAddress() : null;
    }

    /**
     * Queues a message; {@link #flush()} sends it. The message's buffer, if it has one, is handed over. Called on the event loop.
     */
    public void write(PeerMessage message) {
        unsent = true;
        channel.write(message, channel.voidPromise());
    }

    /**
     * Queues messages that are encoded already, and tells {@code written} on the event loop when the socket has taken them (true) or
     * never will (false).
     *
     * @param frames whole messages one after the other; handed over
     */
    public void writeFrames(ByteBuf frames, Consumer<Boolean> written) {
        unsent = true;
        LoopFlow.ofThisLoop().moved(frames.readableBytes());
        channel.write(frames).addListener((ChannelFutureListener) future -> written.accept(future.isSuccess()));
    }

    /** Sends what was queued. Called on the event loop. */
    public void flush() {
        unsent = false;
        channel.flush();
    }

    /**
     * Sends what was queued with whatever else is to be sent, or by itself a few hundredths of a second later: for messages that are many
     * and small, and which nobody waits for. Called on the event loop.
     */
    public void flushSoon() {
        if (unsent && !flushing) {
            flushing = true;
            executeAfter(FLUSH_NANOS, () -> {
                flushing = false;
                if (unsent) {
                    flush();
                }
            });
        }
    }

    /** Whether less than the high-water mark waits to be sent. */
    public boolean isWritable() {
        return channel.isWritable();
    }

    /** Bytes that wait to be sent. Called on the event loop. */
    public long pendingBytes() {
        var buffer = channel.unsafe().outboundBuffer();
        return buffer == null ? 0 : buffer.totalPendingWriteBytes();
    }

    public boolean isOpen() {
        return channel.isActive();
    }

    public ByteBufAllocator allocator() {
        return channel.alloc();
    }

    /** Runs a task on the connection's event loop, at once or later; never after the loop has ended. */
    @Override
    public void execute(Runnable task) {
        channel.eventLoop().execute(task);
    }

    /** Runs a task on the connection's event loop after a time, unless it is cancelled. */
    public Future<?> executeAfter(long nanos, Runnable task) {
        return channel.eventLoop().schedule(task, nanos, TimeUnit.NANOSECONDS);
    }

    public boolean inEventLoop() {
        return channel.eventLoop().inEventLoop();
    }

    /** Closes the connection; what was queued before may still leave. Any thread. */
    public void close(String reason) {
        if (closeReason == null) {
            closeReason = reason;
        }
        channel.flush();
        channel.close();
    }

    /** Why we closed it; nothing when the remote peer did, or it is still open. */
    public Optional<String> closeReason() {
        return Optional.ofNullable(closeReason);
    }

    Channel channel() {
        return channel;
    }

    @Override
    public String toString() {
        return remote.getAddress() == null
                ? remote.toString()
                : remote.getAddress().getHostAddress() + ":" + remote.getPort();
    }
}
