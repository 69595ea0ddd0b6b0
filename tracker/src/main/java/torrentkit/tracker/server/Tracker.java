package torrentkit.tracker.server;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.FixedRecvByteBufAllocator;
import io.netty.channel.RecvByteBufAllocator;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.concurrent.Future;
import java.io.UncheckedIOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import torrentkit.metainfo.InfoHash;
import torrentkit.peer.Transport;
import torrentkit.tracker.SwarmCounts;
import torrentkit.tracker.SwarmTraffic;
import torrentkit.tracker.swarm.InMemorySwarmStore;
import torrentkit.tracker.swarm.IntervalPolicy;
import torrentkit.tracker.swarm.SwarmStore;
import torrentkit.tracker.swarm.Zones;
import torrentkit.wire.PeerId;

/**
 * A tracker: {@code http://host:port/announce}, {@code /scrape}, and {@code udp://host:port} on the same port number, and HTTPS on
 * another if configured, until closed. Unless it is {@linkplain TrackerConfig#open open}, it knows only the torrents that were
 * registered, and those of which a {@link TorrentAccess} tells it. All methods may be called by any thread but its own event loops.
 */
public final class Tracker implements AutoCloseable {
    private static final Logger LOG = System.getLogger(Tracker.class.getName());
    private static final int SWEEP_SECONDS = 30;
    private static final int PORT_TRIES = 10;

    private final TrackerConfig config;
    private final Transport transport;
    private final EventLoopGroup loops;
    private final boolean ownLoops;
    /** Sockets that take new peers. */
    private final ChannelGroup doors;
    /** Connections; once closed, it closes those that were just being accepted. */
    private final ChannelGroup channels;

    private final TrackerCounters counters = new TrackerCounters();
    private final SwarmStore store;
    private final TrackerLogic logic;
    private final ConnectionIds connectionIds = new ConnectionIds(System::nanoTime);
    private volatile Zones zones = Zones.NONE;
    private int port;
    private OptionalInt tlsPort = OptionalInt.empty();
    private Future<?> sweep;

    private Tracker(TrackerConfig config, Optional<TorrentAccess> access, EventLoopGroup loops, boolean ownLoops) {
        this.config = config;
        this.loops = loops;
        this.ownLoops = ownLoops;
        this.doors = new DefaultChannelGroup("tracker listeners", loops.next());
        this.channels = new DefaultChannelGroup("tracker connections", loops.next(), true);
        this.transport = Transport.of(loops);
        this.store = new InMemorySwarmStore(
                config.swarms(), new IntervalPolicy(config.minInterval(), config.maxInterval()), System::nanoTime);
        zones(config.zones());
        this.logic = new TrackerLogic(config, store, access);
    }

    /**
     * Starts a tracker on event loops of its own.
     *
     * @throws UncheckedIOException when the address or port cannot be had
     */
    public static Tracker open(TrackerConfig config) {
        return new Tracker(config, Optional.empty(), ownLoops(config), true).start();
    }

    /**
     * Starts a tracker on event loops of its own that asks about each torrent that was not registered.
     *
     * @throws UncheckedIOException when the address or port cannot be had
     */
    public static Tracker open(TrackerConfig config, TorrentAccess access) {
        return new Tracker(config, Optional.of(access), ownLoops(config), true).start();
    }

    /**
     * Starts a tracker on loops that the application has anyway. Closing the tracker leaves them running.
     *
     * @throws UncheckedIOException when the address or port cannot be had
     */
    public static Tracker open(TrackerConfig config, EventLoopGroup loops) {
        return new Tracker(config, Optional.empty(), loops, false).start();
    }

    /**
     * Starts a tracker on loops that the application has anyway, which asks about each torrent that was not registered. Closing
     * the tracker leaves the loops running.
     *
     * @throws UncheckedIOException when the address or port cannot be had
     */
    public static Tracker open(TrackerConfig config, TorrentAccess access, EventLoopGroup loops) {
        return new Tracker(config, Optional.of(access), loops, false).start();
    }

