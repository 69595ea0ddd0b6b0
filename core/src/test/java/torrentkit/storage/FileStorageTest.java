package torrentkit.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static torrentkit.testing.TestTorrent.file;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import torrentkit.metainfo.FileEntry;
import torrentkit.metainfo.Metainfo;
import torrentkit.metainfo.MetainfoOptions;
import torrentkit.piece.PieceHashes;
import torrentkit.testing.TempContent;
import torrentkit.testing.TestTorrent;

class FileStorageTest extends StorageContract {
    private static final TestTorrent TREE = TestTorrent.ofDirectory(
            "tree", file("a/one", 10), file("b", TestTorrent.PIECE), file("c/d/e", 3), file("z", 0));

    @TempDir
    private Path directory;

    private final OpenFiles files = new OpenFiles(2); // so few that contract tests evict handles all the time

    @AfterEach
    void leavesNoFileOpen() {
        files.close();
    }

    @Override
    FileStorage create(TestTorrent torrent) {
        return FileStorage.writing(torrent.metainfo(), root(torrent), files);
    }

    private Path root(TestTorrent torrent) {
        return directory.resolve("out").resolve(torrent.metainfo().name());
    }

    private FileStorage reading(TestTorrent torrent, Path root) {
        FileTree tree = FileTree.of(torrent.metainfo(), root);
        List<FileStamp> stamps =
                IntStream.range(0, tree.fileCount()).mapToObj(tree::stamp).toList();
        return FileStorage.reading(torrent.metainfo(), root, stamps, files);
    }

    private static void readAll(TestTorrent torrent, Storage storage) {
        assertThat(torrent.readFrom(storage)).isEqualTo(torrent.content());
    }

    @ParameterizedTest
    @MethodSource("torrents")
    void finishesWithJustTheFilesOfTheTorrent(TestTorrent torrent) throws IOException {
        try (FileStorage storage = create(torrent)) {
            torrent.writeTo(storage);
            storage.finish();
        }
        Path expected = TempContent.of(torrent, directory);
        if (!torrent.metainfo().isDirectory()) {
            assertThat(root(torrent)).hasSameBinaryContentAs(expected);
            return;
        }
        assertThat(TempContent.list(root(torrent)))
                .isEqualTo(TempContent.list(expected).toList());
        for (int file : torrent.filesOnDisk()) {
            Path path =
                    root(torrent).resolve(torrent.metainfo().files().get(file).joinedPath());
            assertThat(Files.readAllBytes(path)).isEqualTo(torrent.file(file));
        }
    }

    @ParameterizedTest
    @MethodSource("torrents")
    void servesContentAsItWasHashed(TestTorrent torrent) {
        try (FileStorage storage = reading(torrent, TempContent.of(torrent, directory))) {
            readAll(torrent, storage);
            readAll(torrent, storage);
            assertThatIllegalStateException().isThrownBy(() -> torrent.writeTo(storage));
            assertThatIllegalStateException().isThrownBy(storage::finish);
        }
    }

    @Test
    void createsNothingBeforeItIsWritten() {
        try (FileStorage storage = create(TREE)) {
            assertThat(directory).isEmptyDirectory();
            assertThatExceptionOfType(StorageException.class)
                    .isThrownBy(() -> TREE.readFrom(storage))
                    .matches(e -> e.kind() == StorageException.Kind.NOT_FOUND);
            storage.write(0, 0, ByteBuffer.allocate(5));
            assertThat(TempContent.list(root(TREE))).containsExactly("a", "a/one");
        }
    }

    @Test
    void cutsOffWhatAnEarlierFileHadAndRefusesToFinishWhatIsShort() throws IOException {
        TempContent.in(root(TREE)).file("b", 3 * TestTorrent.PIECE);
        try (FileStorage storage = create(TREE)) {
            storage.write(0, 0, ByteBuffer.allocate(10));
            assertThatExceptionOfType(StorageException.class).isThrownBy(storage::finish);
            TREE.writeTo(storage);
            storage.finish();
        }
        assertThat(Files.size(root(TREE).resolve("b"))).isEqualTo(TestTorrent.PIECE);
    }

