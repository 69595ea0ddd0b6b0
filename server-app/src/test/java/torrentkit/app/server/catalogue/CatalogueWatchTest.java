package torrentkit.app.server.catalogue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import torrentkit.app.server.catalogue.Catalogue.Found;
import torrentkit.app.server.config.ConfigurationException;
import torrentkit.app.server.config.ContentSettings;
import torrentkit.metainfo.InfoHash;
import torrentkit.storage.StorageExecutor;
import torrentkit.testing.Leftovers;

/** The catalogue as the server opens it: it hashes, lists and watches on its own. */
class CatalogueWatchTest {
    private static final Predicate<List<String>> ALL = names -> true;

    @TempDir
    private Path directory;

    private final Leftovers leftovers = Leftovers.before();
    private final StorageExecutor threads = new StorageExecutor(2);
    private final Set<InfoHash> withdrawn = ConcurrentHashMap.newKeySet();
    private Path root;
    private Catalogue catalogue;

    @BeforeEach
    void makeSource() throws IOException {
        root = Files.createDirectory(directory.resolve("root")).toRealPath();
        write("images/a.iso", "a");
        write("images/old/b.iso", "b");
        write("images-2/c", "c");
        write("notes.txt", "n");
    }

    @AfterEach
    void close() {
        catalogue.close();
        threads.close();
        leftovers.assertNone(directory);
    }

    private Path write(String path, String text) throws IOException {
        Path file = root.resolve(path);
        Files.createDirectories(file.getParent());
        return Files.writeString(file, text);
    }

    private void open(String... warm) throws IOException {
        openUnlisted(warm);
        await().until(() -> catalogue.status().listed().isPresent());
    }

    private void openUnlisted(String... warm) throws IOException {
        ContentSettings settings = new ContentSettings(
                root,
                Optional.empty(),
                true,
                OptionalInt.empty(),
                true,
                2,
                16,
                OptionalInt.empty(),
                0,
                List.of(warm),
                Duration.ofHours(1));
        catalogue = Catalogue.open(
                FileSource.of(root),
                settings,
                directory.resolve("state"),
                threads,
                (infoHash, reason, another) -> withdrawn.add(infoHash));
    }

    private InfoHash serve(String path) {
        return ((Found.Served) catalogue.find(Catalogue.names(path)).join())
                .metainfo()
                .infoHash();
    }

    private List<String> search(String text) {
        return catalogue.search(text, "", 100, ALL).files().stream()
                .map(file -> String.join("/", file.names()))
                .toList();
    }

    private void awaitSearch(String text, String... paths) {
        await().untilAsserted(() -> assertThat(search(text)).containsExactly(paths));
    }

    @Test
    void countsWhatThereIs() throws IOException {
        open();

        CatalogueStatus status = catalogue.status();

        assertThat(status.files()).isEqualTo(4);
        assertThat(status.bytes()).isEqualTo(4);
        assertThat(status.searchable()).isTrue();
        assertThat(status.torrents()).isZero();
    }

    @Test
    void findsFilesByTheWordsInTheirPaths() throws IOException {
        open();

        assertThat(search("")).containsExactly("images-2/c", "images/a.iso", "images/old/b.iso", "notes.txt");
        assertThat(search("ISO images")).containsExactly("images/a.iso", "images/old/b.iso");
        assertThat(search("old iso")).containsExactly("images/old/b.iso");
        assertThat(search("nothing like that")).isEmpty();
    }

    @Test
    void findsAPageAtATimeAndOnlyWhatMayBeSeen() throws IOException {
        open();

        FilePage first = catalogue.search("", "", 2, names -> !names.contains("old"));

        assertThat(first.files()).extracting(ListedFile::name).containsExactly("c", "a.iso");
        FilePage second = catalogue.search("", first.next().orElseThrow(), 2, names -> !names.contains("old"));
        assertThat(second.files()).extracting(ListedFile::name).containsExactly("notes.txt");
        assertThat(second.next()).isEmpty();
    }

