package torrentkit.content;

import java.nio.file.Path;
import java.util.List;
import torrentkit.metainfo.Metainfo;
import torrentkit.storage.FileStamp;

/**
 * Content on disk every piece of which was hashed and belongs to the torrent: what a seeder serves.
 *
 * @param metainfo the torrent
 * @param root the file, or the top directory; a real path, without links
 * @param stamps of the files as they were when hashed, one a file in torrent order, {@link FileStamp#PADDING} for a pad file
 */
public record Content(Metainfo metainfo, Path root, List<FileStamp> stamps) {
    /** @throws IllegalArgumentException unless there is one stamp a file */
    public Content {
        stamps = List.copyOf(stamps);
        if (stamps.size() != metainfo.files().size()) {
            throw new IllegalArgumentException(
                    "expected one stamp a file, " + metainfo.files().size() + ", found " + stamps.size());
        }
    }
}
