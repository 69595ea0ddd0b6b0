package torrentkit.app.server.config;

/** The options or the configuration file cannot be used. The message is one sentence, meant for the person who wrote them. */
public final class ConfigurationException extends RuntimeException {
    private static final long serialVersionUID = 1;

    public ConfigurationException(String message) {
        super(message);
    }

    public ConfigurationException(String message, Throwable cause) {
        super(message, cause);
    }
}
