package torrentkit.downloader.disk;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import torrentkit.metainfo.Metainfo;
import torrentkit.metainfo.MetainfoOptions;
import torrentkit.piece.Bitfield;
import torrentkit.storage.FileStamp;
import torrentkit.testing.TempContent;
import torrentkit.testing.TestTorrent;

@Timeout(60)
class ReuseTest {
    private static final int PIECE = TestTorrent.PIECE;
    private static final TestTorrent FILE = TestTorrent.ofFile("file.bin", 10 * PIECE + 77);
    private static final TestTorrent TREE = TestTorrent.ofDirectory(
            "tree",
            TestTorrent.file("a/one", 3 * PIECE + 100),
            TestTorrent.file("a/two", 50),
            TestTorrent.file("b/three", 2 * PIECE),
            TestTorrent.padding(PIECE - 150),
            TestTorrent.file("b/four", 10));

    @TempDir
    Path directory;

    private Run run(TestTorrent torrent, Path... sources) {
        return Run.of(torrent, directory.resolve("target"), new ContentOnDisk.Terms(false, false, List.of(sources)));
    }

    private static int[] missing(Run run) {
        Bitfield verified = run.verified();
        return IntStream.range(0, verified.size())
                .filter(piece -> !verified.has(piece))
                .toArray();
    }

    private Path old(byte[] bytes) throws IOException {
        return Files.write(directory.resolve("old version"), bytes);
    }

    private static byte[] join(byte[]... parts) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            all.writeBytes(part);
        }
        return all.toByteArray();
    }

    @Test
    void onlyChangedPiecesAreMissing() throws IOException {
        byte[] bytes = FILE.content().clone();
        bytes[2 * PIECE] ^= 1;
        bytes[8 * PIECE - 1] ^= 1;
        Path old = old(bytes);
        FileStamp before = FileStamp.of(old);
        try (Run run = run(FILE, old)) {
            assertThat(missing(run)).containsExactly(2, 7);
            assertThat(run.fetch()).isEqualTo(2);
            run.finish();
        }
        assertThat(directory.resolve("target")).hasBinaryContent(FILE.content());
        assertThat(FileStamp.of(old)).isEqualTo(before);
    }

    @Test
    void piecesThatMovedByWholePiecesAreFound() throws IOException {
        byte[] content = FILE.content();
        Path old = old(join(
                new byte[2 * PIECE], // two pieces more at the start, one less in the middle, an end that is cut off
                Arrays.copyOf(content, 4 * PIECE),
                Arrays.copyOfRange(content, 5 * PIECE, 9 * PIECE + 1000)));
        try (Run run = run(FILE, old)) {
            assertThat(missing(run)).containsExactly(4, 9, 10);
        }
    }

    @Test
    void aPieceThatIsThereSeveralTimesIsFoundForEach() throws IOException {
        TestTorrent zeros = new TestTorrent(
                Metainfo.create(
                        "zeros",
                        false,
                        List.of(TestTorrent.file("zeros", 5 * PIECE)),
                        PIECE,
                        TestTorrent.hashes(new byte[5 * PIECE], PIECE),
                        MetainfoOptions.defaults()),
                new byte[5 * PIECE]);
        try (Run run = run(zeros, old(new byte[PIECE]))) {
            assertThat(missing(run)).isEmpty();
        }
    }

    @Test
    void anOlderDirectoryGivesWhatIsAlikeInIt() throws IOException {
        Path old = TempContent.of(TREE, directory.resolve("older"));
        byte[] changed = TREE.file(2);
        changed[changed.length - 1] ^= 1;
        Files.write(old.resolve("b/three"), changed);
        try (Run run = run(TREE, old)) {
            assertThat(missing(run)).containsExactly(5);
            assertThat(run.fetch()).isEqualTo(1);
            run.finish();
        }
        for (int file : TREE.filesOnDisk()) {
            assertThat(directory
                            .resolve("target")
                            .resolve(TREE.metainfo().files().get(file).joinedPath()))
                    .hasBinaryContent(TREE.file(file));
        }
    }

    @Test
    void filesThatWereMovedAreFoundByNameOrSize() throws IOException {
        TempContent.in(directory.resolve("elsewhere"))
                .file("deep/inside/one", TREE.file(0)) // by name
                .file("renamed", TREE.file(1)) // by size
                .file("x/three", TREE.file(2));
        try (Run run = run(TREE, directory.resolve("elsewhere"))) {
            assertThat(missing(run)).containsExactly(6); // with the ten bytes that are nowhere
        }
    }

    @Test
    void aFileOfADirectoryMayBeNamedItself() throws IOException {
        TempContent.in(directory).file("three", TREE.file(2));
        try (Run run = run(TREE, directory.resolve("three"))) {
            assertThat(missing(run)).containsExactly(0, 1, 2, 3, 6);
        }
    }

    @Test
    void whatIsNotThereOrCannotBeReadIsNoTrouble() throws Exception {
        Path pipe = directory.resolve("pipe");
        Assumptions.assumeTrue(
                new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor() == 0, "no named pipes here");
        Path full = Files.createDirectory(directory.resolve("full of traps"));
        Files.createSymbolicLink(full.resolve("file.bin"), Path.of("/dev/zero"));
        Files.createSymbolicLink(full.resolve("loop"), full);
        Files.move(pipe, full.resolve("pipe"));
        try (Run run = run(FILE, directory.resolve("nowhere"), full, full.resolve("pipe"), Path.of("/dev/null"))) {
            assertThat(run.verified().isEmpty()).isTrue();
        }
    }

    @Test
    void whatAnEarlierRunVerifiedIsNotLookedFor() throws IOException {
        try (Run run = run(FILE)) {
            run.write(0, 1, 2);
        }
        try (Run run = run(FILE, old(Arrays.copyOfRange(FILE.content(), 0, 5 * PIECE)))) {
            assertThat(missing(run)).containsExactly(5, 6, 7, 8, 9, 10);
        }
        try (Run run = run(FILE)) {
            assertThat(missing(run)).containsExactly(5, 6, 7, 8, 9, 10);
        }
    }
}
