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
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import torrentkit.app.server.catalogue.Catalogue.Found;
import torrentkit.content.Content;
import torrentkit.content.ContentHasher;
import torrentkit.metainfo.InfoHash;
import torrentkit.metainfo.MetainfoOptions;
import torrentkit.storage.StorageExecutor;

/** Ten thousand torrents that nobody is interested in, and a restart with them. */
class CatalogueScaleTest {
    private static final int TORRENTS = 10_000;
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
            if (i % 1_000 == 0) {
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
        return List.of("a-directory-" + i / 1_000, "a-file-of-usual-length-" + i + ".tar.gz");
    }

    private Catalogue open() throws IOException {
        return new Catalogue(
                FileSource.of(root),
                HashedContents.open(root, directory.resolve("state")),
                new Hashing() {
                    private final ContentHasher hasher = new ContentHasher(threads);

                    @Override
                    public CompletableFuture<Content> hash(Path content, String name, LongConsumer hashedBytes) {
                        hashed++;
                        return hasher.hash(content, MetainfoOptions.defaults().withName(name), hashedBytes);
                    }

                    @Override
                    public boolean wouldMake(Content content, String name) {
                        return true;
                    }
                },
                new HashingQueue(1, 1),
                (infoHash, reason, another) -> {});
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
        catalogue = open();
        List<InfoHash> infoHashes = new ArrayList<>();
        for (int i = 0; i < TORRENTS; i++) {
            infoHashes.add(
                    ((Found.Served) catalogue.find(names(i)).join()).metainfo().infoHash());
        }
        assertThat(hashed).isEqualTo(TORRENTS);
        catalogue.close();
        catalogue = null;
        long before = usedHeap();

        long start = System.nanoTime();
        catalogue = open();
        long opened = System.nanoTime();

        assertThat(infoHashes).allMatch(catalogue::offers);
        assertThat(catalogue.load(infoHashes.get(1_234))).isPresent();
        await().until(catalogue::arePathsComplete);
        long known = System.nanoTime();
        assertThat(catalogue.find(names(4_321)).join()).isInstanceOf(Found.Served.class);
        assertThat(catalogue.paths(infoHashes.get(4_321))).containsExactly(names(4_321));
        assertThat(hashed).isEqualTo(TORRENTS);

        long perTorrent = (usedHeap() - before) / TORRENTS;
        System.getLogger(CatalogueScaleTest.class.getName())
                .log(
                        System.Logger.Level.INFO,
                        "opened in {0} ms, all paths known after {1} ms, {2} bytes of heap a torrent",
                        (opened - start) / 1_000_000,
                        (known - start) / 1_000_000,
                        perTorrent);
        assertThat(perTorrent).isLessThan(BYTES_A_TORRENT);
        Reference.reachabilityFence(infoHashes);
    }
}
