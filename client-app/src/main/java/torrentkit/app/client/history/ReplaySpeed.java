package torrentkit.app.client.history;

import torrentkit.app.client.outcome.ExitCode;
import torrentkit.app.client.outcome.Failure;

/**
 * How fast a record is played.
 *
 * @param factor 1 is as it happened; infinite waits for nothing
 */
public record ReplaySpeed(double factor) {
    public static final ReplaySpeed AS_IT_HAPPENED = new ReplaySpeed(1);

    private static final double HIGHEST = 1_000_000;

    /**
     * Reads a number, or {@code max}.
     *
     * @throws Failure for anything else
     */
    public static ReplaySpeed parse(String text) {
        if (text.equals("max")) {
            return new ReplaySpeed(Double.POSITIVE_INFINITY);
        }
        try {
            double factor = Double.parseDouble(text);
            if (factor > 0 && factor <= HIGHEST) {
                return new ReplaySpeed(factor);
            }
        } catch (NumberFormatException e) {
            // told below
        }
        throw new Failure(
                ExitCode.BAD_OPTION,
                "Option --speed: expected max or a number over 0 such as 10 or 0.5, found '" + text + "'.");
    }
}
