package torrentkit.app.server.authorization;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;

/** Which paths a rule is about. */
sealed interface PathPattern {
    /**
     * Holds a path against this.
     *
     * @return what the groups of a regular expression caught, null for one that took no part; empty if the path does not match
     */
    Optional<List<String>> match(String path);

    /** True when every path below the directory matches, whatever it is. */
    boolean coversBelow(String directory);

    /** False only when certainly no path below the directory matches. */
    boolean mayMatchBelow(String directory);

    /** Every path that starts with this text. */
    record Prefix(String start) implements PathPattern {
        private static final Optional<List<String>> NO_GROUPS = Optional.of(List.of());

        @Override
        public Optional<List<String>> match(String path) {
            return path.startsWith(start) ? NO_GROUPS : Optional.empty();
        }

        @Override
        public boolean coversBelow(String directory) {
            return (directory + "/").startsWith(start);
        }

        @Override
        public boolean mayMatchBelow(String directory) {
            String below = directory + "/";
            return below.startsWith(start) || start.startsWith(below);
        }
    }

    /** Every path that matches from its first to its last character. */
    record Regex(BoundedRegex regex) implements PathPattern {
        private static final String META = "\\^$.|?*+()[]{}";

        @Override
        public Optional<List<String>> match(String path) {
            return regex.matches(path).map(Regex::groups);
        }

        private static List<String> groups(Matcher matcher) {
            List<String> groups = new ArrayList<>(matcher.groupCount());
            for (int i = 1; i <= matcher.groupCount(); i++) {
                groups.add(matcher.group(i));
            }
            return groups;
        }

        @Override
        public boolean coversBelow(String directory) {
            return false;
        }

        @Override
        public boolean mayMatchBelow(String directory) {
            String start = literalStart();
            String below = directory + "/";
            return below.startsWith(start) || start.startsWith(below);
        }

        /** What every matching path starts with, as far as that is plain to see. */
        private String literalStart() {
            String text = regex.regex();
            if (text.indexOf('|') >= 0 || text.contains("\\Q") || text.contains("(?")) {
                return "";
            }
            int from = text.startsWith("^") ? 1 : 0;
            int to = from;
            while (to < text.length() && META.indexOf(text.charAt(to)) < 0) {
                to++;
            }
            boolean lastIsOptional = to < text.length() && "?*{".indexOf(text.charAt(to)) >= 0;
            return text.substring(from, lastIsOptional && to > from ? text.offsetByCodePoints(to, -1) : to);
        }
    }
}
