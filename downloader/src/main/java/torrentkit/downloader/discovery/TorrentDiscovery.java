package torrentkit.downloader.discovery;

import java.net.InetSocketAddress;
import java.util.Collection;
import java.util.Optional;
import java.util.function.Consumer;
import torrentkit.metainfo.InfoHash;
import torrentkit.peer.SwarmSession;

/** Finds peers for one torrent, without its trackers; of a private one, none. Thread-safe. */
public final class TorrentDiscovery implements AutoCloseable {
    private final Discovery discovery;
    private final InfoHash torrent;
    private final boolean looksAround;
    private final Optional<PeerExchange> exchange;
    private final Consumer<Collection<InetSocketAddress>> sink;

    TorrentDiscovery(
            Discovery discovery,
            InfoHash torrent,
            boolean looksAround,
            Optional<PeerExchange> exchange,
            Consumer<Collection<InetSocketAddress>> sink) {
        this.discovery = discovery;
        this.torrent = torrent;
        this.looksAround = looksAround;
        this.exchange = exchange;
        this.sink = sink;
    }

    /** Takes part in the peer exchange with a session that is not open yet. Called on its event loop. */
    public void extend(SwarmSession session) {
        exchange.ifPresent(swarm -> swarm.extend(session));
    }

    /** Tells the local network of the torrent from now on, until this is closed. */
    public void start() {
        if (looksAround) {
            discovery.local().ifPresent(local -> local.join(torrent, sink));
        }
    }

    /** Doing it twice is harmless. */
    @Override
    public void close() {
        if (looksAround) {
            discovery.local().ifPresent(local -> local.leave(torrent, sink));
        }
    }
}
