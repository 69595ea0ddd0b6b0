package torrentkit.tracker.client;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.EventLoop;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.socket.DatagramPacket;
import io.netty.util.concurrent.Future;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import torrentkit.peer.HostNames;
import torrentkit.peer.Transport;
import torrentkit.tracker.AnnounceException;
import torrentkit.tracker.AnnounceException.Reason;

/**
 * One question to a UDP tracker (BEP 15): connect, then ask, each sent again when no answer comes. BEP 15 waits 15 seconds,
 * then 30, and so on; we begin with {@link #FIRST_WAIT_MILLIS}, since there are other trackers to turn to and the whole
 * request has a bound. A socket of its own, connected, so that the kernel drops datagrams from elsewhere. Lives on one event
 * loop; when the future is done for any reason, the socket is closed.
 */
final class UdpExchange extends SimpleChannelInboundHandler<DatagramPacket> {
    static final long FIRST_WAIT_MILLIS = 5000;

    private static final long MAGIC = 0x41727101980L;
    private static final int CONNECT = 0;
    private static final int ERROR = 3;
    private static final SecureRandom RANDOM = new SecureRandom();

    private final EventLoop loop;
    private final Transport transport;
    private final HostNames names;
    private final Optional<InetAddress> bind;
    private final int action;
    private final byte[] question;
    private final CompletableFuture<Answer> result = new CompletableFuture<>();
    private Channel channel;
    private InetSocketAddress tracker;
    private int transaction;
    private int waitingFor;
    private byte[] lastSent;
    private long wait;
    private Future<?> timer;

    /**
     * What the tracker said.
     *
     * @param body what follows the action and the transaction
     * @param from the tracker's address, whose family is that of packed peers
     */
    record Answer(byte[] body, InetAddress from) {}

    /**
     * @param bind the address of ours from which to ask
     * @param question what follows the connection id, the action and the transaction
     */
    UdpExchange(
            EventLoop loop,
            Transport transport,
            HostNames names,
            Optional<InetAddress> bind,
            int action,
            byte[] question) {
        this.loop = loop;
        this.transport = transport;
        this.names = names;
        this.bind = bind;
        this.action = action;
        this.question = question;
    }

    /** Starts. Fails with {@link AnnounceException}, completed on the event loop. */
    CompletableFuture<Answer> ask(TrackerUrl url) {
        names.lookUp(url.host())
                .whenCompleteAsync(
                        (addresses, failure) -> {
                            if (failure != null) {
                                result.completeExceptionally(failure);
                            } else if (!result.isDone()) {
                                open(url, addresses);
                            }
                        },
                        loop);
        return result;
    }

    private void open(TrackerUrl url, List<InetAddress> addresses) {
        InetAddress from = bind.orElse(null);
        InetAddress to = addresses.stream()
                .filter(address -> from == null || from.getClass() == address.getClass())
                .findFirst()
                .orElse(addresses.get(0));
        tracker = new InetSocketAddress(to, url.port());
        ChannelFuture opening = new Bootstrap()
                .group(loop)
                .channelFactory(transport.datagramChannels())
                .handler(this)
                .connect(tracker, from == null ? null : new InetSocketAddress(from, 0));
        channel = opening.channel();
        result.whenComplete((answer, failure) -> opening.channel().close());
        opening.addListener(opened -> {
            if (opened.isSuccess()) {
                send(CONNECT, Unpooled.buffer(16).writeLong(MAGIC), new byte[0]);
            } else {
                fail("no way to " + url.host() + ": " + opened.cause().getMessage(), opened.cause());
            }
        });
    }

    private void send(int what, ByteBuf head, byte[] rest) {
        if (timer != null) {
            timer.cancel(false);
        }
        transaction = RANDOM.nextInt();
        waitingFor = what;
        wait = FIRST_WAIT_MILLIS;
        head.writeInt(what).writeInt(transaction).writeBytes(rest);
        lastSent = new byte[head.readableBytes()];
        head.readBytes(lastSent).release();
        transmit();
    }

    private void transmit() {
        if (!result.isDone()) {
            channel.writeAndFlush(new DatagramPacket(Unpooled.wrappedBuffer(lastSent), tracker), channel.voidPromise());
            timer = loop.schedule(this::transmit, wait, TimeUnit.MILLISECONDS);
            wait *= 2;
        }
    }

    @Override
    protected void channelRead0(ChannelHandlerContext ctx, DatagramPacket packet) {
        ByteBuf in = packet.content();
        if (result.isDone() || in.readableBytes() < 8) {
            return;
        }
        int what = in.readInt();
        if (in.readInt() != transaction) {
            return; // late, or a guess
        }
        byte[] body = new byte[in.readableBytes()];
        in.readBytes(body);
        if (what == ERROR) {
            result.completeExceptionally(UdpMessages.refusal(body));
        } else if (what == waitingFor && what == action) {
            result.complete(new Answer(body, tracker.getAddress()));
        } else if (what == waitingFor && body.length >= 8) {
            send(action, Unpooled.buffer(16 + question.length).writeBytes(body, 0, 8), question);
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        fail("the tracker cannot be reached: " + cause.getMessage(), cause); // an ICMP error: nobody listens there
    }

    private void fail(String message, Throwable cause) {
        result.completeExceptionally(new AnnounceException(Reason.UNREACHABLE, message, cause));
    }
}
