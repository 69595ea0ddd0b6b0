package torrentkit.tracker.access;

import java.time.Instant;
import java.util.Objects;

/**
 * What a genuine announce key says.
 *
 * @param name to whom it was issued
 * @param expires when it ceases to be valid, a whole second
 */
public record AnnounceKey(String name, Instant expires) {
    public AnnounceKey {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(expires, "expires");
    }
}