    private static EventLoopGroup ownLoops(TrackerConfig config) {
        return Transport.best().newGroup(config.threads(), "torrentkit-tracker");
    }

    private Tracker start() {
        try {
            bind();
            config.tls().ifPresent(this::bindTls);
        } catch (RuntimeException e) {
            close();
            throw e;
        }
        sweep = loops.next().scheduleWithFixedDelay(store::expire, SWEEP_SECONDS, SWEEP_SECONDS, TimeUnit.SECONDS);
        LOG.log(
                Level.INFO,
                "tracker on {0}, port {1}, HTTP and UDP{2} over {3}",
                config.listen().getAddress().getHostAddress(),
                Integer.toString(port),
                tlsPort.isPresent() ? ", port " + tlsPort.getAsInt() + ", HTTPS," : "",
                transport);
        return this;
    }

    /** TCP first, then UDP on the same number. A free TCP port may be taken for UDP: then another one is tried. */
    private void bind() {
        for (int attempt = 1; ; attempt++) {
            port = bindTcp(config.listen(), Optional.empty());
            InetSocketAddress at = new InetSocketAddress(config.listen().getAddress(), port);
            Throwable failure = udp().open(at);
            if (failure == null) {
                return;
            }
            doors.close().awaitUninterruptibly();
            if (config.listen().getPort() != 0 || attempt == PORT_TRIES) {
                throw cannotListen("UDP", at, failure);
            }
        }
    }

    private void bindTls(TrackerConfig.Tls tls) {
        tlsPort = OptionalInt.of(bindTcp(tls.listen(), Optional.of(tls.context())));
    }

    private int bindTcp(InetSocketAddress at, Optional<Supplier<SslContext>> tls) {
        ChannelFuture bound = listener(tls).bind(at).awaitUninterruptibly();
        if (!bound.isSuccess()) {
            throw cannotListen("TCP", at, bound.cause());
        }
        doors.add(bound.channel());
        return ((InetSocketAddress) bound.channel().localAddress()).getPort();
    }

    private static UncheckedIOException cannotListen(String protocol, InetSocketAddress at, Throwable cause) {
        String text = "the tracker cannot listen on " + at.getAddress().getHostAddress() + ", " + protocol + " port "
                + at.getPort() + ": " + cause.getMessage();
        BindException failure = new BindException(text);
        failure.initCause(cause);
        return new UncheckedIOException(text, failure);
    }