    @Test
    void noticesEveryKindOfChange() throws IOException {
        interface Change {
            void make(Path file) throws IOException;
        }
        List<Change> changes = List.of(
                file -> Files.write(file, new byte[] {1}, StandardOpenOption.APPEND),
                file -> Files.write(file, new byte[3]),
                file -> Files.setLastModifiedTime(file, FileTime.fromMillis(1)),
                Files::delete,
                file -> Files.move(
                        Files.copy(file, file.resolveSibling("copy"), StandardCopyOption.COPY_ATTRIBUTES),
                        file,
                        StandardCopyOption.REPLACE_EXISTING),
                file -> {
                    Files.delete(file);
                    Files.createDirectory(file);
                });
        for (boolean open : new boolean[] {true, false}) {
            for (Change change : changes) {
                Path root = TempContent.of(TREE, Files.createTempDirectory(directory, "case"));
                try (FileStorage storage = reading(TREE, root)) {
                    if (open) {
                        readAll(TREE, storage);
                    }
                    change.make(root.resolve("b"));
                    assertThatExceptionOfType(ContentChangedException.class)
                            .isThrownBy(() -> TREE.readFrom(storage))
                            .matches(e -> e.path().endsWith("b"));
                    storage.read(0, 0, ByteBuffer.allocate(10)); // another file is still good
                }
            }
        }
    }

    @Test
    void followsLinksOnlyInsideTheRootWhenReading() throws IOException {
        Path root = TempContent.of(TREE, directory);
        Path outside = TempContent.in(directory.resolve("outside"))
                .file("secret", TREE.file(1))
                .root();
        Files.move(root.resolve("b"), root.resolve("real"));
        TempContent.in(root).link("b", Path.of("real"));
        try (FileStorage storage = reading(TREE, root)) {
            readAll(TREE, storage);
        }
        Files.delete(root.resolve("b"));
        TempContent.in(root).link("b", outside.resolve("secret"));
        try (FileStorage storage = reading(TREE, root)) {
            assertThatExceptionOfType(StorageException.class)
                    .isThrownBy(() -> TREE.readFrom(storage))
                    .matches(e -> e.kind() == StorageException.Kind.PERMISSION);
        }
        TempContent.in(outside).file("one", TREE.file(0));
        Files.delete(root.resolve("a/one"));
        Files.delete(root.resolve("a"));
        TempContent.in(root).link("a", outside);
        try (FileStorage storage = reading(TREE, root)) {
            assertThatExceptionOfType(StorageException.class)
                    .isThrownBy(() -> storage.read(0, 0, ByteBuffer.allocate(1)));
        }
    }

    @Test
    void writesThroughNoLink() throws IOException {
        Path outside =
                TempContent.in(directory.resolve("outside")).file("victim", 3).root();
        byte[] before = Files.readAllBytes(outside.resolve("victim"));
        TempContent.in(root(TREE))
                .link("a", outside)
                .link("b", outside.resolve("victim"))
                .link("c", Path.of("nowhere"));
        try (FileStorage storage = create(TREE)) {
            for (int begin : new int[] {0, 10}) {
                assertThatExceptionOfType(StorageException.class)
                        .isThrownBy(() -> storage.write(0, begin, ByteBuffer.allocate(5)))
                        .matches(e -> e.kind() == StorageException.Kind.EXISTS);
            }
            assertThatExceptionOfType(StorageException.class)
                    .isThrownBy(() -> storage.write(1, 10, ByteBuffer.allocate(3)));
        }
        assertThat(Files.readAllBytes(outside.resolve("victim"))).isEqualTo(before);
        assertThat(TempContent.list(outside)).containsExactly("victim");
    }

