package torrentkit.tracker.http;

import java.nio.charset.StandardCharsets;
import torrentkit.tracker.ClientException;

/**
 * Walks over the parameters of a raw query string. Values are decoded byte by byte: an info-hash is no text, and would not
 * survive a decoder that believes so. Nothing is decoded that nobody asks for.
 */
final class QueryReader {
    private final byte[] raw;
    private final int end;
    private int next;
    private int nameFrom;
    private int nameTo;
    private int valueFrom;
    private int valueTo;

    QueryReader(byte[] raw, int from, int to) {
        this.raw = raw;
        this.next = from;
        this.end = to;
    }

    /** Goes to the next parameter; false after the last. Empty ones, as in {@code a=1&&b=2}, are skipped. */
    boolean advance() {
        while (next < end) {
            nameFrom = next;
            int equals = -1;
            int at = next;
            for (; at < end && raw[at] != '&'; at++) {
                if (equals < 0 && raw[at] == '=') {
                    equals = at;
                }
            }
            nameTo = equals < 0 ? at : equals;
            valueFrom = equals < 0 ? at : equals + 1;
            valueTo = at;
            next = at + 1;
            if (nameTo > nameFrom) {
                return true;
            }
        }
        return false;
    }

    /** Whether the parameter has this name. Names are compared as they stand: no client escapes them. */
    boolean is(byte[] name) {
        if (nameTo - nameFrom != name.length) {
            return false;
        }
        for (int i = 0; i < name.length; i++) {
            if (raw[nameFrom + i] != name[i]) {
                return false;
            }
        }
        return true;
    }

    /** The first byte of the name, to choose among few candidates. */
    byte initial() {
        return raw[nameFrom];
    }

    boolean isEmpty() {
        return valueFrom == valueTo;
    }

    /**
     * The value as exactly {@code length} bytes.
     *
     * @throws ClientException for another length or a broken escape; {@code what} names the parameter
     */
    byte[] exactly(int length, String what) {
        byte[] bytes = new byte[length];
        int count = decode(bytes);
        if (count != length) {
            throw new ClientException(what + " must have " + length + " bytes");
        }
        return bytes;
    }

    /**
     * The value as text, one character a byte.
     *
     * @throws ClientException when it is longer than {@code max} bytes or has a broken escape
     */
    String text(int max, String what) {
        byte[] bytes = new byte[Math.min(max, valueTo - valueFrom)];
        int count = decode(bytes);
        if (count > bytes.length) {
            throw new ClientException(what + " is too long");
        }
        return new String(bytes, 0, count, StandardCharsets.ISO_8859_1);
    }

    /** Fills {@code into} and returns the length that the whole value has. A plus sign is a space, as forms have it. */
    private int decode(byte[] into) {
        int count = 0;
        for (int at = valueFrom; at < valueTo; at++) {
            byte b = raw[at];
            if (b == '%') {
                if (at + 2 >= valueTo) {
                    throw new ClientException("broken percent escape");
                }
                int high = digit(raw[at + 1]);
                int low = digit(raw[at + 2]);
                if ((high | low) < 0) {
                    throw new ClientException("broken percent escape");
                }
                b = (byte) (high << 4 | low);
                at += 2;
            } else if (b == '+') {
                b = ' ';
            }
            if (count < into.length) {
                into[count] = b;
            }
            count++;
        }
        return count;
    }

    private static int digit(byte b) {
        if (b >= '0' && b <= '9') {
            return b - '0';
        }
        int letter = b | 0x20;
        return letter >= 'a' && letter <= 'f' ? letter - 'a' + 10 : -1;
    }

    /**
     * The value as a number of at least 0. Numbers beyond {@code max} become {@code max}: some clients count in unsigned 64 bits.
     *
     * @throws ClientException for anything but digits
     */
    long number(long max, String what) {
        if (isEmpty()) {
            throw new ClientException(what + " must be a number");
        }
        long number = 0;
        for (int at = valueFrom; at < valueTo; at++) {
            int digit = raw[at] - '0';
            if (digit < 0 || digit > 9) {
                throw new ClientException(what + " must be a number");
            }
            number = number > (max - digit) / 10 ? max : number * 10 + digit;
        }
        return number;
    }

    /** Whether the value begins with a minus sign. */
    boolean isNegative() {
        return !isEmpty() && raw[valueFrom] == '-';
    }

    /** The value as up to 32 bits in hexadecimal, or -1 when it is not. */
    long hex32() {
        if (isEmpty() || valueTo - valueFrom > 8) {
            return -1;
        }
        long bits = 0;
        for (int at = valueFrom; at < valueTo; at++) {
            int digit = digit(raw[at]);
            if (digit < 0) {
                return -1;
            }
            bits = bits << 4 | digit;
        }
        return bits;
    }
}
