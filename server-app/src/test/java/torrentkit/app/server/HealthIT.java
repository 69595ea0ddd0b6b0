package torrentkit.app.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import torrentkit.app.server.config.ConfigurationReader;
import torrentkit.app.server.config.ServerConfig;
import torrentkit.app.server.health.Readiness;
import torrentkit.app.server.health.Readiness.State;

class HealthIT {
    @TempDir
    private Path root;

    private final Readiness readiness = new Readiness();

    private ServerConfig config() {
        return ConfigurationReader.read(
                Optional.empty(),
                Map.of(
                        "torrent-server.file-source", root.toString(),
                        "webserver.host", "127.0.0.1",
                        "webserver.port", "0",
                        "torrent-server.tracker-port", "0",
                        "torrent-server.peer-port", "0"),
                warning -> {});
    }

    private HttpResponse<String> get(TorrentServer server, String path, String accept) throws Exception {
        URI uri = URI.create("http://127.0.0.1:" + server.webAddress().getPort() + path);
        return HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(uri).header("Accept", accept).build(), BodyHandlers.ofString());
    }

    @Test
    void saysWhetherTheServerIsReady() throws Exception {
        try (TorrentServer server = TorrentServer.open(config(), readiness)) {
            assertThat(get(server, "/healthz", "*/*").body()).isEqualTo("ok\n");
            assertThat(get(server, "/readyz", "*/*").statusCode()).isEqualTo(200);
            assertThat(get(server, "/readyz", "application/json").body()).isEqualTo("{\"status\":\"ready\"}\n");

            readiness.now(State.STOPPING);

            HttpResponse<String> answer = get(server, "/readyz", "*/*");
            assertThat(answer.statusCode()).isEqualTo(503);
            assertThat(answer.body()).isEqualTo("stopping\n");
            assertThat(get(server, "/healthz", "*/*").statusCode()).isEqualTo(200);
            assertThat(get(server, "/readyz/more", "*/*").statusCode()).isEqualTo(404);
        }
    }

    @Test
    void passesTheStatesInOrder() throws IOException {
        List<State> passed = new ArrayList<>();
        readiness.listen(passed::add);

        TorrentServer.open(config(), readiness).close();

        assertThat(passed).containsExactly(State.STARTING, State.READY, State.STOPPING, State.STOPPED);
    }
}
