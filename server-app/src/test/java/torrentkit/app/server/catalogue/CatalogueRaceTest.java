package torrentkit.app.server.catalogue;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongConsumer;
import java.util.stream.IntStream;
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

/** Many ask while somebody plays tricks with what they ask for. */
class CatalogueRaceTest {
    private static final int ASKING = 4;
    private static final int REQUESTS = 500;

    @TempDir
    private Path directory;

    private final StorageExecutor threads = new StorageExecutor(2);
    private final ContentHasher hasher = new ContentHasher(threads);
    private Path root;
    private Catalogue catalogue;

    @BeforeEach
    void open() throws IOException {
        root = Files.createDirectory(directory.resolve("root")).toRealPath();
        catalogue = new Catalogue(
                FileSource.of(root),
                HashedContents.open(root, directory.resolve("state")),
                new Hashing() {
                    @Override
                    public CompletableFuture<Content> hash(Path content, String name, LongConsumer hashedBytes) {
                        return hasher.hash(content, MetainfoOptions.defaults().withName(name), hashedBytes);
                    }

                    @Override
                    public boolean wouldMake(Content content, String name) {
                        return true;
                    }
                },
                new HashingQueue(2, 100),
                (infoHash, reason, another) -> {});
    }

    @AfterEach
    void close() {
        catalogue.close();
        threads.close();
    }

    private InfoHash infoHash(Path file, String name) {
        return hasher.hash(file, MetainfoOptions.defaults().withName(name), bytes -> {})
                .join()
                .metainfo()
                .infoHash();
    }

    private interface Trick {
        void play() throws IOException;
    }

    /** What was served while the tricks were played. */
    private Set<InfoHash> askDuring(List<String> names, Trick trick) throws IOException {
        Set<InfoHash> served = ConcurrentHashMap.newKeySet();
        AtomicBoolean over = new AtomicBoolean();
        CompletableFuture<?> asking = CompletableFuture.allOf(IntStream.range(0, ASKING)
                .mapToObj(i -> CompletableFuture.runAsync(() -> {
                    for (int request = 0; request < REQUESTS; request++) {
                        if (catalogue.find(names).join() instanceof Found.Served found) {
                            InfoHash infoHash = found.metainfo().infoHash();
                            served.add(infoHash);
                            catalogue
                                    .load(infoHash)
                                    .ifPresent(content -> assertThat(
                                                    content.metainfo().infoHash())
                                            .isEqualTo(infoHash));
                        }
                    }
                }))
                .toArray(CompletableFuture[]::new));
        asking.whenComplete((done, failure) -> over.set(true));
        while (!over.get()) {
            trick.play();
        }
        asking.join();
        return served;
    }

    @Test
    void neverServesWhatLiesOutsideWhenALinkIsSwapped() throws IOException {
        Path inside = Files.writeString(root.resolve("inside"), "for everybody");
        Path secret = Files.writeString(directory.resolve("secret"), "for nobody");
        Path link = Files.createSymbolicLink(root.resolve("link"), inside);
        Path bad = directory.resolve("bad");
        Path good = directory.resolve("good");

        Set<InfoHash> served = askDuring(List.of("link"), () -> {
            Files.createSymbolicLink(bad, secret);
            Files.move(bad, link, StandardCopyOption.ATOMIC_MOVE);
            Files.createSymbolicLink(good, inside);
            Files.move(good, link, StandardCopyOption.ATOMIC_MOVE);
        });

        assertThat(served).isSubsetOf(infoHash(inside, "link"));
        assertThat(catalogue.offers(infoHash(secret, "link"))).isFalse();
    }

    @Test
    void neverServesWhatLiesOutsideWhenADirectoryAboveIsSwapped() throws IOException {
        Path inside = Files.createDirectories(root.resolve("d"));
        Path file = Files.writeString(inside.resolve("file"), "for everybody");
        Path outside = Files.createDirectories(directory.resolve("outside"));
        Path secret = Files.writeString(outside.resolve("file"), "for nobody");
        Path aside = root.resolve("aside");
        InfoHash allowed = infoHash(file, "file");

        Set<InfoHash> served = askDuring(List.of("d", "file"), () -> {
            Files.move(inside, aside);
            Files.createSymbolicLink(inside, outside);
            Files.delete(inside);
            Files.move(aside, inside);
        });

        assertThat(served).isSubsetOf(allowed);
        assertThat(catalogue.offers(infoHash(secret, "file"))).isFalse();
    }

    @Test
    void servesOneOfTheVersionsOfAFileThatIsReplacedAllTheTime() throws IOException {
        Path first = Files.writeString(directory.resolve("first"), "version one");
        Path second = Files.writeString(directory.resolve("second"), "version TWO");
        Path file = Files.copy(first, root.resolve("file"));
        Path copy = directory.resolve("copy");

        Set<InfoHash> served = askDuring(List.of("file"), () -> {
            Files.copy(second, copy, StandardCopyOption.REPLACE_EXISTING);
            Files.move(copy, file, StandardCopyOption.ATOMIC_MOVE);
            Files.copy(first, copy, StandardCopyOption.REPLACE_EXISTING);
            Files.move(copy, file, StandardCopyOption.ATOMIC_MOVE);
        });

        assertThat(served).isSubsetOf(infoHash(first, "file"), infoHash(second, "file"));
        assertThat(((Found.Served) catalogue.find(List.of("file")).join())
                        .metainfo()
                        .infoHash())
                .isEqualTo(infoHash(first, "file"));
    }
}
