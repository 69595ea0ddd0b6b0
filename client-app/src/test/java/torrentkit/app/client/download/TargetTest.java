package torrentkit.app.client.download;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import torrentkit.app.client.outcome.ExitCode;
import torrentkit.app.client.outcome.Failure;

class TargetTest {
    @TempDir
    Path directory;

    private Path resolve(String name, String out, String dir) {
        return Target.resolve(name, Optional.ofNullable(out), Optional.ofNullable(dir));
    }

    private Failure refusal(String name, String out, String dir) {
        return catchThrowableOfType(Failure.class, () -> resolve(name, out, dir));
    }

    @Test
    void takesTheNameOfTheTorrentInTheWorkingDirectory() {
        assertThat(resolve("a.iso", null, null)).isEqualTo(Path.of("a.iso"));
    }

    @Test
    void takesTheNameOfTheTorrentInTheGivenDirectory() {
        assertThat(resolve("a.iso", null, directory + "/new")).isEqualTo(directory.resolve("new/a.iso"));
    }

    @Test
    void outNamesTheFileOrTopDirectory() {
        assertThat(resolve("a.iso", directory + "/b.iso", null)).isEqualTo(directory.resolve("b.iso"));
    }

    @Test
    void outIsRelativeToTheGivenDirectory() {
        assertThat(resolve("a.iso", "x/b.iso", directory.toString())).isEqualTo(directory.resolve("x/b.iso"));
        assertThat(resolve("a.iso", directory + "/b.iso", "/elsewhere")).isEqualTo(directory.resolve("b.iso"));
    }

    @Test
    void outThatExistsAsADirectoryIsWhereToPutIt() throws Exception {
        Files.createDirectory(directory.resolve("there"));
        assertThat(resolve("a.iso", directory + "/there", null)).isEqualTo(directory.resolve("there/a.iso"));
        assertThat(resolve("a.iso", "there", directory.toString())).isEqualTo(directory.resolve("there/a.iso"));
    }

    @Test
    void outThatEndsInASlashIsWhereToPutIt() {
        assertThat(resolve("a.iso", directory + "/new/", null)).isEqualTo(directory.resolve("new/a.iso"));
    }

    @Test
    void outThatIsAFileIsTheTarget() throws Exception {
        Path file = Files.createFile(directory.resolve("b.iso"));
        assertThat(resolve("a.iso", file.toString(), null)).isEqualTo(file);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ".", "..", "../x", "a/b", "/etc/passwd", "a/", "./a", "a/.."})
    void refusesNamesThatAreNoPlainComponent(String name) {
        assertThat(refusal(name, null, directory.toString()).code()).isEqualTo(ExitCode.BAD_TORRENT);
        assertThat(refusal(name, "x/", directory.toString()).code()).isEqualTo(ExitCode.BAD_TORRENT);
    }

    @Test
    void refusesNamesThatCannotBePaths() {
        assertThat(refusal("a\0b", null, null).code()).isEqualTo(ExitCode.CANNOT_CREATE);
    }

    @Test
    void aHostileNameDoesNoHarmWhenOutNamesTheFile() {
        assertThat(resolve("../../x", directory + "/safe", null)).isEqualTo(directory.resolve("safe"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "..", "x/..", "a\0b"})
    void refusesOptionsThatNameNoFile(String out) {
        assertThat(refusal("a", out, directory + "/none").code()).isEqualTo(ExitCode.BAD_OPTION);
    }

    @Test
    void makesMissingDirectories() {
        Target.makeParent(directory.resolve("a/b/c"));
        assertThat(directory.resolve("a/b")).isDirectory();
        assertThat(directory.resolve("a/b/c")).doesNotExist();
    }

    @Test
    void saysWhenADirectoryCannotBeMade() throws Exception {
        Path file = Files.createFile(directory.resolve("file"));
        Failure failure = catchThrowableOfType(Failure.class, () -> Target.makeParent(file.resolve("below/x")));
        assertThat(failure.code()).isEqualTo(ExitCode.CANNOT_MAKE_DIRECTORY);
        assertThat(failure).hasMessageContaining(file.resolve("below").toString());
    }
}
