package torrentkit.downloader.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.net.URI;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WebUrlTest {
    private static WebUrl url(String text) {
        return WebUrl.of(URI.create(text));
    }

    @Test
    void comesApart() {
        WebUrl url = url("HTTPS://user:pass@[2001:db8::1]:8443/a%20b/ü?x=1#part");

        assertThat(url.tls()).isTrue();
        assertThat(url.host()).isEqualTo("2001:db8::1");
        assertThat(url.port()).isEqualTo(8443);
        assertThat(url.target()).isEqualTo("/a%20b/%C3%BC?x=1");
        assertThat(url.authorization()).contains("Basic dXNlcjpwYXNz");
        assertThat(url.hostField()).isEqualTo("[2001:db8::1]:8443");
        assertThat(url("http://a").hostField()).isEqualTo("a");
        assertThat(url("http://a").target()).isEqualTo("/");
    }

    @ParameterizedTest
    @ValueSource(strings = {"ftp://a/b", "file:///etc/passwd", "/only/a/path", "http:///x", "http://a:0/"})
    void refusesWhatIsNotContacted(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> url(text));
    }

    @Test
    void followsRedirectsByTheirOwnRules() {
        WebUrl from = url("http://a:81/dir/file?q");

        assertThat(from.resolve("other")).isEqualTo(url("http://a:81/dir/other"));
        assertThat(from.resolve(" /x?y ")).isEqualTo(url("http://a:81/x?y"));
        assertThat(from.resolve("//b/c")).isEqualTo(url("http://b/c"));
        assertThat(from.resolve("https://b/c")).isEqualTo(url("https://b/c"));
        assertThatIllegalArgumentException().isThrownBy(() -> from.resolve("gopher://b/"));
        assertThatIllegalArgumentException().isThrownBy(() -> from.resolve("http://b\\/%"));
    }

    @Test
    void takesCredentialsToNoOtherServer() {
        WebUrl from = url("http://user:pass@a/file");

        assertThat(from.resolve("/other").authorization()).isPresent();
        assertThat(from.resolve("http://b/other").authorization()).isEmpty();
        assertThat(from.resolve("https://a/other").authorization()).isEmpty();
    }

    @Test
    void showsNoSecrets() {
        assertThat(url("http://user:pass@a:8080/file?key=secret")).hasToString("http://a:8080/file");
    }
}
