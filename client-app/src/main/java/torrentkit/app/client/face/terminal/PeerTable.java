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
    private static final int LONGEST_PEER = 47; // eight groups of IPv6 and a port
    private static final int SHORTEST_CLIENT = 6;
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
        int longest =
                peers.stream().mapToInt(peer -> peer.peer().length()).max().orElse(0);
        widths.put(
                PeerColumn.PEER, Math.max(SHORTEST_PEER, Math.min(LONGEST_PEER, Math.min(longest, columns / 3 + 4))));
        widths.put(PeerColumn.CLIENT, SHORTEST_CLIENT);
        widths.put(PeerColumn.STATUS, "downloading".length());
        widths.put(PeerColumn.PIECE, 6);
        widths.put(PeerColumn.DOWNLOADED, 11);
        widths.put(PeerColumn.DOWN, 7);
        widths.put(PeerColumn.UP, 7);
        widths.put(PeerColumn.FLAGS, 6);
        int gap = gap(columns);
        for (PeerColumn column : DISPENSABLE) {
            if (total(widths, gap) <= columns) {
                break;
            }
            widths.remove(column);
        }
        int spare = columns - total(widths, gap);
        int wanted = Math.min(LONGEST_PEER, longest) - widths.get(PeerColumn.PEER);
        int more = Math.max(Math.min(spare, wanted), Math.min(spare, 0));
        widths.merge(PeerColumn.PEER, more, Integer::sum);
        if (widths.containsKey(PeerColumn.CLIENT)) {
            widths.put(PeerColumn.CLIENT, Math.min(LONGEST_CLIENT, SHORTEST_CLIENT + spare - more));
        }
        return widths;
    }

    private static int total(Map<PeerColumn, Integer> widths, int gap) {
        int mark = widths.containsKey(PeerColumn.STATUS) ? 0 : 2;
        return mark + widths.values().stream().mapToInt(width -> width + gap).sum() - gap;
    }

    private static Line heading(Map<PeerColumn, Integer> widths, View view, int columns, int gap, Glyphs glyphs) {
        Line line = new Line(columns);
        line.add(Style.HEADING, widths.containsKey(PeerColumn.STATUS) ? "" : "  ");
        widths.forEach((column, width) -> {
            line.add(Style.HEADING, line.width() > 2 ? " ".repeat(gap) : "");
            boolean sorting = column == view.sort();
            String arrow = Character.toString(column.isNumber() == view.reversed() ? glyphs.up() : glyphs.down());
            if (column.isNumber()) {
                line.right(Style.HEADING, (sorting ? arrow : "") + column.title(), width);
            } else {
                line.left(Style.HEADING, column.title() + (sorting ? arrow : ""), width);
            }
        });
        return line.fill(Style.HEADING, columns);
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
