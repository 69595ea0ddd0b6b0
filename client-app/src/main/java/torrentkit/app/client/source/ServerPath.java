package torrentkit.app.client.source;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Optional;

/**
 * The URLs of a {@code server-app}, as people find them in its page or guess them: of a file's bytes ({@code /file/PATH}), of its
 * magnet link or Metalink, of a directory's page ({@code /?path=PATH}), or just {@code /PATH}.
 */
final class ServerPath {
    private static final String TORRENT = "/torrent/";
    private static final List<String> OTHERS = List.of("/file/", "/magnet/", "/meta4/");
    private static final String PAGE = "path=";

    private ServerPath() {}

    /** Where a server-app has the torrent of what this URL is about; empty when the URL names no path, or a torrent already. */
    static Optional<URI> torrentOf(URI url) {
        String path = url.getRawPath() == null ? "" : url.getRawPath();
        if (path.startsWith(TORRENT) || path.startsWith("/api/")) {
            return Optional.empty();
        }
        String named = path.isEmpty() ? "" : path.substring(1);
        for (String prefix : OTHERS) {
            if (path.startsWith(prefix)) {
                named = path.substring(prefix.length());
            }
        }
        if (named.isEmpty() && url.getRawQuery() != null) {
            for (String parameter : url.getRawQuery().split("&")) {
                if (parameter.startsWith(PAGE)) {
                    named = parameter
                            .substring(PAGE.length())
                            .replace("+", "%20")
                            .replaceAll("(?i)%2f", "/");
                }
            }
        }
        while (named.endsWith("/")) {
            named = named.substring(0, named.length() - 1);
        }
        while (named.startsWith("/")) {
            named = named.substring(1);
        }
        return named.isEmpty() ? Optional.empty() : at(url, TORRENT + named);
    }

    private static Optional<URI> at(URI url, String path) {
        try {
            return Optional.of(new URI(url.getScheme() + "://" + url.getRawAuthority() + path));
        } catch (URISyntaxException e) {
            return Optional.empty();
        }
    }
}
