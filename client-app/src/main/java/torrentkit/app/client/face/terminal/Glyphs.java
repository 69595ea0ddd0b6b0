package torrentkit.app.client.face.terminal;

/**
 * The marks of bars, charts and maps.
 *
 * @param bar a full column of a bar, then the rest of it
 * @param levels of the chart, from next to nothing to all
 * @param share of a part of the map that is there: none, little, half, much, all
 * @param underway a part of the map at which workers are
 * @param up an order from small to large, or above
 * @param down an order from large to small, or below
 * @param rule a horizontal line
 * @param marks of a peer's status: connected, downloading, finished, terminated
 */
record Glyphs(String bar, String levels, String share, char underway, char up, char down, char rule, String marks) {
    private static final Glyphs UNICODE = new Glyphs("█░", "▁▂▃▄▅▆▇█", "·░▒▓█", '▄', '▲', '▼', '─', "·▶✓×");
    private static final Glyphs ASCII = new Glyphs("#.", "_.-:=+*#", ".-+*#", 'o', '^', 'v', '-', ".>*x");

    /** @param unicode whether the terminal shows more than ASCII */
    static Glyphs of(boolean unicode) {
        return unicode ? UNICODE : ASCII;
    }
}
