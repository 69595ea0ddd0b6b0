package torrentkit.downloader;

import java.util.BitSet;
import torrentkit.metainfo.Metainfo;
import torrentkit.piece.Bitfield;

/**
 * Which files of a torrent are wanted. Pieces that a wanted file shares with others are fetched whole; what is not wanted of them stays
 * in the part. Immutable.
 */
public final class FileSelection {
    private static final FileSelection ALL = new FileSelection(null);

    private final BitSet files; // null: all

    private FileSelection(BitSet files) {
        this.files = files;
    }

    /** Everything. */
    public static FileSelection all() {
        return ALL;
    }

    /**
     * @param files indices in torrent order
     * @throws IllegalArgumentException if none is selected
     */
    public static FileSelection of(BitSet files) {
        if (files.isEmpty()) {
            throw new IllegalArgumentException("a selection names at least one file");
        }
        return new FileSelection((BitSet) files.clone());
    }

    /** Whether nothing is left out. */
    public boolean isAll() {
        return files == null;
    }

    /** Whether the file with this index in torrent order is wanted. */
    public boolean has(int file) {
        return files == null || files.get(file);
    }

    /** The pieces that hold something of a wanted file. */
    public Bitfield pieces(Metainfo metainfo) {
        if (isAll()) {
            return Bitfield.full(metainfo.layout().pieceCount());
        }
        Bitfield pieces = new Bitfield(metainfo.layout().pieceCount());
        long begin = 0;
        for (int file = 0; file < metainfo.files().size(); file++) {
            long end = begin + metainfo.files().get(file).length();
            if (has(file) && metainfo.files().get(file).isStored() && end > begin) {
                int last = (int) ((end - 1) / metainfo.layout().pieceLength());
                for (int piece = (int) (begin / metainfo.layout().pieceLength()); piece <= last; piece++) {
                    pieces.set(piece);
                }
            }
            begin = end;
        }
        return pieces;
    }
}
