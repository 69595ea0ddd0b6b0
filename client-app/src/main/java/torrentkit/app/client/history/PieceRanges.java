package torrentkit.app.client.history;

import java.util.BitSet;

/** Sets of pieces as text, {@code 0-99,120}: ascending ranges, both ends included. Pure functions. */
public final class PieceRanges {
    private PieceRanges() {}

    /** The ranges of the set, ascending; empty for none. */
    public static String format(BitSet pieces) {
        StringBuilder text = new StringBuilder();
        for (int first = pieces.nextSetBit(0); first >= 0; first = pieces.nextSetBit(first)) {
            int end = pieces.nextClearBit(first);
            text.append(text.length() == 0 ? "" : ",").append(first);
            if (end - first > 1) {
                text.append('-').append(end - 1);
            }
            first = end;
        }
        return text.toString();
    }

    /** Adds what the text names to the set; parts that make no sense for so many pieces are passed over. */
    static void parse(String text, int total, BitSet into) {
        for (String part : text.split(",")) {
            String[] ends = part.strip().split("-", 2);
            try {
                int first = Integer.parseInt(ends[0]);
                int last = ends.length == 2 ? Integer.parseInt(ends[1]) : first;
                if (first >= 0 && first <= last && last < total) {
                    into.set(first, last + 1);
                }
            } catch (NumberFormatException e) {
                // a record of another version, or an edited one
            }
        }
    }
}
