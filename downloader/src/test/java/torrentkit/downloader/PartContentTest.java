package torrentkit.downloader;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import torrentkit.downloader.DownloadException.Reason;
import torrentkit.storage.OpenFiles;
import torrentkit.storage.StorageException;
import torrentkit.testing.Leftovers;
import torrentkit.testing.TempContent;
import torrentkit.testing.TestTorrent;

@Timeout(60)
class PartContentTest {
    private static final TestTorrent TORRENT = TestTorrent.ofFile("name in the torrent", 3 * TestTorrent.PIECE + 1);

    @TempDir
    Path directory;

    private final OpenFiles files = new OpenFiles(10);

    @AfterEach
    void close() {
        files.close();
        assertThat(Leftovers.openBelow(directory)).isEmpty();
    }

    private PartContent open(TestTorrent torrent, Path target) {
        PartContent content = PartContent.open(torrent.metainfo(), Placement.of(target), FileSelection.all(), files);
        content.check(Runnable::run).join();
        return content;
    }

    private void assertRefused(Reason reason, TestTorrent torrent, Path target) {
        assertThatThrownBy(() -> open(torrent, target).close())
                .isInstanceOfSatisfying(
                        DownloadException.class, e -> assertThat(e.reason()).isEqualTo(reason))
                .hasMessageContaining(target.toString());
    }

    @Test
    void whatIsAbandonedNeverGetsItsName() {
        Path target = directory.resolve("target");
        try (PartContent content = open(TORRENT, target)) {
            TORRENT.writeTo(content);
            assertThat(content.abandon()).isTrue();
            assertThatThrownBy(content::finish)
                    .isInstanceOfSatisfying(
                            DownloadException.class, e -> assertThat(e.reason()).isEqualTo(Reason.CLOSED));
            assertThat(target).doesNotExist();
        }
    }

    @Test
    void whatHasItsNameCannotBeAbandoned() {
        Path target = directory.resolve("target");
        try (PartContent content = open(TORRENT, target)) {
            TORRENT.writeTo(content);
            content.finish();
            assertThat(content.abandon()).isFalse();
            assertThat(target).exists();
        }
    }

    static List<TestTorrent> torrents() {
        return TestTorrent.awkward();
    }

    @ParameterizedTest
    @MethodSource("torrents")
    void appearsUnderItsNameWhenItIsWhole(TestTorrent torrent) {
        Path target = directory.resolve("new/directories/target");
        PartContent content = open(torrent, target);
        torrent.writeTo(content);
        assertThat(target).doesNotExist();
        assertThat(torrent.readFrom(content)).isEqualTo(torrent.content());
        content.finish();
        assertThat(torrent.readFrom(content)).isEqualTo(torrent.content());
        content.close();
        assertThat(TempContent.list(target.getParent()).filter(name -> !name.startsWith("target")))
                .isEmpty();
        for (int file : torrent.filesOnDisk()) {
            Path path = torrent.metainfo().isDirectory()
                    ? target.resolve(torrent.metainfo().files().get(file).joinedPath())
                    : target;
            assertThat(path).hasBinaryContent(torrent.file(file));
        }
    }

    @Test
    void refusesATargetThatExists() throws IOException {
        Path file = Files.writeString(directory.resolve("file"), "precious");
        assertRefused(Reason.TARGET_EXISTS, TORRENT, file);
        assertThat(file).hasContent("precious");
        assertRefused(Reason.TARGET_EXISTS, TORRENT, Files.createDirectory(directory.resolve("directory")));
        Path dangling = Files.createSymbolicLink(directory.resolve("link"), directory.resolve("nowhere"));
        assertRefused(Reason.TARGET_EXISTS, TORRENT, dangling);
        assertThat(TempContent.list(directory)).containsExactly("directory", "file", "link");
    }

    @Test
    void refusesATargetThatAnotherDownloadHas() {
        Path target = directory.resolve("target");
        PartContent first = open(TORRENT, target);
        assertRefused(Reason.TARGET_IN_USE, TORRENT, target);
        assertRefused(Reason.TARGET_IN_USE, TestTorrent.ofFile("another torrent", 5), target);
        PartContent neighbour = open(TORRENT, directory.resolve("target2"));
        first.close();
        open(TORRENT, target).close();
        neighbour.close();
    }

