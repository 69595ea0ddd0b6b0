package torrentkit.app.client.doctor;

import java.time.Duration;
import java.time.Instant;
import torrentkit.app.client.doctor.Finding.Subject;

/** Whether this machine's clock agrees with that of a server: certificates and passes that expire need that. */
final class ClockCheck {
    private static final Duration TOLERATED = Duration.ofMinutes(1);

    private ClockCheck() {}

    /**
     * @param server whose time it is, for people
     * @param theirs the time of its answer
     * @param ours when that answer came
     */
    static Finding look(String server, Instant theirs, Instant ours) {
        Duration ahead = Duration.between(theirs, ours);
        if (ahead.abs().compareTo(TOLERATED) <= 0) {
            return Finding.ok(Subject.CLOCK, "Our clock agrees with that of " + server + ".");
        }
        return Finding.warning(
                Subject.CLOCK,
                "Our clock is " + words(ahead.abs()) + (ahead.isNegative() ? " behind" : " ahead of") + " that of "
                        + server + ".",
                "Set the clock, by NTP for example: with a wrong one, valid certificates and passes look expired.");
    }

    static Finding nothingToCompare() {
        return Finding.ok(Subject.CLOCK, "No HTTP server is asked, so no clock depends on ours.");
    }

    private static String words(Duration duration) {
        long seconds = duration.toSeconds();
        if (seconds < 7200) {
            return seconds / 60 + " min";
        }
        return seconds < 2 * 86_400 ? seconds / 3600 + " h" : seconds / 86_400 + " days";
    }
}
