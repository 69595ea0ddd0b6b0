package torrentkit.app.client.download;

import torrentkit.app.client.outcome.ExitCode;
import torrentkit.app.client.outcome.Failure;

/** Whether numbers of options are possible ones. Pure functions. */
final class Ranges {
    private Ranges() {}

    /** @throws Failure unless {@code least <= value <= most} */
    static void check(String option, long value, long least, long most) {
        if (value < least || value > most) {
            throw new Failure(
                    ExitCode.BAD_OPTION,
                    "Option " + option + ": expected a number from " + least + " to " + most + ", found " + value
                            + ".");
        }
    }
}
