package torrentkit.app.client.source;

import java.net.URI;
import java.util.List;

/**
 * What helps to open a source.
 *
 * @param trackers tiers of announce URLs that are asked after those that the source names; an info-hash alone needs some, or peers
 * @param http with what HTTP servers are asked
 */
public record SourceOptions(List<List<URI>> trackers, HttpAccess http) {
    public SourceOptions {
        trackers = List.copyOf(trackers);
    }

    /** No other trackers, and HTTP as the environment has it. */
    public static SourceOptions defaults() {
        return new SourceOptions(List.of(), HttpAccess.defaults());
    }

    public SourceOptions withTrackers(List<List<URI>> tiers) {
        return new SourceOptions(tiers, http);
    }
}
