package torrentkit.app.client.history.analysis;

import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import torrentkit.app.client.console.DisplayText;
import torrentkit.app.client.console.Quantity;
import torrentkit.app.client.face.Bottlenecks;

/** The figures of a download as text for people, within 80 columns but for long names. Pure functions. */
final class AnalysisText {
    private static final int COLUMNS = 79;
    private static final int LABEL = 15;
    private static final int CHART = 60;
    private static final int MAX_PEERS = 30;
    private static final int SLOWEST = 5;
    private static final int PEER = 28;

    private final TorrentFigures torrent;
    private final ZoneId zone;
    private final String bars;
    private final List<String> lines = new ArrayList<>();

    private AnalysisText(TorrentFigures torrent, ZoneId zone, String bars) {
        this.torrent = torrent;
        this.zone = zone;
        this.bars = bars;
    }

    /**
     * @param zone for the time of day
     * @param bars characters for the chart, the lowest first
     * @return lines, not yet clean
     */
    static List<String> lines(TorrentFigures torrent, ZoneId zone, String bars) {
        AnalysisText text = new AnalysisText(torrent, zone, bars);
        text.headline();
        text.facts();
        text.endgame();
        text.throughput();
        text.slowest();
        text.peers();
        return text.lines;
    }

    private void headline() {
        String name = torrent.name().isEmpty() ? "(a download without a name)" : torrent.name();
        lines.add("Run " + torrent.run() + ": " + name);
        if (!torrent.torrent().isEmpty()) {
            fact("Info-hash", torrent.torrent());
        }
    }

    private void facts() {
        fact("Pieces", pieces());
        if (torrent.isTimed()) {
            fact("Began", time(torrent.began().getAsLong()) + ", took " + took(torrent.tookMillis()));
        } else {
            fact("Times", "unknown: the record has no time stamps");
        }
        if (torrent.code().isPresent()) {
            int code = torrent.code().getAsInt();
            fact(
                    "Ended",
                    (code == 0 ? "well" : "with exit code " + code)
                            + (torrent.text().isEmpty() ? "" : ": " + torrent.text()));
        } else {
            fact("Ended", torrent.completedPieces() >= torrent.todo() ? "all pieces there" : "not in this record");
        }
        String rates = torrent.tookMillis() > 0
                ? ", " + Quantity.rate(torrent.averageRate()) + " on average, " + Quantity.rate(torrent.bestRate())
                        + " at best"
                : "";
        fact("Downloaded", Quantity.bytes(torrent.completedBytes()) + rates);
        if (torrent.uploadedBytes() > 0) {
            fact("Uploaded", Quantity.bytes(torrent.uploadedBytes()));
        }
        fact(
                "Wasted",
                torrent.wastedBytes().isEmpty()
                        ? "not recorded"
                        : wasted(torrent.wastedBytes().getAsLong()));
        fact("Hash failures", refusals());
        if (torrent.isTimed()) {
            fact("Idle", idle());
            torrent.firstPieceMillis().ifPresent(millis -> fact("First piece", "after " + took(millis)));
        }
        if (!torrent.bottlenecks().isEmpty()) {
            fact("Limited by", limits());
        }
    }

    private String pieces() {
        int had = torrent.total() - torrent.todo();
        return torrent.completedPieces() + " of " + Quantity.count(torrent.todo(), "missing piece") + " completed"
                + (had > 0 ? ", " + had + " were there already" : "");
    }

    private String wasted(long bytes) {
        long all = bytes + torrent.completedBytes();
        return Quantity.bytes(bytes) + (bytes > 0 ? " (" + percent(bytes, all) + " of what came)" : "");
    }

    private String refusals() {
        if (torrent.refused() == 0) {
            return "none";
        }
        TorrentFigures.Refusal first = torrent.refusals().get(0);
        return torrent.refused() + ", first piece " + first.piece() + " from " + first.peer();
    }

    private String idle() {
        return took(torrent.idleMillis()) + " in which nobody was at a piece ("
                + percent(torrent.idleMillis(), torrent.tookMillis()) + ")";
    }

    private String limits() {
        long all = torrent.bottlenecks().values().stream()
                .mapToLong(millis -> millis)
                .sum();
        List<String> parts = new ArrayList<>();
        for (Map.Entry<String, Long> limit : torrent.bottlenecks().entrySet()) {
            parts.add(Bottlenecks.words(limit.getKey()) + " " + percent(limit.getValue(), all));
        }
        return String.join(", ", parts);
    }

    private void endgame() {
        torrent.endgame().ifPresent(end -> {
            String shared =
                    end.shared() == 0 ? "none of them shared" : end.shared() + " of them shared by several peers";
            fact(
                    "Endgame",
                    took(end.tookMillis()) + " from when all were taken: " + Quantity.count(end.pieces(), "piece")
                            + ", " + shared);
            if (end.duplicates() > 0 || end.wastedBytes() > 0) {
                fact(
                        "",
                        Quantity.count(end.duplicates(), "piece") + " taken twice, " + Quantity.bytes(end.wastedBytes())
                                + " wasted meanwhile");
            }
        });
    }

