package torrentkit.downloader;

import java.net.InetSocketAddress;
import java.util.Collection;
import java.util.Random;
import java.util.function.Supplier;
import torrentkit.downloader.discovery.TorrentDiscovery;
import torrentkit.peer.PeerSession;
import torrentkit.tracker.Totals;
import torrentkit.tracker.client.AnnouncerStatus;

/** How a download comes by its peers: addresses from its request, trackers and other peers, which are dialled. Thread-safe. */
final class PeerSearch {
    private final DownloadRequest request;
    private final DownloaderParts parts;
    private final PeerAddresses addresses = new PeerAddresses(new Random());
    private final Dialler dialler;
    private final Announces announces = new Announces();
    private final TorrentDiscovery discovery;
    private volatile PeerSeeker seeker; // null until it has begun

    PeerSearch(DownloadRequest request, DownloaderParts parts) {
        this.request = request;
        this.parts = parts;
        this.dialler =
                new Dialler(parts.network(), addresses, parts.config().bounds().maxPeers());
        this.discovery = parts.discovery()
                .of(request.metainfo().infoHash(), request.metainfo().isPrivate(), this::add);
        addresses.add(request.peers());
    }

    /** Begins to announce and to dial. Called once. */
    void begin(PeerSeeker swarm, Supplier<Totals> totals) {
        seeker = swarm;
        if (parts.config().search().announce()) {
            announces.start(request.metainfo(), parts, totals, this::add);
        }
        discovery.start();
        dialler.dial(swarm);
    }

    /** More peers to try. */
    void add(Collection<InetSocketAddress> peers) {
        announces
                .status()
                .flatMap(AnnouncerStatus::externalAddress)
                .ifPresent(us -> addresses.locate(
                        new InetSocketAddress(us, parts.network().port())));
        addresses.add(peers);
        PeerSeeker swarm = seeker;
        if (swarm != null) {
            dialler.dial(swarm);
        }
    }

    /** Takes part in extensions of a session that is about to open. */
    void extend(PeerSession session) {
        discovery.extend(session);
    }

    PeerAddresses addresses() {
        return addresses;
    }

    Dialler dialler() {
        return dialler;
    }

    Announces announces() {
        return announces;
    }

    /** Whether peers may be found that are not known yet. */
    boolean mayFindMore() {
        DownloaderConfig.Search places = parts.config().search();
        return places.announce() && !request.metainfo().trackers().isEmpty()
                || places.localDiscovery() && !request.metainfo().isPrivate();
    }

    /** Whether somebody is being dialled, or is left to dial who has not sent wrong data. */
    boolean hasHope() {
        return addresses.hasHope() || !dialler.isIdle();
    }

    /** Looks for no more; trackers are told by {@link #announces}. */
    void close() {
        discovery.close();
    }
}