    @Test
    void opensNoPipe() throws Exception {
        Path root = TempContent.in(root(TREE)).root();
        Process made = new ProcessBuilder("mkfifo", root.resolve("b").toString()).start();
        assumeTrue(made.waitFor() == 0);
        try (FileStorage storage = create(TREE)) {
            assertThatExceptionOfType(StorageException.class)
                    .isThrownBy(() -> storage.write(0, 10, ByteBuffer.allocate(5)))
                    .withMessageContaining("is there under that name");
        }
    }

    @Test
    void tellsWhenTheDiskIsFull() {
        Path full = Path.of("/dev/full");
        assumeTrue(Files.exists(full));
        IOException failure = null;
        try (FileChannel channel = FileChannel.open(full, StandardOpenOption.WRITE)) {
            channel.write(ByteBuffer.allocate(1));
        } catch (IOException e) {
            failure = e;
        }
        assertThat(StorageException.of("cannot write x", Path.of("x"), failure).kind())
                .isEqualTo(StorageException.Kind.DISK_FULL);
    }

    @Test
    void tellsWhenSomethingIsInTheWay() {
        TempContent.in(root(TREE)).file("a", 1).directory("b");
        try (FileStorage storage = create(TREE)) {
            for (int begin : new int[] {0, 10}) {
                assertThatExceptionOfType(StorageException.class)
                        .isThrownBy(() -> storage.write(0, begin, ByteBuffer.allocate(5)))
                        .matches(e -> e.kind() == StorageException.Kind.EXISTS);
            }
        }
    }

    @Test
    void reachesBytesBeyondFourGigabytes() {
        long length = (5L << 30) + 3;
        int pieceLength = 16 << 20;
        Metainfo metainfo = Metainfo.create(
                "big",
                true,
                List.of(new FileEntry(List.of("first"), 5), new FileEntry(List.of("big"), length)),
                pieceLength,
                new PieceHashes(new byte[(int) ((length + 5 - 1) / pieceLength + 1) * 20]),
                MetainfoOptions.defaults());
        int last = metainfo.layout().pieceCount() - 1;
        try (FileStorage storage = FileStorage.writing(metainfo, directory.resolve("big"), files)) {
            storage.write(last, 2, ByteBuffer.wrap(new byte[] {1, 2, 3, 4, 5, 6}));
            ByteBuffer read = ByteBuffer.allocate(8);
            storage.read(last, 0, read);
            assertThat(read.array()).containsExactly(0, 0, 1, 2, 3, 4, 5, 6);
            assertThat(directory.resolve("big/big")).hasSize(length);
        }
    }

    @Test
    void refusesStampsThatAreNotOneAFile() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> FileStorage.reading(TREE.metainfo(), directory, List.of(), files));
    }

    @Test
    void opensNothingAfterTheOpenFilesWereClosed() {
        FileStorage storage = create(TREE);
        TREE.writeTo(storage);
        files.close();
        assertThatExceptionOfType(StorageException.class).isThrownBy(() -> TREE.readFrom(storage));
    }

    @Test
    void finishesSomeOfTheFilesAndForcesThem() {
        try (FileStorage storage = create(TREE)) {
            TREE.writeTo(storage);
            storage.force(file -> file == 1);
            storage.finish(file -> file == 0);
            assertThat(root(TREE).resolve("z")).doesNotExist();
            storage.finish(file -> file == 3);
            assertThat(root(TREE).resolve("z")).isEmptyFile();
        }
    }

    @Test
    void forcesNothingThatIsNotThere() {
        try (FileStorage storage = create(TREE)) {
            storage.force(file -> false);
            assertThatExceptionOfType(StorageException.class)
                    .isThrownBy(() -> storage.force(file -> file == 2))
                    .withMessageContaining("e");
        }
        FileStorage reading =
                FileStorage.reading(TREE.metainfo(), root(TREE), Collections.nCopies(4, FileStamp.PADDING), files);
        assertThatIllegalStateException().isThrownBy(() -> reading.force(file -> true));
        reading.close();
    }
}
