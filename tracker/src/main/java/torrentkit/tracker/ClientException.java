package torrentkit.tracker;

import java.time.Duration;
import java.util.Optional;

/**
 * A tracker was asked for something that it cannot or will not do. The message goes back to the asker word for word as {@code
 * failure reason}, so it is short, plain ASCII and repeats nothing that the asker sent. It has no stack trace: anybody can cause
 * thousands a second.
 */
public final class ClientException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final transient Optional<Duration> retryIn;

    public ClientException(String message) {
        this(message, Optional.empty());
    }

    /**
     * @param retryIn when it is worth asking again (BEP 31), {@link java.time.temporal.ChronoUnit#FOREVER} for never; empty says
     *     nothing about it
     */
    public ClientException(String message, Optional<Duration> retryIn) {
        super(message, null, false, false);
        this.retryIn = retryIn;
    }

    /** When it is worth asking again (BEP 31). */
    public Optional<Duration> retryIn() {
        return retryIn == null ? Optional.empty() : retryIn;
    }
}