    private ServerBootstrap listener(Optional<Supplier<SslContext>> tls) {
        return new ServerBootstrap()
                .group(loops)
                .channelFactory(transport.serverChannels())
                .option(ChannelOption.SO_REUSEADDR, true)
                .option(ChannelOption.SO_BACKLOG, 1024)
                .childOption(ChannelOption.TCP_NODELAY, true)
                .childOption(ChannelOption.RECVBUF_ALLOCATOR, oneReadAtATime())
                .childHandler(new ChannelInitializer<Channel>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        accept(channel, tls);
                    }
                });
    }

    /** A request fits into one read, and looking for more would cost a system call each time. */
    private static RecvByteBufAllocator oneReadAtATime() {
        return new FixedRecvByteBufAllocator(HttpTrackerHandler.READ_BYTES).maxMessagesPerRead(1);
    }

    private void accept(Channel channel, Optional<Supplier<SslContext>> tls) {
        if (counters.connections.incrementAndGet() > config.maxConnections()) {
            counters.connections.decrementAndGet();
            counters.turnedAway.increment();
            channel.close();
            return;
        }
        channel.closeFuture().addListener(closed -> counters.connections.decrementAndGet());
        channels.add(channel);
        try {
            tls.ifPresent(context -> channel.pipeline().addLast("tls", tlsHandler(channel, context)));
            channel.pipeline().addLast("tracker", new HttpTrackerHandler(logic, counters));
        } catch (RuntimeException e) {
            LOG.log(Level.ERROR, "there is no TLS for a connection to the tracker, which is closed: {0}", e.toString());
            channel.close();
        }
    }

    private static SslHandler tlsHandler(Channel channel, Supplier<SslContext> context) {
        SslHandler handler = context.get().newHandler(channel.alloc());
        handler.setHandshakeTimeout(HttpTrackerHandler.HEAD_SECONDS, TimeUnit.SECONDS);
        return handler;
    }

    private UdpSockets udp() {
        return new UdpSockets(
                transport, loops, doors, local -> new UdpTrackerHandler(logic, counters, connectionIds, local));
    }

    /** The port, TCP and UDP; a number that was found when the configuration says 0. */
    public int port() {
        return port;
    }

    /** The port of the HTTPS listener, if the configuration has one; a number that was found when it says 0. */
    public OptionalInt tlsPort() {
        return tlsPort;
    }

    /** Lets a torrent be tracked. */
    public void register(InfoHash infoHash) {
        logic.register(infoHash);
    }

    /** Stops tracking a torrent and forgets its swarm and local seed. In an open tracker it may come back by an announce. */
    public void withdraw(InfoHash infoHash) {
        logic.withdraw(infoHash);
    }

    /**
     * Registers a torrent and a seeder of it in this process, which then need not announce: it is counted, and named first to
     * every peer that is not complete; where there are zones, to some of each.
     *
     * @param peerPort where the seeder listens, 1 to 65535
     * @param address the seeder's address in answers; without one, the address at which the asker reached the tracker
     */
    public void registerLocalSeed(InfoHash infoHash, PeerId id, int peerPort, Optional<InetAddress> address) {
        logic.register(infoHash, new LocalSeed(id, peerPort, address));
    }

    /**
     * Sets the seeder, in this process, of every torrent of which {@link TorrentAccess} says that it is seeded here. It need not
     * announce: it is counted, and named first to every peer that is not complete, or, where there are zones, to some of each. Until
     * it is set, nobody is named.
     *
     * @param peerPort where the seeder listens, 1 to 65535
     * @param address the seeder's address in answers; without one, the address at which the asker reached the tracker
     */
    public void localSeed(PeerId id, int peerPort, Optional<InetAddress> address) {
        logic.localSeed(new LocalSeed(id, peerPort, address));
    }

    /** Replaces the zones of the configuration, for the peers already here too. */
    public void zones(Zones near) {
        zones = near;
        store.zones(near);
    }

    /** The zones that count now. */
    public Zones zones() {
        return zones;
    }

    /**
     * The size of a swarm, with the local seed if one was {@linkplain #registerLocalSeed registered} for it; zeros for a torrent
     * that is not tracked. A local seed of which only {@link TorrentAccess} knows is not counted here: its answer may depend on
     * who asks.
     */
    public SwarmCounts counts(InfoHash infoHash) {
        return logic.counts(infoHash);
    }

    /** How many peers at this address, each with its port, announced lately that they lack something of a torrent. */
    public int leechers(InfoHash infoHash, InetAddress address) {
        return store.leechers(infoHash, Addresses.plain(address));
    }

    /**
     * What the peers of a swarm said they have moved. The local seed's own bytes are not among the uploaded ones. Forgotten with
     * the swarm: a day after its last peer, or when it is withdrawn.
     */
    public SwarmTraffic traffic(InfoHash infoHash) {
        return store.traffic(infoHash);
    }

    /** The loops that answer; for watching them. They are not to be kept busy. */
    public EventLoopGroup loops() {
        return loops;
    }

    /** What has been answered so far. */
    public TrackerStats stats() {
        return counters.snapshot(store.traffic());
    }

    /**
     * Ends the tracker: from now on the local seed is not named, then nothing new is accepted, then connections are closed, and
     * the event loops end if they are the tracker's own. Waits until that is done, at most some seconds.
     */
    @Override
    public void close() {
        logic.retire();
        if (sweep != null) {
            sweep.cancel(false);
        }
        doors.close().awaitUninterruptibly(5, TimeUnit.SECONDS);
        channels.close().awaitUninterruptibly(5, TimeUnit.SECONDS);
        if (ownLoops) {
            loops.shutdownGracefully(0, 2, TimeUnit.SECONDS).awaitUninterruptibly(5, TimeUnit.SECONDS);
        }
    }
}
