package torrentkit.app.client.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import torrentkit.app.client.command.Syntax;
import torrentkit.app.client.outcome.ExitCode;
import torrentkit.app.client.outcome.Failure;

class HttpOptionsTest {
    @TempDir
    Path directory;

    private static HttpAccess access(Map<String, String> environment, String... args) {
        HttpOptions options = new HttpOptions(environment);
        new Syntax(options).add(options).line().setExpandAtFiles(false).parseArgs(args);
        return options.access();
    }

    private static HttpAccess access(String... args) {
        return access(Map.of(), args);
    }

    @Test
    void asksPlainlyByDefault() {
        HttpAccess access = access();
        assertThat(access.headers()).isEmpty();
        assertThat(access.authorization()).isEmpty();
        assertThat(access.tls().isDefault()).isTrue();
    }

    @Test
    void takesNamesAndPasswordsAndTokens() {
        assertThat(access("--user", "me:pass:word").authorization()).contains("Basic bWU6cGFzczp3b3Jk");
        assertThat(access("--token", "abc").authorization()).contains("Bearer abc");
    }

    @Test
    void takesSecretsFromFilesAndTheEnvironment() throws Exception {
        Path file = Files.writeString(directory.resolve("secret"), "me:pw\n");
        assertThat(access("--user", "@" + file).authorization()).contains("Basic bWU6cHc=");
        assertThat(access(Map.of("CLIENT_APP_USER", "me:pw")).authorization()).contains("Basic bWU6cHc=");
        assertThat(access(Map.of("CLIENT_APP_TOKEN", "t", "CLIENT_APP_USER", "me:pw"))
                        .authorization())
                .contains("Bearer t");
        assertThat(access(Map.of("CLIENT_APP_TOKEN", "t"), "--user", "me:pw").authorization())
                .contains("Basic bWU6cHc=");
    }

    @Test
    void readsHeadersFromAFile() throws Exception {
        Path file = Files.writeString(directory.resolve("headers"), "X-One: 1\n\nX-Two:2\n");
        assertThat(access("-H", "@" + file, "-H", "X-Three: a: b").headers())
                .containsExactly(
                        new HttpHeader("X-One", "1"), new HttpHeader("X-Two", "2"), new HttpHeader("X-Three", "a: b"));
    }

    @Test
    void itsTextHoldsNoSecret() {
        assertThat(access("--token", "secret", "-H", "X-Key: secret", "--proxy", "http://me:secret@p:1")
                        .toString())
                .doesNotContain("secret");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "-H secret",
                "-H Host:secret",
                "-H Content-Length:secret",
                "-H :secret",
                "-H b\u00e4d:secret",
                "-H a:secret\u20ac",
                "--user secret",
                "--user :secret",
                "--token secret\u20ac",
                "--user me:secret --token secret",
                "--key secret",
                "--proxy socks5://secret"
            })
    void refusesWhatCannotBeSentWithoutRepeatingIt(String words) {
        assertThatThrownBy(() -> access(words.split(" ")))
                .isInstanceOfSatisfying(Failure.class, e -> assertThat(e.code()).isEqualTo(ExitCode.BAD_OPTION))
                .hasMessageNotContaining("secret")
                .hasMessageEndingWith(".");
    }

    @Test
    void refusesALineBreakInAHeader() {
        assertThatThrownBy(() -> access("-H", "X: a\r\nY: b")).isInstanceOf(Failure.class);
    }

    @Test
    void saysThatASecretsFileIsMissing() {
        assertThatThrownBy(() -> access("--token", "@" + directory.resolve("none")))
                .isInstanceOfSatisfying(Failure.class, e -> assertThat(e.code()).isEqualTo(ExitCode.NOT_FOUND))
                .hasMessageContaining("--token");
    }
}
