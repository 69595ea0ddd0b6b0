package torrentkit.app.server.catalogue;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;

class FileSourceProperties {
    private static Path directory;
    private static FileSource source;

    @BeforeContainer
    static void makeTree() throws IOException {
        directory = Files.createTempDirectory("file-source").toRealPath();
        Path root = Files.createDirectories(directory.resolve("root/a/b"))
                .getParent()
                .getParent();
        Files.writeString(root.resolve("a/b/inside"), "x");
        Files.writeString(directory.resolve("outside"), "x");
        Files.createSymbolicLink(root.resolve("up"), directory);
        Files.createSymbolicLink(root.resolve("a/b/in"), root.resolve("a"));
        source = FileSource.of(root);
    }

    @AfterContainer
    static void deleteTree() throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    @Property
    void neverLeavesTheRoot(@ForAll("names") List<String> names) {
        source.find(names)
                .ifPresent(located -> assertThat(located.real())
                        .startsWith(source.root())
                        .isNotEqualTo(source.root())
                        .isNotEqualTo(directory.resolve("outside")));
    }

    @Property
    void answersAnyName(@ForAll List<String> names) {
        assertThat(source.find(names)).isEmpty();
    }

    @Provide
    Arbitrary<List<String>> names() {
        return Arbitraries.of(
                        "a", "b", "inside", "outside", "up", "in", "..", ".", "", "root", "../..", "/", "a/../..",
                        "/tmp")
                .list()
                .ofMaxSize(8);
    }
}
