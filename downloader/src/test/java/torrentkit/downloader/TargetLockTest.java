package torrentkit.downloader;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import torrentkit.downloader.DownloadException.Reason;
import torrentkit.testing.Leftovers;

@Timeout(60)
class TargetLockTest {
    private static final String IN_USE = Reason.TARGET_IN_USE.toString();

    @TempDir
    Path directory;

    private Path target;
    private Path file;

    @BeforeEach
    void name() {
        target = directory.resolve("target");
        file = directory.resolve(".target.lock");
    }

    private TargetLock acquire() {
        return TargetLock.acquire(target, file);
    }

    private void assertInUse() {
        assertThatThrownBy(this::acquire)
                .isInstanceOfSatisfying(
                        DownloadException.class, e -> assertThat(e.reason()).isEqualTo(Reason.TARGET_IN_USE))
                .hasMessageContaining(target.toString());
    }

    @Test
    void keepsASecondDownloadOfThisProcessAway() {
        TargetLock lock = acquire();
        assertInUse();
        assertInUse();
        lock.release();
        acquire().release();
    }

    @Test
    void aDirectoryByAnotherNameIsTheSame() throws IOException {
        Path alias = Files.createSymbolicLink(directory.resolve("alias"), directory);
        TargetLock lock = acquire();
        assertThatThrownBy(() -> TargetLock.acquire(alias.resolve("target"), alias.resolve(".target.lock")))
                .isInstanceOf(DownloadException.class);
        lock.release();
    }

    @Test
    void keepsAnotherProcessAway() throws IOException {
        TargetLock lock = acquire();
        try (OtherProcess other = OtherProcess.locking(target, file)) {
            assertThat(other.answer()).isEqualTo(IN_USE);
        }
        assertInUse(); // closes a handle of the file, which must not give the lock up (POSIX)
        try (OtherProcess other = OtherProcess.locking(target, file)) {
            assertThat(other.answer()).isEqualTo(IN_USE);
        }
        lock.release();
    }

    @Test
    void isKeptAwayByAnotherProcessAsLongAsThatLives() throws IOException {
        try (OtherProcess other = OtherProcess.locking(target, file)) {
            assertThat(other.answer()).isEqualTo(OtherProcess.HELD);
            assertInUse();
        }
        acquire().release(); // the file of the one that was killed is still there
    }

    @Test
    void leavesNoFileAndNoHandle() throws IOException {
        TargetLock lock = acquire();
        assertThat(file).exists();
        lock.release();
        lock.release();
        assertThat(directory).isEmptyDirectory();
        assertThat(Leftovers.openBelow(directory)).isEmpty();
    }

    @Test
    void releasingTwiceDoesNotTakeTheLockFromTheNext() {
        TargetLock first = acquire();
        first.release();
        TargetLock second = acquire();
        first.release();
        assertThat(file).exists();
        assertInUse();
        second.release();
    }

    @Test
    void doesNotFollowALinkInPlaceOfTheLockFile() throws IOException {
        Path precious = Files.writeString(directory.resolve("precious"), "content");
        Files.createSymbolicLink(file, precious);
        assertThatThrownBy(this::acquire).isInstanceOf(DownloadException.class);
        assertThat(precious).hasContent("content");
    }

    @Test
    void saysWhatIsWrongWithTheDirectory() {
        Path nowhere = directory.resolve("missing").resolve(".target.lock");
        assertThatThrownBy(() -> TargetLock.acquire(target, nowhere))
                .isInstanceOfSatisfying(
                        DownloadException.class, e -> assertThat(e.reason()).isEqualTo(Reason.DISK))
                .hasMessageContaining(nowhere.toString());
    }

    @Test
    void hasOneHolderAtATimeAmongThreads() throws Exception {
        AtomicInteger holders = new AtomicInteger();
        AtomicInteger held = new AtomicInteger();
        CompletableFuture<?>[] all = new CompletableFuture<?>[4];
        for (int i = 0; i < all.length; i++) {
            all[i] = CompletableFuture.runAsync(() -> {
                for (int n = 0; n < 300; n++) {
                    try {
                        TargetLock lock = acquire();
                        assertThat(holders.incrementAndGet()).isEqualTo(1);
                        held.incrementAndGet();
                        holders.decrementAndGet();
                        lock.release();
                    } catch (DownloadException e) {
                        assertThat(e.reason()).isEqualTo(Reason.TARGET_IN_USE);
                    }
                }
            });
        }
        CompletableFuture.allOf(all).get(30, TimeUnit.SECONDS);
        assertThat(held).hasPositiveValue();
    }
}
