package torrentkit.app.client.history.analysis;

import java.util.List;
import java.util.Locale;
import torrentkit.app.client.console.DisplayText;
import torrentkit.app.client.console.Quantity;

/**
 * The figures as a picture: throughput over time, and below it one row for each peer with the times in which it was at a piece. It needs
 * nothing besides itself, and follows the viewer's choice of light or dark. Pure functions but for the text written to.
 */
final class AnalysisSvg {
    private static final int WIDTH = 960;
    private static final int LEFT = 190;
    private static final int RIGHT = 110;
    private static final int PLOT = WIDTH - LEFT - RIGHT;
    private static final int CHART_HEIGHT = 150;
    private static final int CHART_TOP = 74;
    private static final int ROWS_TOP = CHART_TOP + CHART_HEIGHT + 60;
    private static final int ROW = 22;
    private static final int MAX_ROWS = 25;
    private static final int MAX_TORRENTS = 10;
    private static final int NAME = 60;
    private static final int PEER = 24;

    private static final String STYLE = """
            :root{--paper:#fcfcfb;--ink:#1f2328;--soft:#656d76;--line:#d8dce1;--data:#2f6fbb;--fill:#2f6fbb33;--end:#b8860b1f;--endline:#9a6700;--bad:#c4342b}
            @media (prefers-color-scheme:dark){:root{--paper:#16191d;--ink:#e6e9ed;--soft:#9aa4af;--line:#343a42;--data:#6cb0ff;--fill:#6cb0ff33;--end:#e3b34124;--endline:#e3b341;--bad:#ff7b72}}
            svg{background:var(--paper)}
            text{font:13px system-ui,sans-serif;fill:var(--ink)}
            .title{font-size:18px;font-weight:600}
            .soft{fill:var(--soft);font-size:12px}
            .peer{font-family:ui-monospace,monospace;font-size:12px}
            .paper{fill:var(--paper)}
            .grid{stroke:var(--line);stroke-width:1}
            .area{fill:var(--fill)}
            .curve{fill:none;stroke:var(--data);stroke-width:1.5;stroke-linejoin:round}
            .busy{fill:var(--data)}
            .track{fill:var(--line);opacity:.45}
            .end{fill:var(--end)}
            .endtext{fill:var(--endline);font-size:12px}
            .bad{stroke:var(--bad);stroke-width:2}
            """;

    private final StringBuilder svg = new StringBuilder();

    private AnalysisSvg() {}

    /** The document. Downloads over a bound are left out, those of which most came first. */
    static String of(List<TorrentFigures> all) {
        List<TorrentFigures> torrents = all.subList(0, Math.min(MAX_TORRENTS, all.size()));
        int height = torrents.stream().mapToInt(AnalysisSvg::height).sum();
        AnalysisSvg drawing = new AnalysisSvg();
        drawing.add("""
                <?xml version="1.0" encoding="UTF-8"?>
                <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %1$d %2$d" width="%1$d" height="%2$d" role="img">
                <title>Analysis of a download</title>
                <style>
                """.formatted(WIDTH, height));
        drawing.add(STYLE + "</style>\n<rect class=\"paper\" width=\"100%\" height=\"100%\"/>\n");
        int top = 0;
        for (TorrentFigures torrent : torrents) {
            drawing.add("<g transform=\"translate(0 " + top + ")\">\n");
            drawing.torrent(torrent);
            drawing.add("</g>\n");
            top += height(torrent);
        }
        drawing.add("</svg>\n");
        return drawing.svg.toString();
    }

    private static int rows(TorrentFigures torrent) {
        return Math.min(MAX_ROWS, torrent.peers().size());
    }

    private static int height(TorrentFigures torrent) {
        return rowsTop(torrent) + ROW * (rows(torrent) + (torrent.peers().size() > MAX_ROWS ? 1 : 0)) + 24;
    }

    private static int rowsTop(TorrentFigures torrent) {
        return torrent.isTimed() ? ROWS_TOP : CHART_TOP;
    }

