package torrentkit.downloader.disk;

import torrentkit.piece.TorrentLayout;

/** Cuts a range of a torrent's bytes where one file ends and the next begins. Pure. */
final class Slices {
    private Slices() {}

    /** Told the share of one file after the other. */
    interface Visitor {
        /** @param position of the first byte in the torrent */
        void visit(int file, long position, int length);
    }

    static void ofPiece(TorrentLayout layout, int index, Visitor visitor) {
        of(layout, layout.pieceOffset(index), layout.pieceLength(index), visitor);
    }

    /** @param position of the first byte in the torrent */
    static void of(TorrentLayout layout, long position, int length, Visitor visitor) {
        for (long at = position; at < position + length; ) {
            int file = layout.fileAt(at);
            int count = (int) Math.min(position + length - at, layout.fileOffset(file) + layout.fileLength(file) - at);
            visitor.visit(file, at, count);
            at += count;
        }
    }
}
