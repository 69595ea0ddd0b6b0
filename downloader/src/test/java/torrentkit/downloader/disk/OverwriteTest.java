package torrentkit.downloader.disk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.BitSet;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import torrentkit.testing.TempContent;
import torrentkit.testing.TestTorrent;

@Timeout(60)
class OverwriteTest {
    private static final int PIECE = TestTorrent.PIECE;
    private static final TestTorrent FILE = TestTorrent.ofFile("file.bin", 3 * PIECE + 7);
    private static final TestTorrent TREE = TestTorrent.ofDirectory(
            "tree", TestTorrent.file("a", 2 * PIECE), TestTorrent.file("sub/b", PIECE), TestTorrent.file("sub/c", 5));
    private static final ContentOnDisk.Terms OVERWRITE = new ContentOnDisk.Terms(true, false, List.of());

    @TempDir
    Path directory;

    private Path target;

    @BeforeEach
    void nameTarget() {
        target = directory.resolve("target");
    }

    private Run open(TestTorrent torrent) {
        return Run.of(torrent, target, OVERWRITE);
    }

    private void assertTree() {
        for (int file : TREE.filesOnDisk()) {
            assertThat(target.resolve(TREE.metainfo().files().get(file).joinedPath()))
                    .hasBinaryContent(TREE.file(file));
        }
    }

    @Test
    void anOldFileIsReusedAndReplacedAtTheEnd() throws IOException {
        byte[] old = FILE.content().clone();
        old[PIECE] ^= 1;
        Files.write(target, old);
        try (Run run = open(FILE)) {
            assertThat(run.fetch()).isEqualTo(1);
            assertThat(target).hasBinaryContent(old);
            run.finish();
        }
        assertThat(target).hasBinaryContent(FILE.content());
        assertThat(TempContent.list(directory)).containsExactly("target");
    }

    @Test
    void aLinkIsReplacedAndNotWhatItLeadsTo() throws IOException {
        Path precious = Files.writeString(directory.resolve("precious"), "precious");
        Files.createSymbolicLink(target, precious);
        try (Run run = open(FILE)) {
            run.fetch();
            run.finish();
        }
        assertThat(Files.isSymbolicLink(target)).isFalse();
        assertThat(target).hasBinaryContent(FILE.content());
        assertThat(precious).hasContent("precious");
    }

    @Test
    void aDirectoryIsNotReplacedByAFile() throws IOException {
        Files.createDirectory(target);
        assertThatThrownBy(() -> open(FILE))
                .isInstanceOf(NameTakenException.class)
                .hasMessageContaining("directory");
        Files.delete(target);
        try (Run run = open(FILE)) {
            run.fetch();
            Files.createDirectory(target);
            assertThatThrownBy(run::finish).isInstanceOf(NameTakenException.class);
        }
        assertThat(target).isEmptyDirectory();
    }

    @Test
    void aDeviceIsNotReplaced() {
        TestTorrent small = TestTorrent.ofFile("null", 5);
        assertThatThrownBy(() -> Run.of(small, Path.of("/dev/null"), OVERWRITE))
                .isInstanceOf(NameTakenException.class)
                .hasMessageContaining("device");
    }

    @Test
    void anOldDirectoryIsReusedAndReplacedAtTheEnd() throws IOException {
        TempContent.of(TREE, directory.resolve("made"));
        Files.move(directory.resolve("made/tree"), target);
        Files.delete(directory.resolve("made"));
        byte[] old = TREE.file(0);
        old[0] ^= 1;
        Files.write(target.resolve("a"), old);
        try (Run run = open(TREE)) {
            assertThat(run.fetch()).isEqualTo(1);
            assertThat(target.resolve("a")).hasBinaryContent(old);
            run.finish();
        }
        assertTree();
        assertThat(TempContent.list(directory))
                .containsExactly("target", "target/a", "target/sub", "target/sub/b", "target/sub/c");
    }

    @Test
    void whatTheTorrentDoesNotHaveIsKept() throws IOException {
        TempContent.in(target).file("a", 10).file("notes.txt", 20).file("sub/mine", 30);
        Path outside = Files.createDirectory(directory.resolve("outside"));
        Files.writeString(outside.resolve("b"), "precious");
        try (Run run = open(TREE)) {
            run.fetch();
            run.finish();
        }
        assertTree();
        Path aside = PartNames.of(target, TREE.metainfo().infoHash()).aside();
        assertThat(aside.resolve("notes.txt")).hasSize(20);
        assertThat(aside.resolve("sub/mine")).hasSize(30);
        assertThat(aside.resolve("a")).doesNotExist();
        assertThat(target.resolve("notes.txt")).doesNotExist();
    }

    @Test
    void aLinkInWhatIsReplacedIsNotFollowed() throws IOException {
        Path outside = Files.createDirectory(directory.resolve("outside"));
        Path precious = Files.writeString(outside.resolve("b"), "precious");
        Files.createDirectory(target);
        Files.createSymbolicLink(target.resolve("sub"), outside);
        try (Run run = open(TREE)) {
            run.fetch();
            run.finish();
        }
        assertTree();
        assertThat(precious).hasContent("precious");
    }

    @Test
    void nothingIsLostWhenTheNameAsideIsTaken() throws IOException {
        TempContent.in(target).file("a", 10);
        Path aside = Files.createDirectory(
                PartNames.of(target, TREE.metainfo().infoHash()).aside());
        try (Run run = open(TREE)) {
            run.fetch();
            assertThatThrownBy(run::finish)
                    .isInstanceOf(NameTakenException.class)
                    .hasMessageContaining(aside.toString());
        }
        assertThat(target.resolve("a")).hasSize(10);
        Files.delete(aside);
        try (Run run = open(TREE)) {
            assertThat(run.fetch()).isZero();
            run.finish();
        }
        assertTree();
    }

    @Test
    void aFileThatWasChangedAfterItsDeliveryIsReplacedOnlyWhenAsked() throws IOException {
        BitSet first = new BitSet();
        first.set(0);
        try (Run run = Run.of(TREE, target, first)) {
            run.fetch();
            run.finish();
        }
        byte[] changed = TREE.file(0);
        changed[0] ^= 1;
        Files.write(target.resolve("a"), changed);
        assertThatThrownBy(() -> Run.of(TREE, target))
                .hasRootCauseInstanceOf(NameTakenException.class)
                .hasStackTraceContaining(target.resolve("a").toString());
        assertThat(target.resolve("a")).hasBinaryContent(changed);
        try (Run run = open(TREE)) {
            assertThat(run.fetch()).isEqualTo(3);
            run.finish();
        }
        assertTree();
        assertThat(TempContent.list(directory))
                .containsExactly("target", "target/a", "target/sub", "target/sub/b", "target/sub/c");
    }

    @Test
    void aDirectoryThatSomebodyMadeALinkIsNotEntered() throws IOException {
        BitSet first = new BitSet();
        first.set(0);
        try (Run run = Run.of(TREE, target, first)) {
            run.fetch();
            run.finish();
        }
        Path outside = Files.createDirectory(directory.resolve("outside"));
        Files.createSymbolicLink(target.resolve("sub"), outside);
        try (Run run = Run.of(TREE, target)) {
            run.fetch();
            assertThatThrownBy(run::finish).isInstanceOf(NameTakenException.class);
        }
        assertThat(outside).isEmptyDirectory();
        assertThat(Files.isSymbolicLink(target.resolve("sub"))).isTrue();
        assertThat(Files.exists(target.resolve("a"), LinkOption.NOFOLLOW_LINKS)).isTrue();
    }
}
