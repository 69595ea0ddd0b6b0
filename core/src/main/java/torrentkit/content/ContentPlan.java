package torrentkit.content;

import java.nio.file.Path;
import java.util.List;
import torrentkit.metainfo.FileEntry;
import torrentkit.piece.TorrentLayout;

/**
 * What the torrent of some content will hold, known before anything is hashed.
 *
 * @param root the real path of the file or directory
 * @param name of the file or the top directory in the torrent
 * @param directory which of the two
 * @param files in torrent order
 * @param layout pieces, and where in them each file lies
 */
public record ContentPlan(Path root, String name, boolean directory, List<FileEntry> files, TorrentLayout layout) {
    public ContentPlan {
        files = List.copyOf(files);
    }
}
