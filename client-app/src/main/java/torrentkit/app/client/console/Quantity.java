package torrentkit.app.client.console;

import java.time.Duration;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Numbers as people write and read them: sizes in binary units, rates, times. Pure functions, the same in every locale. */
public final class Quantity {
    private static final String[] UNITS = {"B", "KiB", "MiB", "GiB", "TiB", "PiB", "EiB"};
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
        return (unit == 0 ? decimal(value, 0) : decimal(value, 1)) + " " + UNITS[unit];
    }

    /** Three digits and no space, for tables: {@code 512B}, {@code 1.50MiB}, {@code 15.0MiB}, {@code 150MiB}; at most 7 characters. */
    public static String shortBytes(double bytes) {
        int unit = 0;
        double value = bytes;
        while (value >= 1023.5 && unit < UNITS.length - 1) {
            value /= 1024;
            unit++;
        }
        int places = unit == 0 || value >= 99.95 ? 0 : value >= 9.995 ? 1 : 2;
        return decimal(value, places) + UNITS[unit];
    }

    /** Such as {@code 1.5 MiB/s}. */
    public static String rate(double bytesPerSecond) {
        return bytes(bytesPerSecond) + "/s";
    }

    /** The part of the whole in percent, rounded down so that 100% means all; {@code 0%} of nothing. */
    public static String percent(long part, long whole, int places) {
        double share = whole <= 0 ? 0 : Math.min(100, Math.max(0, 100.0 * part / whole));
        double scale = places == 0 ? 1 : 10;
        return decimal(Math.floor(share * scale) / scale, places == 0 ? 0 : 1) + "%";
    }

    /** Such as {@code 0:07} or {@code 1:02:03}; {@code >99h} when longer. */
    public static String time(long seconds) {
        if (seconds >= LONGEST_SHOWN_SECONDS) {
            return ">99h";
        }
        String minutesAndSeconds = seconds / 60 % 60 + ":" + twoDigits(seconds % 60);
        return seconds < 3600
                ? minutesAndSeconds
                : seconds / 3600 + ":" + twoDigits(seconds / 60 % 60) + ":" + twoDigits(seconds % 60);
    }

    /** How long something took, such as {@code 0.4 s} or {@code 2:05}. */
    public static String took(Duration duration) {
        return duration.toSeconds() < 60 ? decimal(duration.toMillis() / 1000.0, 1) + " s" : time(duration.toSeconds());
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
        Matcher size = Sizes.PATTERN.matcher(text.strip());
        if (!size.matches()) {
            throw new IllegalArgumentException("expected a size such as 65536, 256K or 1M, found '" + text + "'");
        }
        int unit = size.group(2) == null ? 0 : "KMG".indexOf(size.group(2).toUpperCase(Locale.ROOT)) + 1;
        return Long.parseLong(size.group(1)) << 10 * unit;
    }

    private static String twoDigits(long number) {
        return (number < 10 ? "0" : "") + number;
    }

    /** A formatter does the same, but loading it takes longer than a whole short run's other output. */
    private static String decimal(double value, int places) {
        if (places == 0) {
            return Long.toString(Math.round(value));
        }
        int scale = places == 1 ? 10 : 100;
        long scaled = Math.round(value * scale);
        long rest = scaled % scale;
        return scaled / scale + (places == 2 && rest < 10 ? ".0" : ".") + rest;
    }

    /** Loaded by the commands that read a size. */
    private static final class Sizes {
        static final Pattern PATTERN =
                Pattern.compile("(\\d{1,12})\\s*(?:([KMG])(?:i?B)?|B)?", Pattern.CASE_INSENSITIVE);
    }
}
