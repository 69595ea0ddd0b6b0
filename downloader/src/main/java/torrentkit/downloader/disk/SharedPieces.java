package torrentkit.downloader.disk;

import java.util.Arrays;
import java.util.List;
import torrentkit.metainfo.FileEntry;
import torrentkit.metainfo.Metainfo;
import torrentkit.piece.TorrentLayout;

/**
 * The pieces that hold bytes of more than one file, numbered: the slots of a {@link RestFile}. The same for every run of a torrent,
 * whatever is selected, so nothing has to remember what lies where. Immutable.
 */
final class SharedPieces {
    private final int[] pieces; // ascending

    private SharedPieces(int[] pieces) {
        this.pieces = pieces;
    }

    static SharedPieces of(Metainfo metainfo) {
        TorrentLayout layout = metainfo.layout();
        List<FileEntry> files = metainfo.files();
        int[] found = new int[files.size()];
        int count = 0;
        int last = -1; // the piece in which the file before this one ends
        for (int file = 0; file < files.size(); file++) {
            if (!files.get(file).isStored() || layout.fileLength(file) == 0) {
                continue;
            }
            int first = (int) (layout.fileOffset(file) / layout.pieceLength());
            if (first == last && (count == 0 || found[count - 1] != first)) {
                found[count++] = first;
            }
            last = (int) ((layout.fileOffset(file) + layout.fileLength(file) - 1) / layout.pieceLength());
        }
        return new SharedPieces(Arrays.copyOf(found, count));
    }

    int count() {
        return pieces.length;
    }

    /** The number of a piece among those that are shared; negative when it is not. */
    int slot(int piece) {
        return Arrays.binarySearch(pieces, piece);
    }
}
