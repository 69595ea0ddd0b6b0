package torrentkit.app.client.face.terminal;

import java.util.ArrayList;
import java.util.List;
import torrentkit.app.client.face.RunTotals;
import torrentkit.app.client.history.PeerState;
import torrentkit.app.client.history.TorrentState;

/**
 * The whole screen: what is shown at which size. Pure functions.
 *
 * @param lines at most as many as there are rows, none wider than the screen
 * @param tableRows peers that fit
 * @param peers of the torrent that is shown
 * @param torrents of the run
 */
record Page(List<Line> lines, int tableRows, int peers, int torrents) {
    private static final int SHORTEST_TABLE = 4;

    /**
     * What there is to show.
     *
     * @param torrents of the run
     * @param seconds the run's throughput second by second
     * @param measuredRate bytes a second, for records that do not tell
     * @param log the newest last
     * @param stopping whether the end has been asked for
     */
    record Scene(
            List<TorrentState> torrents,
            List<Double> seconds,
            double measuredRate,
            List<LogLine> log,
            boolean stopping) {}

    static Page of(Scene scene, View view, int columns, int rows, Glyphs glyphs) {
        if (columns <= 0 || rows <= 0) {
            return new Page(List.of(), 0, 0, scene.torrents().size());
        }
        Layout layout = new Layout(scene, view, columns, rows, glyphs);
        layout.build();
        return new Page(
                layout.lines,
                layout.tableRows,
                layout.peers.size(),
                scene.torrents().size());
    }

    /** One page under construction. */
    private static final class Layout {
        private final Scene scene;
        private final View view;
        private final int columns;
        private final int rows;
        private final Glyphs glyphs;
        private final List<TorrentState> shown;
        private final RunTotals totals;
        private final List<PeerState> peers;
        private final List<Line> lines = new ArrayList<>();
        private int tableRows;

        Layout(Scene scene, View view, int columns, int rows, Glyphs glyphs) {
            this.scene = scene;
            this.view = view;
            this.columns = columns;
            this.rows = rows;
            this.glyphs = glyphs;
            int count = scene.torrents().size();
            int chosen = Math.max(0, Math.min(view.torrent(), count - 1));
            shown = count == 0 ? List.of() : List.of(scene.torrents().get(chosen));
            totals = RunTotals.of(shown, scene.measuredRate());
            peers = shown.isEmpty() ? List.of() : PeerTable.sorted(shown.get(0).peers(), view);
        }

        void build() {
            lines.add(Headline.title(scene, view, totals, columns));
            if (rows >= 5) {
                lines.add(Headline.bar(totals, columns, glyphs));
            }
            if (rows >= 4) {
                lines.addAll(Facts.lines(totals, columns, rows < 9 ? 1 : rows < 22 ? 2 : 3));
            }
            if (view.help()) {
                addUpTo(rows - 1, HelpText.lines(columns, glyphs));
            } else {
                addPictures();
                addTorrents();
                addTableAndLog();
            }
            while (lines.size() < rows - 1) {
                lines.add(new Line(columns));
            }
            if (rows >= 3) {
                lines.add(HelpText.keys(
                        view, tableRows, peers.size(), scene.torrents().size(), columns, glyphs));
            }
            while (lines.size() > rows) {
                lines.remove(lines.size() - 1);
            }
        }

        private void addPictures() {
            if (rows >= 13) {
                lines.addAll(Headline.chart(scene.seconds(), columns, rows >= 34 ? 3 : rows >= 28 ? 2 : 1, glyphs));
            }
            int most = rows >= 36 ? 6 : rows >= 24 ? 3 : rows >= 18 ? 2 : rows >= 10 ? 1 : 0;
            if (most > 0 && totals.pieces() > 0) {
                TorrentState torrent = shown.get(0);
                lines.addAll(PieceMap.lines(
                        torrent.have(),
                        torrent.underway(),
                        totals.pieces(),
                        columns,
                        Math.min(most, PieceMap.rows(totals.pieces(), columns)),
                        glyphs));
            }
        }

        private void addTorrents() {
            if (scene.torrents().size() > 1 && rows >= 16) {
                lines.addAll(TorrentList.lines(scene, view, columns, Math.max(3, rows / 6), glyphs));
            }
        }

        private void addTableAndLog() {
            int room = rows - 1 - lines.size();
            if (room < 2) {
                return;
            }
            int log = rows >= 32 ? 7 : rows >= 24 ? 4 : rows >= 16 ? 3 : 0;
            int table = Math.max(Math.min(room, 2), Math.min(room - log, Math.max(SHORTEST_TABLE, peers.size() + 1)));
            tableRows = table - 1;
            int end = lines.size() + table;
            addUpTo(end, PeerTable.lines(peers, view, columns, table, glyphs));
            while (lines.size() < end) {
                lines.add(new Line(columns));
            }
            int left = room - table;
            if (log > 0 && left >= 2) {
                addUpTo(rows - 1, LogPane.lines(scene.log(), columns, left, glyphs));
            }
        }

        private void addUpTo(int end, List<Line> more) {
            for (Line line : more) {
                if (lines.size() < end) {
                    lines.add(line);
                }
            }
        }
    }
}
