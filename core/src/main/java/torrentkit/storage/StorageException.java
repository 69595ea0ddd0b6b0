package torrentkit.storage;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** The local disk failed: full, unreadable, gone. Says which path and what was tried; the cause is the I/O error. */
public class StorageException extends RuntimeException {
    private static final long serialVersionUID = 1;

    /** What kind of trouble it is, so that a program can react and a person is told what to do. */
    public enum Kind {
        /** No space is left, or a quota is used up. */
        DISK_FULL("The disk is full: make space and start again"),
        /** The file system is mounted read-only. */
        READ_ONLY("The file system is read-only: choose another directory"),
        /** The rights of this user do not suffice. */
        PERMISSION("Permission is denied: check the owner and mode of the file and its directories"),
        /** Something else is already there under that name. */
        EXISTS("Something else is there under that name: move it away or choose another name"),
        /** There is no such file or directory. */
        NOT_FOUND("There is no such file"),
        /** The process may not open more files. */
        TOO_MANY_OPEN_FILES("Too many files are open: raise the limit (ulimit -n)"),
        /** Anything else; the cause says more. */
        OTHER("");

        private final String advice;

        Kind(String advice) {
            this.advice = advice;
        }
    }

    private final transient Path path;
    private final Kind kind;

    public StorageException(String message, Path path, Throwable cause) {
        this(Kind.OTHER, message, path, cause);
    }

    public StorageException(String message, Path path) {
        this(Kind.OTHER, message, path, null);
    }

    public StorageException(Kind kind, String message, Path path, Throwable cause) {
        super(message, cause);
        this.kind = kind;
        this.path = path;
    }

    /**
     * Finds out the kind from what the file system said, and makes a sentence with advice.
     *
     * @param attempt what was tried, with the path, such as {@code cannot write /srv/x}
     */
    public static StorageException of(String attempt, Path path, IOException cause) {
        Kind kind = kind(path, cause);
        String why = kind == Kind.OTHER ? String.valueOf(reason(cause)) : kind.advice;
        return new StorageException(kind, attempt + ". " + why + ".", path, cause);
    }

    /** The file or directory in question. */
    public Path path() {
        return path;
    }

    public Kind kind() {
        return kind;
    }

    private static String reason(IOException cause) {
        if (cause instanceof FileSystemException failure && failure.getReason() != null) {
            return failure.getReason();
        }
        return cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
    }

    private static Kind kind(Path path, IOException cause) {
        if (cause instanceof AccessDeniedException) {
            return Kind.PERMISSION;
        } else if (cause instanceof FileAlreadyExistsException) {
            return Kind.EXISTS;
        } else if (cause instanceof NoSuchFileException) {
            return Kind.NOT_FOUND;
        }
        // The JDK passes on the operating system's own words, and has no types for these.
        String reason = reason(cause);
        if (reason.contains("No space left")
                || reason.contains("quota exceeded")
                || reason.contains("not enough space")) {
            return Kind.DISK_FULL;
        } else if (reason.contains("Read-only file system")) {
            return Kind.READ_ONLY;
        } else if (reason.contains("Too many open files")) {
            return Kind.TOO_MANY_OPEN_FILES;
        } else if (reason.contains("Not a directory") || reason.contains("Is a directory")) {
            return Kind.EXISTS;
        } else if (reason.contains("Operation not permitted")) {
            return Kind.PERMISSION;
        }
        return askFileSystem(path);
    }

    /** Those words may be in another language. */
    private static Kind askFileSystem(Path path) {
        try {
            Path existing = path;
            while (existing != null && !Files.exists(existing)) {
                existing = existing.getParent();
            }
            if (existing != null && Files.getFileStore(existing).isReadOnly()) {
                return Kind.READ_ONLY;
            } else if (existing != null && Files.getFileStore(existing).getUsableSpace() == 0) {
                return Kind.DISK_FULL;
            }
        } catch (IOException e) {
            // then the original error has to speak for itself
        }
        return Kind.OTHER;
    }
}
