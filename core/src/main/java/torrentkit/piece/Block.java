package torrentkit.piece;

/**
 * A range inside one piece, as requests and piece messages name it (BEP 3). Only {@link TorrentLayout} makes blocks, so holding
 * one means that the range lies inside the torrent.
 *
 * @param index the piece, 0 ≤ index &lt; piece count
 * @param begin bytes from the start of the piece, 0 ≤ begin &lt; length of the piece
 * @param length bytes, 0 &lt; length ≤ length of the piece − begin
 */
public record Block(int index, int begin, int length) {
    /** The length in which the field asks for data: 16 KiB (BEP 3). */
    public static final int LENGTH = 16 * 1024;

    /** The first byte after the block, counted from the start of the piece. */
    public int end() {
        return begin + length;
    }

    /** Written out, as {@link #hashCode()}: what a record brings along is made at its first use, for which a start has no time. */
    @Override
    public boolean equals(Object other) {
        return other instanceof Block block && index == block.index && begin == block.begin && length == block.length;
    }

    @Override
    public int hashCode() {
        return (31 * index + begin) * 31 + length;
    }
}
