package torrentkit.app.client.face.terminal;

/**
 * What the user has chosen to see.
 *
 * @param sort the column by which peers are ordered
 * @param reversed whether against that column's usual order
 * @param top peers that have been scrolled out above
 * @param torrent which of the run's torrents
 * @param help whether the keys are explained
 */
record View(PeerColumn sort, boolean reversed, int top, int torrent, boolean help) {
    static final View INITIAL = new View(PeerColumn.DOWNLOADED, false, 0, 0, false);

    View withSort(PeerColumn column) {
        return new View(column, column == sort && !reversed, 0, torrent, help);
    }

    View withReversed(boolean against) {
        return new View(sort, against, 0, torrent, help);
    }

    View withTop(int above) {
        return new View(sort, reversed, Math.max(0, above), torrent, help);
    }

    View withTorrent(int number) {
        return new View(sort, reversed, 0, number, help);
    }

    View withHelp(boolean shown) {
        return new View(sort, reversed, top, torrent, shown);
    }

    /**
     * What a key makes of it.
     *
     * @param rows of peers that fit on the screen
     * @param peers that there are
     * @param torrents that there are
     */
    View after(Key key, int rows, int peers, int torrents) {
        int last = Math.max(0, peers - rows);
        return switch (key.kind()) {
            case UP -> withTop(Math.min(last, top) - 1);
            case DOWN -> withTop(Math.min(last, top + 1));
            case PAGE_UP -> withTop(Math.min(last, top) - Math.max(1, rows));
            case PAGE_DOWN -> withTop(Math.min(last, top + Math.max(1, rows)));
            case HOME -> withTop(0);
            case END -> withTop(last);
            case NEXT -> withTorrent(torrents == 0 ? 0 : (torrent + 1) % torrents);
            case PREVIOUS -> withTorrent(torrents == 0 ? 0 : (torrent + torrents - 1) % torrents);
            case ESCAPE -> withHelp(false);
            case CHARACTER -> typed(key.character());
            case UNKNOWN -> this;
        };
    }

    private View typed(int character) {
        PeerColumn[] columns = PeerColumn.values();
        return switch (character) {
            case 's', '>' -> sorted(columns[(sort.ordinal() + 1) % columns.length]);
            case 'S', '<' -> sorted(columns[(sort.ordinal() + columns.length - 1) % columns.length]);
            case 'r', 'R' -> withReversed(!reversed);
            case 'h', 'H', '?' -> withHelp(!help);
            case '1', '2', '3', '4', '5', '6', '7', '8' -> withSort(columns[character - '1']);
            default -> this;
        };
    }

    private View sorted(PeerColumn column) {
        return new View(column, false, 0, torrent, help);
    }
}
