package torrentkit.downloader;

import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import torrentkit.metainfo.Metainfo;

/**
 * What is to be downloaded, and where to.
 *
 * @param placement where the content goes, and what may be used of what is on disk
 * @param files those that are wanted
 * @param order in which pieces are fetched
 * @param peers addresses that are tried besides those from trackers
 * @param webSeeds when the torrent's web seeds are used
 * @param seedAfterwards whether to go on uploading after completion, until closed
 * @param events told what happens, on event loops and storage threads, so it must be quick and thread-safe
 */
public record DownloadRequest(
        Metainfo metainfo,
        Placement placement,
        FileSelection files,
        PieceOrder order,
        List<InetSocketAddress> peers,
        WebSeedPolicy webSeeds,
        boolean seedAfterwards,
        Consumer<DownloadEvent> events) {
    public DownloadRequest {
        peers = List.copyOf(peers);
    }

    /**
     * Everything to this place, rarest first, with peers from trackers, and from web seeds when these cannot keep the link full; ends when
     * it is complete.
     */
    public static DownloadRequest of(Metainfo metainfo, Path target) {
        return new DownloadRequest(
                metainfo,
                Placement.of(target),
                FileSelection.all(),
                PieceOrder.RAREST_FIRST,
                List.of(),
                WebSeedPolicy.AUTO,
                false,
                event -> {});
    }

    /** The final file, or the final top directory. */
    public Path target() {
        return placement.target();
    }

    public DownloadRequest withPlacement(Placement place) {
        return new DownloadRequest(metainfo, place, files, order, peers, webSeeds, seedAfterwards, events);
    }

    public DownloadRequest withFiles(FileSelection selection) {
        return new DownloadRequest(metainfo, placement, selection, order, peers, webSeeds, seedAfterwards, events);
    }

    public DownloadRequest withOrder(PieceOrder pieces) {
        return new DownloadRequest(metainfo, placement, files, pieces, peers, webSeeds, seedAfterwards, events);
    }

    public DownloadRequest withPeers(List<InetSocketAddress> addresses) {
        return new DownloadRequest(metainfo, placement, files, order, addresses, webSeeds, seedAfterwards, events);
    }

    public DownloadRequest withWebSeeds(WebSeedPolicy policy) {
        return new DownloadRequest(metainfo, placement, files, order, peers, policy, seedAfterwards, events);
    }

    public DownloadRequest withSeedAfterwards(boolean seed) {
        return new DownloadRequest(metainfo, placement, files, order, peers, webSeeds, seed, events);
    }

    public DownloadRequest withEvents(Consumer<DownloadEvent> listener) {
        return new DownloadRequest(metainfo, placement, files, order, peers, webSeeds, seedAfterwards, listener);
    }

    /** Whether peers are asked too. */
    boolean meetsPeers() {
        return webSeeds != WebSeedPolicy.ONLY;
    }
}
