package torrentkit.app.server.page;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import torrentkit.testing.Needs;

/** The page in a real browser: {@code src/test/browser/browser-test.mjs} says what it has to do there. */
@Tag("browser")
class PageIT {
    private static final int TIMEOUT_MINUTES = 5; // only for a browser that would hang
    private static final Path SCRIPTS = Path.of("src/test/browser").toAbsolutePath();

    @TempDir
    private Path root;

    @TempDir
    private Path state;

    @TempDir
    private static Path work;

    @BeforeAll
    static void needsABrowser() throws Exception {
        Needs.program("node", "nodejs");
        Needs.program("chromium", "chromium");
        if (!Files.isDirectory(SCRIPTS.resolve("node_modules/playwright-core")) && Needs.isInstalled("npm")) {
            run(SCRIPTS, "npm", "ci", "--ignore-scripts");
        }
        Needs.that(
                Files.isDirectory(SCRIPTS.resolve("node_modules/playwright-core")),
                "playwright-core is missing (in server-app/src/test/browser: npm ci --ignore-scripts).");
    }

    private record Ended(int code, String output) {}

    private static Ended run(Path directory, String... command) throws IOException, InterruptedException {
        Path output = Files.createTempFile(work, "output", ".txt");
        Process process = new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        if (!process.waitFor(TIMEOUT_MINUTES, TimeUnit.MINUTES)) {
            process.destroyForcibly();
        }
        return new Ended(process.waitFor(), Files.readString(output));
    }

    @Test
    void doesInABrowserWhatItShould() throws Exception {
        Path names = work.resolve("hostile.json");
        try (JsonGenerator json =
                new JsonFactory().createGenerator(Files.newBufferedWriter(names, StandardCharsets.UTF_8))) {
            json.writeStartArray();
            for (String name : PageStage.HOSTILE) {
                json.writeString(name);
            }
            json.writeEndArray();
        }
        try (PageStage stage = new PageStage(root, state)) {
            Ended test = run(
                    SCRIPTS,
                    "node",
                    "browser-test.mjs",
                    stage.url(),
                    Path.of("target/screenshots").toAbsolutePath().toString(),
                    names.toString());

            assertThat(test.code()).as(test.output()).isZero();
            assertThat(test.output()).contains("0 failed");
        }
    }
}
