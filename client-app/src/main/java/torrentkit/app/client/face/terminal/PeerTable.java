package torrentkit.app.client.face.terminal;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import torrentkit.app.client.console.DisplayText;
import torrentkit.app.client.history.PeerState;

/** The table of a torrent's peers. Pure functions. */
final class PeerTable {
    private static final int SHORTEST_PEER = 15;
    private static final int USUAL_PEER = 21; // IPv4 and a port
    private static final int LONGEST_PEER = 47; // eight groups of IPv6 and a port
    private static final int SHORTEST_CLIENT = 6;
    private static final int USUAL_CLIENT = 12;
    private static final int LONGEST_CLIENT = 28;
    private static final int WIDE = 100;

    /** What goes first when the room is short. */
    private static final List<PeerColumn> DISPENSABLE = List.of(
            PeerColumn.CLIENT,
            PeerColumn.UP,
            PeerColumn.FLAGS,
            PeerColumn.DOWNLOADED,
            PeerColumn.STATUS,
            PeerColumn.PIECE,
            PeerColumn.DOWN);

    private PeerTable() {}

    /** The peers in the order in which they are shown. */
    static List<PeerState> sorted(Collection<PeerState> peers, View view) {
        Comparator<PeerState> order = view.sort().order(view.reversed()).thenComparing(PeerState::peer);
        return peers.stream().sorted(order).toList();
    }

    /**
     * The heading and as many peers as there is room for.
     *
     * @param rows at least 1
     */
    static List<Line> lines(List<PeerState> sorted, View view, int columns, int rows, Glyphs glyphs) {
        Map<PeerColumn, Integer> widths = widths(sorted, columns);
        int gap = gap(columns);
        List<Line> lines = new ArrayList<>();
        lines.add(heading(widths, view, columns, gap, glyphs));
        int top = Math.min(view.top(), Math.max(0, sorted.size() - (rows - 1)));
        for (PeerState peer : sorted.subList(top, Math.min(sorted.size(), top + rows - 1))) {
            lines.add(line(peer, widths, columns, gap, glyphs));
        }
        return lines;
    }

    private static int gap(int columns) {
        return columns < WIDE ? 1 : 2;
    }

    /** The columns that there is room for, with their widths. Without the status in words there is a mark before the address. */
    static Map<PeerColumn, Integer> widths(List<PeerState> peers, int columns) {
        Map<PeerColumn, Integer> widths = new EnumMap<>(PeerColumn.class);
        int longest = Math.min(
                LONGEST_PEER,
                peers.stream().mapToInt(peer -> peer.peer().length()).max().orElse(0));
        widths.put(PeerColumn.PEER, Math.max(SHORTEST_PEER, Math.min(longest, USUAL_PEER)));
        widths.put(PeerColumn.CLIENT, SHORTEST_CLIENT);
        widths.put(PeerColumn.STATUS, "downloading".length());
        widths.put(PeerColumn.PIECE, 5);
        widths.put(PeerColumn.DOWNLOADED, "Downloaded".length());
        widths.put(PeerColumn.DOWN, 7);
        widths.put(PeerColumn.UP, 7);
        widths.put(PeerColumn.FLAGS, 5);
        int gap = gap(columns);
        for (PeerColumn column : DISPENSABLE) {
            if (total(widths, gap) <= columns) {
                break;
            }
            widths.remove(column);
        }
        int spare = columns - total(widths, gap);
        spare -= widen(widths, PeerColumn.CLIENT, USUAL_CLIENT, spare);
        spare -= widen(widths, PeerColumn.PEER, longest, spare);
        widen(widths, PeerColumn.CLIENT, LONGEST_CLIENT, spare);
        return widths;
    }

    /** @param spare what there is too much of; less than none makes the column smaller */
    private static int widen(Map<PeerColumn, Integer> widths, PeerColumn column, int wanted, int spare) {
        if (!widths.containsKey(column)) {
            return 0;
        }
        int more = Math.min(spare, Math.max(0, wanted - widths.get(column)));
        widths.merge(column, more, Integer::sum);
        return more;
    }

    private static int total(Map<PeerColumn, Integer> widths, int gap) {
        int mark = widths.containsKey(PeerColumn.STATUS) ? 0 : 2;
        return mark + widths.values().stream().mapToInt(width -> width + gap).sum() - gap;
    }

    /** The mark of the column that orders stands before its name, where the gap is, so that no column is wider for it. */
    private static Line heading(Map<PeerColumn, Integer> widths, View view, int columns, int gap, Glyphs glyphs) {
        StringBuilder text = new StringBuilder(widths.containsKey(PeerColumn.STATUS) ? "" : "  ");
        widths.forEach((column, width) -> {
            boolean first = column == PeerColumn.PEER;
            String arrow = column != view.sort()
                    ? ""
                    : Character.toString(column.isNumber() == view.reversed() ? glyphs.up() : glyphs.down());
            String title = first ? column.title() + arrow : column.title();
            String space = " ".repeat(Math.max(0, width - title.length()));
            text.append(" ".repeat(first ? 0 : gap)).append(column.isNumber() ? space + title : title + space);
            if (!first && !arrow.isEmpty()) {
                int at = text.length() - width - 1 + (column.isNumber() ? space.length() : 0);
                text.setCharAt(at, arrow.charAt(0));
            }
        });
        return new Line(columns).add(Style.HEADING, text.toString()).fill(Style.HEADING, columns);
    }

    private static Line line(PeerState peer, Map<PeerColumn, Integer> widths, int columns, int gap, Glyphs glyphs) {
        Line line = new Line(columns);
        boolean gone = PeerColumn.isGone(peer);
        if (!widths.containsKey(PeerColumn.STATUS)) {
            line.add(status(peer), glyphs.marks().charAt(peer.status().ordinal()) + " ");
        }
        widths.forEach((column, width) -> {
            line.gap(line.width() > 2 ? gap : 0);
            Style style = gone ? Style.FAINT : column == PeerColumn.STATUS ? status(peer) : Style.PLAIN;
            String text = column == PeerColumn.PEER ? PeerAddressText.fit(peer.peer(), width) : column.text(peer);
            if (column.isNumber()) {
                line.right(style, text, width);
            } else {
                line.left(style, DisplayText.clean(text), width);
            }
        });
        return line;
    }

    private static Style status(PeerState peer) {
        return switch (peer.status()) {
            case CONNECTED -> Style.PLAIN;
            case DOWNLOADING -> Style.BUSY;
            case FINISHED -> Style.GOOD;
            case TERMINATED -> Style.FAINT;
        };
    }
}
