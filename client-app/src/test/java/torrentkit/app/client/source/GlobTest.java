package torrentkit.app.client.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class GlobTest {
    @ParameterizedTest
    @CsvSource({
        "*.iso, a.iso",
        "*.iso, images/a.iso",
        "*.iso, x.iso/readme",
        "docs, docs/a/b",
        "docs, a/docs/b",
        "docs/, a/docs/b",
        "docs/*, docs/a",
        "docs/*, docs/a/b",
        "/docs, docs/a",
        "docs/**, docs/a/b",
        "**/b, a/x/b",
        "**/b, b",
        "a/**/b, a/b",
        "a/**/b, a/x/y/b",
        "a**b, a/x/yb",
        "a?c, abc",
        "a?c, a\uD83D\uDE00c",
        "[a-c]x, bx",
        "[!a-c]x, dx",
        "[^a]x, bx",
        "[]]x, ]x",
        "[a-]x, -x",
        "\\*x, *x",
        "ö*, öl",
        "**, anything/at/all",
        "*, x"
    })
    void matches(String pattern, String path) {
        assertThat(Glob.parse(pattern).matches(path)).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "*.iso, a.iso.txt",
        "*.iso, a.ISO",
        "docs, docs2/a",
        "docs, xdocs",
        "docs/*, a/docs/b",
        "/docs, a/docs",
        "docs/**, docs",
        "a/**/b, a/xb",
        "a/*/b, a/x/y/b",
        "**/b, a/xb",
        "a?c, a/c",
        "[!a]c, /c",
        "a*c, a/c",
        "\\*x, ax",
        "a, b"
    })
    void doesNotMatch(String pattern, String path) {
        assertThat(Glob.parse(pattern).matches(path)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "/", "[a", "[z-a]", "a\\"})
    void refusesWhatIsNoPattern(String pattern) {
        assertThatIllegalArgumentException().isThrownBy(() -> Glob.parse(pattern));
    }

    @Test
    void isNotSlowedDownByManyStars() {
        Glob glob = Glob.parse("*a".repeat(100) + "b");
        Assertions.assertTimeoutPreemptively(
                Duration.ofMinutes(1),
                () -> assertThat(glob.matches("a".repeat(5_000))).isFalse());
    }
}