    @Test
    void listsADirectoryAPageAtATime() throws IOException {
        InfoHash infoHash;
        open();
        infoHash = serve("notes.txt");

        FilePage first = catalogue.list(List.of(), "", 2, ALL).orElseThrow();
        FilePage second =
                catalogue.list(List.of(), first.next().orElseThrow(), 2, ALL).orElseThrow();

        assertThat(first.files()).extracting(ListedFile::name).containsExactly("images", "images-2");
        assertThat(first.files()).allMatch(ListedFile::directory);
        assertThat(second.next()).isEmpty();
        assertThat(second.files()).singleElement().satisfies(file -> {
            assertThat(file.names()).containsExactly("notes.txt");
            assertThat(file.bytes()).isOne();
            assertThat(file.infoHash()).contains(infoHash);
        });
        assertThat(catalogue
                        .list(List.of("images"), "", 9, names -> !names.contains("old"))
                        .orElseThrow()
                        .files())
                .extracting(ListedFile::name)
                .containsExactly("a.iso");
        assertThat(catalogue.list(List.of("none"), "", 9, ALL)).isEmpty();
        assertThat(catalogue.list(List.of("notes.txt"), "", 9, ALL)).isEmpty();
        Files.writeString(root.resolve("notes.txt"), "x");
        assertThat(catalogue.list(List.of(), "images-2", 1, ALL).orElseThrow().files())
                .singleElement()
                .satisfies(file -> assertThat(file.infoHash()).isEmpty());
    }

    /** Looking through the directory once more for each page of hidden names takes minutes. */
    @Test
    @Timeout(30)
    void listsTheFewThatMayBeSeenOfVeryMany() throws IOException {
        open();
        Path many = Files.createDirectory(root.resolve("many"));
        for (int i = 0; i < 20_000; i++) {
            Files.createFile(many.resolve("hidden-" + i));
        }
        Files.createFile(many.resolve("seen-1"));
        Files.createFile(many.resolve("seen-2"));

        FilePage page = catalogue
                .list(List.of("many"), "", 1, names -> !names.get(1).startsWith("hidden"))
                .orElseThrow();

        assertThat(page.files()).extracting(ListedFile::name).containsExactly("seen-1");
        assertThat(page.next()).contains("seen-1");
    }

    @Test
    void listsNeitherPipesNorWhatLiesOutside() throws Exception {
        Path secret = Files.writeString(directory.resolve("secret"), "x");
        Files.createSymbolicLink(root.resolve("leak"), secret);
        Files.createSymbolicLink(root.resolve("up"), directory);
        Files.createSymbolicLink(root.resolve("nowhere"), Path.of("nothing"));
        Files.createSymbolicLink(root.resolve("round"), root);
        Files.createSymbolicLink(root.resolve("inside"), root.resolve("notes.txt"));
        assumeTrue(
                new ProcessBuilder("mkfifo", root.resolve("pipe").toString())
                                .start()
                                .waitFor()
                        == 0,
                "mkfifo works here");

        open();

        assertThat(search("")).containsExactly("images-2/c", "images/a.iso", "images/old/b.iso", "inside", "notes.txt");
        assertThat(catalogue.list(List.of(), "", 100, ALL).orElseThrow().files())
                .extracting(ListedFile::name)
                .containsExactly("images", "images-2", "inside", "notes.txt");
        assertThat(catalogue.status().files()).isEqualTo(5);
    }

    @Test
    void noticesNewAndDeletedFilesAndDirectories() throws IOException {
        open();
        assumeTrue(catalogue.status().watched(), "the system tells of changes");

        write("new/deep/down/file", "x");
        awaitSearch("down", "new/deep/down/file");
        Files.move(root.resolve("new"), root.resolve("newer"));
        awaitSearch("down", "newer/deep/down/file");
        write("newer/deep/down/second", "x");
        awaitSearch("down", "newer/deep/down/file", "newer/deep/down/second");
        Files.delete(root.resolve("newer/deep/down/file"));
        awaitSearch("down", "newer/deep/down/second");
    }

