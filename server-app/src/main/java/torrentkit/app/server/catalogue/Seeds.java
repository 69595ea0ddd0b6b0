package torrentkit.app.server.catalogue;

import java.util.Locale;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import torrentkit.app.server.text.Shown;
import torrentkit.metainfo.InfoHash;
import torrentkit.seeder.SeededTorrent;
import torrentkit.seeder.Seeder;
import torrentkit.tracker.server.Tracker;

/** The seeder and the tracker, which ask the catalogue for what there is, told of what there is no longer. */
public final class Seeds implements Publisher {
    private static final Logger LOG = LoggerFactory.getLogger(Seeds.class);

    private final Seeder seeder;
    private final Tracker tracker;

    public Seeds(Seeder seeder, Tracker tracker) {
        this.seeder = seeder;
        this.tracker = tracker;
    }

    /** Tells in the log what was sent of the torrents that have, or just had, peers. */
    public void tellWhatWasSent() {
        seeder.loaded().forEach(this::tellWhatWasSent);
    }

    private void tellWhatWasSent(SeededTorrent torrent) {
        InfoHash infoHash = torrent.metainfo().infoHash();
        long sent = seeder.uploadedBytes(infoHash);
        LOG.info(
                "sent {} bytes of {}, {}, to peers: {} copies",
                sent,
                Shown.text(torrent.metainfo().name()),
                infoHash,
                String.format(
                        Locale.ROOT,
                        "%.2f",
                        (double) sent / torrent.metainfo().layout().totalLength()));
    }

    @Override
    public void withdraw(InfoHash infoHash, String reason, boolean another) {
        seeder.find(infoHash).ifPresent(this::tellWhatWasSent);
        seeder.withdraw(infoHash, reason);
        if (!another) {
            tracker.withdraw(infoHash);
        }
    }
}
