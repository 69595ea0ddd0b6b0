package torrentkit.downloader;

import torrentkit.storage.StorageException;

/** Why a download ended without its content, in a sentence for a person and a reason for a program. */
public final class DownloadException extends RuntimeException {
    private static final long serialVersionUID = 1;

    /** The kinds of failure that a program may want to tell apart. */
    public enum Reason {
        /** It was closed before it was complete; what is verified is kept. */
        CLOSED,
        /** No peer could be reached at all. */
        NOBODY_REACHABLE,
        /** Peers were there, but no data came for too long. */
        STALLED,
        /** Every peer that sent data sent wrong data. */
        WRONG_DATA,
        /** The file is what the torrent describes, but has another digest than was expected. */
        WRONG_DIGEST,
        /** The torrent itself cannot be used, though its info-hash is right. */
        BAD_TORRENT,
        /** Something exists under the final name. */
        TARGET_EXISTS,
        /** Another download of the same target is under way, here or in another process. */
        TARGET_IN_USE,
        /** No space is left. */
        DISK_FULL,
        /** Any other failure of the local disk. */
        DISK
    }

    private final Reason reason;

    public DownloadException(Reason reason, String message, Throwable cause) {
        super(message, cause);
        this.reason = reason;
    }

    public DownloadException(Reason reason, String message) {
        this(reason, message, null);
    }

    static DownloadException of(StorageException cause) {
        Reason reason = switch (cause.kind()) {
            case DISK_FULL -> Reason.DISK_FULL;
            case EXISTS -> Reason.TARGET_EXISTS;
            default -> Reason.DISK;
        };
        return new DownloadException(reason, cause.getMessage(), cause);
    }

    public Reason reason() {
        return reason;
    }
}
