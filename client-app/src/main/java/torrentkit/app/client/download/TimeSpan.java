package torrentkit.app.client.download;

import java.time.Duration;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads a time of an option: {@code 90} and {@code 90s} are seconds; {@code 10m}, {@code 2h}, {@code 1d}; parts add up, {@code 1h30m}. */
final class TimeSpan implements ITypeConverter<Duration> {
    private static final int MOST_DIGITS = 9;
    private static final long MOST_SECONDS = Duration.ofDays(365).toSeconds();

    @Override
    public Duration convert(String text) {
        long seconds = 0;
        int at = 0;
        do {
            int unit = at;
            while (unit < text.length() && text.charAt(unit) >= '0' && text.charAt(unit) <= '9') {
                unit++;
            }
            if (unit == at || unit - at > MOST_DIGITS) {
                throw wrong(text);
            }
            char name = unit < text.length() ? text.charAt(unit) : 's';
            seconds += Long.parseLong(text.substring(at, unit)) * secondsOf(name, text);
            at = unit + 1;
        } while (at < text.length());
        if (seconds > MOST_SECONDS) {
            throw wrong(text);
        }
        return Duration.ofSeconds(seconds);
    }

    private static long secondsOf(char unit, String text) {
        return switch (unit) {
            case 's' -> 1;
            case 'm' -> 60;
            case 'h' -> 3_600;
            case 'd' -> 86_400;
            default -> throw wrong(text);
        };
    }

    private static TypeConversionException wrong(String text) {
        return new TypeConversionException(
                "expected a time of at most a year such as 30, 30s, 10m or 1h30m, found '" + text + "'");
    }

    /** As a person would write it, {@code 10m}. */
    static String format(Duration time) {
        long seconds = time.toSeconds();
        if (seconds == 0 || seconds % 60 != 0) {
            return seconds + "s";
        }
        return seconds % 3_600 != 0 ? seconds / 60 + "m" : seconds / 3_600 + "h";
    }
}
