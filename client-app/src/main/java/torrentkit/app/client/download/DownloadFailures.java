package torrentkit.app.client.download;

import java.util.Optional;
import torrentkit.app.client.outcome.ExitCode;
import torrentkit.app.client.outcome.Failure;
import torrentkit.app.client.outcome.Failures;
import torrentkit.downloader.DownloadException;
import torrentkit.storage.StorageException;

/** What downloads fail with, as exit codes and sentences. Pure functions. */
final class DownloadFailures {
    private DownloadFailures() {}

    static Failure of(DownloadException e) {
        if (e.getCause() instanceof StorageException cause) {
            return Failures.writing(cause, ExitCode.CANNOT_CREATE);
        }
        ExitCode code = switch (e.reason()) {
            case CLOSED -> ExitCode.INTERRUPTED;
            case NOBODY_REACHABLE -> ExitCode.NETWORK;
            case STALLED -> ExitCode.STALLED;
            case WRONG_DATA, WRONG_DIGEST -> ExitCode.CHECKSUM;
            case BAD_TORRENT -> ExitCode.BAD_TORRENT;
            case TARGET_EXISTS -> ExitCode.EXISTS;
            case TARGET_IN_USE -> ExitCode.IN_USE;
            case DISK_FULL -> ExitCode.DISK_FULL;
            case DISK -> ExitCode.FILE_IO;
        };
        return new Failure(code, Failures.sentence(e.getMessage()), e);
    }

    /** Why nobody could be found is often known best by the one that was asked for peers. */
    static Failure of(DownloadException e, Optional<String> tracker) {
        Failure failure = of(e);
        if (e.reason() != DownloadException.Reason.NOBODY_REACHABLE || tracker.isEmpty()) {
            return failure;
        }
        return new Failure(failure.code(), failure.getMessage() + " About the tracker: " + tracker.get(), e);
    }
}
