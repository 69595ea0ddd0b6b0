package torrentkit.content;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import torrentkit.metainfo.FileEntry;
import torrentkit.metainfo.Metainfo;
import torrentkit.metainfo.MetainfoException;
import torrentkit.metainfo.MetainfoOptions;
import torrentkit.peer.RateLimit;
import torrentkit.storage.ContentChangedException;
import torrentkit.storage.StorageException;
import torrentkit.storage.StorageExecutor;
import torrentkit.testing.TempContent;
import torrentkit.testing.TestTorrent;

class ContentHasherTest {
    private static final MetainfoOptions SHORT_PIECES =
            MetainfoOptions.defaults().withPieceLength(TestTorrent.PIECE);

    @TempDir
    private Path directory;

    private final StorageExecutor executor = StorageExecutor.sizedByCores();
    private final ContentHasher hasher = new ContentHasher(executor);

    @AfterEach
    void close() {
        executor.close();
    }

    private Content hash(Path content) {
        return hash(content, SHORT_PIECES);
    }

    private Content hash(Path content, MetainfoOptions options) {
        return hasher.hash(content, options, bytes -> {}).join();
    }

    private <T extends Throwable> T failure(Class<T> type, Path content) {
        try {
            hash(content);
        } catch (CompletionException e) {
            assertThat(e).hasCauseInstanceOf(type);
            return type.cast(e.getCause());
        }
        throw new AssertionError("was hashed: " + content);
    }

    static Iterable<TestTorrent> torrents() {
        return TestTorrent.awkward().stream()
                .filter(torrent -> torrent.filesOnDisk().size()
                        == torrent.metainfo().files().size())
                .toList();
    }

    @ParameterizedTest
    @MethodSource("torrents")
    void hashesEveryPiece(TestTorrent torrent) {
        Path root = TempContent.of(torrent, directory);
        AtomicLong most = new AtomicLong();
        Metainfo metainfo = torrent.metainfo();
        Content content = hasher.hash(
                        root,
                        MetainfoOptions.defaults()
                                .withPieceLength(metainfo.layout().pieceLength()),
                        bytes -> most.accumulateAndGet(bytes, Math::max))
                .join();
        assertThat(most).hasValue(torrent.content().length);
        assertThat(content.root()).isEqualTo(root);
        assertThat(content.metainfo().files()).containsExactlyInAnyOrderElementsOf(metainfo.files());
        if (content.metainfo().files().equals(metainfo.files())) {
            assertThat(content.metainfo().infoHash()).isEqualTo(metainfo.infoHash());
        }
        assertThat(new ContentVerifier(executor)
                        .verify(content.metainfo(), root, bytes -> {})
                        .join()
                        .whole())
                .contains(content);
    }

    @Test
    void ordersFilesByTheBytesOfTheirPaths() {
        // In UTF-16 the character beyond the BMP would come before the one at its end.
        List<String> names =
                List.of("B", "a", "a!b", "a-b", "a.d/x", "aa/x", "b/c", "\u00e4", "\uff5e", "\ud83d\ude00");
        for (int run = 0; run < 3; run++) {
            List<String> shuffled = new ArrayList<>(names);
            Collections.shuffle(shuffled, new Random(run));
            TempContent content = TempContent.in(directory.resolve(run + "/name"));
            shuffled.forEach(name -> content.file(name, name.length() * 1000));
            Metainfo metainfo = hash(content.root()).metainfo();
            assertThat(metainfo.files().stream().map(FileEntry::joinedPath)).containsExactlyElementsOf(names);
            assertThat(metainfo.infoHash())
                    .isEqualTo(hash(directory.resolve("0/name")).metainfo().infoHash());
        }
    }

