package torrentkit.app.server.api;

import java.util.List;
import java.util.Optional;
import torrentkit.app.server.catalogue.ListedFile;
import torrentkit.app.server.http.Viewer;

/** What lies below the file source. */
public interface FileListing {
    /**
     * What lies directly in a directory, by name in the order of code points.
     *
     * @param directory names from the file source downwards; none for the file source itself
     * @param after only names behind this one
     * @param limit at most so many
     * @return empty when there is no such directory
     */
    Optional<Chunk<ListedFile>> list(List<String> directory, Optional<String> after, int limit, Viewer viewer);

    /**
     * What holds every word of the text in its path, whatever the case, by path.
     *
     * @param after only paths behind this one
     */
    Chunk<ListedFile> search(String text, Optional<String> after, int limit, Viewer viewer);
}
