package torrentkit.app.server.http;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundBuffer;
import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/**
 * Gives a client up that takes nothing of its answer for a time. Only the time of writing counts, not that of making the answer,
 * which is why the idle handler will not do. Runs on the channel's event loop.
 */
final class StallWatch {
    private static final int LOOKS = 4; // in the time after which a client is given up

    private final long periodNanos;
    private Future<?> running;
    private long pendingBytes;
    private long progress;
    private int unchanged;

    StallWatch(Duration time) {
        periodNanos = Math.max(1, time.toNanos() / LOOKS);
    }

    void start(ChannelHandlerContext context) {
        pendingBytes = -1;
        running = context.executor()
                .scheduleAtFixedRate(() -> look(context), periodNanos, periodNanos, TimeUnit.NANOSECONDS);
    }

    void stop() {
        if (running != null) {
            running.cancel(false);
            running = null;
        }
    }

    private void look(ChannelHandlerContext context) {
        Channel channel = context.channel();
        ChannelOutboundBuffer buffer = channel.unsafe().outboundBuffer();
        if (buffer == null) {
            return; // closed
        }
        boolean moved = buffer.isEmpty() // then it is us who have to go on
                || buffer.totalPendingWriteBytes() != pendingBytes
                || buffer.currentProgress() != progress;
        pendingBytes = buffer.totalPendingWriteBytes();
        progress = buffer.currentProgress();
        unchanged = moved ? 0 : unchanged + 1;
        if (unchanged >= LOOKS) {
            stop();
            channel.close();
        }
    }
}
