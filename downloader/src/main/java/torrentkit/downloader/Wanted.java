package torrentkit.downloader;

import torrentkit.piece.Bitfield;
import torrentkit.piece.TorrentLayout;

/**
 * How much of a torrent is to be had: the pieces that hold something of a wanted file, whole.
 *
 * @param bytes of these pieces
 */
record Wanted(int pieces, long bytes) {
    static Wanted of(DownloadRequest request) {
        TorrentLayout layout = request.metainfo().layout();
        Bitfield wanted = request.files().pieces(request.metainfo());
        long bytes = 0;
        for (int i = wanted.nextSet(0); i >= 0; i = wanted.nextSet(i + 1)) {
            bytes += layout.pieceLength(i);
        }
        return new Wanted(wanted.count(), bytes);
    }
}
