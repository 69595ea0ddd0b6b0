package torrentkit.app.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RequestPathTest {
    @Test
    void decodesOnce() {
        assertThat(RequestPath.names("a%20b/c+d/%C3%BC/%2541")).contains(List.of("a b", "c+d", "ü", "%41"));
    }

    @Test
    void takesUnescapedUtf8AsTheBytesThatItIs() {
        assertThat(RequestPath.names("\u00c3\u00bc")).contains(List.of("ü"));
    }

    @Test
    void takesAnEscapedSlashAsASlash() {
        assertThat(RequestPath.names("a%2Fb")).contains(List.of("a", "b"));
    }

    @Test
    void overlooksOneSlashAtTheEnd() {
        assertThat(RequestPath.names("a/")).contains(List.of("a"));
        assertThat(RequestPath.names("a//")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "/",
                ".",
                "..",
                "../x",
                "a/../b",
                "a/./b",
                "a//b",
                "/etc/passwd",
                "%2e%2e/x",
                "a/%2E%2e",
                "..%2f..%2fetc%2fpasswd",
                "%2fetc",
                "a%00b",
                "a\\b",
                "a%5Cb",
                "%",
                "%4",
                "%zz",
                "%-1",
                "%\u0661\u0661",
                "\u0100",
                "%ff",
                "%c0%ae%c0%ae",
                "%c0%af",
                "%ed%a0%80",
            })
    void refusesWhatIsNotPlainlyAListOfNames(String path) {
        assertThat(RequestPath.names(path)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "/a/b?c=/d, /a/b",
        "/a#b, /a",
        "http://host/a, /a",
        "HTTPS://host:80/a?x, /a",
        "http://host, /",
        "http://host?x, /",
        "//host/a, //host/a",
    })
    void findsThePathOfATarget(String target, String path) {
        assertThat(RequestPath.ofTarget(target)).contains(path);
    }

    @ParameterizedTest
    @ValueSource(strings = {"*", "host:80", "file:///etc/passwd", "a/b", "://", ""})
    void knowsNoPathOfOtherTargets(String target) {
        assertThat(RequestPath.ofTarget(target)).isEmpty();
    }

    @Test
    void escapesEverythingThatCouldMeanSomething() {
        assertThat(RequestPath.encode(List.of("a b", "ü%?#&'\"", "x-._~")))
                .isEqualTo("a%20b/%C3%BC%25%3F%23%26%27%22/x-._~");
    }
}
