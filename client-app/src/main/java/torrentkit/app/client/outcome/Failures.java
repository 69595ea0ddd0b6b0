package torrentkit.app.client.outcome;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import torrentkit.downloader.DownloadException;
import torrentkit.metainfo.MetainfoException;
import torrentkit.storage.StorageException;

/** What the libraries throw, as exit codes and sentences. The one place where that is decided. */
public final class Failures {
    private Failures() {}

    /** The failure to show for anything that a command threw. */
    public static Failure of(Throwable thrown) {
        if (thrown instanceof Failure failure) {
            return failure;
        }
        if (thrown instanceof CompletionException wrapper && wrapper.getCause() != null) {
            return of(wrapper.getCause());
        }
        if (thrown instanceof MetainfoException e) {
            return new Failure(code(e), e.getMessage(), e);
        }
        if (thrown instanceof StorageException e) {
            return new Failure(code(e.kind(), ExitCode.CANNOT_OPEN, ExitCode.FILE_IO), sentence(e.getMessage()), e);
        }
        if (thrown instanceof DownloadException e) {
            return of(e, Optional.empty());
        }
        if (thrown instanceof OutOfMemoryError) {
            return new Failure(
                    ExitCode.OTHER,
                    "Java's memory is used up. Give it more, for example with JAVA_OPTS=-Xmx1g.",
                    thrown);
        }
        return new Failure(
                ExitCode.OTHER,
                "Unexpected: " + thrown + ". Please report this, with what the same command says with -v.",
                thrown);
    }

    /**
     * The failure of a download, or of asking peers for a torrent.
     *
     * @param tracker what kept trackers from telling peers, which is often the best reason why nobody could be found
     */
    public static Failure of(DownloadException e, Optional<String> tracker) {
        if (e.getCause() instanceof StorageException cause) {
            return writing(cause, ExitCode.CANNOT_CREATE);
        }
        boolean alone = e.reason() == DownloadException.Reason.NOBODY_REACHABLE;
        String about =
                alone ? tracker.map(text -> " About the tracker: " + text).orElse("") : "";
        return new Failure(code(e.reason()), sentence(e.getMessage()) + about, e);
    }

    private static ExitCode code(DownloadException.Reason reason) {
        return switch (reason) {
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
    }

    /**
     * The failure of creating or writing something.
     *
     * @param refused the code for missing rights and for what has no more specific one
     */
    public static Failure writing(StorageException e, ExitCode refused) {
        return new Failure(code(e.kind(), refused, refused), sentence(e.getMessage()), e);
    }

    /**
     * The same for an error of the JDK's own calls.
     *
     * @param attempt what was tried, with the path, such as {@code cannot write /srv/x}
     */
    public static Failure writing(String attempt, Path path, IOException e, ExitCode refused) {
        return writing(StorageException.of(attempt, path, e), refused);
    }

    /** The failure of reading something that should be there. */
    public static Failure reading(String attempt, Path path, IOException e) {
        return of(StorageException.of(attempt, path, e));
    }

    private static ExitCode code(StorageException.Kind kind, ExitCode refused, ExitCode other) {
        return switch (kind) {
            case DISK_FULL -> ExitCode.DISK_FULL;
            case EXISTS -> refused == ExitCode.CANNOT_OPEN ? other : refused;
            case NOT_FOUND -> refused == ExitCode.CANNOT_OPEN ? ExitCode.NOT_FOUND : refused;
            case PERMISSION, READ_ONLY, TOO_MANY_OPEN_FILES -> refused;
            case OTHER -> other;
        };
    }

    private static ExitCode code(MetainfoException e) {
        return switch (e.reason()) {
            case NOT_BENCODED -> ExitCode.NOT_BENCODED;
            case INVALID, UNSUPPORTED -> ExitCode.BAD_TORRENT;
            case UNREADABLE -> {
                if (e.getCause() instanceof NoSuchFileException) {
                    yield ExitCode.NOT_FOUND;
                }
                // Without a cause it is no file at all, but a directory, say.
                boolean opened = e.getCause() != null && !(e.getCause() instanceof AccessDeniedException);
                yield opened ? ExitCode.FILE_IO : ExitCode.CANNOT_OPEN;
            }
        };
    }

    /** The text with a capital at its start, unless that is a path, and a full stop at its end. */
    public static String sentence(String text) {
        String whole = text.isEmpty() || ".!?".indexOf(text.charAt(text.length() - 1)) >= 0 ? text : text + ".";
        return whole.isEmpty() ? whole : whole.substring(0, 1).toUpperCase(Locale.ROOT) + whole.substring(1);
    }
}
