package torrentkit.app.client.download;

import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import torrentkit.app.client.history.HistoryEvent;
import torrentkit.app.client.outcome.ExitCode;
import torrentkit.app.client.outcome.Failure;
import torrentkit.app.client.source.FileFilter;
import torrentkit.app.client.source.MetadataFetch;
import torrentkit.app.client.source.PeerAddress;
import torrentkit.app.client.source.Source;
import torrentkit.app.client.source.SourceOptions;
import torrentkit.app.client.source.TorrentSource;
import torrentkit.app.client.source.WebSeedTorrent;
import torrentkit.downloader.FileSelection;
import torrentkit.downloader.WebSeedPolicy;
import torrentkit.metainfo.MagnetLink;
import torrentkit.metainfo.Metainfo;

/** From a SOURCE to its torrent: what a magnet link leaves out comes from peers, through the run's own port. */
final class TorrentLoad {
    /**
     * A torrent and what its source said besides.
     *
     * @param peers that the source names, with those of the command line
     * @param files that are wanted
     */
    record Loaded(Metainfo metainfo, List<InetSocketAddress> peers, FileSelection files) {}

    private final RunParts run;

    TorrentLoad(RunParts run) {
        this.run = run;
    }

    /** What the source is. May ask an HTTP server. */
    Source open(String source) {
        RunOptions options = run.options();
        return TorrentSource.open(source, new SourceOptions(options.peers().trackers(), options.http()), run.stop());
    }

    /** @throws Failure if nobody has the torrent of a magnet link, or no file of it is wanted */
    Loaded torrent(Source source) {
        List<InetSocketAddress> peers = new ArrayList<>(run.options().peers().addresses());
        if (source instanceof Source.Magnet magnet) {
            peers.addAll(peers(magnet.link()));
            Metainfo metainfo = fetch(magnet, peers);
            return new Loaded(metainfo, peers, files(metainfo, magnet.link()));
        }
        Metainfo metainfo = ((Source.Torrent) source).metainfo();
        return new Loaded(metainfo, peers, run.options().filter().of(metainfo));
    }

    private Metainfo fetch(Source.Magnet magnet, List<InetSocketAddress> peers) {
        MagnetLink link = magnet.link();
        WebSeedPolicy webSeeds = run.options().peers().webSeeds();
        boolean only = webSeeds == WebSeedPolicy.ONLY;
        if (webSeeds != WebSeedPolicy.NEVER && (only || link.trackers().isEmpty() && peers.isEmpty())) {
            Optional<Metainfo> beside = WebSeedTorrent.find(link, run.options().http(), run.stop());
            if (beside.isPresent()) {
                return beside.get();
            }
        }
        if (only) {
            throw new Failure(
                    ExitCode.NETWORK,
                    "The torrent of a magnet link comes from peers, whom --web-seed only does not ask, and is not beside"
                            + " the content on a web seed of this link either. Give the torrent itself, or leave that"
                            + " option out.");
        }
        boolean others = run.options().peers().localDiscovery()
                || run.options().peers().ports().isGiven();
        if (link.trackers().isEmpty() && peers.isEmpty() && !others) {
            throw MetadataFetch.leadsToNobody(magnet);
        }
        run.report().line("Asking peers for the torrent of " + magnet.name());
        return MetadataFetch.fetch(
                run.shared().downloader(), magnet, peers, fetched -> run.stop().await(fetched));
    }

    /** Addresses in a link are hints: one that cannot be used is passed over. */
    private List<InetSocketAddress> peers(MagnetLink link) {
        return PeerAddress.hints(link.peers(), this::leftOut);
    }

    private void leftOut(String peer, String why) {
        run.events().publish("", new HistoryEvent.Note("The link's peer " + peer + " is left out: " + why));
    }

    /** What a link selects holds unless the command line selects something. */
    private FileSelection files(Metainfo metainfo, MagnetLink link) {
        FileFilter filter = run.options().filter();
        if (!filter.isAll() || link.selectOnly().isEmpty()) {
            return filter.of(metainfo);
        }
        BitSet files = new BitSet();
        int count = metainfo.files().size();
        for (MagnetLink.FileRange range : link.selectOnly()) {
            files.set(Math.min(range.first(), count), Math.min(range.last() + 1, count));
        }
        if (files.isEmpty()) {
            throw new Failure(
                    ExitCode.NOT_FOUND,
                    "The link selects none of the " + count + " files of " + metainfo.name()
                            + ". See them with --list, and choose with --select.");
        }
        return files.cardinality() == count ? FileSelection.all() : FileSelection.of(files);
    }
}
