package torrentkit.tracker.http;

import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;

/**
 * Writes bencoding straight into a buffer. Keys are constants that were encoded once; the caller writes them in the order of
 * their bytes. Answers to announces are written tens of thousands of times a second, and a map of values for each would cost
 * more than everything else in them.
 */
final class BencodeOutput {
    private BencodeOutput() {}

    /** A key or other constant string, encoded. */
    static byte[] constant(String text) {
        return (text.length() + ":" + text).getBytes(StandardCharsets.ISO_8859_1);
    }

    static void integer(ByteBuf out, long value) {
        out.writeByte('i');
        decimal(out, value);
        out.writeByte('e');
    }

    static void bytes(ByteBuf out, byte[] value) {
        decimal(out, value.length);
        out.writeByte(':');
        out.writeBytes(value);
    }

    /** @param value at least 0 */
    private static void decimal(ByteBuf out, long value) {
        if (value < 10) {
            out.writeByte('0' + (int) value);
            return;
        }
        long unit = 10;
        while (value / unit >= 10) {
            unit *= 10;
        }
        for (long rest = value; unit > 0; unit /= 10) {
            out.writeByte('0' + (int) (rest / unit));
            rest %= unit;
        }
    }
}
