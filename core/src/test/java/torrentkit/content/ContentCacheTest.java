package torrentkit.content;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import torrentkit.metainfo.InfoHash;
import torrentkit.metainfo.MetainfoOptions;
import torrentkit.storage.StorageExecutor;
import torrentkit.testing.TestTorrent;

class ContentCacheTest {
    private static final Path A = Path.of("/srv/a");
    private static final Path B = Path.of("/srv/b");

    @TempDir
    private Path directory;

    private static InfoHash infoHash(Content content) {
        return content.metainfo().infoHash();
    }

    /** The files with contents, without the lock. */
    private List<Path> files() {
        try (Stream<Path> all = Files.walk(directory)) {
            return all.filter(Files::isRegularFile)
                    .filter(file -> !file.endsWith("lock"))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static List<TestTorrent> torrents() {
        return TestTorrent.awkward();
    }

    @ParameterizedTest
    @MethodSource("torrents")
    void answersAfterARestartWhatWasPutBefore(TestTorrent torrent) {
        Content content = CachedExamples.content(torrent, Path.of("/srv/real"));
        try (ContentCache cache = ContentCache.open(directory)) {
            cache.put(A, content);
        }

        try (ContentCache cache = ContentCache.open(directory)) {
            assertThat(cache.size()).isOne();
            assertThat(cache.infoHash(A)).contains(infoHash(content));
            assertThat(cache.holds(infoHash(content))).isTrue();
            assertThat(cache.load(A)).contains(content);
            assertThat(cache.find(infoHash(content))).contains(new ContentCache.Entry(A, content));
            assertThat(cache.load(B)).isEmpty();
            assertThat(cache.load(InfoHash.of(new byte[20]))).isEmpty();
        }
    }

    @Test
    void keepsTheExactStampsOfRealFiles(@TempDir Path source) throws IOException {
        Path file = Files.writeString(source.toRealPath().resolve("file"), "content");
        try (StorageExecutor threads = new StorageExecutor(1);
                ContentCache cache = ContentCache.open(directory)) {
            Content content = new ContentHasher(threads)
                    .hash(file, MetainfoOptions.defaults(), bytes -> {})
                    .join();
            cache.put(file, content);

            assertThat(cache.load(file)).contains(content);
            assertThat(ContentHasher.isCurrent(cache.load(file).orElseThrow())).isTrue();
            Files.writeString(file, "changed, and longer"); // the time alone may be the same
            assertThat(ContentHasher.isCurrent(cache.load(file).orElseThrow())).isFalse();
        }
    }

    @Test
    void tellsEveryPathEvenOfWhatIsDamagedElsewhere() throws IOException {
        Map<Path, InfoHash> told = new HashMap<>();
        try (ContentCache cache = ContentCache.open(directory)) {
            cache.put(A, CachedExamples.file(A, 5));
            cache.put(B, CachedExamples.file(B, 6));
            Path ruined = Path.of("/srv/ruined");
            List<Path> before = files();
            cache.put(ruined, CachedExamples.file(ruined, 7));
            for (Path file : files()) {
                if (!before.contains(file)) {
                    Files.writeString(file, "x");
                }
            }

            cache.forEachPath(told::put);
        }

        assertThat(told)
                .containsExactlyInAnyOrderEntriesOf(
                        Map.of(A, infoHash(CachedExamples.file(A, 5)), B, infoHash(CachedExamples.file(B, 6))));
    }

    @Test
    void keepsOneContentAPath() {
        Content old = CachedExamples.file(A, 5);
        Content young = CachedExamples.file(A, 6);
        try (ContentCache cache = ContentCache.open(directory)) {
            cache.put(A, old);
            cache.put(A, young);

            assertThat(cache.size()).isOne();
            assertThat(cache.holds(infoHash(old))).isFalse();
            assertThat(cache.load(A)).contains(young);
            assertThat(files()).hasSize(1);
        }
    }

    @Test
    void knowsEveryPathOfOneContentInTheOrderTheyCame() {
        Content content = CachedExamples.file(A, 5);
        try (ContentCache cache = ContentCache.open(directory)) {
            cache.put(A, content);
            cache.put(B, content);
            assertThat(cache.find(infoHash(content)).orElseThrow().path()).isEqualTo(A);

            assertThat(cache.remove(A)).contains(infoHash(content));

            assertThat(cache.find(infoHash(content)).orElseThrow().path()).isEqualTo(B);
            assertThat(cache.remove(B, InfoHash.of(new byte[20]))).isFalse();
            assertThat(cache.remove(B, infoHash(content))).isTrue();
            assertThat(cache.holds(infoHash(content))).isFalse();
            assertThat(cache.size()).isZero();
            assertThat(files()).isEmpty();
        }
    }

    @Test
    void keepsTheNewerOfTwoThatACrashLeftForOnePath(@TempDir Path elsewhere) throws IOException {
        try (ContentCache cache = ContentCache.open(directory)) {
            cache.put(A, CachedExamples.file(A, 5));
            Path old = files().get(0);
            Path copy = Files.copy(old, elsewhere.resolve("copy"));
            cache.put(A, CachedExamples.file(A, 6));
            Files.copy(copy, old, StandardCopyOption.COPY_ATTRIBUTES);
            Files.setLastModifiedTime(old, FileTime.fromMillis(0));
        }

        try (ContentCache cache = ContentCache.open(directory)) {
            assertThat(cache.load(A)).contains(CachedExamples.file(A, 6));
            assertThat(files()).hasSize(1);
        }
    }

    @Test
    void removesWhatWasBeingWrittenAndLeavesWhatItDoesNotKnow() throws IOException {
        try (ContentCache cache = ContentCache.open(directory)) {
            cache.put(A, CachedExamples.file(A, 5));
        }
        Path file = files().get(0);
        Path unfinished = Files.copy(file, file.resolveSibling(file.getFileName() + ".part"));
        Path foreign = Files.createFile(file.resolveSibling("notes.txt"));
        Path future = Files.createFile(
                file.resolveSibling(file.getFileName().toString().replace(".content1", ".content2")));

        try (ContentCache cache = ContentCache.open(directory)) {
            assertThat(cache.size()).isOne();
            assertThat(unfinished).doesNotExist();
            assertThat(foreign).exists();
            assertThat(future).exists();
        }
    }

    @Test
    void neverTrustsAFileUnderAnothersName() throws IOException {
        try (ContentCache cache = ContentCache.open(directory)) {
            cache.put(A, CachedExamples.file(A, 5));
            Path first = files().get(0);
            cache.put(B, CachedExamples.file(B, 6));
            Path second = files().stream()
                    .filter(file -> !file.equals(first))
                    .findFirst()
                    .orElseThrow();
            Files.copy(first, second, StandardCopyOption.REPLACE_EXISTING);

            assertThat(cache.load(B)).isEmpty();
            assertThat(cache.size()).isOne();
            assertThat(second).doesNotExist();
            assertThat(cache.load(A)).isPresent();
        }
    }

    @Test
    void takesAFileThatDisappearedForAbsent() throws IOException {
        Content content = CachedExamples.file(A, 5);
        try (ContentCache cache = ContentCache.open(directory)) {
            cache.put(A, content);
            cache.put(B, content);
            Files.delete(files().get(0));

            assertThat(cache.load(infoHash(content))).contains(content);
            assertThat(Stream.of(A, B).filter(path -> cache.load(path).isPresent()))
                    .hasSize(1);
            cache.put(A, content);
            cache.put(B, content);
            assertThat(cache.load(A)).contains(content);
            assertThat(cache.load(B)).contains(content);
        }
    }

    @Test
    void doesNotReadFromAPipe() throws Exception {
        try (ContentCache cache = ContentCache.open(directory)) {
            cache.put(A, CachedExamples.file(A, 5));
            Path file = files().get(0);
            Files.delete(file);
            assumeTrue(new ProcessBuilder("mkfifo", file.toString()).start().waitFor() == 0, "mkfifo works here");

            assertThat(cache.load(A)).isEmpty();
        }
    }

    @Test
    void saysWhyItCannotKeepAContentAndHasNoneForThePathThen() throws IOException {
        assumeTrue(!"root".equals(System.getProperty("user.name")), "rights do not bind root");
        try (ContentCache cache = ContentCache.open(directory)) {
            cache.put(A, CachedExamples.file(A, 5));
            Path shard = files().get(0).getParent();
            Files.setPosixFilePermissions(shard, PosixFilePermissions.fromString("r-x------"));

            assertThatExceptionOfType(ContentCacheException.class)
                    .isThrownBy(() -> cache.put(A, CachedExamples.file(A, 6)))
                    .withMessageContaining("Permission is denied");
            assertThat(cache.load(A)).isEmpty();
            Files.setPosixFilePermissions(shard, PosixFilePermissions.fromString("rwx------"));
        }
    }

    @Test
    void refusesToKeepWhereAFileIsInTheWay() throws IOException {
        try (ContentCache cache = ContentCache.open(directory)) {
            cache.put(A, CachedExamples.file(A, 5));
            Path shard = files().get(0).getParent();
            Files.delete(files().get(0));
            Files.delete(shard);
            Files.createFile(shard);

            assertThatExceptionOfType(ContentCacheException.class)
                    .isThrownBy(() -> cache.put(A, CachedExamples.file(A, 6)))
                    .withMessageContaining(shard.toString());
            assertThat(cache.load(A)).isEmpty();
            Files.delete(shard);
            cache.put(A, CachedExamples.file(A, 6));
            assertThat(cache.load(A)).isPresent();
        }
    }

    @Test
    void makesItsDirectoryAgainWhenSomebodyDeletedIt() throws IOException {
        Path inner = directory.resolve("cache");
        try (ContentCache cache = ContentCache.open(inner)) {
            Files.delete(inner.resolve("lock"));
            Files.delete(inner);

            cache.put(A, CachedExamples.file(A, 5));

            assertThat(cache.load(A)).contains(CachedExamples.file(A, 5));
        }
    }

    @Test
    void belongsToOneAtATime() {
        try (ContentCache cache = ContentCache.open(directory)) {
            assertThat(cache.size()).isZero();
            assertThatExceptionOfType(ContentCacheException.class)
                    .isThrownBy(() -> ContentCache.open(directory))
                    .withMessageContaining(directory.toString());
        }
        ContentCache.open(directory).close();
    }

    @Test
    void neverShowsAMixtureWhenManyWriteTheSamePath() {
        List<Content> contents = IntStream.rangeClosed(1, 8)
                .mapToObj(length -> CachedExamples.file(A, length))
                .toList();
        try (ContentCache cache = ContentCache.open(directory)) {
            cache.put(A, contents.get(0));
            CompletableFuture<?>[] writers = contents.stream()
                    .map(content -> CompletableFuture.runAsync(() -> {
                        for (int i = 0; i < 50; i++) {
                            cache.put(A, content);
                            assertThat(cache.load(A)).isPresent().get().isIn(contents);
                        }
                    }))
                    .toArray(CompletableFuture[]::new);
            CompletableFuture.allOf(writers).join();

            assertThat(cache.size()).isOne();
            assertThat(files()).hasSize(1);
            assertThat(contents.stream().filter(content -> cache.holds(infoHash(content))))
                    .hasSize(1);
        }
    }
}
