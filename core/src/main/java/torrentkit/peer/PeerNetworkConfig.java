package torrentkit.peer;

import io.netty.channel.EventLoopGroup;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Optional;

/**
 * The bounds of a {@link PeerNetwork}.
 *
 * @param listen where peers may reach us; port 0 takes any free port
 * @param eventLoops threads that drive sockets, at least 1; not used when {@code sharedLoops} is given
 * @param sharedLoops the application's own event loops; they are not shut down with the network
 * @param maxConnections peers of all torrents together
 * @param maxConnectionsPerTorrent peers of one torrent
 * @param maxConnectionsPerAddress connections from or to one IP address; this machine's own is exempt
 * @param connectTimeout until a dialled peer has accepted the TCP connection
 * @param handshakeTimeout until both handshakes have been exchanged, counted from the TCP connection
 * @param idleTimeout how long a peer may stay silent; clients commonly send a keep-alive every two minutes (BEP 3), so less would
 *     cut healthy ones
 */
public record PeerNetworkConfig(
        InetSocketAddress listen,
        int eventLoops,
        Optional<EventLoopGroup> sharedLoops,
        int maxConnections,
        int maxConnectionsPerTorrent,
        int maxConnectionsPerAddress,
        Duration connectTimeout,
        Duration handshakeTimeout,
        Duration idleTimeout) {

    /** Any free port on all interfaces; one event loop for two cores; the limits of a well-behaved peer. */
    public static PeerNetworkConfig defaults() {
        return new PeerNetworkConfig(
                new InetSocketAddress(0),
                Math.max(1, Math.min(8, Runtime.getRuntime().availableProcessors() / 2)),
                Optional.empty(),
                4_000,
                200,
                16,
                Duration.ofSeconds(5),
                Duration.ofSeconds(10),
                Duration.ofSeconds(130));
    }

    public PeerNetworkConfig withListen(InetSocketAddress address) {
        return new PeerNetworkConfig(
                address,
                eventLoops,
                sharedLoops,
                maxConnections,
                maxConnectionsPerTorrent,
                maxConnectionsPerAddress,
                connectTimeout,
                handshakeTimeout,
                idleTimeout);
    }

    public PeerNetworkConfig withEventLoops(int loops) {
        return new PeerNetworkConfig(
                listen,
                loops,
                sharedLoops,
                maxConnections,
                maxConnectionsPerTorrent,
                maxConnectionsPerAddress,
                connectTimeout,
                handshakeTimeout,
                idleTimeout);
    }

    public PeerNetworkConfig withSharedLoops(EventLoopGroup loops) {
        return new PeerNetworkConfig(
                listen,
                eventLoops,
                Optional.of(loops),
                maxConnections,
                maxConnectionsPerTorrent,
                maxConnectionsPerAddress,
                connectTimeout,
                handshakeTimeout,
                idleTimeout);
    }

    /** @param total of all torrents; @param perTorrent of one; @param perAddress from or to one IP address */
    public PeerNetworkConfig withMaxConnections(int total, int perTorrent, int perAddress) {
        return new PeerNetworkConfig(
                listen,
                eventLoops,
                sharedLoops,
                total,
                perTorrent,
                perAddress,
                connectTimeout,
                handshakeTimeout,
                idleTimeout);
    }

    public PeerNetworkConfig withTimeouts(Duration connect, Duration handshake, Duration idle) {
        return new PeerNetworkConfig(
                listen,
                eventLoops,
                sharedLoops,
                maxConnections,
                maxConnectionsPerTorrent,
                maxConnectionsPerAddress,
                connect,
                handshake,
                idle);
    }
}
