package torrentkit.piece;

import java.util.Arrays;
import java.util.Optional;

/**
 * The geometry of a torrent: how pieces tile its bytes, how blocks tile pieces, and how files tile the same bytes (BEP 3, info
 * dictionary). Pure arithmetic without I/O. A raw index from a peer becomes a checked {@link Block} here, once.
 */
public final class TorrentLayout {
    /** Shortest piece length that the arithmetic knows, bytes; what a torrent may have is for its reader to say. */
    public static final int MIN_PIECE_LENGTH = 1;
    /** Longest accepted piece, bytes. */
    public static final int MAX_PIECE_LENGTH = 512 << 20;
    /** Most pieces that a torrent may have. */
    public static final int MAX_PIECES = 1 << 21;

    private final long totalLength;
    private final int pieceLength;
    private final int pieceCount;
    private final long[] fileOffsets; // fileOffsets[i] is where file i starts; one more for the end

    private TorrentLayout(int pieceLength, int pieceCount, long[] fileOffsets) {
        this.totalLength = fileOffsets[fileOffsets.length - 1];
        this.pieceLength = pieceLength;
        this.pieceCount = pieceCount;
        this.fileOffsets = fileOffsets;
    }

    /**
     * @param pieceLength bytes of every piece but the last, {@value #MIN_PIECE_LENGTH} to {@value #MAX_PIECE_LENGTH}
     * @param fileLengths bytes of each file in torrent order, each ≥ 0; copied
     * @throws IllegalArgumentException if the piece length is out of range, a length is negative, the sum overflows or is 0, or
     *     there would be more than {@value #MAX_PIECES} pieces
     */
    public static TorrentLayout of(int pieceLength, long... fileLengths) {
        if (pieceLength < MIN_PIECE_LENGTH || pieceLength > MAX_PIECE_LENGTH) {
            throw new IllegalArgumentException(
                    "piece length must be " + MIN_PIECE_LENGTH + " to " + MAX_PIECE_LENGTH + ", not " + pieceLength);
        }
        long[] offsets = new long[fileLengths.length + 1];
        for (int i = 0; i < fileLengths.length; i++) {
            long length = fileLengths[i];
            if (length < 0) {
                throw new IllegalArgumentException("length of file " + i + " is negative: " + length);
            }
            if (length > Long.MAX_VALUE - offsets[i]) {
                throw new IllegalArgumentException("the sum of file lengths is over " + Long.MAX_VALUE);
            }
            offsets[i + 1] = offsets[i] + length;
        }
        long total = offsets[fileLengths.length];
        if (total == 0) {
            throw new IllegalArgumentException("a torrent needs at least one byte of content");
        }
        long pieces = (total - 1) / pieceLength + 1;
        if (pieces > MAX_PIECES) {
            throw new IllegalArgumentException("at most " + MAX_PIECES + " pieces are supported, not " + pieces);
        }
        return new TorrentLayout(pieceLength, (int) pieces, offsets);
    }

    /** Bytes of all files together, at least 1. */
    public long totalLength() {
        return totalLength;
    }

    /** Bytes of every piece but the last. */
    public int pieceLength() {
        return pieceLength;
    }

    /** 1 to {@value #MAX_PIECES}. */
    public int pieceCount() {
        return pieceCount;
    }

    public boolean isPiece(int index) {
        return index >= 0 && index < pieceCount;
    }

    /**
     * Bytes of this piece; only the last may be shorter than {@link #pieceLength()}.
     *
     * @throws IndexOutOfBoundsException unless {@link #isPiece}
     */
    public int pieceLength(int index) {
        if (!isPiece(index)) {
            throw new IndexOutOfBoundsException("piece " + index + " of " + pieceCount);
        }
        return index < pieceCount - 1 ? pieceLength : (int) (totalLength - (long) index * pieceLength);
    }

    /** Where the piece starts, bytes from the start of the torrent. */
    public long pieceOffset(int index) {
        return (long) index * pieceLength;
    }

    /** How many blocks of {@link Block#LENGTH} tile the piece. */
    public int blockCount(int index) {
        return (pieceLength(index) - 1) / Block.LENGTH + 1;
    }

    /** The block at this place in the tiling of a piece by blocks of {@link Block#LENGTH}; the piece's last may be shorter. */
    public Block block(int index, int number) {
        if (number < 0 || number >= blockCount(index)) {
            throw new IndexOutOfBoundsException("block " + number + " of piece " + index);
        }
        return new Block(index, number * Block.LENGTH, blockLength(index, number));
    }

    /** Bytes of the block at this place in the tiling of a piece. */
    public int blockLength(int index, int number) {
        return Math.min(Block.LENGTH, pieceLength(index) - number * Block.LENGTH);
    }

    /** The block that a peer named by three unsigned words, or nothing when it does not lie inside one piece or is empty. */
    public Optional<Block> block(int index, int begin, int length) {
        if (!isPiece(index) || begin < 0 || length <= 0 || length > pieceLength(index) - begin) {
            return Optional.empty();
        }
        return Optional.of(new Block(index, begin, length));
    }

    public int fileCount() {
        return fileOffsets.length - 1;
    }

    /** Where the file starts, bytes from the start of the torrent. */
    public long fileOffset(int file) {
        return fileOffsets[file];
    }

    /** Bytes of the file, possibly 0. */
    public long fileLength(int file) {
        return fileOffsets[file + 1] - fileOffsets[file];
    }

    /**
     * The file that holds this byte: the last one that starts at or before it, so never one of length 0.
     *
     * @param position bytes from the start of the torrent, 0 ≤ position &lt; total length
     */
    public int fileAt(long position) {
        if (position < 0 || position >= totalLength) {
            throw new IndexOutOfBoundsException("byte " + position + " of " + totalLength);
        }
        int at = Arrays.binarySearch(fileOffsets, position);
        if (at < 0) {
            return -at - 2;
        }
        while (fileOffsets[at + 1] == position) { // files of length 0 start at the same byte
            at++;
        }
        return at;
    }
}