    @Test
    void goesOnWatchingWhenAnotherDirectoryTakesThePlaceOfTheSource() throws IOException {
        open();
        assumeTrue(catalogue.status().watched(), "the system tells of changes");
        Path next = Files.createDirectory(directory.resolve("next"));
        Files.writeString(next.resolve("of the next"), "x");

        Files.move(root, directory.resolve("before"));
        Files.move(next, root);

        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> assertThat(search("")).containsExactly("of the next"));
        write("later", "x");
        awaitSearch("", "later", "of the next");
        Files.writeString(directory.resolve("before/elsewhere"), "x");
        write("latest", "x");
        awaitSearch("", "later", "latest", "of the next");
    }

    @Test
    void withdrawsAtOnceWhatChangesOrGoes() throws IOException {
        open();
        assumeTrue(catalogue.status().watched(), "the system tells of changes");
        InfoHash notes = serve("notes.txt");
        InfoHash a = serve("images/a.iso");
        InfoHash images = serve("images");

        write("notes.txt", "m");
        await().until(() -> withdrawn.contains(notes));
        assertThat(catalogue.offers(notes)).isFalse();
        assertThat(catalogue.offers(images)).isTrue();

        Files.delete(root.resolve("images/old/b.iso"));
        await().until(() -> withdrawn.contains(images));
        assertThat(catalogue.offers(a)).isTrue();

        Files.move(root.resolve("images"), root.resolve("moved"));
        await().until(() -> withdrawn.contains(a));
    }

    @Test
    void noticesAfterARestartWhatChangedMeanwhile() throws IOException {
        open();
        InfoHash notes = serve("notes.txt");
        InfoHash a = serve("images/a.iso");
        catalogue.close();
        withdrawn.clear();
        write("notes.txt", "m");

        open();

        await().until(() -> withdrawn.contains(notes));
        assertThat(catalogue.offers(a)).isTrue();
        assertThat(catalogue.jobs()).isEmpty();
    }

    @Test
    void hashesAheadOfRequestsWhatTheSettingsSay() throws IOException {
        open("images/**");

        await().untilAsserted(() -> assertThat(catalogue.torrents("", 9, ALL))
                .extracting(served -> String.join("/", served.names()))
                .containsExactly("images/a.iso", "images/old/b.iso"));
        assertThat(catalogue.jobs()).allMatch(Job::warming);
    }

    @Test
    void hashesANewFileOnceItIsLeftAlone() throws IOException {
        open("images/**");
        assumeTrue(catalogue.status().watched(), "the system tells of changes");

        write("images/new.iso", "new");

        await().atMost(Duration.ofSeconds(30))
                .until(() -> catalogue.torrents("images/b", 9, ALL).stream()
                        .anyMatch(served -> served.names().contains("new.iso")));
    }

    @Test
    void hashesAheadOfRequestsWhatSomebodyWantsWarm() throws IOException {
        open();

        WarmPass pass = catalogue.warm("images*/*").orElseThrow();
        catalogue.warm("images");

        await().untilAsserted(() -> assertThat(catalogue.warmPasses())
                .hasSize(2)
                .allMatch(WarmPass::finished)
                .filteredOn(found -> found.id().equals(pass.id()))
                .singleElement()
                .satisfies(found -> {
                    assertThat(found.matching()).isEqualTo(2);
                    assertThat(found.ready()).isEqualTo(2);
                    assertThat(found.failed()).isZero();
                }));
        assertThat(catalogue.torrents("", 9, ALL))
                .extracting(served -> String.join("/", served.names()))
                .containsExactly("images", "images-2/c", "images/a.iso");
    }

    @Test
    void refusesAPatternThatTakesForEverToMatch() throws IOException {
        open();

        assertThatThrownBy(() -> catalogue.warm("*a".repeat(9)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("more than 8 wildcards");
    }

    @Test
    void givesNothingASecondPathWhenItIsWarmed() throws IOException {
        open();

        List.of("images/../notes.txt", "./notes.txt", "images//a.iso", "images/", "notes.txt")
                .forEach(catalogue::warm);

        await().until(() ->
                catalogue.warmPasses().stream().filter(WarmPass::finished).count() == 5);
        assertThat(catalogue.torrents("", 9, ALL))
                .extracting(served -> String.join("/", served.names()))
                .containsExactly("images", "notes.txt");
    }

    @Test
    void warmsWhatIsAskedForBeforeTheSourceIsListed() throws IOException {
        for (int i = 0; i < 2_000; i++) {
            Files.createFile(root.resolve("images/old/" + i)); // so that listing them takes a moment
        }
        openUnlisted();

        String pass = catalogue.warm("**.iso").orElseThrow().id();

        await().untilAsserted(() -> assertThat(catalogue.warmPasses())
                .filteredOn(found -> found.id().equals(pass) && found.finished())
                .singleElement()
                .satisfies(found -> assertThat(found.ready()).isEqualTo(2)));
    }

    @Test
    void saysWhatIsWrongWithAGlob() throws IOException {
        open();

        assertThatIllegalArgumentException()
                .isThrownBy(() -> catalogue.warm("images/[a"))
                .withMessageContainingAll("images/[a", "for example");
    }

    @Test
    void doesNotOpenWithAGlobThatIsNoneAndLeavesNothingBehind() throws IOException {
        assertThatExceptionOfType(ConfigurationException.class)
                .isThrownBy(() -> open("**", "images/[a"))
                .withMessageContainingAll("torrent-server.warm", "images/[a");

        open();

        assertThat(catalogue.status().files()).isEqualTo(4);
    }

    @Test
    void leavesNothingBehindWhenItIsClosedAtOnce() throws IOException {
        open("**");

        catalogue.close();

        assertThat(catalogue.find(List.of("notes.txt")).join()).isInstanceOf(Found.Later.class);
    }
}
