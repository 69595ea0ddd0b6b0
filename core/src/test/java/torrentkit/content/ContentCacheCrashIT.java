package torrentkit.content;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A process that writes without a pause is killed at arbitrary instants. */
class ContentCacheCrashIT {
    private static final int PATHS = 40;
    private static final int KILLS = 8;

    @TempDir
    private Path directory;

    private static Path path(int number) {
        return Path.of("/srv/content-" + number);
    }

    /** The content that a path has in a round: another in every second one. */
    private static Content content(int number, int round) {
        return CachedExamples.file(path(number), 1 + number + PATHS * (round % 2));
    }

    /** Tells of each content once it is kept. */
    public static final class Writer {
        private Writer() {}

        public static void main(String[] args) {
            try (ContentCache cache = ContentCache.open(Path.of(args[0]))) {
                for (int round = 0; ; round++) {
                    for (int i = 0; i < PATHS; i++) {
                        cache.put(path(i), content(i, round));
                        System.out.println(i);
                    }
                }
            }
        }
    }

    @Test
    void keepsEverythingThatWasReportedWhenItIsKilled() throws Exception {
        Random random = new Random(1);
        for (int kill = 0; kill < KILLS; kill++) {
            Process writer = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-cp",
                            System.getProperty("java.class.path"),
                            Writer.class.getName(),
                            directory.toString())
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            try (BufferedReader reports = writer.inputReader()) {
                int last = PATHS + random.nextInt(5 * PATHS);
                for (int i = 0; i < last; i++) {
                    assertThat(reports.readLine()).isNotNull();
                }
                writer.destroyForcibly().waitFor();
            }
            assertWhole();
        }
    }

    private void assertWhole() throws IOException {
        try (ContentCache cache = ContentCache.open(directory)) {
            assertThat(cache.size()).isEqualTo(PATHS);
            for (int i = 0; i < PATHS; i++) {
                assertThat(cache.load(path(i))).isPresent().get().isIn(content(i, 0), content(i, 1));
            }
        }
        try (Stream<Path> files = Files.walk(directory)) {
            assertThat(files.filter(file -> file.toString().endsWith(".part"))).isEmpty();
        }
    }
}
