package torrentkit.tracker;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import torrentkit.metainfo.InfoHash;

/**
 * A tracker's answer to a scrape (BEP 48).
 *
 * @param files the size of each swarm that the tracker knows; unknown torrents are left out
 */
public record ScrapeResponse(Map<InfoHash, SwarmCounts> files) {
    public ScrapeResponse {
        files = Collections.unmodifiableMap(new LinkedHashMap<>(files));
    }
}
