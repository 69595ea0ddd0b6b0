package torrentkit.app.server.config;

import java.util.List;

/** The options or the configuration cannot be used. Each problem is one sentence, meant for the person who wrote them. */
public final class ConfigurationException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final transient List<String> problems;

    public ConfigurationException(String message) {
        super(message);
        this.problems = List.of(message);
    }

    public ConfigurationException(String message, Throwable cause) {
        super(message, cause);
        this.problems = List.of(message);
    }

    /** @param problems at least one */
    public ConfigurationException(List<String> problems) {
        super(String.join(System.lineSeparator(), problems));
        this.problems = List.copyOf(problems);
    }

    /** Everything that was found to be wrong, a sentence each; the message has a line for each of them. */
    public List<String> problems() {
        return problems;
    }
}
