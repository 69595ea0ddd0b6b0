package torrentkit.app.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import torrentkit.app.server.config.ConfigurationReader;

/** The API and the page of the whole server, with nothing scripted behind them. */
class PageSideIT {
    @TempDir
    private Path root;

    private final HttpClient client = HttpClient.newHttpClient();
    private TorrentServer server;

    private void open(Map<String, String> settings) throws IOException {
        Map<String, String> all = new HashMap<>(Map.of(
                "torrent-server.file-source", root.toString(),
                "webserver.host", "127.0.0.1",
                "webserver.port", "0",
                "torrent-server.tracker-port", "0",
                "torrent-server.peer-port", "0"));
        all.putAll(settings);
        server = TorrentServer.open(ConfigurationReader.read(Optional.empty(), all, warning -> {}));
    }

    @AfterEach
    void close() {
        server.close();
    }

    private HttpResponse<String> get(String path, String... headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(
                URI.create("http://127.0.0.1:" + server.webAddress().getPort() + path));
        if (headers.length > 0) {
            request.headers(headers);
        }
        try {
            return client.send(request.build(), BodyHandlers.ofString());
        } catch (IOException | InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private String field(String path, String name) {
        String json = get(path).body();
        Matcher field = Pattern.compile("\"" + name + "\":\"?([^\",}]*)").matcher(json);
        assertThat(field.find()).as(json).isTrue();
        return field.group(1);
    }

    @Test
    void tellsWhereTheHashingOfATorrentCanBeFollowed() throws IOException {
        Files.write(root.resolve("big"), new byte[6 << 20]);
        open(Map.of("torrent-server.hashing-rate", "2 MiB"));

        HttpResponse<String> accepted = get("/torrent/big", "Prefer", "respond-async");

        assertThat(accepted.statusCode()).isEqualTo(202);
        assertThat(accepted.headers().firstValue("preference-applied")).contains("respond-async");
        assertThat(Integer.parseInt(accepted.headers().firstValue("retry-after").orElseThrow()))
                .isBetween(1, 60);
        String job = accepted.headers().firstValue("location").orElseThrow();
        assertThat(field(job, "path")).isEqualTo("big");
        assertThat(get("/").body()).contains("progress");
        Awaitility.await().atMost(Duration.ofSeconds(60)).until(() -> field(job, "state"), "done"::equals);
        assertThat(get("/torrent/big", "Prefer", "respond-async").statusCode()).isEqualTo(200);
        assertThat(field("/api/v1/torrents", "size")).isEqualTo(String.valueOf(6 << 20));
        assertThat(field("/api/v1/files", "infoHash")).isEqualTo(field("/api/v1/torrents", "infoHash"));
    }

    @Test
    void givesTheTorrentToAClientThatWaitsLongEnough() throws IOException {
        Files.writeString(root.resolve("small"), "content");
        open(Map.of());

        assertThat(get("/torrent/small", "Prefer", "respond-async, wait=200").statusCode())
                .isEqualTo(200);
    }

    @Test
    void hashesAheadOfRequestsWhatItIsToldTo() throws Exception {
        Files.createDirectory(root.resolve("images"));
        Files.writeString(root.resolve("images/a"), "a");
        Files.writeString(root.resolve("b"), "b");
        open(Map.of());

        HttpResponse<String> answer = client.send(
                HttpRequest.newBuilder(URI.create(
                                "http://127.0.0.1:" + server.webAddress().getPort() + "/api/v1/warm?glob=images/**"))
                        .POST(HttpRequest.BodyPublishers.noBody())
                        .build(),
                BodyHandlers.ofString());

        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(202);
        Awaitility.await().until(() -> get("/api/v1/torrents").body().contains("\"images/a\""));
        assertThat(get("/api/v1/torrents").body()).doesNotContain("\"b\"");
    }

    @Test
    void tellsHowItIs() throws IOException {
        open(Map.of());

        assertThat(field("/api/v1/status", "ready")).isEqualTo("true");
        assertThat(field("/api/v1/status", "http"))
                .isEqualTo(String.valueOf(server.webAddress().getPort()));
        assertThat(field("/api/v1/status", "tracker")).isEqualTo(String.valueOf(server.trackerPort()));
        assertThat(field("/api/v1/status", "peers")).isEqualTo(String.valueOf(server.peerPort()));
    }

    @Test
    void servesThePageAndWhatItIsMadeOf() throws IOException {
        Files.writeString(root.resolve("<i>.iso"), "x");
        open(Map.of());

        HttpResponse<String> page = get("/");
        assertThat(page.headers().firstValue("content-security-policy").orElseThrow())
                .startsWith("default-src 'none'; script-src 'self'");
        assertThat(page.body())
                .contains("&lt;i&gt;.iso")
                .contains("/file/%3Ci%3E.iso")
                .doesNotContain("<i>");
        assertThat(get("/?path=no/such").statusCode()).isEqualTo(404);
        for (String asset : new String[] {"/assets/page.css", "/assets/page.js", "/assets/icon.svg"}) {
            HttpResponse<String> whole = get(asset);
            String tag = whole.headers().firstValue("etag").orElseThrow();
            assertThat(whole.statusCode()).isEqualTo(200);
            assertThat(get(asset, "If-None-Match", tag).statusCode()).isEqualTo(304);
        }
        assertThat(get("/assets/other").statusCode()).isEqualTo(404);
        assertThat(get("/nothing").body()).isEqualTo("Requested file unavailable");
    }
}
