package torrentkit.downloader;

import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import torrentkit.metainfo.Metainfo;

/**
 * What is to be downloaded, and where to.
 *
 * @param target the final file, or the final top directory; nothing may be there yet. Data goes to a part file or directory next to it
 *     until it is whole
 * @param peers addresses that are tried besides those from trackers
 * @param seedAfterwards whether to go on uploading after completion, until closed
 * @param events told what happens, on event loops and storage threads, so it must be quick and thread-safe
 */
public record DownloadRequest(
        Metainfo metainfo,
        Path target,
        List<InetSocketAddress> peers,
        boolean seedAfterwards,
        Consumer<DownloadEvent> events) {
    public DownloadRequest {
        target = target.toAbsolutePath().normalize();
        peers = List.copyOf(peers);
    }

    /** A download to this place with peers from trackers only, which ends when it is complete. */
    public static DownloadRequest of(Metainfo metainfo, Path target) {
        return new DownloadRequest(metainfo, target, List.of(), false, event -> {});
    }

    public DownloadRequest withPeers(List<InetSocketAddress> addresses) {
        return new DownloadRequest(metainfo, target, addresses, seedAfterwards, events);
    }

    public DownloadRequest withSeedAfterwards(boolean seed) {
        return new DownloadRequest(metainfo, target, peers, seed, events);
    }

    public DownloadRequest withEvents(Consumer<DownloadEvent> listener) {
        return new DownloadRequest(metainfo, target, peers, seedAfterwards, listener);
    }
}
