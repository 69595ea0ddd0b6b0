package torrentkit.app.client.history;

import java.util.OptionalInt;
import java.util.function.IntPredicate;
import torrentkit.app.client.outcome.ExitCode;
import torrentkit.app.client.outcome.Failure;

/**
 * Which runs of a record are meant.
 *
 * @param number counted from 1; empty for the last one
 * @param all whether every run is meant, whatever the number
 */
public record RunChoice(OptionalInt number, boolean all) {
    /**
     * Reads {@code last}, {@code all} or a number.
     *
     * @throws Failure for anything else
     */
    public static RunChoice parse(String text) {
        if (text.equals("last") || text.equals("all")) {
            return new RunChoice(OptionalInt.empty(), text.equals("all"));
        }
        try {
            int number = Integer.parseInt(text);
            if (number > 0) {
                return new RunChoice(OptionalInt.of(number), false);
            }
        } catch (NumberFormatException e) {
            // told below
        }
        throw new Failure(
                ExitCode.BAD_OPTION, "Option --run: expected last, all or a number from 1, found '" + text + "'.");
    }

    /**
     * The chosen runs of this file.
     *
     * @throws Failure when there is no such run
     */
    public IntPredicate in(HistoryFile file) {
        int last = number.orElse(file.lastRun());
        if (last > file.runs()) {
            throw new Failure(
                    ExitCode.BAD_OPTION,
                    "Option --run: expected a run that is in " + file.file() + ", which holds " + file.runs()
                            + ", found " + last + ".");
        }
        return run -> all || run == last;
    }
}
