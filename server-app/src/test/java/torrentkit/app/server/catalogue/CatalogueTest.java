package torrentkit.app.server.catalogue;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import torrentkit.app.server.catalogue.Catalogue.Found;
import torrentkit.content.Content;
import torrentkit.content.ContentHasher;
import torrentkit.metainfo.MetainfoOptions;
import torrentkit.storage.StorageExecutor;

class CatalogueTest {
    private static final List<String> NAMES = List.of("file");

    @TempDir
    private Path root;

    private final StorageExecutor threads = new StorageExecutor(2);
    private final List<Hash> hashes = new ArrayList<>();
    private final Map<String, RecordedPublication> published = new TreeMap<>();
    private Catalogue catalogue;
    private Path file;

    /** A call to hash, which the test lets go on when it likes. */
    private record Hash(Path path, String name, CompletableFuture<Content> outcome) {}

    private record RecordedPublication(CompletableFuture<String> withdrawn) implements Publisher.Publication {
        @Override
        public void withdraw(String reason) {
            withdrawn.complete(reason);
        }
    }

    @BeforeEach
    void setUp() throws IOException {
        file = Files.writeString(root.resolve("file"), "some content");
        catalogue = catalogue(2, 0);
    }

    @AfterEach
    void tearDown() {
        catalogue.close();
        threads.close();
    }

    private Catalogue catalogue(int jobs, int queue) throws IOException {
        return new Catalogue(
                FileSource.of(root),
                (path, name) -> {
                    Hash hash = new Hash(path, name, new CompletableFuture<>());
                    hashes.add(hash);
                    return hash.outcome;
                },
                new HashingQueue(jobs, queue),
                content -> {
                    RecordedPublication publication = new RecordedPublication(new CompletableFuture<>());
                    published.put(content.metainfo().infoHash().toString(), publication);
                    return publication;
                });
    }

    /** Hashes in fact what call number {@code i} asked for. */
    private void goOn(int i) {
        Hash hash = hashes.get(i);
        CompletableFuture<Content> hashing = new ContentHasher(threads)
                .hash(hash.path, MetainfoOptions.defaults().withName(hash.name), bytes -> {});
        try {
            hash.outcome.complete(hashing.join());
        } catch (RuntimeException e) {
            hash.outcome.completeExceptionally(e);
        }
    }

    private static String infoHash(CompletableFuture<Found> found) {
        return ((Found.Served) found.join()).metainfo().infoHash().toString();
    }

    private static Found refusal(CompletableFuture<Found> found) {
        return found.join();
    }

    @Test
    void hashesOnceForAllWhoAskMeanwhileAndLater() {
        CompletableFuture<Found> first = catalogue.find(NAMES);
        CompletableFuture<Found> second = catalogue.find(NAMES);
        goOn(0);

        assertThat(infoHash(first)).isEqualTo(infoHash(second)).isEqualTo(infoHash(catalogue.find(NAMES)));
        assertThat(hashes).hasSize(1);
        assertThat(published).hasSize(1);
    }

    @Test
    void goesOnForTheOthersWhenOneGoesAway() {
        CompletableFuture<Found> first = catalogue.find(NAMES);
        CompletableFuture<Found> second = catalogue.find(NAMES);
        first.cancel(true);
        goOn(0);

        assertThat(second).isCompletedWithValueMatching(found -> found instanceof Found.Served);
    }

    @Test
    void givesAChangedFileANewTorrentAndWithdrawsTheOldAtOnce() throws IOException {
        CompletableFuture<Found> before = catalogue.find(NAMES);
        goOn(0);
        Files.writeString(file, "other content");

        CompletableFuture<Found> after = catalogue.find(NAMES);

        assertThat(published.get(infoHash(before)).withdrawn()).isDone();
        goOn(1);
        assertThat(infoHash(after)).isNotEqualTo(infoHash(before));
        assertThat(published.get(infoHash(after)).withdrawn()).isNotDone();
    }

    @Test
    void noticesAnyChangeBelowADirectory() throws IOException {
        Path directory = Files.createDirectories(root.resolve("d/e")).getParent();
        Files.writeString(directory.resolve("e/x"), "x");
        List<String> names = List.of("d");
        catalogue.find(names);
        goOn(0);
        catalogue.find(names);
        assertThat(hashes).hasSize(1);

        Files.createFile(directory.resolve("e/y"));
        catalogue.find(names);
        goOn(1);
        Files.delete(directory.resolve("e/y"));
        catalogue.find(names);
        goOn(2);
        Files.move(directory.resolve("e/x"), directory.resolve("e/z"));
        catalogue.find(names);

        assertThat(hashes).hasSize(4);
    }

