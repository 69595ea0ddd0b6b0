package torrentkit.app.client.history.analysis;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import torrentkit.app.client.outcome.ExitCode;
import torrentkit.app.client.outcome.Failure;
import torrentkit.app.client.outcome.Failures;

/** A picture that is written: in place of an older one, and whole or not at all. */
final class SvgFile {
    private SvgFile() {}

    /** @throws Failure when it cannot be written, or something else than a file is there */
    static void write(Path file, String content) {
        if (Files.exists(file) && !Files.isRegularFile(file)) {
            throw new Failure(
                    ExitCode.CANNOT_CREATE, "The picture cannot be written: " + file + " exists and is no file.");
        }
        Path name = file.getFileName();
        Path part =
                file.resolveSibling("." + name + "." + ProcessHandle.current().pid() + ".part");
        try {
            try {
                Files.writeString(part, content, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
                Files.move(part, file, StandardCopyOption.REPLACE_EXISTING);
            } finally {
                Files.deleteIfExists(part);
            }
        } catch (IOException e) {
            throw Failures.writing("cannot write the picture " + file, file, e, ExitCode.CANNOT_CREATE);
        }
    }
}
