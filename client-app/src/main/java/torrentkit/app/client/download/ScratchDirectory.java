package torrentkit.app.client.download;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Optional;
import torrentkit.app.client.outcome.ExitCode;
import torrentkit.app.client.outcome.Failures;

/** A directory of its own for content that is only passed on; deleted with all that is in it. */
final class ScratchDirectory implements AutoCloseable {
    private final Path path;

    private ScratchDirectory(Path path) {
        this.path = path;
    }

    /** @param below the directory of {@code -d}; otherwise that for temporary files */
    static ScratchDirectory make(Optional<String> below) {
        Path parent = below.isPresent() ? Target.base(below) : Path.of(System.getProperty("java.io.tmpdir"));
        try {
            Files.createDirectories(parent);
            return new ScratchDirectory(Files.createTempDirectory(parent, "client-app-"));
        } catch (IOException e) {
            throw Failures.writing(
                    "A directory for what is on its way cannot be made in " + parent,
                    parent,
                    e,
                    ExitCode.CANNOT_MAKE_DIRECTORY);
        }
    }

    Path path() {
        return path;
    }

    @Override
    public void close() {
        try {
            Files.walkFileTree(path, new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                    Files.delete(file);
                    return FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult postVisitDirectory(Path directory, IOException e) throws IOException {
                    Files.delete(directory);
                    return FileVisitResult.CONTINUE;
                }
            });
        } catch (IOException e) {
            System.getLogger(ScratchDirectory.class.getName())
                    .log(System.Logger.Level.WARNING, () -> "cannot delete " + path + ": " + e);
        }
    }
}
