package torrentkit.downloader.disk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import torrentkit.piece.Bitfield;
import torrentkit.storage.OpenFiles;
import torrentkit.storage.StorageException;
import torrentkit.testing.Leftovers;
import torrentkit.testing.TestTorrent;

@Timeout(60)
class ResumeTest {
    private static final TestTorrent TORRENT = TestTorrent.ofDirectory(
            "resumed",
            TestTorrent.file("a", 2 * TestTorrent.PIECE),
            TestTorrent.file("b", 2 * TestTorrent.PIECE),
            TestTorrent.file("c", 2 * TestTorrent.PIECE));
    /** Nothing is hashed without it. */
    private static final Executor NONE = task -> {
        throw new AssertionError("something is hashed");
    };

    @TempDir
    Path directory;

    private Path target;
    private PartNames names;

    @BeforeEach
    void name() {
        target = directory.resolve("target");
        names = PartNames.of(target, TORRENT.metainfo().infoHash());
    }

    private Run trusting() {
        return new Run(TORRENT, target, Run.all(TORRENT), Run.PLAIN, NONE);
    }

    private static int[] numbers(Bitfield pieces) {
        return IntStream.range(0, pieces.size()).filter(pieces::has).toArray();
    }

    /** What the next run would hash. */
    private int[] toHash() {
        try (OpenFiles open = new OpenFiles(10);
                PartFiles files = PartFiles.open(TORRENT.metainfo(), names, Run.all(TORRENT), Optional.empty(), open)) {
            return numbers(
                    new Trust(files, StateFile.read(names.state(), TORRENT.metainfo()), files.stamps()).toHash());
        }
    }

    /** A piece may arrive while a download is closed. */
    @Test
    void opensNothingOnceItIsClosed() {
        Run run = Run.of(TORRENT, target);
        run.close();
        assertThatThrownBy(() -> run.write(0)).isInstanceOf(StorageException.class);
        assertThat(Leftovers.openBelow(directory)).isEmpty();
        assertThat(directory).isEmptyDirectory();
    }

    @Test
    void whatWasSavedAtTheEndIsNotHashedAgain() {
        try (Run run = Run.of(TORRENT, target)) {
            run.write(0, 1, 4);
        }
        try (Run run = trusting()) {
            assertThat(numbers(run.verified())).containsExactly(0, 1, 4);
            run.write(2);
        }
        try (Run run = trusting()) {
            assertThat(numbers(run.verified())).containsExactly(0, 1, 2, 4);
        }
    }

    @Test
    void afterAKillOnlyWhatWasWrittenSinceSavingIsHashed() {
        try (Run run = Run.of(TORRENT, target)) {
            run.write(0, 4);
        }
        Run killed = Run.of(TORRENT, target).write(1, 5);
        assertThat(toHash()).containsExactly(1, 5);
        try (Run run = Run.of(TORRENT, target)) {
            assertThat(numbers(run.verified())).containsExactly(0, 1, 4, 5);
        }
        killed.close();
    }

    /** The kill came between the bytes of a piece. */
    @Test
    void aHalfWrittenPieceDoesNotCount() {
        try (Run run = Run.of(TORRENT, target)) {
            run.write(0);
        }
        Run killed = Run.of(TORRENT, target);
        killed.content().write(1, 0, ByteBuffer.wrap(new byte[TestTorrent.PIECE / 2]));
        try (Run run = Run.of(TORRENT, target)) {
            assertThat(numbers(run.verified())).containsExactly(0);
        }
        killed.close();
    }

    @Test
    void onlyFilesThatChangedAreHashed() throws IOException {
        try (Run run = Run.of(TORRENT, target)) {
            run.write(0, 1, 2, 3, 4);
        }
        Path changed = names.part().resolve("b");
        Files.setLastModifiedTime(changed, FileTime.from(Instant.EPOCH));
        assertThat(toHash()).containsExactly(2, 3);
    }

