package torrentkit.app.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import torrentkit.app.server.config.WebSettings;

/** Asks the server that runs with these settings to hash ahead. */
final class WarmThere {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final String server;
    private final Optional<String> token;

    WarmThere(WebSettings settings, Optional<String> token) {
        boolean plain = settings.port().isPresent();
        int port = plain
                ? settings.port().getAsInt()
                : settings.tls().orElseThrow().port().orElseThrow();
        String host = plain ? settings.host() : settings.tls().orElseThrow().host();
        boolean everywhere = host.equals("0.0.0.0") || host.equals("::");
        String reached = everywhere ? "localhost" : host.contains(":") ? "[" + host + "]" : host;
        this.server = (plain ? "http://" : "https://") + reached + ":" + port;
        this.token = token;
    }

    /** Returns when the server has begun. */
    String ask(String glob) throws InterruptedException {
        URI uri = URI.create(server + "/api/v1/warm?glob=" + URLEncoder.encode(glob, StandardCharsets.UTF_8));
        HttpRequest.Builder request =
                HttpRequest.newBuilder(uri).timeout(PATIENCE).POST(BodyPublishers.noBody());
        token.ifPresent(bearer -> request.header("Authorization", "Bearer " + bearer));
        HttpResponse<String> answer;
        try {
            answer = HttpClient.newBuilder()
                    .connectTimeout(PATIENCE)
                    .build()
                    .send(request.build(), BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "there is no server at " + server + " to do it (" + e.getMessage()
                            + "), and no state directory to do it alone: start the server, or set torrent-server.state-dir",
                    e);
        }
        if (answer.statusCode() / 100 != 2) {
            String said = server + " answered " + answer.statusCode() + ": "
                    + answer.body().strip();
            throw new UncheckedIOException(said, new IOException(said));
        }
        return "the server at " + server + " has begun";
    }
}