    @Test
    void letsOnlyTheOptionsOfTheInfoDictionaryChangeTheInfoHash() {
        Path file = TempContent.in(directory).file("x", 100).root().resolve("x");
        Metainfo plain = hash(file).metainfo();
        assertThat(plain.isPrivate()).isTrue();
        Metainfo full = hash(
                        file,
                        SHORT_PIECES
                                .withComment("c")
                                .withTrackers(List.of(List.of(URI.create("http://t/"))))
                                .withWebSeeds(List.of(URI.create("http://w/"))))
                .metainfo();
        assertThat(full.infoHash()).isEqualTo(plain.infoHash());
        assertThat(full.comment()).contains("c");
        assertThat(full.trackers()).hasSize(1);
        assertThat(full.webSeeds()).hasSize(1);
        for (MetainfoOptions other :
                List.of(SHORT_PIECES.withPrivate(false), SHORT_PIECES.withName("y"), SHORT_PIECES.withSource("s"))) {
            assertThat(hash(file, other).metainfo().infoHash()).isNotEqualTo(plain.infoHash());
        }
    }

    @Test
    void refusesContentWithoutAnyByte() {
        TempContent content =
                TempContent.in(directory.resolve("d")).file("empty", 0).directory("below");
        assertThat(failure(MetainfoException.class, content.root())).hasMessageContaining("at least one byte");
        assertThat(failure(MetainfoException.class, content.root().resolve("empty")))
                .hasMessageContaining("is empty");
        failure(MetainfoException.class, content.root().resolve("below"));
    }

    @Test
    void refusesWhatIsNotThereAndWhatIsNoFile() throws Exception {
        assertThat(failure(StorageException.class, directory.resolve("none")).kind())
                .isEqualTo(StorageException.Kind.NOT_FOUND);
        Path pipe = directory.resolve("pipe");
        assumeTrue(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor() == 0);
        failure(StorageException.class, pipe);
        TempContent.in(directory).file("x", 10);
        assertThat(hash(directory).metainfo().files()).containsExactly(TestTorrent.file("x", 10));
    }

    @Test
    void refusesNamesThatNoTorrentMayHave() {
        TempContent content = TempContent.in(directory.resolve("d")).file("a\\b", 1);
        assertThat(failure(MetainfoException.class, content.root())).hasMessageContaining("Rename it");
    }

    @Test
    void followsLinksThatStayInsideAndLeavesOutOthers() {
        TempContent outside = TempContent.in(directory.resolve("outside")).file("secret", 1);
        TempContent content = TempContent.in(directory.resolve("d"))
                .file("a/x", 5)
                .link("b", Path.of("a"))
                .link("c", Path.of("a/x"))
                .link("a/up", Path.of(".."))
                .link("a/self", Path.of("self"))
                .link("nowhere", Path.of("missing"))
                .link("secret", outside.root().resolve("secret"))
                .link("outside", outside.root())
                .link("etc", Path.of("/etc"));
        assertThat(hash(content.root()).metainfo().files().stream().map(FileEntry::joinedPath))
                .containsExactly("a/x", "b/x", "c");
    }

    @Test
    void namesTheTorrentAsItWasAskedFor() {
        TempContent content = TempContent.in(directory).file("v1/x", 5).link("latest", Path.of("v1"));
        Content hashed = hash(content.root().resolve("latest"));
        assertThat(hashed.metainfo().name()).isEqualTo("latest");
        assertThat(hashed.root()).isEqualTo(directory.resolve("v1"));
    }

