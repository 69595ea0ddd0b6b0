package torrentkit.downloader.discovery;

import java.net.InetSocketAddress;
import java.util.Collection;
import java.util.Optional;
import java.util.function.Consumer;
import torrentkit.metainfo.InfoHash;
import torrentkit.peer.PeerNetwork;

/** Peer exchange and local discovery of one downloader, as far as they are switched on. Thread-safe. */
public final class Discovery implements AutoCloseable {
    private final PeerNetwork network;
    private final boolean exchanges;
    private final boolean looksAround;
    private LocalDiscovery local; // guarded by this; opened when it is first needed
    private boolean closed; // guarded by this

    /**
     * @param exchanges whether peers tell each other of peers (BEP 11)
     * @param looksAround whether peers are looked for in the local network (BEP 14)
     */
    public Discovery(PeerNetwork network, boolean exchanges, boolean looksAround) {
        this.network = network;
        this.exchanges = exchanges;
        this.looksAround = looksAround;
    }

    /**
     * What finds peers for one torrent.
     *
     * @param isPrivate whether nothing may (BEP 27)
     * @param sink told of addresses, on event loops: must not block
     */
    public TorrentDiscovery of(InfoHash torrent, boolean isPrivate, Consumer<Collection<InetSocketAddress>> sink) {
        Optional<PeerExchange> exchange =
                exchanges && !isPrivate ? Optional.of(new PeerExchange(sink, System::nanoTime)) : Optional.empty();
        return new TorrentDiscovery(this, torrent, looksAround && !isPrivate, exchange, sink);
    }

    /** The way to the neighbours, unless this is closed. */
    synchronized Optional<LocalDiscovery> local() {
        if (local == null && !closed) {
            local = new LocalDiscovery(network);
        }
        return Optional.ofNullable(local);
    }

    /** Leaves the multicast groups. */
    @Override
    public synchronized void close() {
        closed = true;
        if (local != null) {
            local.close();
            local = null;
        }
    }
}
