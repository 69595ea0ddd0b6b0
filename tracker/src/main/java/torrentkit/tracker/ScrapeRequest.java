package torrentkit.tracker;

import java.util.List;
import torrentkit.metainfo.InfoHash;

/**
 * Asks for the size of swarms without joining them (BEP 48).
 *
 * @param infoHashes 1 to {@link #MAX_HASHES} torrents, in the order of the question
 */
public record ScrapeRequest(List<InfoHash> infoHashes) {
    /** Torrents in one request; over UDP the answer must fit into one datagram. */
    public static final int MAX_HASHES = 64;

    /** @throws IllegalArgumentException for no torrent, or too many */
    public ScrapeRequest {
        infoHashes = List.copyOf(infoHashes);
        if (infoHashes.isEmpty() || infoHashes.size() > MAX_HASHES) {
            throw new IllegalArgumentException(
                    "a scrape names 1 to " + MAX_HASHES + " torrents, not " + infoHashes.size());
        }
    }
}