    @Test
    void failsWhenAFileChangesMeanwhile() throws IOException {
        Path file = TempContent.in(directory)
                .file("x", 10 * TestTorrent.PIECE)
                .root()
                .resolve("x");
        CompletableFuture<Content> hashing = hasher.hash(file, SHORT_PIECES, bytes -> {
            try {
                Files.write(file, new byte[3]);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
        assertThatExceptionOfType(CompletionException.class)
                .isThrownBy(hashing::join)
                .withCauseInstanceOf(ContentChangedException.class);
    }

    @Test
    void stopsSoonWhenCancelled() {
        Path file = TempContent.in(directory)
                .sparse("big", 64L << 30, new byte[1])
                .root()
                .resolve("big");
        CompletableFuture<Long> started = new CompletableFuture<>();
        CompletableFuture<Content> hashing = hasher.hash(file, MetainfoOptions.defaults(), started::complete);
        started.join();
        hashing.cancel(true);
        assertThatExceptionOfType(CancellationException.class).isThrownBy(hashing::join);
        executor.close(); // waits for ten seconds, and 64 GiB take longer than that
        assertThat(executor.asExecutorService().isTerminated()).isTrue();
    }

    @Test
    void failsWithWhatTheProgressThrows() {
        Path file = TempContent.in(directory).file("x", 10).root().resolve("x");
        CompletableFuture<Content> hashing = hasher.hash(file, SHORT_PIECES, bytes -> {
            throw new IllegalStateException("stop");
        });
        assertThatExceptionOfType(CompletionException.class)
                .isThrownBy(hashing::join)
                .withMessageContaining("stop");
    }

    @Test
    void hashesZerosAsAnyOtherBytes() throws IOException {
        for (int zeros : new int[] {0, 1, TestTorrent.PIECE, 3 * TestTorrent.PIECE - 1, 3 * TestTorrent.PIECE}) {
            byte[] bytes = new byte[4 * TestTorrent.PIECE + 5];
            Arrays.fill(bytes, zeros, bytes.length - zeros / 4, (byte) 7);
            for (int pieceLength : new int[] {TestTorrent.PIECE, 16 * TestTorrent.PIECE}) {
                Files.write(directory.resolve("x"), bytes);
                Content content =
                        hash(directory.resolve("x"), MetainfoOptions.defaults().withPieceLength(pieceLength));
                assertThat(content.metainfo().pieceHashes()).isEqualTo(TestTorrent.hashes(bytes, pieceLength));
            }
        }
    }

    @ParameterizedTest
    @CsvSource({
        "1, 65536",
        "32768000, 65536",
        "32768001, 131072",
        "67108864, 262144",
        "524288000, 262144",
        "524288001, 524288",
        "1073741824, 1048576",
        "4294967296, 4194304",
        "33554432000, 16777216",
        "4398046511104, 16777216",
        "4398046511105, 33554432"
    })
    void makesHundredsOfSmallPiecesOrOneToTwoThousandLargeOnes(long bytes, int pieceLength) {
        assertThat(ContentHasher.pieceLength(bytes)).isEqualTo(pieceLength);
    }

    @Test
    void keepsToTheRate() {
        AtomicLong clock = new AtomicLong();
        RateLimit rate = RateLimit.of(1_000_000, clock::get);
        Path file = TempContent.in(directory).file("f", 100_000).root().resolve("f");

        new ContentHasher(executor, rate).hash(file, SHORT_PIECES, bytes -> {}).join();

        // All of the burst is used up: whoever comes next waits for its own bytes.
        assertThat(rate.reserve(1_000)).isEqualTo(1_000_000);
    }

    @Test
    void stopsSoonWhenItWaitsForTheRate() {
        Path file = TempContent.in(directory).file("f", 1_000_000).root().resolve("f");
        CompletableFuture<Content> hashing =
                new ContentHasher(executor, RateLimit.of(1)).hash(file, SHORT_PIECES, bytes -> {});

        hashing.cancel(true);

        executor.close(); // does not return before the threads are done
        assertThat(hashing).isCancelled();
    }

    @Test
    void takesWhatTheFilterLetsInAndLooksNowhereElse() throws Exception {
        Path top = Files.createDirectory(directory.resolve("top"));
        for (String name : List.of("a", "b", "docs/a", "left/a")) {
            Files.createDirectories(top.resolve(name).getParent());
            Files.writeString(top.resolve(name), "x");
        }
        List<List<String>> asked = new ArrayList<>();
        ContentFilter filter = new ContentFilter(path -> !path.equals(List.of("left")), path -> {
            asked.add(path);
            return path.get(path.size() - 1).equals("a");
        });

        Content content = hasher.hash(top, SHORT_PIECES, filter, bytes -> {}).join();
        assertThat(content.metainfo().files())
                .containsExactly(new FileEntry(List.of("a"), 1), new FileEntry(List.of("docs", "a"), 1));
        assertThat(asked).doesNotContain(List.of("left", "a"));
        ContentPlan plan = ContentHasher.plan(top, SHORT_PIECES, filter);
        assertThat(plan.files()).isEqualTo(content.metainfo().files());
        assertThat(plan.name()).isEqualTo("top");
        assertThat(plan.layout().totalLength()).isEqualTo(2);
    }
}
