package torrentkit.downloader;

import java.time.Duration;
import java.util.Optional;
import torrentkit.downloader.DownloadException.Reason;

/** Notices, as a download does, that the search for metadata leads nowhere, and says why in its own words. */
final class MetadataPatience {
    private final StallWatch watch;
    private final Duration timeout;

    /** @param timeout zero: wait for ever */
    MetadataPatience(Duration timeout, long now) {
        this.watch = new StallWatch(timeout, now);
        this.timeout = timeout;
    }

    /** A peer did not tell the truth. Any thread. */
    void poisoned() {
        watch.poisoned();
    }

    /** The reason to give up, if there is one; asked once a second, as {@link StallWatch#look}. */
    Optional<DownloadException> look(long now, long bytes, int peers, boolean hope) {
        return watch.look(now, bytes, peers, hope)
                .map(end -> new DownloadException(end.reason(), sentence(end.reason())));
    }

    private String sentence(Reason reason) {
        return switch (reason) {
            case WRONG_DATA -> "every peer that was found sent wrong metadata: find other peers, or a .torrent file";
            case NOBODY_REACHABLE ->
                "no peer that could have the metadata was reached for " + timeout.toSeconds()
                        + " s: check that a tracker or peer is named and a seed is up and reachable";
            default -> "the peers that were found have not sent the metadata: try again later, or find a .torrent file";
        };
    }
}
