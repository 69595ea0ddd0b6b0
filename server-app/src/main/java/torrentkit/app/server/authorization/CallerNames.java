package torrentkit.app.server.authorization;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import torrentkit.app.server.text.Shown;

/** What can be the name of a caller, and when two such names are the same. */
final class CallerNames {
    /** Bytes as UTF-8: what an announce key has room for, besides how the name was proven. */
    static final int MAX_BYTES = 254;

    private CallerNames() {}

    /** False for a name that is blank, too long, or holds what a person cannot see. */
    static boolean isUsable(String name) {
        return !name.isBlank()
                && name.length() <= MAX_BYTES
                && name.getBytes(StandardCharsets.UTF_8).length <= MAX_BYTES
                && name.codePoints().noneMatch(Shown::isDeceptive);
    }

    /** The form in which names are compared: as host names, capitals do not count. */
    static String folded(String name) {
        return name.toLowerCase(Locale.ROOT);
    }
}
