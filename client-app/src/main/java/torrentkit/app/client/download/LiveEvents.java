package torrentkit.app.client.download;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import torrentkit.app.client.history.EventStream;
import torrentkit.app.client.history.HistoryEvent;
import torrentkit.app.client.history.PieceRanges;
import torrentkit.downloader.Bottleneck;
import torrentkit.downloader.Download;
import torrentkit.downloader.DownloadEvent;
import torrentkit.downloader.DownloadPeer;
import torrentkit.downloader.DownloadProgress;
import torrentkit.downloader.FileSelection;
import torrentkit.metainfo.Metainfo;
import torrentkit.piece.Bitfield;
import torrentkit.seeder.PeerStatus;
import torrentkit.tracker.client.AnnouncerStatus;

/**
 * One torrent's life in the words of the record: what its download tells on any thread, and what it is asked every second by whoever
 * looks after it. {@link #accept} is thread-safe and quick; the rest belongs to one thread.
 */
final class LiveEvents implements Consumer<DownloadEvent> {
    /** How often to call one of the {@code sample} methods. */
    static final long PERIOD_MILLIS = 1_000;

    private static final int MAX_PEERS = 200;

    private final Metainfo metainfo;
    private final long wantedBytes;
    private final EventStream events;
    private final String torrent;
    private final TrackerNews trackers = new TrackerNews(this::note);
    private final Map<String, HistoryEvent.Sample> sampled = new HashMap<>();
    private int samples;

    /** @param files that are wanted; pieces that hold nothing of them count as done */
    LiveEvents(Metainfo metainfo, FileSelection files, EventStream events) {
        this.metainfo = metainfo;
        this.wantedBytes = bytes(metainfo, files);
        this.events = events;
        this.torrent = metainfo.infoHash().toString();
    }

    /** Of the pieces that hold something of a wanted file. */
    static long bytes(Metainfo metainfo, FileSelection files) {
        if (files.isAll()) {
            return metainfo.layout().totalLength();
        }
        Bitfield pieces = files.pieces(metainfo);
        long bytes = 0;
        for (int piece = pieces.nextSet(0); piece >= 0; piece = pieces.nextSet(piece + 1)) {
            bytes += metainfo.layout().pieceLength(piece);
        }
        return bytes;
    }

    @Override
    public void accept(DownloadEvent event) {
        if (event instanceof DownloadEvent.Started started) {
            begun(started.todo(), started.have());
        } else if (event instanceof DownloadEvent.PeerConnected connected) {
            publish(new HistoryEvent.Connected(name(connected.peer())));
        } else if (event instanceof DownloadEvent.PieceStarted piece) {
            publish(new HistoryEvent.Started(name(piece.peer()), piece.index()));
        } else if (event instanceof DownloadEvent.PieceCompleted piece) {
            publish(new HistoryEvent.Completed(name(piece.peer()), piece.index(), piece.bytes()));
        } else if (event instanceof DownloadEvent.PieceRefused piece) {
            publish(new HistoryEvent.Refused(name(piece.peer()), piece.index()));
        } else if (event instanceof DownloadEvent.PeerDisconnected gone) {
            publish(new HistoryEvent.Terminated(name(gone.peer()), gone.reason()));
        }
    }

    /** The content is there already and is only shared. */
    void begunComplete() {
        begun(0, Bitfield.full(metainfo.layout().pieceCount()));
    }

    private void begun(int todo, Bitfield have) {
        BitSet pieces = new BitSet();
        for (int piece = have.nextSet(0); piece >= 0; piece = have.nextSet(piece + 1)) {
            pieces.set(piece);
        }
        publish(new HistoryEvent.Initialized(
                metainfo.name(),
                metainfo.layout().pieceCount(),
                todo,
                Optional.of(wantedBytes),
                Optional.of(metainfo.layout().pieceLength()),
                Optional.of(PieceRanges.format(pieces))));
    }

