package torrentkit.app.server.http;

import java.util.List;

/** Who asks, as far as it decides which paths below the served directory exist for them. Thread-safe and quick. */
@FunctionalInterface
public interface Viewer {
    /** Somebody from whom nothing is hidden. */
    Viewer ALL = names -> true;

    /** @param names from the served directory downwards; empty for the directory itself */
    boolean sees(List<String> names);

    /**
     * Whether everything that may lie below a directory exists for them, as far as that is known without asking for each path.
     *
     * @return false also when it is not known
     */
    default boolean seesEverythingBelow(List<String> names) {
        return this == ALL;
    }
}
