package torrentkit.tracker;

/**
 * A tracker was asked for something that it cannot or will not do. The message goes back to the asker word for word as {@code
 * failure reason}, so it is short, plain ASCII and repeats nothing that the asker sent. It has no stack trace: anybody can cause
 * thousands a second.
 */
public final class ClientException extends RuntimeException {
    private static final long serialVersionUID = 1;

    public ClientException(String message) {
        super(message, null, false, false);
    }
}
