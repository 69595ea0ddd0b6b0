package torrentkit.app.client.download;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * Ports of which one will do.
 *
 * @param first 0 to 65535; 0 for any free one
 * @param last not below first, the same for one port
 */
record PortRange(int first, int last) {
    static final int HIGHEST = 0xffff;
    static final PortRange ANY = new PortRange(0, 0);

    /** Whether others can have been told the port. */
    boolean isGiven() {
        return first > 0;
    }

    @Override
    public String toString() {
        return first == last ? Integer.toString(first) : first + "-" + last;
    }

    /** Reads {@code 6881} or {@code 6881-6889}. */
    static final class Converter implements ITypeConverter<PortRange> {
        @Override
        public PortRange convert(String text) {
            int dash = text.indexOf('-', 1);
            int first = number(dash < 0 ? text : text.substring(0, dash));
            int last = dash < 0 ? first : number(text.substring(dash + 1));
            if (first < 0 || last < first || last > HIGHEST || first == 0 && last > 0) {
                throw new TypeConversionException(
                        "expected a port from 0 to 65535, or a range such as 6881-6889, found '" + text + "'");
            }
            return new PortRange(first, last);
        }

        private static int number(String digits) {
            boolean plain =
                    !digits.isEmpty() && digits.length() <= 5 && digits.chars().allMatch(Character::isDigit);
            return plain ? Integer.parseInt(digits) : -1;
        }
    }
}
