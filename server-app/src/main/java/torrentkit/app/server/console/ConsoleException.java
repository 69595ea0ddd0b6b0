package torrentkit.app.server.console;

/** What was typed cannot be done; the message says why. */
final class ConsoleException extends RuntimeException {
    private static final long serialVersionUID = 1;

    ConsoleException(String message) {
        super(message);
    }
}
