package torrentkit.app.server;

/** What there is to say to a request for a torrent. Anything else is a failure of ours. */
sealed interface TorrentAnswer {
    /**
     * @param bytes the .torrent file, not to be changed
     * @param fileName the name to save it under
     */
    record Torrent(byte[] bytes, String fileName) implements TorrentAnswer {}

    /** Nothing is there, or nothing that may be served; which of the two is not told. */
    record Unavailable() implements TorrentAnswer {}

    /** It is there, and no torrent can be made of it. */
    record Impossible(String sentence) implements TorrentAnswer {}

    /** Not now: too much is being hashed, or the content changes while it is. */
    record Later(String sentence, int retryAfterSeconds) implements TorrentAnswer {}
}
