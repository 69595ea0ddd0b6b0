package torrentkit.app.server.tls;

/** Certificates, a key or the settings about them cannot be used. The message is one sentence for the person who set them. */
public final class TlsException extends RuntimeException {
    private static final long serialVersionUID = 1;

    TlsException(String message) {
        super(message);
    }

    TlsException(String message, Throwable cause) {
        super(message, cause);
    }
}
