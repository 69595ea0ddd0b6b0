package torrentkit.app.client.interop;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

/** Content to share, of every shape that a client may stumble over, and the comparison of what arrived with it. */
final class Samples {
    static final String FILE = "plain.bin";
    static final String NESTED = "Grüße aus Köln/наука 日本/π ≈ 3 & more.bin";
    static final String DIRECTORY = "Ein Verzeichnis für alle";

    /** Paths below the root, each of which is a torrent. */
    static final List<String> ALL = List.of(FILE, NESTED, DIRECTORY);

    private Samples() {}

    static Path make(Path root) throws IOException {
        random(root.resolve(FILE), 3_000_001);
        random(root.resolve(NESTED), 700_000);
        random(root.resolve(DIRECTORY).resolve("a.bin"), 500_001);
        random(root.resolve(DIRECTORY).resolve("nothing in here"), 0);
        random(root.resolve(DIRECTORY).resolve("tiefer unten/ü.txt"), 1);
        random(root.resolve(DIRECTORY).resolve("z/the last.bin"), 1_200_000);
        return root;
    }

    /** A file of bytes that no compression shortens, the same for the same name and size. */
    static Path random(Path file, int size) throws IOException {
        return Files.write(
                Files.createDirectories(file.getParent()).resolve(file.getFileName()),
                bytes(file.toString().hashCode(), size));
    }

    static byte[] bytes(long seed, int size) {
        byte[] bytes = new byte[size];
        new Random(seed + size).nextBytes(bytes);
        return bytes;
    }

    /** The last name of a path, under which content arrives. */
    static String name(String path) {
        return path.substring(path.lastIndexOf('/') + 1);
    }

    /** The same files with the same bytes, and nothing beside them. */
    static void assertSame(Path actual, Path expected) throws IOException {
        assertThat(files(actual)).isEqualTo(files(expected));
        for (String file : files(expected)) {
            long differsAt = Files.mismatch(expected.resolve(file), actual.resolve(file));
            assertThat(differsAt)
                    .as("where " + actual + "/" + file + " differs")
                    .isEqualTo(-1);
        }
    }

    /** The same except that empty files need not be there. */
    static void assertSameBytes(Path actual, Path expected) throws IOException {
        assertThat(withContent(actual)).isEqualTo(withContent(expected));
        for (String file : withContent(expected)) {
            assertThat(Files.mismatch(expected.resolve(file), actual.resolve(file)))
                    .as(file)
                    .isEqualTo(-1);
        }
    }

    private static List<String> withContent(Path top) throws IOException {
        return files(top).stream()
                .filter(file -> top.resolve(file).toFile().length() > 0)
                .toList();
    }

    /** Relative paths of the files below it; one empty path for a file. */
    private static List<String> files(Path top) throws IOException {
        try (Stream<Path> all = Files.walk(top)) {
            return all.filter(Files::isRegularFile)
                    .map(file -> top.relativize(file).toString())
                    .sorted()
                    .toList();
        }
    }
}
