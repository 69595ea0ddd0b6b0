package torrentkit.downloader.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import org.junit.jupiter.api.Test;
import torrentkit.downloader.discovery.Reach;

class RedirectsTest {
    private static final WebUrl SEED = WebUrl.of(URI.create("http://seed.example/file"));

    private final Redirects redirects = new Redirects();

    @Test
    void whoSentUsCountsAlsoWhenItIsRemembered() {
        assertThat(redirects.begin(3, () -> SEED)).isEqualTo(SEED);
        assertThat(redirects.least()).isEqualTo(Reach.MACHINE);
        redirects.answered(Reach.WORLD);
        WebUrl next = redirects.follow(SEED, "http://mirror.example/x");
        assertThat(redirects.least()).isEqualTo(Reach.WORLD);

        assertThat(redirects.begin(3, () -> SEED)).isEqualTo(next);
        assertThat(redirects.least()).isEqualTo(Reach.WORLD);
        assertThat(redirects.begin(4, () -> SEED)).isEqualTo(SEED);
        assertThat(redirects.least()).isEqualTo(Reach.MACHINE);
    }

    @Test
    void whoReachesFurthestOfThoseThatSentUsCounts() {
        redirects.begin(0, () -> SEED);
        redirects.answered(Reach.WORLD);
        WebUrl next = redirects.follow(SEED, "http://mirror.example/x");
        redirects.answered(Reach.SITE);
        redirects.follow(next, "http://mirror.example/y");
        assertThat(redirects.least()).isEqualTo(Reach.WORLD);
        redirects.begin(0, () -> SEED);
        assertThat(redirects.least()).isEqualTo(Reach.WORLD);
    }

    @Test
    void goesBackToTheOriginalPlaceOnceWhenTheRememberedOneFails() {
        redirects.begin(0, () -> SEED);
        redirects.follow(SEED, "/x");
        assertThat(redirects.forget()).isFalse(); // it led there just now
        redirects.begin(0, () -> SEED);
        redirects.follow(SEED, "/x");
        redirects.begin(0, () -> SEED);
        assertThat(redirects.forget()).isTrue();
        assertThat(redirects.begin(0, () -> SEED)).isEqualTo(SEED);
        assertThat(redirects.forget()).isFalse();
    }

    @Test
    void followsFiveOfThem() {
        redirects.begin(0, () -> SEED);
        for (int i = 0; i < 5; i++) {
            redirects.follow(SEED, "/x");
        }
        assertThatThrownBy(() -> redirects.follow(SEED, "/x")).hasMessageContaining("more than 5");
    }
}
