package torrentkit.app.client.face.terminal;

/** A terminal that is drawn on as a whole. */
interface Screen extends AutoCloseable {
    int columns();

    int rows();

    /** Whether it shows more than ASCII. */
    boolean isUnicode();

    /** Whether anything may be drawn now: not while suspended or in the background, nor once the terminal is gone. */
    boolean isShown();

    /** What was typed since the last call; never waits. */
    byte[] typed();

    /** Makes the screen look so; sends only what differs from what is there. */
    void show(Frame frame);

    /** Gives the terminal back as it was. May be called more than once. */
    @Override
    void close();
}
