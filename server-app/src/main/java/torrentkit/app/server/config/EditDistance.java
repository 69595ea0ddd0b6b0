package torrentkit.app.server.config;

import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;

/** How many letters must be put in, left out, replaced or swapped with their neighbour to make one word of another. */
final class EditDistance {
    private static final int MAX_LENGTH = 200; // nobody's typing error is longer

    private EditDistance() {}

    static int between(String a, String b) {
        int[][] steps = new int[a.length() + 1][b.length() + 1];
        for (int i = 0; i <= a.length(); i++) {
            for (int j = 0; j <= b.length(); j++) {
                steps[i][j] = i == 0 ? j : j == 0 ? i : least(steps, a, b, i, j);
            }
        }
        return steps[a.length()][b.length()];
    }

    private static int least(int[][] steps, String a, String b, int i, int j) {
        int replaced = steps[i - 1][j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        int least = Math.min(replaced, Math.min(steps[i - 1][j], steps[i][j - 1]) + 1);
        boolean swapped = i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1);
        return swapped ? Math.min(least, steps[i - 2][j - 2] + 1) : least;
    }

    /** The one that was most likely meant; empty when none resembles what was written. */
    static Optional<String> nearest(String written, Collection<String> known) {
        if (written.length() > MAX_LENGTH) {
            return Optional.empty();
        }
        int tolerated = Math.max(2, written.length() / 3);
        return known.stream()
                .min(Comparator.comparingInt((String word) -> between(written, word))
                        .thenComparing(Comparator.naturalOrder()))
                .filter(word -> between(written, word) <= tolerated);
    }
}
