package torrentkit.downloader;

import java.net.InetSocketAddress;
import java.util.Optional;
import torrentkit.piece.Bitfield;

/** Something that happened in a download. */
public sealed interface DownloadEvent {
    /**
     * What is on disk has been verified, and the download begins.
     *
     * @param pieces that are wanted: all of the torrent, unless files were selected
     * @param todo wanted pieces that are missing
     * @param have the pieces that are verified, of all pieces of the torrent; copied
     */
    record Started(int pieces, int todo, Bitfield have) implements DownloadEvent {
        public Started {
            have = have.copy();
        }

        @Override
        public Bitfield have() {
            return have.copy();
        }
    }

    record PeerConnected(InetSocketAddress peer) implements DownloadEvent {}

    /**
     * A connection has ended.
     *
     * @param reason why we closed it; empty when the peer did
     */
    record PeerDisconnected(InetSocketAddress peer, Optional<String> reason) implements DownloadEvent {}

    /** A peer's worker has taken a piece, perhaps one that another is at too. */
    record PieceStarted(InetSocketAddress peer, int index) implements DownloadEvent {}

    /**
     * A piece is verified and written.
     *
     * @param peer that sent most of it
     * @param bytes of the piece
     */
    record PieceCompleted(InetSocketAddress peer, int index, int bytes) implements DownloadEvent {}

    /** A peer sent wrong data of a piece and is banned; other pieces may have come from it and be right. */
    record PieceRefused(InetSocketAddress peer, int index) implements DownloadEvent {}

    /** All that is wanted is verified and under its final name. */
    record Completed() implements DownloadEvent {}
}
