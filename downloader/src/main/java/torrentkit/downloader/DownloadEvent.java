package torrentkit.downloader;

import java.net.InetSocketAddress;

/** Something that happened in a download. */
public sealed interface DownloadEvent {
    /**
     * What is on disk has been verified, and the download begins.
     *
     * @param todo pieces that are missing
     */
    record Started(int pieces, int todo) implements DownloadEvent {}

    record PeerConnected(InetSocketAddress peer) implements DownloadEvent {}

    record PeerDisconnected(InetSocketAddress peer) implements DownloadEvent {}

    /**
     * A piece is verified and written.
     *
     * @param bytes of the piece
     */
    record PieceCompleted(InetSocketAddress peer, int index, int bytes) implements DownloadEvent {}

    /** A piece had the wrong hash; its sender is banned. */
    record PieceRefused(InetSocketAddress peer, int index) implements DownloadEvent {}

    /** All is verified and under its final name. */
    record Completed() implements DownloadEvent {}
}
