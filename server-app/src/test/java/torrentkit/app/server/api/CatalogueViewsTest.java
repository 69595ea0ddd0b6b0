package torrentkit.app.server.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import torrentkit.app.server.catalogue.Job;
import torrentkit.app.server.catalogue.WarmPass;
import torrentkit.app.server.http.Viewer;

class CatalogueViewsTest {
    private static final Viewer NO_SECRETS = names -> names.stream().noneMatch(name -> name.startsWith("secret"));

    @TempDir
    private Path root;

    @TempDir
    private Path state;

    private RealFiles files;
    private CatalogueViews views;

    private void open(String... paths) throws IOException {
        for (String path : paths) {
            Files.createDirectories(root.resolve(path).getParent());
            Files.writeString(root.resolve(path), path);
        }
        files = new RealFiles(root, state);
        views = files.views();
    }

    @AfterEach
    void close() {
        files.close();
    }

    private void warm(String glob, Viewer viewer) {
        assertThat(views.warm(glob, viewer)).isTrue();
        await().until(() -> files.catalogue().warmPasses().stream().allMatch(WarmPass::finished));
    }

    private List<String> hashed() {
        return views.list(Viewer.ALL).stream()
                .map(job -> String.join("/", job.path()))
                .sorted()
                .toList();
    }

    @Test
    void hashesNothingThatIsHiddenFromWhoeverWantsItWarm() throws IOException {
        open("a", "both/a", "both/secret", "secret/a", "open/a");

        for (String glob : List.of("**", "secret/a", "secret", "both", "both/", "open")) {
            warm(glob, NO_SECRETS);
        }

        assertThat(hashed()).containsExactly("a", "both/a", "open", "open/a");
        assertThat(files.catalogue().warmPasses())
                .extracting(WarmPass::matching)
                .containsExactly(3L, 0L, 0L, 0L, 0L, 1L);
    }

    @Test
    void tellsNothingOfTheHashingOfADirectoryWithAHiddenFile() throws IOException {
        open("both/a", "both/secret", "open/a");
        warm("both", Viewer.ALL);
        warm("open", Viewer.ALL);
        Job both = views.list(Viewer.ALL).stream()
                .filter(job -> job.path().equals(List.of("both")))
                .findFirst()
                .orElseThrow();

        assertThat(views.list(NO_SECRETS)).extracting(Job::path).doesNotContain(List.of("both"));
        assertThat(views.find(both.id(), NO_SECRETS)).isEmpty();
        assertThat(views.find(both.id(), Viewer.ALL)).contains(both);
        assertThat(views.list(Viewer.ALL))
                .hasSize(2)
                .allSatisfy(job -> assertThat(job.directory()).isTrue());
    }

    @Test
    void tellsOfNoFurtherPartWhenAllThatFollowsIsHidden() throws IOException {
        open("a/1.iso", "a/secret.iso", "a/secret2.iso");
        warm("**", Viewer.ALL);

        assertThat(views.list(List.of("a"), Optional.empty(), 1, NO_SECRETS)).hasValueSatisfying(part -> {
            assertThat(part.items()).hasSize(1);
            assertThat(part.next()).isEmpty();
        });
        assertThat(views.search("iso", Optional.empty(), 1, NO_SECRETS).next()).isEmpty();
        assertThat(views.list(Optional.empty(), 1, NO_SECRETS).next()).isEmpty();
        assertThat(views.search("iso", Optional.empty(), 1, Viewer.ALL).next()).contains("a/1.iso");
    }
}