    /** Also when the time of the last change was set back, which the change time of the inode gives away. */
    @Test
    void bytesThatChangedAfterAKillAreHashed() throws IOException {
        try (Run run = Run.of(TORRENT, target)) {
            run.write(0, 1);
        }
        Run killed = Run.of(TORRENT, target).write(2);
        byte[] saved = Files.readAllBytes(names.state());
        FileTime last = Files.getLastModifiedTime(names.state());
        Path file = names.part().resolve("a");
        FileTime modified = Files.getLastModifiedTime(file);
        byte[] bytes = Files.readAllBytes(file);
        bytes[0] ^= 1;
        Files.write(file, bytes);
        Files.setLastModifiedTime(file, modified);
        killed.close();
        Files.write(names.state(), saved);
        Files.setLastModifiedTime(names.state(), last);
        try (Run run = Run.of(TORRENT, target)) {
            assertThat(numbers(run.verified())).containsExactly(1, 2);
        }
    }

    @Test
    void everythingIsHashedWhenAsked() throws IOException {
        try (Run run = Run.of(TORRENT, target)) {
            run.write(0, 1);
        }
        ContentOnDisk.Terms verify = new ContentOnDisk.Terms(false, true, List.of());
        assertThatThrownBy(() -> new Run(TORRENT, target, Run.all(TORRENT), verify, NONE))
                .hasStackTraceContaining("something is hashed");
        try (Run run = Run.of(TORRENT, target, verify)) {
            assertThat(numbers(run.verified())).containsExactly(0, 1);
        }
    }

    @Test
    void nothingStaysOnceAllHasItsName() throws IOException {
        try (Run run = Run.of(TORRENT, target)) {
            run.write(0);
        }
        try (Run run = Run.of(TORRENT, target)) {
            run.fetch();
            run.finish();
        }
        try (var left = Files.list(directory)) {
            assertThat(left).containsExactly(target);
        }
    }

    @Test
    void aPartThatVanishesIsNoticedBeforeAnythingGetsItsName() throws IOException {
        try (Run run = Run.of(TORRENT, target)) {
            run.write(0, 1, 2, 3);
            for (String name : List.of("a", "b")) {
                Files.delete(names.part().resolve(name));
            }
            Files.delete(names.part());
            run.write(4, 5);
            assertThatThrownBy(run::finish).isInstanceOf(StorageException.class).hasMessageContaining("start again");
        }
        assertThat(target).doesNotExist();
        try (Run run = Run.of(TORRENT, target)) {
            run.fetch();
            run.finish();
        }
        assertThat(target.resolve("a")).hasBinaryContent(TORRENT.file(0));
    }

    /** Saving goes on beside writing; what is written meanwhile is noted. */
    @Test
    void whatIsSavedInBetweenIsNotHashedAfterAKill() {
        BitSet wanted = Run.all(TORRENT);
        try (OpenFiles open = new OpenFiles(10);
                PartFiles files = PartFiles.open(TORRENT.metainfo(), names, wanted, Optional.empty(), open)) {
            files.adopt();
            Bitfield none = new Bitfield(6);
            SavedProgress progress =
                    new SavedProgress(files, names.state(), none, none, files.stamps(), Duration.ofDays(1));
            write(files, progress, 0);
            write(files, progress, 2);
            progress.begin(3); // is being written while the others are saved
            files.write(3, 0, ByteBuffer.wrap(TORRENT.piece(3)));
            progress.save();
            assertThat(toHash()).containsExactly(3);
            progress.end(3);
            write(files, progress, 5);
            assertThat(toHash()).containsExactly(3, 5);
            progress.close();
            assertThat(toHash()).isEmpty();
        }
        try (Run run = trusting()) {
            assertThat(numbers(run.verified())).containsExactly(0, 2, 3, 5);
        }
    }

    private static void write(PartFiles files, SavedProgress progress, int index) {
        progress.begin(index);
        files.write(index, 0, ByteBuffer.wrap(TORRENT.piece(index)));
        progress.end(index);
    }
}
