package torrentkit.app.client.face.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import torrentkit.testing.Needs;

/** The scripts of {@code src/test/browser}, which drive a real browser. */
public final class BrowserScripts {
    private static final int TIMEOUT_MINUTES = 5; // only for a browser that would hang
    private static final Path SCRIPTS = Path.of("src/test/browser").toAbsolutePath();
    private static final Path SCREENSHOTS = Path.of("target/screenshots").toAbsolutePath();

    private final Path work;

    private BrowserScripts(Path work) {
        this.work = work;
    }

    /**
     * Skips the test where there is no browser or nothing to drive it with.
     *
     * @param work a directory for what they print
     */
    public static BrowserScripts need(Path work) throws IOException, InterruptedException {
        Needs.program("node", "nodejs");
        Needs.program("chromium", "chromium");
        BrowserScripts scripts = new BrowserScripts(work);
        if (Needs.isInstalled("npm")) {
            scripts.install();
        }
        Needs.that(
                Files.isDirectory(SCRIPTS.resolve("node_modules/playwright-core")),
                "playwright-core is missing (in client-app/src/test/browser: npm ci --ignore-scripts).");
        return scripts;
    }

    /** Once, of the JVMs that share the tests of this module. */
    private void install() throws IOException, InterruptedException {
        Path lock = Files.createDirectories(SCREENSHOTS).resolveSibling("browser-scripts.lock");
        try (FileChannel channel = FileChannel.open(lock, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                FileLock alone = channel.lock()) {
            if (alone.isValid() && !Files.isDirectory(SCRIPTS.resolve("node_modules/playwright-core"))) {
                run(List.of("npm", "ci", "--ignore-scripts"));
            }
        }
    }

    private record Ended(int code, String output) {}

    private Ended run(List<String> command) throws IOException, InterruptedException {
        Path output = Files.createTempFile(work, "output", ".txt");
        Process process = new ProcessBuilder(command)
                .directory(SCRIPTS.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        if (!process.waitFor(TIMEOUT_MINUTES, TimeUnit.MINUTES)) {
            process.destroyForcibly();
        }
        return new Ended(process.waitFor(), Files.readString(output));
    }

    /**
     * Runs one to its good end, with the directory for screenshots as the last argument.
     *
     * @return what it printed
     */
    public String succeeds(String script, List<String> arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("node", script));
        command.addAll(arguments);
        command.add(SCREENSHOTS.toString());
        Ended ended = run(command);
        assertThat(ended.code()).as(ended.output()).isZero();
        return ended.output();
    }
}
