package torrentkit.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DirectoryLockTest {
    @TempDir
    private Path parent;

    @Test
    void makesTheDirectoryAndLetsNobodyElseIn() {
        Path directory = parent.resolve("a/b");
        try (DirectoryLock held = DirectoryLock.take(directory)) {
            assertThat(held).isNotNull();
            assertThatExceptionOfType(StorageException.class)
                    .isThrownBy(() -> DirectoryLock.take(directory))
                    .withMessageContainingAll(directory.toString(), "in use by another process", "Stop that one");
        }
    }

    @Test
    void letsTheNextInOnceItIsClosed() {
        DirectoryLock.take(parent).close();

        DirectoryLock.take(parent).close();

        assertThat(parent.resolve("lock")).exists();
    }

    @Test
    void saysWhatIsWrongWithAPlaceThatIsNoDirectory() throws IOException {
        Path file = Files.createFile(parent.resolve("file"));

        assertThatExceptionOfType(StorageException.class)
                .isThrownBy(() -> DirectoryLock.take(file))
                .withMessageContaining(file.toString());
    }
}
