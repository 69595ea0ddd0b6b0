package torrentkit.app.client.source;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/**
 * A pattern for paths of files in a torrent or below a directory. {@code *} stands for any characters of a name, {@code ?} for one,
 * {@code [a-z]} and {@code [!a-z]} for one of a set, {@code **} for any characters, slashes too; {@code \} makes the next character an
 * ordinary one. A pattern without a slash or {@code **} is compared with each name of a path, any other with the path from its top. A
 * pattern that matches a directory matches all below it. Capitals count.
 *
 * <p>Matching looks at each character once and keeps a set of places in the pattern, so that no pattern makes it slow. Immutable.
 */
final class Glob {
    private static final int MAX_LENGTH = 4096;

    /** One step of the pattern. */
    private sealed interface Step {
        /** Just this character. */
        record One(int character) implements Step {}

        /** One of these, or one of all others; never a slash. */
        record Set(BitSet characters, boolean inverted) implements Step {}

        /** Any number of characters; slashes among them or not; or nothing but names that each have a slash after them. */
        enum Run implements Step {
            NAME,
            PATH,
            DIRECTORIES
        }
    }

    private final List<Step> steps = new ArrayList<>();
    private final boolean anywhere;

    private Glob(String pattern) {
        String body = pattern.startsWith("/") ? pattern.substring(1) : pattern;
        while (body.endsWith("/")) {
            body = body.substring(0, body.length() - 1);
        }
        anywhere =
                !pattern.contains("**") && (pattern.indexOf('/') < 0 || pattern.indexOf('/') == pattern.length() - 1);
        int[] characters = body.codePoints().toArray();
        for (int at = 0; at < characters.length; ) {
            at = add(characters, at);
        }
        if (steps.isEmpty()) {
            throw new IllegalArgumentException("it is empty");
        }
    }

    /** @throws IllegalArgumentException with what is wrong */
    static Glob parse(String pattern) {
        if (pattern.length() > MAX_LENGTH) {
            throw new IllegalArgumentException("it is longer than " + MAX_LENGTH + " characters");
        }
        return new Glob(pattern);
    }

    /** Adds the step that begins there. @return where the next one begins */
    private int add(int[] characters, int at) {
        switch (characters[at]) {
            case '*' -> {
                boolean two = at + 1 < characters.length && characters[at + 1] == '*';
                boolean names = two
                        && at + 2 < characters.length
                        && characters[at + 2] == '/'
                        && (at == 0 || characters[at - 1] == '/');
                steps.add(names ? Step.Run.DIRECTORIES : two ? Step.Run.PATH : Step.Run.NAME);
                return at + (names ? 3 : two ? 2 : 1);
            }
            case '?' -> {
                steps.add(new Step.Set(new BitSet(), true));
                return at + 1;
            }
            case '[' -> {
                return addSet(characters, at + 1);
            }
            case '\\' -> {
                if (at + 1 == characters.length) {
                    throw new IllegalArgumentException("it ends in \\");
                }
                steps.add(new Step.One(characters[at + 1]));
                return at + 2;
            }
            default -> {
                steps.add(new Step.One(characters[at]));
                return at + 1;
            }
        }
    }

    private int addSet(int[] characters, int from) {
        int at = from;
        boolean inverted = at < characters.length && (characters[at] == '!' || characters[at] == '^');
        at += inverted ? 1 : 0;
        BitSet set = new BitSet();
        int first = at;
        while (at < characters.length && (characters[at] != ']' || at == first)) {
            int low = characters[at];
            boolean range = at + 2 < characters.length && characters[at + 1] == '-' && characters[at + 2] != ']';
            int high = range ? characters[at + 2] : low;
            if (high < low) {
                throw new IllegalArgumentException("a set in it has its end before its start");
            }
            set.set(low, high + 1);
            at += range ? 3 : 1;
        }
        if (at >= characters.length) {
            throw new IllegalArgumentException("a [ in it has no ]");
        }
        steps.add(new Step.Set(set, inverted));
        return at + 1;
    }

    /** Whether the file is matched, or a directory above it. @param path names with slashes between them */
    boolean matches(String path) {
        BitSet places = start();
        for (int at = 0; at < path.length(); ) {
            int c = path.codePointAt(at);
            if (c == '/' && places.get(steps.size())) {
                return true;
            }
            places = c == '/' && anywhere ? start() : after(places, c);
            at += Character.charCount(c);
        }
        return places.get(steps.size());
    }

    private BitSet start() {
        BitSet places = new BitSet(steps.size() + 1);
        reach(places, 0);
        return places;
    }

    /** A run may stand for nothing. */
    private void reach(BitSet places, int place) {
        int at = place;
        places.set(at);
        while (at < steps.size() && steps.get(at) instanceof Step.Run) {
            places.set(++at);
        }
    }

    private BitSet after(BitSet places, int c) {
        BitSet next = new BitSet(steps.size() + 1);
        for (int at = places.nextSetBit(0); at >= 0 && at < steps.size(); at = places.nextSetBit(at + 1)) {
            Step step = steps.get(at);
            if (step == Step.Run.DIRECTORIES && c != '/') {
                next.set(at); // in the middle of a name
            } else if (step instanceof Step.Run) {
                if (step != Step.Run.NAME || c != '/') {
                    reach(next, at);
                }
            } else if (accepts(step, c)) {
                reach(next, at + 1);
            }
        }
        return next;
    }

    private static boolean accepts(Step step, int c) {
        return step instanceof Step.One one
                ? one.character() == c
                : step instanceof Step.Set set && c != '/' && set.characters().get(c) != set.inverted();
    }
}
