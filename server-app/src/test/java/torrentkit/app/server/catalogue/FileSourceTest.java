package torrentkit.app.server.catalogue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileSourceTest {
    @TempDir
    private Path directory;

    private Path root;
    private FileSource source;

    @BeforeEach
    void setUp() throws IOException {
        root = Files.createDirectory(directory.resolve("root")).toRealPath();
        Files.createDirectories(root.resolve("sub"));
        Files.writeString(root.resolve("sub/file"), "x");
        Files.writeString(directory.resolve("secret"), "x");
        Files.createDirectory(directory.resolve("root-too"));
        Files.writeString(directory.resolve("root-too/secret"), "x");
        source = FileSource.of(root);
    }

    private boolean finds(String... names) {
        return source.find(List.of(names)).isPresent();
    }

    @Test
    void findsFilesAndDirectories() {
        assertThat(source.find(List.of("sub", "file")))
                .contains(new FileSource.Located(root.resolve("sub/file"), root.resolve("sub/file"), false));
        assertThat(source.find(List.of("sub")))
                .contains(new FileSource.Located(root.resolve("sub"), root.resolve("sub"), true));
    }

    /** Rules are about paths, so that a second spelling of one is a way around them. */
    @Test
    void takesEachNameForASingleOne() {
        for (String name : List.of("..", ".", "", "sub/..", "sub/", "/")) {
            assertThat(finds("sub", name, "sub", "file")).as(name).isFalse();
            assertThat(finds(name, "sub", "file")).as(name).isFalse();
            assertThat(source.relative(List.of("sub", name, "file"))).as(name).isEmpty();
        }
    }

    @Test
    void findsNothingWhereNothingIs() {
        assertThat(finds("none")).isFalse();
        assertThat(finds("sub", "file", "below-a-file")).isFalse();
        assertThat(finds("x".repeat(300))).isFalse();
    }

    @Test
    void followsALinkThatStaysInside() throws IOException {
        Files.createSymbolicLink(root.resolve("link"), Path.of("sub/file"));

        FileSource.Located located = source.find(List.of("link")).orElseThrow();

        assertThat(located.real()).isEqualTo(root.resolve("sub/file"));
        assertThat(located.name()).isEqualTo("link");
    }

    @Test
    void servesARootThatIsItselfALink() throws IOException {
        Path link = Files.createSymbolicLink(directory.resolve("link-to-root"), root);

        assertThat(FileSource.of(link).find(List.of("sub", "file"))).isPresent();
    }

    @Test
    void refusesLinksThatLeadOutside() throws IOException {
        Files.createSymbolicLink(root.resolve("file-link"), directory.resolve("secret"));
        Files.createSymbolicLink(root.resolve("directory-link"), directory);
        Files.createSymbolicLink(root.resolve("sibling-link"), directory.resolve("root-too"));
        Files.createSymbolicLink(root.resolve("relative-link"), Path.of("../secret"));
        Files.createSymbolicLink(root.resolve("root-link"), root);
        Files.createSymbolicLink(root.resolve("loop"), Path.of("loop"));
        Files.createSymbolicLink(root.resolve("dangling"), Path.of("nothing"));

        assertThat(finds("file-link")).isFalse();
        assertThat(finds("directory-link", "secret")).isFalse();
        assertThat(finds("sibling-link", "secret")).isFalse();
        assertThat(finds("relative-link")).isFalse();
        assertThat(finds("root-link")).isFalse();
        assertThat(finds("loop")).isFalse();
        assertThat(finds("dangling")).isFalse();
    }

    @Test
    void refusesNamesThatAreMoreThanNames() {
        assertThat(finds("..", "secret")).isFalse();
        assertThat(finds("sub", "..", "..", "secret")).isFalse();
        assertThat(finds(directory.resolve("secret").toString())).isFalse();
        assertThat(finds("a\0b")).isFalse();
        assertThat(finds("..")).isFalse();
        assertThat(finds(".")).isFalse();
    }

    @Test
    void refusesPipesWithoutOpeningThem() throws Exception {
        Path pipe = root.resolve("pipe");
        assumeThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor())
                .isZero();

        assertThat(finds("pipe")).isFalse(); // opening it would wait for a writer for ever
    }

    @Test
    void noticesThatALinkLeadsElsewhere() throws IOException {
        Path link = Files.createSymbolicLink(root.resolve("link"), Path.of("sub/file"));
        FileSource.Located located = source.find(List.of("link")).orElseThrow();
        assertThat(source.stillLeadsTo(located)).isTrue();

        Files.delete(link);
        assertThat(source.stillLeadsTo(located)).isFalse();

        Files.createSymbolicLink(link, directory.resolve("secret"));
        assertThat(source.stillLeadsTo(located)).isFalse();
    }
}
