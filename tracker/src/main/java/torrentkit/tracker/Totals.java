package torrentkit.tracker;

/**
 * What a peer has moved since its {@code started} announce, and what it lacks (BEP 3).
 *
 * @param uploaded bytes, at least 0
 * @param downloaded bytes, at least 0
 * @param left bytes still missing, at least 0; 0 makes the peer a seeder; {@link #UNKNOWN} when the length is not known yet
 */
public record Totals(long uploaded, long downloaded, long left) {
    /** {@code left} of a peer that does not say it: certainly not a seeder. */
    public static final long UNKNOWN = Long.MAX_VALUE;

    /** @throws IllegalArgumentException for a negative number */
    public Totals {
        if (uploaded < 0 || downloaded < 0 || left < 0) {
            throw new IllegalArgumentException(
                    "totals are not negative: uploaded " + uploaded + ", downloaded " + downloaded + ", left " + left);
        }
    }

    /** Whether the peer has everything. */
    public boolean complete() {
        return left == 0;
    }
}
