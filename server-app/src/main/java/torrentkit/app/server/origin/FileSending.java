package torrentkit.app.server.origin;

import io.netty.channel.ChannelPipeline;
import io.netty.handler.ssl.SslHandler;
import torrentkit.peer.RateLimit;

/**
 * How files are sent.
 *
 * @param threads where they are read
 * @param warmer what fetches them from the disk
 * @param limit what all senders of this process share
 */
record FileSending(FileThreads threads, PageWarmer warmer, RateLimit limit) {
    /** What the kernel is asked to send at once: it is for so long that other connections of the loop may wait. */
    private static final int REGION_BYTES = 1 << 20;

    /** Held in memory for each connection to which a file is sent over TLS. */
    private static final int BUFFER_BYTES = 64 << 10;

    private static final int LEAST_BYTES = 16 << 10;
    private static final int SHARES_PER_SECOND = 20;

    /** Whether a part of this length goes through our memory: where it has to be encrypted, and where that is cheaper. */
    boolean copies(ChannelPipeline pipeline, long length) {
        return length <= BUFFER_BYTES || pipeline.get(SslHandler.class) != null;
    }

    /** Bytes to send before the file and the rate are looked at again. */
    int chunkBytes(boolean copied) {
        int most = copied ? BUFFER_BYTES : REGION_BYTES;
        long rate = limit.bytesPerSecond();
        return rate == 0 ? most : (int) Math.max(LEAST_BYTES, Math.min(most, rate / SHARES_PER_SECOND));
    }
}
