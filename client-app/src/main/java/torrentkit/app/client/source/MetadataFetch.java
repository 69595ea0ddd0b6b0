package torrentkit.app.client.source;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
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

/** Gets the torrent of a magnet link from peers (BEP 9), for commands that download nothing else. Runs on the main thread. */
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
            throw new Failure(
                    ExitCode.NETWORK,
                    "The magnet link of " + magnet.name() + " names no tracker and no peer, so nobody who has the"
                            + " torrent can be found. Give one with --tracker or --peer.");
        }
        MetadataRequest request = MetadataRequest.of(link.infoHash())
                .withTrackers(link.tiers())
                .withWebSeeds(link.webSeeds())
                .withPeers(addresses);
        long start = System.nanoTime();
        try (Downloader downloader = open(http, patience)) {
            return stop.await(
                    downloader.fetchMetainfo(request),
                    TICK,
                    () -> console.progress("asking peers for the torrent of " + magnet.name() + " ("
                            + (System.nanoTime() - start) / 1_000_000_000L + " s)"));
        } catch (DownloadException e) {
            throw Failures.of(e);
        } finally {
            console.clearProgress();
        }
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
