package torrentkit.app.server.api;

import java.util.List;
import java.util.Optional;
import torrentkit.app.server.catalogue.Job;
import torrentkit.app.server.http.Viewer;

/** Hashing: what is going on, what waits, and what ended lately. */
public interface Jobs {
    /** Those that run first, then those that wait, then what ended. */
    List<Job> list(Viewer viewer);

    Optional<Job> find(String id, Viewer viewer);

    /**
     * Has everything hashed that matches. Returns at once.
     *
     * @param glob of paths below the file source, with {@code *}, {@code **}, {@code ?}
     * @param viewer only what exists for them is hashed
     * @return false when too much waits already
     * @throws IllegalArgumentException when that is no glob; the message is for people
     */
    boolean warm(String glob, Viewer viewer);
}
