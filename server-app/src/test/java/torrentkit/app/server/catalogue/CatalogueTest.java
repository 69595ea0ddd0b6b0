package torrentkit.app.server.catalogue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static org.junit.jupiter.api.Named.named;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.LongConsumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import torrentkit.app.server.catalogue.Catalogue.Found;
import torrentkit.app.server.catalogue.Catalogue.ServedPath;
import torrentkit.content.Content;
import torrentkit.content.ContentHasher;
import torrentkit.metainfo.InfoHash;
import torrentkit.metainfo.MetainfoOptions;
import torrentkit.storage.StorageExecutor;

class CatalogueTest {
    private static final List<String> NAMES = List.of("file");

    @TempDir
    private Path root;

    @TempDir
    private Path state;

    private final StorageExecutor threads = new StorageExecutor(2);
    private final List<Hash> hashes = new ArrayList<>();
    private final Recorded published = new Recorded();
    private boolean privateTorrents;
    private Catalogue catalogue;
    private Path file;

    /** A call to hash, which the test lets go on when it likes. */
    private record Hash(Path path, String name, CompletableFuture<Content> outcome) {}

    private static final class Recorded implements Publisher {
        private final List<String> stopped = new CopyOnWriteArrayList<>();

        @Override
        public void withdraw(InfoHash infoHash, String reason, boolean another) {
            stopped.add(infoHash + (another ? " lies elsewhere too" : ""));
        }
    }

    /** Hashes when the test says so, with the present settings. */
    private final class ControlledHashing implements Hashing {
        @Override
        public CompletableFuture<Content> hash(Path path, String name, LongConsumer hashedBytes) {
            Hash hash = new Hash(path, name, new CompletableFuture<>());
            hashes.add(hash);
            return hash.outcome;
        }

        @Override
        public boolean wouldMake(Content content, String name) {
            return content.metainfo().isPrivate() == privateTorrents
                    && content.metainfo().name().equals(name);
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
                HashedContents.open(root.toRealPath(), state),
                new ControlledHashing(),
                new HashingQueue(jobs, queue),
                published);
    }

    private void restart() throws IOException {
        catalogue.close();
        catalogue = catalogue(2, 0);
    }

    /** Hashes in fact what call number {@code i} asked for. */
    private void goOn(int i) {
        Hash hash = hashes.get(i);
        CompletableFuture<Content> hashing = new ContentHasher(threads)
                .hash(
                        hash.path,
                        MetainfoOptions.defaults().withPrivate(privateTorrents).withName(hash.name),
                        bytes -> {});
        try {
            hash.outcome.complete(hashing.join());
        } catch (RuntimeException e) {
            hash.outcome.completeExceptionally(e);
        }
    }

    private static InfoHash infoHash(CompletableFuture<Found> found) {
        return ((Found.Served) found.join()).metainfo().infoHash();
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
        assertThat(catalogue.torrents("", 9, names -> true)).hasSize(1);
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

        assertThat(published.stopped).containsExactly(infoHash(before).toString());
        goOn(1);
        assertThat(infoHash(after)).isNotEqualTo(infoHash(before));
        assertThat(catalogue.offers(infoHash(after))).isTrue();
    }

    @Test
    void tellsEverybodyWhenWhatWasHashedCannotBeServed() {
        CompletableFuture<Found> waiting = catalogue.find(NAMES);

        hashes.get(0).outcome.complete(null); // stands for anything that fails between hashing and serving

        assertThat(waiting).isCompletedExceptionally();
        assertThat(catalogue.jobs())
                .singleElement()
                .satisfies(job -> assertThat(job.state()).isEqualTo(Job.State.FAILED));
        CompletableFuture<Found> again = catalogue.find(NAMES);
        goOn(1);
        assertThat(infoHash(again)).isNotNull();
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
        assertThat(catalogue.torrents("", 9, names -> true)).isEmpty();
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
        assertThat(catalogue.torrents("", 9, names -> true)).isEmpty();
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
        InfoHash infoHash = infoHash(found);
        catalogue.withdrawn(infoHash, "cannot be read");
        assertThat(catalogue.offers(infoHash)).isFalse();
        await().until(() -> catalogue.paths(infoHash).isEmpty());

        catalogue.find(NAMES);

        assertThat(hashes).hasSize(2);
    }

    @Test
    void withdrawsAFileThatIsGone() throws IOException {
        CompletableFuture<Found> found = catalogue.find(NAMES);
        goOn(0);
        Files.delete(file);

        assertThat(refusal(catalogue.find(NAMES))).isInstanceOf(Found.Absent.class);
        assertThat(published.stopped).containsExactly(infoHash(found).toString());
        assertThat(catalogue.offers(infoHash(found))).isFalse();
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
        assertThat(catalogue.torrents("", 9, names -> true)).hasSize(2);
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

        assertThat(published.stopped).containsExactly(infoHash(served).toString());
        assertThat(catalogue.offers(infoHash(served))).isFalse();
        assertThat(hashes.get(1).outcome).isCancelled();
        assertThat(refusal(catalogue.find(NAMES))).isInstanceOf(Found.Later.class);
    }