    @Test
    void doesNotServeWhatChangedWhileItWasHashed() throws IOException {
        CompletableFuture<Found> found = catalogue.find(NAMES);
        Files.writeString(file, "changed underneath");
        goOn(0);

        assertThat(refusal(found)).isInstanceOf(Found.Later.class);
        assertThat(published).isEmpty();
        catalogue.find(NAMES);
        assertThat(hashes).hasSize(2);
    }

    @Test
    void doesNotServeWhatALinkSwappedInMeanwhileLeadsTo(@TempDir Path outside) throws IOException {
        Path secret = Files.writeString(outside.resolve("secret"), "some content");
        CompletableFuture<Found> found = catalogue.find(NAMES);
        Files.delete(file);
        Files.createSymbolicLink(file, secret);
        goOn(0);

        assertThat(refusal(found)).isInstanceOf(Found.Later.class);
        assertThat(published).isEmpty();
    }

    @Test
    void startsAnewWhenTheFileChangesWhileItIsHashed() throws IOException {
        CompletableFuture<Found> before = catalogue.find(NAMES);
        Files.writeString(file, "other content");
        CompletableFuture<Found> after = catalogue.find(NAMES);

        assertThat(hashes.get(0).outcome).isCancelled();
        assertThat(refusal(before)).isInstanceOf(Found.Later.class);
        goOn(1);
        assertThat(after).isCompletedWithValueMatching(found -> found instanceof Found.Served);
    }

    @Test
    void hashesAgainWhatTheSeederWithdrew() {
        CompletableFuture<Found> found = catalogue.find(NAMES);
        goOn(0);
        published.get(infoHash(found)).withdrawn().complete("cannot be read");

        catalogue.find(NAMES);

        assertThat(hashes).hasSize(2);
    }

    @Test
    void withdrawsAFileThatIsGone() throws IOException {
        CompletableFuture<Found> found = catalogue.find(NAMES);
        goOn(0);
        Files.delete(file);

        assertThat(refusal(catalogue.find(NAMES))).isInstanceOf(Found.Absent.class);
        assertThat(published.get(infoHash(found)).withdrawn()).isDone();
    }

    @Test
    void saysWhyAnEmptyFileHasNoTorrent() throws IOException {
        Files.createFile(root.resolve("empty"));
        CompletableFuture<Found> found = catalogue.find(List.of("empty"));
        goOn(0);

        assertThat(refusal(found))
                .isInstanceOfSatisfying(
                        Found.Impossible.class,
                        impossible -> assertThat(impossible.sentence())
                                .contains("empty")
                                .doesNotContain(root.toString()));
    }

    @Test
    void saysWhyAnEmptyDirectoryHasNoTorrent() throws IOException {
        Files.createDirectories(root.resolve("hollow/deeper"));
        CompletableFuture<Found> found = catalogue.find(List.of("hollow"));
        goOn(0);

        assertThat(refusal(found)).isInstanceOf(Found.Impossible.class);
    }

    @Test
    void putsOffRequestsWhenTooMuchWaits() throws IOException {
        catalogue.close();
        catalogue = catalogue(1, 0);
        Files.writeString(root.resolve("other"), "x");
        catalogue.find(NAMES);

        assertThat(refusal(catalogue.find(List.of("other"))))
                .isInstanceOfSatisfying(
                        Found.Later.class,
                        later -> assertThat(later.retryAfterSeconds()).isPositive());
        goOn(0);
        catalogue.find(List.of("other"));
        goOn(1);
        assertThat(published).hasSize(2);
    }

    @Test
    void triesAgainAfterAFailure() {
        CompletableFuture<Found> failed = catalogue.find(NAMES);
        hashes.get(0).outcome.completeExceptionally(new IllegalStateException("a disk of glass"));
        assertThat(failed).isCompletedExceptionally();

        CompletableFuture<Found> found = catalogue.find(NAMES);
        goOn(1);
        assertThat(found).isCompletedWithValueMatching(result -> result instanceof Found.Served);
    }

    @Test
    void givesUpEverythingWhenClosed() throws IOException {
        CompletableFuture<Found> served = catalogue.find(NAMES);
        goOn(0);
        Files.writeString(root.resolve("other"), "x");
        catalogue.find(List.of("other"));

        catalogue.close();

        assertThat(published.get(infoHash(served)).withdrawn()).isDone();
        assertThat(hashes.get(1).outcome).isCancelled();
        assertThat(refusal(catalogue.find(NAMES))).isInstanceOf(Found.Later.class);
    }
}
