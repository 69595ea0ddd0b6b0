package torrentkit.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import torrentkit.testing.TempContent;

class OpenFilesTest {
    @TempDir
    private Path directory;

    private final Object owner = new Object();
    private final List<FileChannel> opened = new ArrayList<>(); // guarded by itself

    private OpenFiles.Handle acquire(OpenFiles files, int file) {
        return acquire(files, owner, file);
    }

    private OpenFiles.Handle acquire(OpenFiles files, Object owner, int file) {
        Path path = directory.resolve("f" + file);
        return files.acquire(owner, file, () -> path, () -> {
            try {
                FileChannel channel = FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                synchronized (opened) {
                    opened.add(channel);
                }
                return channel;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }

    private long open() {
        synchronized (opened) {
            return opened.stream().filter(FileChannel::isOpen).count();
        }
    }

    @Test
    void opensAFileOnce() {
        try (OpenFiles files = new OpenFiles(2)) {
            acquire(files, 0).close();
            acquire(files, 0).close();
            assertThat(opened).hasSize(1);
            assertThat(open()).isEqualTo(1);
        }
        assertThat(open()).isZero();
    }

    @Test
    void closesTheLeastRecentlyUsed() {
        try (OpenFiles files = new OpenFiles(2)) {
            acquire(files, 0).close();
            acquire(files, 1).close();
            acquire(files, 0).close();
            acquire(files, 2).close();
            assertThat(opened.stream().map(FileChannel::isOpen)).containsExactly(true, false, true);
            assertThat(files.size()).isEqualTo(2);
        }
    }

    @Test
    void closesAnEvictedHandleAfterItsLastUse() {
        try (OpenFiles files = new OpenFiles(1)) {
            OpenFiles.Handle first = acquire(files, 0);
            OpenFiles.Handle again = acquire(files, 0);
            acquire(files, 1).close();
            first.close();
            assertThat(opened.get(0).isOpen()).isTrue();
            again.close();
            assertThat(opened.get(0).isOpen()).isFalse();
        }
    }

    @Test
    void closesHandlesOfOneOwnerOnly() {
        try (OpenFiles files = new OpenFiles(9)) {
            Object other = new Object();
            OpenFiles.Handle used = acquire(files, 0);
            acquire(files, other, 0).close();
            files.release(owner);
            assertThat(used.channel().isOpen()).isTrue();
            used.close();
            assertThat(opened.stream().map(FileChannel::isOpen)).containsExactly(false, true);
        }
    }

    @Test
    void closesHandlesInUseAfterTheirUseAndOpensNoMore() {
        OpenFiles files = new OpenFiles(9);
        OpenFiles.Handle used = acquire(files, 0);
        files.close();
        files.close();
        assertThat(used.channel().isOpen()).isTrue();
        used.close();
        assertThat(open()).isZero();
        assertThatExceptionOfType(StorageException.class).isThrownBy(() -> acquire(files, 1));
        assertThat(open()).isZero();
    }

    @Test
    void opensAgainWhatAnInterruptClosed() throws IOException {
        try (OpenFiles files = new OpenFiles(9)) {
            try (OpenFiles.Handle handle = acquire(files, 0)) {
                handle.channel().close();
            }
            try (OpenFiles.Handle handle = acquire(files, 0)) {
                assertThat(handle.channel().isOpen()).isTrue();
            }
            assertThat(files.size()).isEqualTo(1);
        }
    }

    @Test
    void staysWithinItsLimitWithManyThreads() {
        TempContent.in(directory);
        try (OpenFiles files = new OpenFiles(3)) {
            CompletableFuture.allOf(IntStream.range(0, 4)
                            .mapToObj(seed -> CompletableFuture.runAsync(() -> use(files, new Random(seed))))
                            .toArray(CompletableFuture<?>[]::new))
                    .join();
            assertThat(open()).isEqualTo(files.size()).isLessThanOrEqualTo(3);
        }
        assertThat(open()).isZero();
    }

    private void use(OpenFiles files, Random random) {
        for (int i = 0; i < 500; i++) {
            try (OpenFiles.Handle handle = acquire(files, random.nextInt(8))) {
                assertThat(handle.channel().isOpen()).isTrue();
            }
        }
    }

    @Test
    void needsRoomForOneFile() {
        assertThatIllegalArgumentException().isThrownBy(() -> new OpenFiles(0));
    }
}