    /** How the download is now. */
    void sample(Download download) {
        DownloadProgress now = download.progress();
        publish(new HistoryEvent.Progress(
                now.phase().name().toLowerCase(Locale.ROOT),
                now.verifiedBytes(),
                now.downloadedBytes(),
                now.uploadedBytes(),
                now.wastedBytes(),
                now.downloadRate(),
                now.uploadRate(),
                now.peers(),
                download.bottleneck().map(LiveEvents::word)));
        if (samples++ % 2 == 0) {
            peers(download.peerStatus().stream().map(LiveEvents::sample).toList());
        }
        download.announces().ifPresent(trackers::show);
    }

    /** How sharing of content that was there before is now. */
    void sample(long sent, double rate, List<PeerStatus> peers, AnnouncerStatus announces) {
        long total = metainfo.layout().totalLength();
        publish(new HistoryEvent.Progress("complete", total, 0, sent, 0, 0, rate, peers.size(), Optional.empty()));
        if (samples++ % 2 == 0) {
            peers(peers.stream().map(LiveEvents::sample).toList());
        }
        trackers.show(announces);
    }

    private void peers(List<HistoryEvent.Sample> all) {
        List<HistoryEvent.Sample> changed = new ArrayList<>();
        for (HistoryEvent.Sample sample : all) {
            if (changed.size() < MAX_PEERS && hasChanged(sample, sampled.put(sample.peer(), sample))) {
                changed.add(sample);
            }
        }
        if (sampled.size() > all.size()) { // some are gone
            sampled.keySet()
                    .retainAll(all.stream().map(HistoryEvent.Sample::peer).toList());
        }
        if (!changed.isEmpty()) {
            publish(new HistoryEvent.Peers(List.copyOf(changed)));
        }
    }

    /** Field by field: at its first use a record's own comparison makes dozens of classes, in the busiest second of a run. */
    private static boolean hasChanged(HistoryEvent.Sample sample, HistoryEvent.Sample before) {
        return before == null
                || sample.downloaded() != before.downloaded()
                || sample.uploaded() != before.uploaded()
                || sample.downloadRate() != before.downloadRate()
                || sample.uploadRate() != before.uploadRate()
                || sample.pieces() != before.pieces()
                || !sample.status().equals(before.status())
                || !sample.flags().equals(before.flags())
                || !sample.client().equals(before.client());
    }

    private static HistoryEvent.Sample sample(DownloadPeer peer) {
        return new HistoryEvent.Sample(
                name(peer.address()),
                peer.client(),
                peer.piece().isPresent() ? "downloading" : "connected",
                peer.downloadedBytes(),
                peer.uploadedBytes(),
                peer.downloadRate(),
                peer.uploadRate(),
                peer.pieces(),
                PeerFlags.of(peer));
    }

    private static HistoryEvent.Sample sample(PeerStatus peer) {
        return new HistoryEvent.Sample(
                name(peer.address()),
                peer.client(),
                "connected",
                0,
                peer.uploadedBytes(),
                0,
                peer.uploadRate(),
                peer.pieces(),
                PeerFlags.of(peer));
    }

    /** A sentence for people. */
    void note(String text) {
        publish(new HistoryEvent.Note(text));
    }

    /** The download is over; the torrent may be shared further. */
    void ended(int code, String text) {
        publish(new HistoryEvent.Ended(code, text));
    }

    private void publish(HistoryEvent event) {
        events.publish(torrent, event);
    }

    /** The address without a name, which would have to be looked up; IPv6 in brackets. */
    static String name(InetSocketAddress peer) {
        InetAddress address = peer.getAddress();
        String host = address == null ? peer.getHostString() : address.getHostAddress();
        return (host.indexOf(':') >= 0 ? "[" + host + "]" : host) + ":" + peer.getPort();
    }

    /** Such as {@code no peers}. */
    private static String word(Bottleneck limit) {
        return limit.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}
