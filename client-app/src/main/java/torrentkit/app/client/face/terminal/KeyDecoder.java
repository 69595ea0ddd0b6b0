package torrentkit.app.client.face.terminal;

import java.util.ArrayList;
import java.util.List;

/**
 * What a terminal sends when keys are pressed, as keys: single bytes, and the sequences of VT100, xterm, the Linux console and rxvt for the
 * keys that move. Sequences that nobody knows are passed over whole.
 */
final class KeyDecoder {
    private static final int ESCAPE = 0x1b;
    private static final int LONGEST = 32;

    private final StringBuilder sequence = new StringBuilder();

    /** @param bytes that have arrived since the last time; an escape character alone is the Escape key */
    List<Key> decode(byte[] bytes) {
        List<Key> keys = new ArrayList<>();
        for (byte next : bytes) {
            accept(next & 0xff, keys);
        }
        if (sequence.length() == 1) {
            sequence.setLength(0);
            keys.add(Key.of(Key.Kind.ESCAPE));
        }
        return keys;
    }

    private void accept(int next, List<Key> keys) {
        if (next == ESCAPE) {
            if (sequence.length() == 1) {
                keys.add(Key.of(Key.Kind.ESCAPE));
            }
            sequence.setLength(0);
            sequence.append((char) next);
        } else if (sequence.length() == 0) {
            keys.add(single(next));
        } else {
            sequence.append((char) next);
            boolean introducer = sequence.length() == 2 && (next == '[' || next == 'O');
            boolean linux = sequence.length() == 3 && next == '[';
            boolean ended = next >= 0x40 && next <= 0x7e && !introducer && !linux;
            if (ended || sequence.length() == 2 && !introducer || sequence.length() == LONGEST) {
                keys.add(sequence(sequence.substring(1)));
                sequence.setLength(0);
            }
        }
    }

    private static Key single(int next) {
        return switch (next) {
            case '\t' -> Key.of(Key.Kind.NEXT);
            case 'j' -> Key.of(Key.Kind.DOWN);
            case 'k' -> Key.of(Key.Kind.UP);
            case ' ' -> Key.of(Key.Kind.PAGE_DOWN);
            case 'b' -> Key.of(Key.Kind.PAGE_UP);
            case 'g' -> Key.of(Key.Kind.HOME);
            case 'G' -> Key.of(Key.Kind.END);
            default -> next > ' ' && next < 0x7f ? Key.of(next) : Key.of(Key.Kind.UNKNOWN);
        };
    }

    private static Key sequence(String text) {
        return Key.of(
                switch (text) {
                    case "[A", "OA" -> Key.Kind.UP;
                    case "[B", "OB" -> Key.Kind.DOWN;
                    case "[C", "OC" -> Key.Kind.NEXT;
                    case "[D", "OD", "[Z" -> Key.Kind.PREVIOUS;
                    case "[5~" -> Key.Kind.PAGE_UP;
                    case "[6~" -> Key.Kind.PAGE_DOWN;
                    case "[H", "OH", "[1~", "[7~" -> Key.Kind.HOME;
                    case "[F", "OF", "[4~", "[8~" -> Key.Kind.END;
                    default -> Key.Kind.UNKNOWN;
                });
    }
}
