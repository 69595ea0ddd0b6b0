package torrentkit.downloader;

/**
 * How far a download is, at one moment. Where files were selected, what is to be had are the pieces that hold something of them:
 * those are fetched whole, so their bytes may be a little more than the files'.
 *
 * @param phase what it is doing
 * @param totalBytes of the pieces that are wanted: the whole content, unless files were selected
 * @param verifiedBytes of wanted pieces that are verified and written, those of earlier runs included
 * @param totalPieces that are wanted
 * @param verifiedPieces that are wanted, verified and written
 * @param downloadedBytes of blocks that arrived in this run
 * @param uploadedBytes of blocks that were sent in this run
 * @param wastedBytes of blocks that arrived in this run and were of no use
 * @param downloadRate bytes a second over the last few seconds
 * @param uploadRate bytes a second over the last few seconds
 * @param peers that are connected, and web seeds that are at work
 */
public record DownloadProgress(
        Phase phase,
        long totalBytes,
        long verifiedBytes,
        int totalPieces,
        int verifiedPieces,
        long downloadedBytes,
        long uploadedBytes,
        long wastedBytes,
        double downloadRate,
        double uploadRate,
        int peers) {

    /** What a download is doing. */
    public enum Phase {
        /** Finding out which pieces are on disk from an earlier run. */
        CHECKING,
        DOWNLOADING,
        /** Every wanted piece is verified: forcing to disk and renaming. */
        FINISHING,
        /** The content is in place; peers may still be served. */
        COMPLETE,
        FAILED
    }
}
