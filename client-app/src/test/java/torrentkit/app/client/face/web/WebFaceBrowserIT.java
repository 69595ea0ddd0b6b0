package torrentkit.app.client.face.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import torrentkit.testing.Needs;

/** The page in a real browser: {@code src/test/browser/browser-test.mjs} says what it has to do there. */
class WebFaceBrowserIT {
    private static final int TIMEOUT_MINUTES = 5; // only for a browser that would hang
    private static final Path SCRIPTS = Path.of("src/test/browser").toAbsolutePath();

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
                "playwright-core is missing (in client-app/src/test/browser: npm ci --ignore-scripts).");
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
        HttpServer control = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        try (PageStage stage = new PageStage()) {
            control.createContext("/end/", exchange -> {
                stage.end(exchange.getRequestURI().getPath().substring("/end/".length()));
                exchange.sendResponseHeaders(204, -1);
                exchange.close();
            });
            control.start();
            Path file = work.resolve("stage.json");
            write(file, stage.urls(), "http://127.0.0.1:" + control.getAddress().getPort() + "/");

            Ended test = run(
                    SCRIPTS,
                    "node",
                    "browser-test.mjs",
                    file.toString(),
                    Path.of("target/screenshots").toAbsolutePath().toString());

            assertThat(test.code()).as(test.output()).isZero();
            assertThat(test.output()).contains("0 failed");
        } finally {
            control.stop(0);
        }
    }

    private static void write(Path file, Map<String, String> pages, String control) throws IOException {
        try (JsonGenerator json =
                new JsonFactory().createGenerator(Files.newBufferedWriter(file, StandardCharsets.UTF_8))) {
            json.enable(JsonWriteFeature.ESCAPE_NON_ASCII.mappedFeature()); // halves of characters are among them
            json.writeStartObject();
            json.writeObjectFieldStart("pages");
            for (Map.Entry<String, String> page : pages.entrySet()) {
                json.writeStringField(page.getKey(), page.getValue());
            }
            json.writeEndObject();
            json.writeStringField("control", control);
            json.writeArrayFieldStart("hostile");
            for (String text : PageStage.HOSTILE) {
                json.writeString(text);
            }
            json.writeEndArray();
            json.writeEndObject();
        }
    }
}