    private void torrent(TorrentFigures torrent) {
        text(24, 30, "title", torrent.name(), NAME);
        text(24, 52, "soft", summary(torrent), 140);
        if (torrent.isTimed()) {
            endgame(torrent);
            chart(torrent);
        }
        peers(torrent);
    }

    private static String summary(TorrentFigures torrent) {
        String what =
                Quantity.bytes(torrent.completedBytes()) + " in " + Quantity.count(torrent.completedPieces(), "piece");
        if (!torrent.isTimed()) {
            return what + "; the record has no time stamps, so the bars show how much came from each peer";
        }
        String wasted = torrent.wastedBytes().isPresent()
                ? ", " + Quantity.bytes(torrent.wastedBytes().getAsLong()) + " wasted"
                : "";
        return what + " within " + AnalysisText.took(torrent.tookMillis()) + ", "
                + Quantity.rate(torrent.averageRate()) + " on average" + wasted + ", nobody at work for "
                + AnalysisText.took(torrent.idleMillis()) + ", "
                + Quantity.count(torrent.refused(), "hash failure");
    }

    private void endgame(TorrentFigures torrent) {
        torrent.endgame().filter(end -> end.tookMillis() > 0).ifPresent(end -> {
            double x = x(torrent, end.fromMillis());
            double width = x(torrent, end.fromMillis() + end.tookMillis()) - x;
            rect("end", x, CHART_TOP - 6, Math.max(1, width), CHART_HEIGHT + 66 + ROW * rows(torrent), 0);
            String label = "endgame " + AnalysisText.took(end.tookMillis());
            add("<text class=\"endtext\" text-anchor=\"end\" x=\"" + number(LEFT + PLOT) + "\" y=\"" + (CHART_TOP - 10)
                    + "\">" + escape(label) + "</text>\n");
        });
    }

    private void chart(TorrentFigures torrent) {
        double best = Math.max(1, torrent.bestRate());
        double top = NiceScale.step(best / 3) * 3;
        for (int i = 0; i <= 3; i++) {
            double y = CHART_TOP + CHART_HEIGHT * (1 - i / 3.0);
            line("grid", LEFT, y, LEFT + PLOT, y);
            anchored("soft", LEFT - 8, y + 4, "end", i == 0 ? "0" : Quantity.rate(top * i / 3));
        }
        long step = NiceScale.millis(torrent.tookMillis() / 6.0);
        for (long time = 0; time <= torrent.tookMillis(); time += step) {
            double x = x(torrent, time);
            line("grid", x, CHART_TOP + CHART_HEIGHT, x, CHART_TOP + CHART_HEIGHT + 5);
            anchored("soft", x, CHART_TOP + CHART_HEIGHT + 20, "middle", time(time, step));
        }
        curve(torrent, top);
    }

    private static String time(long millis, long step) {
        return step < 1_000
                ? String.format(Locale.ROOT, step < 100 ? "%.2f s" : "%.1f s", millis / 1000.0)
                : Quantity.time(millis / 1000);
    }

    private void curve(TorrentFigures torrent, double top) {
        StringBuilder points = new StringBuilder();
        List<Double> rates = torrent.throughput();
        double bottom = CHART_TOP + CHART_HEIGHT;
        double last = LEFT;
        for (int i = 0; i < rates.size(); i++) {
            double y = bottom - CHART_HEIGHT * Math.min(1, rates.get(i) / top);
            double from = x(torrent, i * torrent.columnMillis());
            last = x(torrent, Math.min(torrent.tookMillis(), (i + 1) * torrent.columnMillis()));
            points.append('L').append(number(from)).append(' ').append(number(y));
            points.append('L').append(number(last)).append(' ').append(number(y));
        }
        String start = "M" + LEFT + " " + number(bottom);
        add("<path class=\"area\" d=\"" + start + points + "L" + number(last) + " " + number(bottom) + "Z\"/>\n");
        add("<path class=\"curve\" d=\"" + start + points + "\"/>\n");
    }

