package torrentkit.tracker;

import java.time.Duration;
import java.util.Optional;

/**
 * An announce or scrape did not succeed: the tracker refused, could not be reached, or answered with something else. The message
 * names the tracker and is safe to show.
 */
public final class AnnounceException extends RuntimeException {
    private static final long serialVersionUID = 1;

    /** Why. */
    public enum Reason {
        /** The tracker answered with a failure reason of its own. */
        REFUSED,
        /** No connection, no address, or no answer in time. */
        UNREACHABLE,
        /** There was an answer, but not one of a tracker. */
        MALFORMED,
        /** We do not ask there: an unknown kind of URL, or a redirect to where we must not go. */
        FORBIDDEN
    }

    private final Reason reason;
    private final transient Optional<Duration> retryIn;
    private final boolean retryNever;

    private AnnounceException(
            Reason reason, String message, Optional<Duration> retryIn, boolean never, Throwable cause) {
        super(message, cause);
        this.reason = reason;
        this.retryIn = retryIn;
        this.retryNever = never;
    }

    public AnnounceException(Reason reason, String message) {
        this(reason, message, Optional.empty(), false, null);
    }

    public AnnounceException(Reason reason, String message, Throwable cause) {
        this(reason, message, Optional.empty(), false, cause);
    }

    /**
     * A tracker's refusal.
     *
     * @param retryIn when it wants to be asked again (BEP 31), if it says so
     * @param never whether it asks not to be asked again (BEP 31)
     */
    public static AnnounceException refused(String message, Optional<Duration> retryIn, boolean never) {
        return new AnnounceException(Reason.REFUSED, message, retryIn, never, null);
    }

    /** What went wrong, as a kind. */
    public Reason reason() {
        return reason;
    }

    /** The delay that the tracker asked for (BEP 31, {@code retry in}). */
    public Optional<Duration> retryIn() {
        return retryIn == null ? Optional.empty() : retryIn;
    }

    /** Whether the tracker asked never to be asked again about this torrent (BEP 31). */
    public boolean retryNever() {
        return retryNever;
    }
}
