package torrentkit.app.server.torrents;

import torrentkit.app.server.text.Shown;

/** A name holds a character that no XML document can hold, not even escaped. */
final class UnwritableNameException extends RuntimeException {
    private static final long serialVersionUID = 1;

    UnwritableNameException(String name) {
        super("The name " + Shown.text(name) + " cannot be written in XML; use the torrent instead.");
    }
}
