package torrentkit.app.client.http;

import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/** The connections of a server and the event loop that drives them. Loaded when the first one comes. */
final class Connections {
    private static final byte[] BUSY =
            "HTTP/1.1 503 Service Unavailable\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
                    .getBytes(StandardCharsets.US_ASCII);

    private final HttpLimits limits;
    private final HttpPipeline pipeline;
    private final EventLoopGroup loops;
    private final Set<NioSocketChannel> open = ConcurrentHashMap.newKeySet();

    Connections(String name, LocalSite site, InetSocketAddress asked, HttpLimits limits) {
        this.limits = limits;
        pipeline = new HttpPipeline(site, asked, limits);
        loops = new MultiThreadIoEventLoopGroup(1, new DefaultThreadFactory(name, true), NioIoHandler.newFactory());
    }

    /** Drives this connection from now on, unless there are too many. */
    void take(SocketChannel socket) throws IOException {
        if (open.size() >= limits.connections()) {
            try (socket) {
                socket.configureBlocking(false);
                socket.write(ByteBuffer.wrap(BUSY));
            }
            return;
        }
        NioSocketChannel connection = new NioSocketChannel(socket);
        open.add(connection);
        connection.closeFuture().addListener(closed -> open.remove(connection));
        connection.pipeline().addLast(pipeline);
        loops.register(connection);
    }

    /** Ends feeds with what is still to be said, closes every connection and ends the thread; returns when that is done. */
    void close() {
        long deadline = System.nanoTime() + limits.farewellTime().toNanos();
        open.forEach(connection -> connection.pipeline().fireUserEventTriggered(HttpPipeline.FAREWELL));
        for (NioSocketChannel connection : open) {
            long left = Math.max(0, deadline - System.nanoTime());
            connection.closeFuture().awaitUninterruptibly(left, TimeUnit.NANOSECONDS);
        }
        open.forEach(connection -> connection.close().awaitUninterruptibly(1, TimeUnit.SECONDS));
        loops.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly(2, TimeUnit.SECONDS);
    }
}
