package torrentkit.app.server.authorization;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Which paths of the file source exist for whom: those of which the caller may GET the torrent. This one question decides what is
 * hidden, wherever it is asked: in the listing, the API, the page, magnet links, the files themselves and the tracker. Any thread;
 * quick.
 */
public final class Visibility {
    private final Authorizer authorizer;
    private volatile String prefix;

    /** @param prefix the path below which torrents are asked for, such as {@code /torrent}; empty for the root */
    public Visibility(Authorizer authorizer, String prefix) {
        this.authorizer = authorizer;
        this.prefix = prefix;
    }

    /** Torrents are asked for below another path from now on. */
    public void moveTo(String otherPrefix) {
        prefix = otherPrefix;
    }

    /**
     * Whether the path exists for the caller. Says nothing of what lies below it: the torrent of a directory has all its files, so
     * that each of them has to be asked for as well, unless {@link #below} knows the answer for all.
     *
     * @param names from the file source downwards; empty for the file source itself
     */
    public boolean sees(Caller caller, List<String> names) {
        return authorizer.rules().judge("get", path(names), Map.of(), caller) == Rules.Judgement.ALLOWED;
    }

    /** Whether the path is hidden from somebody without a name. */
    public boolean isProtected(List<String> names) {
        return !sees(Caller.anonymous(), names);
    }

    /** What is seen of all that may lie below a directory. */
    public enum Below {
        EVERYTHING,
        NOTHING,
        /** The rules may tell one path from another: each has to be asked for. */
        DEPENDS
    }

    /**
     * Answers for everything below a directory at once, where the rules say the same about all of it.
     *
     * @param names of the directory
     */
    public Below below(Caller caller, List<String> names) {
        Rules rules = authorizer.rules();
        String directory = names.isEmpty() ? prefix : path(names);
        if (rules.mayDistinguishBelow(directory)) {
            return Below.DEPENDS;
        }
        return rules.judge("get", directory + "/any", Map.of(), caller) == Rules.Judgement.ALLOWED
                ? Below.EVERYTHING
                : Below.NOTHING;
    }

    /**
     * Whether every one of the paths below a directory exists for the caller. Asks for each.
     *
     * @param files from the directory downwards
     */
    boolean seesAll(Caller caller, List<String> directory, List<List<String>> files) {
        return files.stream()
                .allMatch(file -> sees(
                        caller, Stream.concat(directory.stream(), file.stream()).toList()));
    }

    boolean isUnrestricted() {
        return authorizer.rules().isUnrestricted();
    }

    /** The same object for as long as the same rules are in force. */
    Object rules() {
        return authorizer.rules();
    }

    private String path(List<String> names) {
        String below = String.join("/", names);
        return prefix.isEmpty() || !below.isEmpty() ? prefix + "/" + below : prefix;
    }
}
