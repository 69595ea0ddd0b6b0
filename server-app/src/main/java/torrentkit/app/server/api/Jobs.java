package torrentkit.app.server.api;

import java.util.List;
import java.util.Optional;
import torrentkit.app.server.http.Viewer;

/** Hashing: what is going on, what waits, and what ended lately. */
public interface Jobs {
    /** Those that run first, then those that wait in their order, then what ended, the latest first. */
    List<ListedJob> list(Viewer viewer);

    Optional<ListedJob> find(String id, Viewer viewer);

    /**
     * Has everything hashed that matches and that the asker may see. Returns at once.
     *
     * @param glob of paths below the file source, with {@code *}, {@code **}, {@code ?}
     * @throws IllegalArgumentException when that is no glob; the message is for people
     */
    void warm(String glob, Viewer viewer);
}
