package torrentkit.tracker.http;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import torrentkit.metainfo.InfoHash;
import torrentkit.tracker.ClientException;
import torrentkit.tracker.ScrapeRequest;

/** The query string of a scrape (BEP 48): {@code info_hash} once for each torrent; everything else is ignored. */
public final class ScrapeQuery {
    private static final byte[] INFO_HASH = "info_hash".getBytes(StandardCharsets.US_ASCII);

    private ScrapeQuery() {}

    /** The query string of a scrape, without a leading question mark. */
    public static String format(ScrapeRequest request) {
        QueryWriter query = new QueryWriter();
        request.infoHashes().forEach(hash -> query.bytes("info_hash", hash.bytes()));
        return query.toString();
    }

    /**
     * Reads the raw bytes between the question mark and the end of a request target. A torrent named twice is asked for once. A
     * scrape of everything, without an info-hash, is refused: its answer would have no bound.
     *
     * @param raw borrowed during the call
     * @param from the first byte of the query
     * @param to the first byte after it
     * @throws ClientException with a reason to send back
     */
    public static ScrapeRequest parse(byte[] raw, int from, int to) {
        Set<InfoHash> hashes = new LinkedHashSet<>();
        int named = 0;
        QueryReader reader = new QueryReader(raw, from, to);
        while (reader.advance()) {
            if (reader.is(INFO_HASH)) {
                if (++named > ScrapeRequest.MAX_HASHES) {
                    throw new ClientException("at most " + ScrapeRequest.MAX_HASHES + " info_hash in one scrape");
                }
                hashes.add(InfoHash.of(reader.exactly(InfoHash.LENGTH, "info_hash")));
            }
        }
        if (hashes.isEmpty()) {
            throw new ClientException("info_hash is missing");
        }
        return new ScrapeRequest(List.copyOf(hashes));
    }
}
