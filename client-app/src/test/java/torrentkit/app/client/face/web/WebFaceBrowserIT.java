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
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The page in a real browser: {@code src/test/browser/browser-test.mjs} says what it has to do there. */
@Tag("browser")
class WebFaceBrowserIT {
    @TempDir
    private Path work;

    @Test
    void doesInABrowserWhatItShould() throws Exception {
        BrowserScripts scripts = BrowserScripts.need(work);
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

            assertThat(scripts.succeeds("browser-test.mjs", List.of(file.toString())))
                    .contains("0 failed");
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
