package torrentkit.app.server.config;

/**
 * Something whose settings may change while it runs, without dropping a transfer. New settings are first prepared by everybody and
 * then, only if nobody objects, put into force by everybody. Called on one thread at a time.
 */
@FunctionalInterface
public interface Reloadable {
    /**
     * Reads and checks all that the new settings need, such as files of rules or certificates, and changes nothing yet. Files are
     * read again even when their names are the same.
     *
     * @return puts the settings into force; it is run at most once, and does not fail
     * @throws ConfigurationException if they cannot be used; then nothing changes anywhere
     */
    Runnable prepare(ServerConfig settings);
}
