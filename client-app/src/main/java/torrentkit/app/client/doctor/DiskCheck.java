package torrentkit.app.client.doctor;

import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import torrentkit.app.client.console.Quantity;
import torrentkit.app.client.doctor.Finding.Subject;
import torrentkit.app.client.outcome.ExitCode;
import torrentkit.app.client.outcome.Failure;
import torrentkit.app.client.outcome.Failures;

/** Whether the content fits where it shall go, and whether that can be written. */
final class DiskCheck {
    private DiskCheck() {}

    /**
     * @param directory into which the content shall go; may not exist yet
     * @param needed bytes of the content
     */
    static Finding look(Path directory, long needed) {
        Path existing = directory.toAbsolutePath().normalize();
        while (existing.getParent() != null && !Files.exists(existing)) {
            existing = existing.getParent();
        }
        if (!Files.isDirectory(existing)) {
            return Finding.problem(
                    Subject.DISK,
                    ExitCode.CANNOT_MAKE_DIRECTORY,
                    existing + " is no directory.",
                    "Choose another place with -d.");
        }
        try {
            FileStore store = Files.getFileStore(existing);
            long free = store.getUsableSpace();
            if (free < needed) {
                return Finding.problem(
                        Subject.DISK,
                        ExitCode.DISK_FULL,
                        "The content has " + Quantity.bytes(needed) + ", and " + existing + " has only "
                                + Quantity.bytes(free) + " free.",
                        "Make room, or choose another place with -d.");
            }
            Files.delete(Files.createTempFile(existing, ".client-app-doctor", null));
            return Finding.ok(Subject.DISK, existing + " can be written and has " + Quantity.bytes(free) + " free.");
        } catch (IOException e) {
            Failure failure = Failures.writing(existing + " cannot be written", existing, e, ExitCode.CANNOT_CREATE);
            return Finding.problem(
                    Subject.DISK,
                    failure.code(),
                    failure.getMessage(),
                    "Choose another place with -d, or get the right to write.");
        }
    }
}
