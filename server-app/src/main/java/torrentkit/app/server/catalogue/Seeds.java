package torrentkit.app.server.catalogue;

import java.net.InetAddress;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import torrentkit.app.server.text.Shown;
import torrentkit.metainfo.InfoHash;
import torrentkit.seeder.Seeder;
import torrentkit.tracker.server.Tracker;

/** The seeder and the tracker as those who hand out what the catalogue has. */
public final class Seeds implements Publisher {
    private static final Logger LOG = LoggerFactory.getLogger(Seeds.class);

    private final Seeder seeder;
    private final Tracker tracker;
    private final Optional<InetAddress> address;

    /** @param address under which peers reach the seeder; empty for the one at which they reach the tracker */
    public Seeds(Seeder seeder, Tracker tracker, Optional<InetAddress> address) {
        this.seeder = seeder;
        this.tracker = tracker;
        this.address = address;
    }

    @Override
    public void offer(InfoHash infoHash) {
        tracker.register(infoHash);
        tracker.registerLocalSeed(infoHash, seeder.peerId(), seeder.port(), address);
    }

    @Override
    public void withdraw(InfoHash infoHash, String reason, boolean another) {
        seeder.find(infoHash)
                .ifPresent(torrent -> LOG.info(
                        "sent {} bytes of {}, {}, to peers",
                        torrent.uploadedBytes(),
                        Shown.text(torrent.metainfo().name()),
                        infoHash));
        seeder.withdraw(infoHash, reason);
        if (!another) {
            tracker.withdraw(infoHash);
        }
    }
}