    @Test
    void doesNotOverwriteWhatAppearedMeanwhile() throws IOException {
        Path target = directory.resolve("target");
        PartContent content = open(TORRENT, target);
        TORRENT.writeTo(content);
        Files.writeString(target, "precious");
        assertThatThrownBy(content::finish)
                .isInstanceOfSatisfying(
                        DownloadException.class, e -> assertThat(e.reason()).isEqualTo(Reason.TARGET_EXISTS));
        content.close();
        assertThat(target).hasContent("precious");
        assertThat(content.part()).hasBinaryContent(TORRENT.content());
    }

    @Test
    void keepsDataWhenClosedAndFindsItAgain() {
        Path target = directory.resolve("target");
        PartContent first = open(TORRENT, target);
        TORRENT.writeTo(first);
        first.close();
        PartContent second = open(TORRENT, target);
        assertThat(TORRENT.readFrom(second)).isEqualTo(TORRENT.content());
        second.finish();
        second.close();
        assertThat(target).hasBinaryContent(TORRENT.content());
    }

    @Test
    void twoVersionsOfAFileDoNotMix() {
        Path target = directory.resolve("target");
        PartContent first = open(TORRENT, target);
        first.close();
        PartContent second = open(TestTorrent.ofFile("name in the torrent", 3 * TestTorrent.PIECE), target);
        second.close();
        assertThat(first.part()).isNotEqualTo(second.part());
    }

    @Test
    void takesNamesAsLongAsFilesMayHave() {
        for (String name : List.of("n".repeat(255), "ü".repeat(127), "日".repeat(85), "n".repeat(241))) {
            Path target = directory.resolve(name);
            PartContent content = open(TORRENT, target);
            TORRENT.writeTo(content);
            content.finish();
            content.close();
            assertThat(target).hasBinaryContent(TORRENT.content());
        }
    }

    @Test
    void doesNotFinishWhatIsShorter() {
        PartContent content = open(TORRENT, directory.resolve("target"));
        content.write(0, 0, ByteBuffer.wrap(TORRENT.piece(0)));
        assertThatThrownBy(content::finish).isInstanceOf(DownloadException.class);
        assertThat(directory.resolve("target")).doesNotExist();
        content.close();
    }

    @Test
    void readsNothingThatChangedAfterItWasFinished() throws IOException {
        Path target = directory.resolve("target");
        PartContent content = open(TORRENT, target);
        TORRENT.writeTo(content);
        content.finish();
        Files.write(target, new byte[TORRENT.content().length]);
        assertThatThrownBy(() -> content.read(0, 0, ByteBuffer.allocate(1))).isInstanceOf(StorageException.class);
        content.close();
    }

    @Test
    void saysWhyADirectoryCannotBeMade() throws IOException {
        Path file = Files.writeString(directory.resolve("file"), "a file");
        assertThatThrownBy(() -> open(TORRENT, file.resolve("target")))
                .isInstanceOf(DownloadException.class)
                .hasMessageContaining(file.toString());
    }

    @Test
    void saysWhyADirectoryCannotBeWritten() {
        Path nobody = Path.of("/proc/self/torrentkit"); // not even root may
        Assumptions.assumeTrue(Files.isDirectory(nobody.getParent()), "no /proc here");
        assertThatThrownBy(() -> open(TORRENT, nobody.resolve("target")))
                .isInstanceOfSatisfying(
                        DownloadException.class, e -> assertThat(e.reason()).isEqualTo(Reason.DISK))
                .hasMessageContaining(nobody.toString());
        assertThatThrownBy(() -> open(TORRENT, nobody))
                .isInstanceOfSatisfying(
                        DownloadException.class, e -> assertThat(e.reason()).isEqualTo(Reason.DISK))
                .hasMessageContaining(nobody.toString());
    }
}
