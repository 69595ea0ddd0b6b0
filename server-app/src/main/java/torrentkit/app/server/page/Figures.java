package torrentkit.app.server.page;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** Numbers as people read them. The script of the page writes them in the same way. */
final class Figures {
    private static final String[] UNITS = {"B", "KiB", "MiB", "GiB", "TiB", "PiB", "EiB"};
    private static final DateTimeFormatter MINUTE =
            DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm", Locale.ROOT).withZone(ZoneOffset.UTC);

    private Figures() {}

    /** Three digits and a unit. */
    static String bytes(double bytes) {
        int unit = 0;
        double value = bytes;
        while (value >= 1_000 && unit < UNITS.length - 1) { // not 1,024: four digits would be hard to compare
            value /= 1_024;
            unit++;
        }
        String digits = unit == 0 || value >= 100
                ? String.valueOf(Math.round(value))
                : String.format(Locale.ROOT, value >= 10 ? "%.1f" : "%.2f", value);
        return digits + " " + UNITS[unit];
    }

    static String percent(double share) {
        return Math.round(share * 100) + " %";
    }

    /** How often a content was sent. */
    static String copies(double copies) {
        return String.format(Locale.ROOT, "%.2f copies", copies);
    }

    /** With the noun in the number that fits. */
    static String count(long number, String one, String many) {
        return String.format(Locale.ROOT, "%,d", number) + " " + (number == 1 ? one : many);
    }

    static String minute(Instant instant) {
        return MINUTE.format(instant);
    }

    /** The two largest units. */
    static String duration(Duration duration) {
        if (duration.toDays() > 0) {
            return duration.toDays() + " d " + duration.toHoursPart() + " h";
        }
        if (duration.toHours() > 0) {
            return duration.toHours() + " h " + duration.toMinutesPart() + " min";
        }
        return duration.toMinutes() > 0
                ? duration.toMinutes() + " min " + duration.toSecondsPart() + " s"
                : duration.toSeconds() + " s";
    }
}