    private void throughput() {
        List<Double> rates = squeezed(torrent.throughput(), CHART);
        double best = rates.stream().mapToDouble(rate -> rate).max().orElse(0);
        if (best <= 0 || rates.size() < 2) {
            return;
        }
        long column = torrent.columnMillis() * ((torrent.throughput().size() + rates.size() - 1) / rates.size());
        lines.add("");
        lines.add("Throughput, " + took(column) + " a column, up to " + Quantity.rate(best));
        StringBuilder chart = new StringBuilder("  ");
        for (double rate : rates) {
            chart.append(rate <= 0 ? ' ' : bars.charAt((int) Math.min(bars.length() - 1, rate / best * bars.length())));
        }
        lines.add(chart.toString());
    }

    /** Neighbours put together, so that there are at most so many. */
    private static List<Double> squeezed(List<Double> values, int most) {
        int each = Math.max(1, (values.size() + most - 1) / most);
        List<Double> squeezed = new ArrayList<>();
        for (int i = 0; i < values.size(); i += each) {
            List<Double> part = values.subList(i, Math.min(values.size(), i + each));
            squeezed.add(part.stream().mapToDouble(value -> value).sum() / each);
        }
        return squeezed;
    }

    private void slowest() {
        List<PeerFigures> slowest = torrent.slowestPeers();
        if (slowest.size() < 2) {
            return;
        }
        lines.add("");
        lines.add("Slowest peers while at a piece");
        for (PeerFigures peer : slowest.subList(0, Math.min(SLOWEST, slowest.size()))) {
            String piece = peer.slowestPieceMillis().isPresent()
                    ? ", up to " + took(peer.slowestPieceMillis().getAsLong()) + " a piece"
                    : ", no piece completed";
            lines.add("  " + peer.peer() + "  " + rate(peer.rate()) + piece);
        }
        for (TorrentFigures.SlowPiece piece :
                torrent.slowPieces().stream().limit(1).toList()) {
            lines.add("  Slowest piece: " + piece.piece() + ", " + took(piece.tookMillis()) + " from " + piece.peer());
        }
    }

    private void peers() {
        if (torrent.peers().isEmpty()) {
            return;
        }
        lines.add("");
        lines.add(row("Peer", "Pieces", "Bytes", "Rate", "Busy", "Idle", "Bad"));
        List<PeerFigures> peers = torrent.peersByBytes();
        for (PeerFigures peer : peers.subList(0, Math.min(MAX_PEERS, peers.size()))) {
            String name = DisplayText.clean(peer.peer());
            if (DisplayText.width(name) > PEER) {
                lines.add(name);
                name = "";
            }
            lines.add(row(
                    name,
                    Integer.toString(peer.pieces()),
                    Quantity.bytes(peer.bytes()),
                    rate(peer.rate()),
                    torrent.isTimed() ? took(peer.busyMillis()) : "-",
                    torrent.isTimed() ? took(peer.idleMillis()) : "-",
                    Integer.toString(peer.refused())));
        }
        if (peers.size() > MAX_PEERS) {
            lines.add("and " + Quantity.count(peers.size() - MAX_PEERS, "peer") + " more, which --json tells of");
        }
    }

    private static String row(
            String peer, String pieces, String bytes, String rate, String busy, String idle, String bad) {
        String name = peer + " ".repeat(Math.max(0, PEER - DisplayText.width(peer)));
        return name + String.format(Locale.ROOT, "%7s%11s%13s%8s%8s%4s", pieces, bytes, rate, busy, idle, bad);
    }

    /** A labelled line, broken between words where it would be too long. */
    private void fact(String label, String text) {
        StringBuilder line = new StringBuilder(label.isEmpty() ? "" : label + ":");
        line.append(" ".repeat(LABEL - line.length()));
        boolean first = true;
        for (String word : DisplayText.clean(text).split(" ")) {
            if (!first && DisplayText.width(line.toString()) + 1 + DisplayText.width(word) > COLUMNS) {
                lines.add(line.toString());
                line = new StringBuilder(" ".repeat(LABEL));
                first = true;
            }
            line.append(first ? "" : " ").append(word);
            first = false;
        }
        lines.add(line.toString());
    }

    private String time(long millis) {
        return DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss", Locale.ROOT)
                .format(Instant.ofEpochMilli(millis).atZone(zone));
    }

    private static String rate(OptionalDouble rate) {
        return rate.isPresent() ? Quantity.rate(rate.getAsDouble()) : "-";
    }

    static String took(long millis) {
        return millis < 60_000
                ? String.format(Locale.ROOT, millis < 1_000 ? "%.2f s" : "%.1f s", millis / 1000.0)
                : Quantity.time(millis / 1000);
    }

    static String percent(long part, long whole) {
        if (part > 0 && part * 200 < whole) {
            return "<1 %";
        }
        return whole <= 0 ? "0 %" : String.format(Locale.ROOT, "%.0f %%", 100.0 * part / whole);
    }
}
