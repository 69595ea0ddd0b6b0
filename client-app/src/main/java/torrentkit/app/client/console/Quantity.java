package torrentkit.app.client.console;

import java.time.Duration;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Numbers as people write and read them: sizes in binary units, rates, times. Pure functions, the same in every locale. */
public final class Quantity {
    private static final String[] UNITS = {"B", "KiB", "MiB", "GiB", "TiB", "PiB", "EiB"};
    private static final Pattern SIZE =
            Pattern.compile("(\\d{1,12})\\s*(?:([KMG])(?:i?B)?|B)?", Pattern.CASE_INSENSITIVE);
    private static final long LONGEST_SHOWN_SECONDS = Duration.ofHours(100).toSeconds();

    private Quantity() {}

    /** Such as {@code 512 B} or {@code 1.5 MiB}. */
    public static String bytes(double bytes) {
        int unit = 0;
        double value = bytes;
        while (value >= 1023.95 && unit < UNITS.length - 1) { // what would round to 1024.0 goes to the next unit
            value /= 1024;
            unit++;
        }
        return unit == 0
                ? String.format(Locale.ROOT, "%.0f B", value)
                : String.format(Locale.ROOT, "%.1f %s", value, UNITS[unit]);
    }

    /** Such as {@code 1.5 MiB/s}. */
    public static String rate(double bytesPerSecond) {
        return bytes(bytesPerSecond) + "/s";
    }

    /** Such as {@code 0:07} or {@code 1:02:03}; {@code >99h} when longer. */
    public static String time(long seconds) {
        if (seconds >= LONGEST_SHOWN_SECONDS) {
            return ">99h";
        }
        return seconds < 3600
                ? String.format(Locale.ROOT, "%d:%02d", seconds / 60, seconds % 60)
                : String.format(Locale.ROOT, "%d:%02d:%02d", seconds / 3600, seconds / 60 % 60, seconds % 60);
    }

    /** How long something took, such as {@code 0.4 s} or {@code 2:05}. */
    public static String took(Duration duration) {
        return duration.toSeconds() < 60
                ? String.format(Locale.ROOT, "%.1f s", duration.toMillis() / 1000.0)
                : time(duration.toSeconds());
    }

    /** {@code 1 piece}, {@code 2 pieces}. */
    public static String count(long number, String noun) {
        return number + " " + noun + (number == 1 ? "" : "s");
    }

    /**
     * Reads a size: {@code 65536}, {@code 256K}, {@code 256KiB}, {@code 1M}; all units are powers of 1024.
     *
     * @throws IllegalArgumentException for anything else
     */
    public static long parseBytes(String text) {
        Matcher size = SIZE.matcher(text.strip());
        if (!size.matches()) {
            throw new IllegalArgumentException("expected a size such as 65536, 256K or 1M, found '" + text + "'");
        }
        int unit = size.group(2) == null ? 0 : "KMG".indexOf(size.group(2).toUpperCase(Locale.ROOT)) + 1;
        return Long.parseLong(size.group(1)) << 10 * unit;
    }
}
