package torrentkit.app.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import torrentkit.app.server.config.ConfigurationReader;
import torrentkit.testing.Needs;

/** The metrics as Prometheus itself reads them. */
class PrometheusIT {
    private static final Pattern SERIES = Pattern.compile("\\b((?:torrentkit|jvm|process)_[a-z_]+)");

    @TempDir
    private Path directory;

    private final HttpClient client = HttpClient.newHttpClient();
    private TorrentServer server;

    @BeforeEach
    void open() throws IOException {
        Path root = Files.createDirectory(directory.resolve("source"));
        Files.writeString(root.resolve("file"), "some content");
        server = TorrentServer.open(ConfigurationReader.read(
                Optional.empty(),
                Map.of(
                        "torrent-server.file-source", root.toString(),
                        "webserver.host", "127.0.0.1",
                        "webserver.port", "0",
                        "torrent-server.tracker-port", "0",
                        "torrent-server.peer-port", "0"),
                warning -> {}));
    }

    @AfterEach
    void close() {
        server.close();
    }

    private String get(int port, String path) throws IOException, InterruptedException {
        URI uri = URI.create("http://127.0.0.1:" + port + path);
        return client.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString())
                .body();
    }

    private int webPort() {
        return server.webAddress().getPort();
    }

    @Test
    void prometheusReadsThem() throws IOException, InterruptedException {
        Needs.program("prometheus", "prometheus");
        get(webPort(), "/torrent/file");
        int port = freePort();
        Path configuration = Files.writeString(directory.resolve("prometheus.yml"), """
                global: { scrape_interval: 1s, scrape_timeout: 1s }
                scrape_configs:
                  - job_name: torrentkit
                    static_configs: [{ targets: ["127.0.0.1:%d"] }]
                """.formatted(webPort()));
        Process prometheus = new ProcessBuilder(
                        "prometheus",
                        "--config.file=" + configuration,
                        "--storage.tsdb.path=" + directory.resolve("data"),
                        "--web.listen-address=127.0.0.1:" + port)
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve("prometheus.log").toFile())
                .start();
        try {
            Awaitility.await()
                    .atMost(Duration.ofMinutes(1))
                    .ignoreExceptions()
                    .until(() -> query(port, "torrentkit_torrents").contains("\"1\""));
            assertThat(get(port, "/api/v1/targets?state=active")).contains("\"health\":\"up\"");
        } finally {
            prometheus.destroy();
            assertThat(prometheus.waitFor(20, TimeUnit.SECONDS)).isTrue();
        }
    }

    private String query(int port, String expression) throws IOException, InterruptedException {
        return get(port, "/api/v1/query?query=" + URLEncoder.encode(expression, StandardCharsets.UTF_8));
    }

    @Test
    void promtoolFindsNothingToSayAgainstThem() throws IOException, InterruptedException {
        Needs.program("promtool", "prometheus");
        Path text = Files.writeString(directory.resolve("metrics"), get(webPort(), "/metrics"));
        Path said = directory.resolve("promtool.log");
        Process promtool = new ProcessBuilder("promtool", "check", "metrics")
                .redirectInput(text.toFile())
                .redirectErrorStream(true)
                .redirectOutput(said.toFile())
                .start();
        assertThat(promtool.waitFor()).as(Files.readString(said)).isZero();
        assertThat(said).isEmptyFile();
    }

    /** A panel over a metric that does not exist is empty for ever, and nobody is told. */
    @Test
    void theDashboardShowsNothingButMetricsThatExist() throws IOException, InterruptedException {
        Set<String> exist = series(get(webPort(), "/metrics"));
        Set<String> shown = new TreeSet<>();
        for (String line : Files.readAllLines(Path.of("src/main/dist/grafana-dashboard.json"))) {
            if (line.contains("\"expr\"")) {
                shown.addAll(series(line));
            }
        }
        assertThat(shown).isNotEmpty().isSubsetOf(exist);
    }

    private static Set<String> series(String text) {
        Set<String> names = new TreeSet<>();
        Matcher matcher = SERIES.matcher(text);
        while (matcher.find()) {
            names.add(matcher.group(1));
        }
        return names;
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }
}
