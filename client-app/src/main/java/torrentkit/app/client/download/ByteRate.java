package torrentkit.app.client.download;

import java.math.BigDecimal;
import java.util.Locale;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * Reads a rate of an option as curl, wget and aria2 users write it: {@code 500000}, {@code 500k}, {@code 1.5M}, {@code 10MiB}, with or
 * without {@code /s}; bytes a second, units are powers of 1024, and 0 is no limit.
 */
final class ByteRate implements ITypeConverter<Long> {
    private static final int MOST_CHARACTERS = 24;
    private static final BigDecimal HIGHEST = BigDecimal.valueOf(1L << 50);

    @Override
    public Long convert(String text) {
        String rate = text.strip().toLowerCase(Locale.ROOT);
        rate = without(without(without(rate, "/s"), "b"), "i");
        int unit = rate.isEmpty() ? -1 : "kmgt".indexOf(rate.charAt(rate.length() - 1));
        String number = unit < 0 ? rate : rate.substring(0, rate.length() - 1);
        boolean plain = text.length() <= MOST_CHARACTERS
                && !number.isEmpty()
                && number.chars().allMatch(c -> c >= '0' && c <= '9' || c == '.')
                && number.indexOf('.') == number.lastIndexOf('.')
                && Character.isDigit(number.charAt(0));
        if (plain) {
            BigDecimal bytes = new BigDecimal(number).multiply(BigDecimal.valueOf(1L << 10 * (unit + 1)));
            if (bytes.compareTo(HIGHEST) <= 0 && (bytes.signum() == 0 || bytes.compareTo(BigDecimal.ONE) >= 0)) {
                return bytes.longValue();
            }
        }
        throw new TypeConversionException("expected bytes a second such as 500000, 500K or 1.5M, found '" + text + "'");
    }

    private static String without(String text, String end) {
        return text.endsWith(end) ? text.substring(0, text.length() - end.length()) : text;
    }
}