    private void peers(TorrentFigures torrent) {
        int top = rowsTop(torrent);
        if (torrent.isTimed() && !torrent.peers().isEmpty()) {
            String bad = torrent.refused() > 0 ? "; red: a piece with a wrong hash" : "";
            text(LEFT, top - 6, "soft", "When each peer was at a piece" + bad, NAME);
        }
        List<PeerFigures> peers = torrent.peersByBytes().subList(0, rows(torrent));
        long most = peers.stream().mapToLong(PeerFigures::bytes).max().orElse(0);
        for (int i = 0; i < peers.size(); i++) {
            PeerFigures peer = peers.get(i);
            int y = top + i * ROW;
            add("<g><title>" + escape(tip(peer, torrent.isTimed())) + "</title>\n");
            anchored("peer", LEFT - 8, y + 13, "end", DisplayText.cut(DisplayText.clean(peer.peer()), PEER));
            rect("track", LEFT, y + 3, PLOT, ROW - 8, 2);
            if (torrent.isTimed()) {
                for (Spans.Span span : peer.busy()) {
                    double from = x(torrent, span.from());
                    rect("busy", from, y + 3, Math.max(1, x(torrent, span.to()) - from), ROW - 8, 1);
                }
                torrent.refusals().stream()
                        .filter(bad -> bad.peer().equals(peer.peer()))
                        .forEach(bad -> {
                            double x = x(torrent, bad.atMillis());
                            line("bad", x, y + 1, x, y + ROW - 3);
                        });
            } else if (most > 0) {
                rect("busy", LEFT, y + 3, PLOT * ((double) peer.bytes() / most), ROW - 8, 1);
            }
            text(LEFT + PLOT + 10, y + 13, "soft", Quantity.bytes(peer.bytes()), NAME);
            add("</g>\n");
        }
        if (torrent.peers().size() > MAX_ROWS) {
            text(
                    LEFT,
                    top + MAX_ROWS * ROW + 14,
                    "soft",
                    "and " + (torrent.peers().size() - MAX_ROWS) + " more",
                    NAME);
        }
    }

    private static String tip(PeerFigures peer, boolean timed) {
        String client = peer.client().isEmpty() ? "" : " (" + peer.client() + ")";
        String times = timed
                ? ", at a piece for " + AnalysisText.took(peer.busyMillis()) + ", idle for "
                        + AnalysisText.took(peer.idleMillis())
                : "";
        return peer.peer() + client + ": " + Quantity.count(peer.pieces(), "piece") + times + ", "
                + Quantity.count(peer.refused(), "hash failure");
    }

    private static double x(TorrentFigures torrent, long millis) {
        return LEFT + PLOT * Math.min(1.0, (double) millis / Math.max(1, torrent.tookMillis()));
    }

    private void line(String kind, double x1, double y1, double x2, double y2) {
        add("<line class=\"" + kind + "\" x1=\"" + number(x1) + "\" y1=\"" + number(y1) + "\" x2=\"" + number(x2)
                + "\" y2=\"" + number(y2) + "\"/>\n");
    }

    private void rect(String kind, double x, double y, double width, double height, int radius) {
        add("<rect class=\"" + kind + "\" x=\"" + number(x) + "\" y=\"" + number(y) + "\" width=\"" + number(width)
                + "\" height=\"" + number(height) + "\" rx=\"" + radius + "\"/>\n");
    }

    private void text(double x, double y, String kind, String text, int columns) {
        anchored(kind, x, y, "start", DisplayText.cut(DisplayText.clean(text), columns));
    }

    private void anchored(String kind, double x, double y, String anchor, String text) {
        add("<text class=\"" + kind + "\" text-anchor=\"" + anchor + "\" x=\"" + number(x) + "\" y=\"" + number(y)
                + "\">" + escape(text) + "</text>\n");
    }

    private void add(String text) {
        svg.append(text);
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, "%.1f", value);
    }

    /** Text as XML may hold it: without controls, and with nothing that reads as markup. */
    static String escape(String text) {
        return DisplayText.clean(text)
                .replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;")
                .replace("'", "&#39;");
    }
}