    @Test
    void servesAfterARestartWhatItHashedBeforeWithoutHashingAgain() throws IOException {
        InfoHash infoHash = serve(NAMES);

        restart();

        assertThat(catalogue.offers(infoHash)).isTrue();
        assertThat(catalogue.load(infoHash)).map(Content::root).contains(file.toRealPath());
        assertThat(infoHash(catalogue.find(NAMES))).isEqualTo(infoHash);
        assertThat(hashes).hasSize(1);
        await().until(catalogue::arePathsComplete);
        assertThat(catalogue.paths(infoHash)).containsExactly(NAMES);
    }

    /** Hashes what lies at the path. */
    private InfoHash serve(List<String> names) {
        CompletableFuture<Found> found = catalogue.find(names);
        goOn(hashes.size() - 1);
        return infoHash(found);
    }

    static Stream<Arguments> changes() {
        return Stream.of(
                change("append", file -> Files.writeString(file, "x", StandardOpenOption.APPEND)),
                change("truncate", file -> Files.writeString(file, "som")),
                change("same size", file -> Files.writeString(file, "some CONTENT")),
                change("same size and time", file -> {
                    FileTime time = Files.getLastModifiedTime(file);
                    Files.writeString(file, "some CONTENT");
                    Files.setLastModifiedTime(file, time);
                }),
                change("another file of the same name, size and time", file -> {
                    Path other = Files.writeString(file.resolveSibling("other"), "some CONTENT");
                    Files.setLastModifiedTime(other, Files.getLastModifiedTime(file));
                    Files.move(other, file, StandardCopyOption.REPLACE_EXISTING);
                }),
                change("a link to the same bytes", file -> {
                    Path moved = Files.move(file, file.resolveSibling("moved"));
                    Files.createSymbolicLink(file, moved);
                }),
                change("a directory", file -> {
                    Files.delete(file);
                    Files.createDirectory(file);
                }),
                change("a pipe", file -> {
                    Files.delete(file);
                    assumeTrue(run("mkfifo", file.toString()), "mkfifo works here");
                }),
                change("gone", Files::delete));
    }

    private interface Change {
        void to(Path file) throws IOException;
    }

    private static Arguments change(String name, Change change) {
        return Arguments.of(named(name, change));
    }

    private static boolean run(String... command) throws IOException {
        return new ProcessBuilder(command).start().onExit().join().exitValue() == 0;
    }

    @ParameterizedTest
    @MethodSource("changes")
    void neverHandsAPeerWhatChanged(Change change) throws IOException {
        InfoHash infoHash = serve(NAMES);
        change.to(file);

        assertThat(catalogue.load(infoHash)).isEmpty();
        assertThat(catalogue.offers(infoHash)).isFalse();
        assertThat(published.stopped).containsExactly(infoHash.toString());
    }

    @ParameterizedTest
    @MethodSource("changes")
    void neverServesAfterARestartWhatChangedMeanwhile(Change change) throws IOException {
        InfoHash infoHash = serve(NAMES);
        catalogue.close();
        change.to(file);
        catalogue = catalogue(2, 0);

        CompletableFuture<Found> found = catalogue.find(NAMES);

        assertThat(found.isDone() && found.join() instanceof Found.Served).isFalse();
        assertThat(catalogue.offers(infoHash)).isFalse();
    }

    @Test
    void hashesAgainWhenTheSettingsChanged() throws IOException {
        InfoHash before = serve(NAMES);
        privateTorrents = true;
        restart();

        InfoHash after = serve(NAMES);

        assertThat(after).isNotEqualTo(before);
        assertThat(catalogue.offers(before)).isFalse();
        assertThat(catalogue.offers(after)).isTrue();
    }

    @Test
    void readsTheNextCopyWhenOneChanges() throws IOException {
        Path directory = Files.createDirectory(root.resolve("d"));
        Path copy = Files.copy(file, directory.resolve("file")).toRealPath();
        InfoHash infoHash = serve(NAMES);
        assertThat(serve(List.of("d", "file"))).isEqualTo(infoHash);
        assertThat(catalogue.paths(infoHash)).containsExactly(NAMES, List.of("d", "file"));
        assertThat(catalogue.load(infoHash)).map(Content::root).contains(file.toRealPath());

        Files.writeString(file, "changed");

        assertThat(catalogue.load(infoHash)).map(Content::root).contains(copy);
        assertThat(published.stopped).containsExactly(infoHash + " lies elsewhere too");
        Files.delete(copy);
        assertThat(catalogue.load(infoHash)).isEmpty();
        assertThat(published.stopped).hasSize(2).last().isEqualTo(infoHash.toString());
    }

