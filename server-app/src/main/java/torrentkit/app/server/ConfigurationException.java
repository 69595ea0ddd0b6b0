package torrentkit.app.server;

/** The options or the configuration file cannot be used. The message is one sentence, meant for the person who wrote them. */
final class ConfigurationException extends RuntimeException {
    private static final long serialVersionUID = 1;

    ConfigurationException(String message) {
        super(message);
    }

    ConfigurationException(String message, Throwable cause) {
        super(message, cause);
    }
}
