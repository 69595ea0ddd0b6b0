package torrentkit.app.server.page;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import torrentkit.app.server.api.Links;

/**
 * Which part of the listing a page shows.
 *
 * @param directory names from the file source downwards; none when something is searched for
 * @param after where this part of a long listing begins
 */
record Asked(List<String> directory, Optional<String> search, Optional<String> after) {
    /** The URL of the first part of the same listing. */
    String start(Links links) {
        return search.map(text -> "/?search=" + encode(text)).orElseGet(() -> links.page(directory));
    }

    /** The URL of the part that begins there. */
    String from(Links links, String cursor) {
        String start = start(links);
        return start + (start.equals("/") ? "?" : "&") + "after=" + encode(cursor);
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
