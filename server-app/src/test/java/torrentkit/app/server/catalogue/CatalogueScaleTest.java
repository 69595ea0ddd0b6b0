package torrentkit.app.server.catalogue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.lang.ref.Reference;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.LongConsumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import torrentkit.app.server.catalogue.Catalogue.Found;
import torrentkit.content.CachedExamples;
import torrentkit.content.Content;
import torrentkit.content.ContentCache;
import torrentkit.content.ContentHasher;
import torrentkit.metainfo.InfoHash;
import torrentkit.metainfo.MetainfoOptions;
import torrentkit.storage.StorageExecutor;

/** Thousands of torrents that nobody is interested in, and a restart with them. */
class CatalogueScaleTest {
    private static final int TORRENTS = 2_000;
    private static final long BYTES_A_TORRENT = 1_024;

    @TempDir
    private Path directory;

    private final StorageExecutor threads = new StorageExecutor(2);
    private Path root;
    private Catalogue catalogue;
    private int hashed;

    @BeforeEach
    void makeFiles() throws IOException {
        root = Files.createDirectory(directory.resolve("root")).toRealPath();
        for (int i = 0; i < TORRENTS; i++) {
            if (i % 100 == 0) {
                Files.createDirectories(path(i).getParent());
            }
            Files.writeString(path(i), "content " + i);
        }
    }

    @AfterEach
    void close() {
        catalogue.close();
        threads.close();
    }

    private Path path(int i) {
        return root.resolve(String.join("/", names(i)));
    }

    private static List<String> names(int i) {
        return List.of("a-directory-" + i / 100, "a-file-of-usual-length-" + i + ".tar.gz");
    }

    private Catalogue open() throws IOException {
        return new Catalogue(
                FileSource.of(root),
                HashedContents.open(root, directory.resolve("state")),
                new Hashing() {
                    @Override
                    public CompletableFuture<Content> hash(Path content, String name, LongConsumer hashedBytes) {
                        hashed++;
                        return CompletableFuture.failedFuture(new IllegalStateException("hashed again: " + content));
                    }

                    @Override
                    public boolean wouldMake(Content content, String name) {
                        return true;
                    }
                },
                new HashingQueue(1, 1),
                (infoHash, reason, another) -> {});
    }

    /** As an earlier process left it. */
    private List<InfoHash> hashAll() throws IOException {
        HashedContents.open(root, directory.resolve("state")).close();
        Path cache;
        try (Stream<Path> inside = Files.list(directory.resolve("state"))) {
            cache = inside.findFirst().orElseThrow();
        }
        ContentHasher hasher = new ContentHasher(threads);
        List<InfoHash> infoHashes = new ArrayList<>();
        for (int i = 0; i < TORRENTS; i++) {
            Content content = hasher.hash(path(i), MetainfoOptions.defaults(), bytes -> {})
                    .join();
            CachedExamples.write(cache, new ContentCache.Entry(path(i), content));
            infoHashes.add(content.metainfo().infoHash());
        }
        return infoHashes;
    }

    private static long usedHeap() {
        Runtime runtime = Runtime.getRuntime();
        long least = Long.MAX_VALUE;
        for (int i = 0; i < 4; i++) {
            System.gc();
            least = Math.min(least, runtime.totalMemory() - runtime.freeMemory());
        }
        return least;
    }

    @Test
    void servesThemAfterARestartWithoutHashingAndInLittleMemory() throws IOException {
        List<InfoHash> infoHashes = hashAll();
        long before = usedHeap();

        catalogue = open();

        assertThat(infoHashes).allMatch(catalogue::offers);
        assertThat(catalogue.load(infoHashes.get(1_234))).isPresent();
        await().until(catalogue::arePathsComplete);
        assertThat(catalogue.find(names(1_321)).join()).isInstanceOf(Found.Served.class);
        assertThat(catalogue.paths(infoHashes.get(1_321))).containsExactly(names(1_321));
        assertThat(hashed).isZero();

        long perTorrent = (usedHeap() - before) / TORRENTS;
        assertThat(perTorrent).isLessThan(BYTES_A_TORRENT);
        Reference.reachabilityFence(infoHashes);
    }
}
