package torrentkit.downloader;

import torrentkit.peer.PeerConnection;
import torrentkit.peer.RateExemption;
import torrentkit.peer.RateLimit;

/**
 * How fast one download may be. Its limits are parts of those of all downloads together, and hold beside them; they may be changed at
 * any time. Thread-safe.
 */
public final class TransferRates {
    private static final RateLimit NO_LIMIT = RateLimit.unlimited();

    private final RateLimit download;
    private final RateLimit upload;
    private final RateExemption exempt;

    private TransferRates(RateLimit download, RateLimit upload, RateExemption exempt) {
        this.download = download;
        this.upload = upload;
        this.exempt = exempt;
    }

    /** Those of a new download. */
    static TransferRates of(DownloaderParts parts) {
        DownloaderConfig.Rates rates = parts.config().rates();
        return new TransferRates(
                parts.downloadLimit().part(rates.downloadEach()),
                parts.uploadLimit().part(rates.uploadEach()),
                rates.exempt());
    }

    /** What this download may ask for. */
    public RateLimit download() {
        return download;
    }

    /** What this download may send. */
    public RateLimit upload() {
        return upload;
    }

    /** What this peer may be asked for. */
    RateLimit downloadFrom(PeerConnection peer) {
        return exempt.isExempt(peer) ? NO_LIMIT : download;
    }

    /** What may be sent to this peer. */
    RateLimit uploadTo(PeerConnection peer) {
        return exempt.isExempt(peer) ? NO_LIMIT : upload;
    }
}
