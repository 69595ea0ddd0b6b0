package torrentkit.app.client.download;

import java.util.Optional;
import torrentkit.downloader.Download;
import torrentkit.metainfo.Metainfo;
import torrentkit.tracker.client.AnnouncerStatus;

/** A download that is complete and goes on uploading. */
record DownloadUploads(Download download) implements Sharing.Uploads {
    @Override
    public Metainfo metainfo() {
        return download.metainfo();
    }

    @Override
    public long sent() {
        return download.progress().uploadedBytes();
    }

    @Override
    public boolean somebodyLacks() {
        return download.peerStatus().stream().anyMatch(peer -> !peer.complete());
    }

    @Override
    public Optional<AnnouncerStatus> announces() {
        return download.announces();
    }

    @Override
    public Optional<String> lost() {
        return Optional.empty();
    }

    @Override
    public void sample(LiveEvents live) {
        live.sample(download);
    }

    @Override
    public void close() {
        download.close();
    }
}
