package torrentkit.app.server.catalogue;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The hashing of one content as it stood when this was asked for.
 *
 * @param id which stays the same; unique in this process
 * @param path names below the served directory
 * @param directory whether a directory lies there
 * @param bytesDone bytes that were hashed
 * @param bytesTotal bytes that there are
 * @param created when it was first asked for
 * @param ended when it was done or had failed
 * @param message why it failed, a sentence without paths of this machine
 */
public record Job(
        String id,
        List<String> path,
        boolean directory,
        State state,
        boolean warming,
        long bytesDone,
        long bytesTotal,
        Instant created,
        Optional<Instant> ended,
        Optional<String> message) {
    public enum State {
        QUEUED,
        HASHING,
        DONE,
        FAILED
    }
}
