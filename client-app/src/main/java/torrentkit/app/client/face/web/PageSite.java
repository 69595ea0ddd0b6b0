package torrentkit.app.client.face.web;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Optional;
import torrentkit.app.client.http.Answer;
import torrentkit.app.client.http.Feed;
import torrentkit.app.client.http.LocalSite;

/** The page's files, and its feed at {@code /events}. Called on the server's event loop. */
final class PageSite implements LocalSite {
    private static final String SCRIPT = "text/javascript; charset=utf-8";
    private static final Map<String, String> TYPES = Map.ofEntries(
            Map.entry("page.html", "text/html; charset=utf-8"),
            Map.entry("page.css", "text/css; charset=utf-8"),
            Map.entry("icon.svg", "image/svg+xml"),
            Map.entry("page.js", SCRIPT),
            Map.entry("state.js", SCRIPT),
            Map.entry("peers.js", SCRIPT),
            Map.entry("pieces.js", SCRIPT),
            Map.entry("chart.js", SCRIPT),
            Map.entry("log.js", SCRIPT),
            Map.entry("text.js", SCRIPT));

    private final Feed feed;

    PageSite(Feed feed) {
        this.feed = feed;
    }

    @Override
    public Optional<Feed> feed(String path) {
        return path.equals("/events") ? Optional.of(feed) : Optional.empty();
    }

    @Override
    public Optional<Answer> get(String path, String accept) {
        String file = path.equals("/") ? "page.html" : path.substring(1);
        return Optional.ofNullable(TYPES.get(file)).map(type -> Answer.ok(type, read(file)));
    }

    private static byte[] read(String file) {
        try (InputStream in = PageSite.class.getResourceAsStream(file)) {
            if (in == null) {
                throw new IllegalStateException("the page's file " + file + " is missing from this build");
            }
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
