package torrentkit.app.client.source;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import torrentkit.app.client.console.Console;
import torrentkit.app.client.outcome.ExitCode;
import torrentkit.app.client.outcome.Failure;
import torrentkit.app.client.outcome.Failures;
import torrentkit.app.client.outcome.StopSignal;
import torrentkit.downloader.DownloadException;
import torrentkit.downloader.Downloader;
import torrentkit.downloader.DownloaderConfig;
import torrentkit.downloader.MetadataRequest;
import torrentkit.metainfo.MagnetLink;
import torrentkit.metainfo.Metainfo;
import torrentkit.tracker.client.TrackerClientConfig;

/**
 * Gets the torrent of a magnet link from peers (BEP 9): through a downloader that is open anyway, or, for commands that download nothing
 * else, through one of its own. Runs on the main thread.
 */
public final class MetadataFetch {
    private static final Duration TICK = Duration.ofMillis(500);

    private final Console console;
    private final StopSignal stop;

    public MetadataFetch(Console console, StopSignal stop) {
        this.console = console;
        this.stop = stop;
    }

    /**
     * @param peers that are tried besides those of the link
     * @param patience without anybody who has it
     * @throws Failure if nobody was found who has it, or the wish to stop came first
     */
    public Metainfo fetch(Source.Magnet magnet, List<InetSocketAddress> peers, HttpAccess http, Duration patience) {
        MagnetLink link = magnet.link();
        List<InetSocketAddress> addresses = new ArrayList<>(peers);
        addresses.addAll(peersOf(link));
        if (addresses.isEmpty() && link.trackers().isEmpty()) {
            throw leadsToNobody(magnet);
        }
        long start = System.nanoTime();
        try (Downloader downloader = open(http, patience)) {
            return fetch(
                    downloader,
                    magnet,
                    addresses,
                    fetched -> stop.await(
                            fetched,
                            TICK,
                            () -> console.progress("asking peers for the torrent of " + magnet.name() + " ("
                                    + (System.nanoTime() - start) / 1_000_000_000L + " s)")));
        } finally {
            console.clearProgress();
        }
    }

    /**
     * Through a downloader that is open.
     *
     * @param peers that are tried besides those that the link's trackers tell
     * @param waiting until the torrent is there
     * @throws Failure if nobody was found who has it
     */
    public static Metainfo fetch(
            Downloader downloader,
            Source.Magnet magnet,
            List<InetSocketAddress> peers,
            Function<CompletableFuture<Metainfo>, Metainfo> waiting) {
        MagnetLink link = magnet.link();
        MetadataRequest request = MetadataRequest.of(link.infoHash())
                .withTrackers(link.tiers())
                .withWebSeeds(link.webSeeds())
                .withPeers(peers);
        try {
            return waiting.apply(downloader.fetchMetainfo(request));
        } catch (DownloadException e) {
            throw Failures.of(e);
        }
    }

    /** Says that a link leaves nobody to ask. */
    public static Failure leadsToNobody(Source.Magnet magnet) {
        return new Failure(
                ExitCode.NETWORK,
                "The link to " + magnet.name()
                        + " names neither a tracker nor a peer, so nobody who has the torrent can be"
                        + " found. Give one with --tracker URL or --peer HOST:PORT.");
    }

    /** The link's addresses ({@code x.pe}), as far as they can be used. */
    public static List<InetSocketAddress> peersOf(MagnetLink link) {
        return PeerAddress.hints(
                link.peers(),
                (peer, why) -> System.getLogger(MetadataFetch.class.getName())
                        .log(System.Logger.Level.DEBUG, () -> "the link's peer " + peer + " is left out: " + why));
    }

    private static Downloader open(HttpAccess http, Duration patience) {
        try {
            return Downloader.open(DownloaderConfig.defaults()
                    .withStallTimeout(patience)
                    .withTrackerClient(http.applyTo(TrackerClientConfig.defaults())));
        } catch (IOException e) {
            throw new Failure(ExitCode.NETWORK, "No port can be listened on: " + e.getMessage() + ".", e);
        }
    }
}
