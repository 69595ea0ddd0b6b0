package torrentkit.peer;

import io.netty.channel.EventLoopGroup;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Optional;

/**
 * The bounds of a {@link PeerNetwork}.
 *
 * @param listen where peers may reach us; port 0 takes any free port
 * @param eventLoops threads that drive sockets, at least 1; not used when {@code sharedLoops} is given
 * @param sharedLoops the application's own event loops; they are not shut down with the network
 * @param connections how many there may be
 * @param timeouts how long peers are waited for
 * @param bind the address of ours from which peers are dialled; empty leaves it to the routes
 */
public record PeerNetworkConfig(
        InetSocketAddress listen,
        int eventLoops,
        Optional<EventLoopGroup> sharedLoops,
        Connections connections,
        Timeouts timeouts,
        Optional<InetAddress> bind) {

    /**
     * @param total peers of all torrents together
     * @param perTorrent peers of one torrent
     * @param perAddress connections from or to one IP address; this machine's own is exempt
     */
    public record Connections(int total, int perTorrent, int perAddress) {
        /** @throws IllegalArgumentException if a number is less than 1 */
        public Connections {
            if (total < 1 || perTorrent < 1 || perAddress < 1) {
                throw new IllegalArgumentException("at least 1 connection must be allowed, not " + total + " in all, "
                        + perTorrent + " a torrent and " + perAddress + " an address");
            }
        }
    }

    /**
     * @param connect until a dialled peer has accepted the TCP connection
     * @param handshake until both handshakes have been exchanged, counted from the TCP connection
     * @param idle how long a peer may stay silent; clients commonly send a keep-alive every two minutes (BEP 3), so less would cut
     *     healthy ones
     */
    public record Timeouts(Duration connect, Duration handshake, Duration idle) {}

    /** Any free port on all interfaces; one event loop for two cores; the limits of a well-behaved peer. */
    public static PeerNetworkConfig defaults() {
        return new PeerNetworkConfig(
                new InetSocketAddress(0),
                Math.max(1, Math.min(8, Runtime.getRuntime().availableProcessors() / 2)),
                Optional.empty(),
                new Connections(4_000, 200, 16),
                new Timeouts(Duration.ofSeconds(5), Duration.ofSeconds(10), Duration.ofSeconds(130)),
                Optional.empty());
    }

    /** Peers of all torrents together. */
    public int maxConnections() {
        return connections.total;
    }

    /** Peers of one torrent. */
    public int maxConnectionsPerTorrent() {
        return connections.perTorrent;
    }

    /** Connections from or to one IP address; this machine's own is exempt. */
    public int maxConnectionsPerAddress() {
        return connections.perAddress;
    }

    public PeerNetworkConfig withListen(InetSocketAddress address) {
        return new PeerNetworkConfig(address, eventLoops, sharedLoops, connections, timeouts, bind);
    }

    /** Listens on this address only, on the port that is set, and dials from it. */
    public PeerNetworkConfig withBind(InetAddress address) {
        return new PeerNetworkConfig(
                new InetSocketAddress(address, listen.getPort()),
                eventLoops,
                sharedLoops,
                connections,
                timeouts,
                Optional.of(address));
    }

    public PeerNetworkConfig withEventLoops(int loops) {
        return new PeerNetworkConfig(listen, loops, sharedLoops, connections, timeouts, bind);
    }

    public PeerNetworkConfig withSharedLoops(EventLoopGroup loops) {
        return new PeerNetworkConfig(listen, eventLoops, Optional.of(loops), connections, timeouts, bind);
    }

    /** @param total of all torrents; @param perTorrent of one; @param perAddress from or to one IP address */
    public PeerNetworkConfig withMaxConnections(int total, int perTorrent, int perAddress) {
        return new PeerNetworkConfig(
                listen, eventLoops, sharedLoops, new Connections(total, perTorrent, perAddress), timeouts, bind);
    }

    public PeerNetworkConfig withTimeouts(Duration connect, Duration handshake, Duration idle) {
        return new PeerNetworkConfig(
                listen, eventLoops, sharedLoops, connections, new Timeouts(connect, handshake, idle), bind);
    }
}
