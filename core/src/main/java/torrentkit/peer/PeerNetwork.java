package torrentkit.peer;

import io.netty.bootstrap.Bootstrap;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.util.concurrent.GlobalEventExecutor;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import torrentkit.wire.PeerId;

/**
 * This process among peers: event loops, one listening port for all torrents, and the table by which an incoming handshake finds its
 * torrent. Several owners (a seeder, downloads) may share one. Thread-safe.
 */
public final class PeerNetwork implements AutoCloseable {
    private static final Logger LOG = System.getLogger(PeerNetwork.class.getName());
    private static final int BACKLOG = 1024;

    private final PeerNetworkConfig config;
    private final Transport transport;
    private final EventLoopGroup loops;
    private final PeerId peerId = PeerId.random();
    private final ConnectionLimits limits;
    private final MemberTable members = new MemberTable();
    private final ChannelGroup channels = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE, true);
    private final Channel listener;

    private PeerNetwork(PeerNetworkConfig config) throws IOException {
        this.config = config;
        this.limits = new ConnectionLimits(config.connections());
        this.transport = config.sharedLoops().map(Transport::of).orElseGet(Transport::best);
        this.loops = config.sharedLoops()
                .orElseGet(() -> transport.newGatheringGroup(config.eventLoops(), "torrentkit-peers"));
        var bound = new ServerBootstrap()
                .group(loops)
                .channelFactory(transport.serverChannels())
                .option(ChannelOption.SO_BACKLOG, BACKLOG)
                .option(ChannelOption.SO_REUSEADDR, true)
                .childHandler(new ChannelInitializer<Channel>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        accept(channel);
                    }
                })
                .bind(config.listen())
                .awaitUninterruptibly();
        if (!bound.isSuccess()) {
            shutDownLoops();
            throw new IOException(
                    "cannot listen for peers on " + config.listen() + ": "
                            + bound.cause().getMessage(),
                    bound.cause());
        }
        listener = bound.channel();
        LOG.log(Level.INFO, "listening for peers on port {0} with {1}", String.valueOf(port()), transport);
    }

    /**
     * Opens the listening port.
     *
     * @throws IOException if the port cannot be had; says which
     */
    public static PeerNetwork open(PeerNetworkConfig config) throws IOException {
        return new PeerNetwork(config);
    }

    /** Our name towards peers and trackers, new for each network. */
    public PeerId peerId() {
        return peerId;
    }

    /** The port on which peers reach us. */
    public int port() {
        return ((InetSocketAddress) listener.localAddress()).getPort();
    }

    /** The address at which peers reach us: the wildcard for all that there are. */
    public InetAddress address() {
        return ((InetSocketAddress) listener.localAddress()).getAddress();
    }

    public Transport transport() {
        return transport;
    }

    /** The loops that drive the sockets; for timers and for other protocols of the same process. */
    public EventLoopGroup loops() {
        return loops;
    }

    /** How many connections there may be at this moment. */
    public PeerNetworkConfig.Connections maxConnections() {
        return limits.bounds();
    }

    /**
     * Changes how many connections there may be. Where there are more, those that stand stay and no more come.
     */
    public void maxConnections(PeerNetworkConfig.Connections bounds) {
        limits.change(bounds);
    }

    /** Connections that stand or are being made. */
    public int connections() {
        return limits.total();
    }

    /**
     * Takes connections for this torrent from now on.
     *
     * @throws IllegalStateException if another member has it already
     */
    public void join(SwarmMember member) {
        members.join(member);
    }

    /** Takes no more connections for this member's torrent; the ones that stand are the member's to close. */
    public void leave(SwarmMember member) {
        members.leave(member);
    }

    /** Asks this source, after those that came before it, for torrents that nobody has joined. */
    public void joinSource(MemberSource source) {
        members.add(source);
    }

    /** Asks this source no more; members that it found are its owner's to take back. */
    public void leaveSource(MemberSource source) {
        members.remove(source);
    }

    /**
     * Connects to a peer and shakes hands.
     *
     * @param patience until the TCP connection stands; at most the configured time
     * @return completes on the connection's event loop when its session is open; fails with an {@link IOException} or a
     *     {@link torrentkit.wire.ProtocolException} when the peer cannot be reached, is another, or is not wanted
     */
    public CompletableFuture<PeerConnection> dial(InetSocketAddress address, SwarmMember member, Duration patience) {
        CompletableFuture<PeerConnection> outcome = new CompletableFuture<>();
        Optional<String> refusal = address.isUnresolved()
                ? Optional.of("the address " + address + " is not resolved")
                : limits.enter(address.getAddress(), address.getAddress().isLoopbackAddress());
        if (refusal.isPresent()) {
            outcome.completeExceptionally(new IOException(refusal.get()));
            return outcome;
        }
        new Bootstrap()
                .group(loops)
                .channelFactory(transport.socketChannels())
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, (int) Math.min(
                        patience.toMillis(), config.timeouts().connect().toMillis()))
                .handler(new ChannelInitializer<Channel>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        channels.add(channel);
                        PeerPipeline.shakeHands(channel, new DiallingHandshake(PeerNetwork.this, member, outcome));
                    }
                })
                .connect(
                        address,
                        config.bind()
                                .map(from -> new InetSocketAddress(from, 0))
                                .orElse(null))
                .addListener(connected -> {
                    if (!connected.isSuccess()) {
                        outcome.completeExceptionally(connected.cause());
                    }
                })
                .channel()
                .closeFuture()
                .addListener(closed -> limits.leave(address.getAddress()));
        return outcome;
    }

    private void accept(Channel channel) {
        InetSocketAddress remote = (InetSocketAddress) channel.remoteAddress();
        if (remote == null) { // gone between accept and here
            channel.close();
            return;
        }
        InetAddress address = remote.getAddress();
        boolean local = address.isLoopbackAddress()
                || address.equals(((InetSocketAddress) channel.localAddress()).getAddress());
        Optional<String> refusal = limits.enter(address, local);
        if (refusal.isPresent()) {
            LOG.log(Level.DEBUG, "refused a connection from {0}: {1}", remote, refusal.get());
            channel.close();
            return;
        }
        channel.closeFuture().addListener(closed -> limits.leave(address));
        channels.add(channel);
        PeerPipeline.shakeHands(channel, new AcceptingHandshake(this));
    }

    PeerNetworkConfig config() {
        return config;
    }

    ConnectionLimits limits() {
        return limits;
    }

    MemberTable members() {
        return members;
    }

    /**
     * Stops listening, closes every connection, and ends the event loops unless they were handed in. Returns when all is done; must not
     * be called on an event loop.
     */
    @Override
    public void close() {
        listener.close().awaitUninterruptibly();
        channels.close().awaitUninterruptibly();
        if (config.sharedLoops().isEmpty()) {
            shutDownLoops();
        }
    }

    private void shutDownLoops() {
        if (config.sharedLoops().isEmpty()) {
            loops.shutdownGracefully(0, 5, TimeUnit.SECONDS).awaitUninterruptibly();
        }
    }
}