    @Test
    void goesOnReadingOneCopyWhenAnotherChanges() throws IOException {
        Path directory = Files.createDirectory(root.resolve("d"));
        Path copy = Files.copy(file, directory.resolve("file"));
        InfoHash infoHash = serve(NAMES);
        serve(List.of("d", "file"));
        catalogue.load(infoHash);

        Files.delete(copy);
        catalogue.find(List.of("d", "file"));

        assertThat(published.stopped).isEmpty();
        assertThat(catalogue.paths(infoHash)).containsExactly(NAMES);
    }

    @Test
    void servesWhatTheDiskDoesNotTake() throws IOException {
        Path cache;
        try (Stream<Path> inside = Files.list(state)) {
            cache = inside.findFirst().orElseThrow();
        }
        for (int i = 0; i < 256; i++) {
            Files.createFile(cache.resolve(String.format("%02x", i)));
        }

        InfoHash infoHash = serve(NAMES);

        assertThat(catalogue.offers(infoHash)).isTrue();
        assertThat(catalogue.load(infoHash)).isPresent();
        assertThat(infoHash(catalogue.find(NAMES))).isEqualTo(infoHash);
        Files.writeString(file, "changed");
        assertThat(catalogue.load(infoHash)).isEmpty();
    }

    @Test
    void hashesAgainWhenSomebodyDeletedTheCache() throws IOException {
        InfoHash infoHash = serve(NAMES);
        try (Stream<Path> all = Files.walk(state)) {
            for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                if (!path.equals(state)) {
                    Files.delete(path);
                }
            }
        }

        assertThat(serve(NAMES)).isEqualTo(infoHash);

        assertThat(hashes).hasSize(2);
        assertThat(catalogue.load(infoHash)).isPresent();
    }

    @Test
    void offersNothingOfAnotherSource(@TempDir Path elsewhere) throws IOException {
        InfoHash infoHash = serve(NAMES);
        catalogue.close();
        root = elsewhere;

        catalogue = catalogue(2, 0);

        assertThat(catalogue.offers(infoHash)).isFalse();
    }

    @Test
    void tellsWhichPathsHaveATorrentAPageAtATime() throws IOException {
        Files.writeString(root.resolve("a"), "a");
        Files.writeString(root.resolve("z"), "z");
        InfoHash a = serve(List.of("a"));
        serve(NAMES);
        InfoHash z = serve(List.of("z"));

        assertThat(catalogue.torrents("", 1, names -> true)).containsExactly(new ServedPath(List.of("a"), a));
        assertThat(catalogue.torrents("a", 9, names -> !names.equals(NAMES)))
                .containsExactly(new ServedPath(List.of("z"), z));
    }

    @Test
    void tellsHowFarItsJobsAre() {
        CompletableFuture<Found> found = catalogue.find(NAMES);
        Job hashing = catalogue.jobAt(NAMES).orElseThrow();
        assertThat(hashing.state()).isEqualTo(Job.State.HASHING);
        assertThat(hashing.bytesTotal()).isEqualTo(12);
        assertThat(catalogue.jobs()).containsExactly(hashing);
        assertThat(found).isNotDone();

        goOn(0);

        Job done = catalogue.job(hashing.id()).orElseThrow();
        assertThat(done.state()).isEqualTo(Job.State.DONE);
        assertThat(done.bytesDone()).isEqualTo(12);
        assertThat(done.ended()).isPresent();
        assertThat(catalogue.jobAt(NAMES)).isEmpty();
        assertThat(catalogue.job("none")).isEmpty();
    }

    @Test
    void tellsWhyAJobFailed() throws IOException {
        Files.createFile(root.resolve("empty"));
        catalogue.find(List.of("empty"));
        goOn(0);

        assertThat(catalogue.jobs()).singleElement().satisfies(job -> {
            assertThat(job.state()).isEqualTo(Job.State.FAILED);
            assertThat(job.message())
                    .hasValueSatisfying(
                            why -> assertThat(why).contains("at least one byte").doesNotContain(root.toString()));
        });
    }

    @Test
    void remembersABoundedNumberOfJobs() throws IOException {
        for (int i = 0; i < 300; i++) {
            Files.writeString(file, "content " + i);
            catalogue.find(NAMES);
            hashes.get(i).outcome.completeExceptionally(new IllegalStateException("no"));
        }

        assertThat(catalogue.jobs()).hasSize(200);
        assertThat(catalogue.jobs().get(0).id()).isEqualTo("300");
    }
}
