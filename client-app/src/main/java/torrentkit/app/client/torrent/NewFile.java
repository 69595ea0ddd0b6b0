package torrentkit.app.client.torrent;

import java.io.IOException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import torrentkit.app.client.download.Target;
import torrentkit.app.client.outcome.ExitCode;
import torrentkit.app.client.outcome.Failure;
import torrentkit.app.client.outcome.Failures;

/** A torrent that is written: nobody ever finds half of it under its name, and nothing else under that name is lost. */
final class NewFile {
    private NewFile() {}

    /** @throws Failure if there is something already */
    static void refuseExisting(Path file) {
        if (Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
            throw new Failure(ExitCode.EXISTS, file + " exists already. Move it away, or choose another name with -o.");
        }
    }

    /** Makes its directory if need be, and writes it to a name of its own first. @throws Failure if that is not possible */
    static void write(byte[] bytes, Path file) {
        Target.makeParent(file);
        Path part = file.resolveSibling(
                "." + file.getFileName() + "." + ProcessHandle.current().pid() + ".part");
        try {
            try {
                Files.write(part, bytes, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
                refuseExisting(file);
                move(part, file);
            } finally {
                Files.deleteIfExists(part);
            }
        } catch (IOException e) {
            throw Failures.writing("cannot write " + file, file, e, ExitCode.CANNOT_CREATE);
        }
    }

    private static void move(Path part, Path file) throws IOException {
        try {
            Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
        } catch (AtomicMoveNotSupportedException e) {
            Files.move(part, file);
        }
    }
}
