package torrentkit.app.client.face.terminal;

/** What a piece of text is; the terminal's means decide how it looks. */
enum Style {
    PLAIN,
    /** The bar at the top. */
    TITLE,
    /** Names of columns and sections. */
    HEADING,
    /** What matters most in its line. */
    STRONG,
    /** What matters least: labels, what is over. */
    FAINT,
    /** What is there and well. */
    GOOD,
    /** What is under way. */
    BUSY,
    /** What went wrong. */
    BAD,
    /** The chosen one of several. */
    CHOSEN
}
