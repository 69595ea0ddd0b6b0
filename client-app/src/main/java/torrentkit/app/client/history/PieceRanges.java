package torrentkit.app.client.history;

import java.util.BitSet;

/** Sets of pieces as text, {@code 0-99,120}: ascending ranges, both ends included. Pure functions. */
public final class PieceRanges {
    private PieceRanges() {}

    /** The set as text. */
    public static String format(BitSet pieces) {
        StringBuilder text = new StringBuilder();
        for (int first = pieces.nextSetBit(0); first >= 0; ) {
            int end = pieces.nextClearBit(first);
            text.append(text.length() == 0 ? "" : ",").append(first);
            if (end - first > 1) {
                text.append('-').append(end - 1);
            }
            first = pieces.nextSetBit(end);
        }
        return text.toString();
    }

    /** Adds what the text names to the set; parts that make no sense for so many pieces are passed over. */
    static void parse(String text, int total, BitSet into) {
        for (int at = 0; at < text.length(); ) {
            int comma = text.indexOf(',', at);
            int end = comma < 0 ? text.length() : comma;
            int dash = text.indexOf('-', at);
            boolean range = dash >= 0 && dash < end;
            int first = number(text, at, range ? dash : end);
            int last = range ? number(text, dash + 1, end) : first;
            if (first >= 0 && first <= last && last < total) {
                into.set(first, last + 1);
            }
            at = end + 1;
        }
    }

    /** The digits' number, or -1 for anything else. A list that somebody made up may hold many such, too many for exceptions. */
    private static int number(String text, int from, int to) {
        if (from >= to || to - from > 9) {
            return -1;
        }
        int number = 0;
        for (int i = from; i < to; i++) {
            char digit = text.charAt(i);
            if (digit < '0' || digit > '9') {
                return -1;
            }
            number = 10 * number + digit - '0';
        }
        return number;
    }
}
