package torrentkit.app.server;

/** The exit codes of server-app. */
final class ExitCode {
    /** Stopped because it was asked to, or told its version or usage. */
    static final int OK = 0;

    /** Failed in a way that has no code of its own. */
    static final int OTHER = 1;

    /** Options or configuration cannot be used. */
    static final int CONFIGURATION = 2;

    /** A port cannot be listened on. */
    static final int LISTEN = 3;

    private ExitCode() {}
}
