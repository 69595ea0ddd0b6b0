package torrentkit.content;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static torrentkit.testing.TestTorrent.file;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import torrentkit.metainfo.MetainfoOptions;
import torrentkit.piece.Bitfield;
import torrentkit.storage.FileStorage;
import torrentkit.storage.OpenFiles;
import torrentkit.storage.StorageException;
import torrentkit.storage.StorageExecutor;
import torrentkit.testing.TempContent;
import torrentkit.testing.TestTorrent;

class ContentVerifierTest {
    private static final int PIECE = TestTorrent.PIECE;

    @TempDir
    private Path directory;

    private final StorageExecutor executor = StorageExecutor.sizedByCores();

    @AfterEach
    void close() {
        executor.close();
    }

    private Verification verify(TestTorrent torrent, Path root) {
        AtomicLong most = new AtomicLong();
        Verification found = new ContentVerifier(executor)
                .verify(torrent.metainfo(), root, bytes -> most.accumulateAndGet(bytes, Math::max))
                .join();
        assertThat(most).hasValue(torrent.content().length);
        return found;
    }

    private static Bitfield bits(int size, int... set) {
        Bitfield bits = new Bitfield(size);
        for (int index : set) {
            bits.set(index);
        }
        return bits;
    }

    static Iterable<TestTorrent> torrents() {
        return TestTorrent.awkward();
    }

    @ParameterizedTest
    @MethodSource("torrents")
    void findsWholeContentThatCanBeServed(TestTorrent torrent) {
        Verification found = verify(torrent, TempContent.of(torrent, directory));
        assertThat(found.good()).isEqualTo(Bitfield.full(torrent.layout().pieceCount()));
        Content whole = found.whole().orElseThrow();
        try (OpenFiles files = new OpenFiles(1);
                FileStorage storage = FileStorage.reading(whole.metainfo(), whole.root(), whole.stamps(), files)) {
            assertThat(torrent.readFrom(storage)).isEqualTo(torrent.content());
        }
    }

    @ParameterizedTest
    @MethodSource("torrents")
    void findsNothingWhereNothingIs(TestTorrent torrent) {
        Verification found = verify(torrent, directory.resolve("none/below"));
        for (int piece = 0; piece < torrent.layout().pieceCount(); piece++) {
            assertThat(found.good().has(piece)).isFalse();
        }
        assertThat(found.whole()).isEmpty();
    }

    @Test
    void findsThePiecesOfAnUnfinishedDownload() {
        TestTorrent torrent = TestTorrent.ofFile("x", 20 * PIECE + 1);
        Path root = directory.resolve("x.part");
        try (OpenFiles files = new OpenFiles(1);
                FileStorage storage = FileStorage.writing(torrent.metainfo(), root, files)) {
            for (int piece : new int[] {17, 3, 8}) {
                storage.write(piece, 0, ByteBuffer.wrap(torrent.piece(piece)));
            }
        }
        Verification found = verify(torrent, root);
        assertThat(found.good()).isEqualTo(bits(21, 3, 8, 17));
        assertThat(found.whole()).isEmpty();
    }

    @Test
    void countsPiecesBadWhoseFilesAreMissingShortOrWrong() throws IOException {
        TestTorrent torrent = TestTorrent.ofDirectory(
                "t",
                file("a", PIECE),
                file("b", PIECE),
                file("c", PIECE),
                file("d", PIECE),
                file("e", PIECE),
                file("z", 0));
        Path root = TempContent.of(torrent, directory);
        Files.delete(root.resolve("a"));
        Files.write(root.resolve("b"), new byte[PIECE - 1]);
        Files.write(root.resolve("c"), new byte[PIECE]);
        Files.delete(root.resolve("d"));
        Files.createDirectory(root.resolve("d"));
        assertThat(verify(torrent, root).good()).isEqualTo(bits(5, 4));
    }

    @Test
    void servesNothingWithAFileTooLongOrAnEmptyFileMissing() throws IOException {
        TestTorrent torrent = TestTorrent.ofDirectory("t", file("a", PIECE), file("z", 0));
        Path root = TempContent.of(torrent, directory);
        Files.write(root.resolve("a"), new byte[1], StandardOpenOption.APPEND);
        assertThat(verify(torrent, root).good().isFull()).isTrue();
        assertThat(verify(torrent, root).whole()).isEmpty();
        Files.write(root.resolve("a"), torrent.file(0));
        assertThat(verify(torrent, root).whole()).isPresent();
        Files.delete(root.resolve("z"));
        assertThat(verify(torrent, root).good().isFull()).isTrue();
        assertThat(verify(torrent, root).whole()).isEmpty();
    }

    @Test
    void readsNothingOutsideOfTheRoot() {
        TestTorrent torrent = TestTorrent.ofDirectory("t", file("a", PIECE));
        Path outside = TempContent.in(directory)
                .file("outside", torrent.file(0))
                .root()
                .resolve("outside");
        Path root = TempContent.in(directory.resolve("t")).link("a", outside).root();
        assertThatExceptionOfType(CompletionException.class)
                .isThrownBy(() -> verify(torrent, root))
                .withCauseInstanceOf(StorageException.class);
    }

    @Test
    void agreesWithTheHasherOnASparseFileOfOverFourGigabytes() {
        Path file = TempContent.in(directory)
                .sparse("big", (4L << 30) + 12_345, new byte[] {1, 2, 3})
                .root()
                .resolve("big");
        Content content = new ContentHasher(executor)
                .hash(file, MetainfoOptions.defaults(), bytes -> {})
                .join();
        assertThat(content.metainfo().layout().pieceLength()).isEqualTo(4 << 20);
        assertThat(new ContentVerifier(executor)
                        .verify(content.metainfo(), file, bytes -> {})
                        .join()
                        .whole())
                .contains(content);
    }
}
