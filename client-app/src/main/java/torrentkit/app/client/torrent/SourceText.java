package torrentkit.app.client.torrent;

/** Words that several help texts share. */
final class SourceText {
    static final String WHAT =
            "A .torrent file; the http(s) URL of one, or of a path on a server-app; a magnet link; an"
                    + " info-hash; or - for the standard input.";

    private SourceText() {}
}
