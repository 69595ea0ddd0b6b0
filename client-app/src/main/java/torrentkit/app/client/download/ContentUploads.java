package torrentkit.app.client.download;

import java.util.Optional;
import torrentkit.content.Content;
import torrentkit.metainfo.Metainfo;
import torrentkit.seeder.SeededTorrent;
import torrentkit.seeder.Seeder;
import torrentkit.tracker.Totals;
import torrentkit.tracker.client.Announcer;
import torrentkit.tracker.client.AnnouncerConfig;
import torrentkit.tracker.client.AnnouncerStatus;
import torrentkit.tracker.client.TrackerClient;
import torrentkit.tracker.client.TrackerClientConfig;

/** Content that was complete before this run, served by a seeder and announced to its torrent's trackers. */
final class ContentUploads implements Sharing.Uploads {
    private final SeededTorrent torrent;
    private final TrackerClient client;
    private final Announcer announcer;

    private ContentUploads(SeededTorrent torrent, TrackerClient client, Announcer announcer) {
        this.torrent = torrent;
        this.client = client;
        this.announcer = announcer;
    }

    static ContentUploads start(Content content, Seeder seeder, TrackerClientConfig trackers) {
        SeededTorrent torrent = seeder.seed(content);
        TrackerClient client = TrackerClient.open(trackers, seeder.network().loops());
        Announcer announcer = Announcer.start(
                client,
                AnnouncerConfig.defaults(),
                content.metainfo().infoHash(),
                seeder.peerId(),
                seeder.port(),
                content.metainfo().trackers(),
                () -> new Totals(torrent.uploadedBytes(), 0, 0),
                peers -> {}); // they come to us
        return new ContentUploads(torrent, client, announcer);
    }

    @Override
    public Metainfo metainfo() {
        return torrent.metainfo();
    }

    @Override
    public long sent() {
        return torrent.uploadedBytes();
    }

    @Override
    public boolean somebodyLacks() {
        return torrent.peerStatus().stream().anyMatch(peer -> !peer.complete());
    }

    @Override
    public Optional<AnnouncerStatus> announces() {
        return Optional.of(announcer.status());
    }

    @Override
    public Optional<String> lost() {
        return Optional.ofNullable(torrent.withdrawn().getNow(null));
    }

    @Override
    public void sample(LiveEvents live) {
        live.sample(torrent.uploadedBytes(), torrent.uploadRate(), torrent.peerStatus(), announcer.status());
    }

    @Override
    public void close() {
        announcer.close();
        client.close();
        torrent.withdraw();
    }
}
