package torrentkit.app.server.http;

import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** Counts the connections of a server, in all and by address, and answers those over a limit with a 503 without reading from them. */
@ChannelHandler.Sharable
final class ConnectionLimit extends ChannelInboundHandlerAdapter {
    private static final byte[] REFUSAL =
            "HTTP/1.1 503 Service Unavailable\r\nRetry-After: 10\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
                    .getBytes(StandardCharsets.US_ASCII);

    private final AtomicInteger open = new AtomicInteger();
    private final Map<Long, Integer> byAddress = new ConcurrentHashMap<>(); // no entry is 0, so there are few

    /**
     * Called while the channel is set up, before any byte is read. True: go on; false: the connection is to be refused. It counts
     * until it is closed, either way.
     */
    boolean admits(Channel channel, HttpLimits limits) {
        boolean admitted = open.incrementAndGet() <= limits.connections();
        channel.closeFuture().addListener(closed -> open.decrementAndGet());
        if (!(channel.remoteAddress() instanceof InetSocketAddress remote)
                || remote.getAddress().isLoopbackAddress()) {
            return admitted;
        }
        long key = key(remote.getAddress());
        int ofAddress = byAddress.merge(key, 1, Integer::sum);
        channel.closeFuture()
                .addListener(closed -> byAddress.computeIfPresent(key, (k, count) -> count == 1 ? null : count - 1));
        return admitted && ofAddress <= limits.connectionsPerAddress();
    }

    int open() {
        return open.get();
    }

    /** Whoever has an IPv6 address has the 2^64 of its network; one that stands for an IPv4 address is that one. */
    static long key(InetAddress address) {
        ByteBuffer bytes = ByteBuffer.wrap(address.getAddress());
        long network = bytes.remaining() == Integer.BYTES ? 0 : bytes.getLong();
        return network == 0 ? bytes.getInt(bytes.limit() - Integer.BYTES) & 0xffff_ffffL : network;
    }

    /** In the pipeline only of a connection without TLS that is not admitted. */
    @Override
    public void channelActive(ChannelHandlerContext context) {
        context.writeAndFlush(Unpooled.wrappedBuffer(REFUSAL)).addListener(ChannelFutureListener.CLOSE);
    }
}
