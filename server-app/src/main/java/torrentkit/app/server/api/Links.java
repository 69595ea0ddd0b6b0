package torrentkit.app.server.api;

import java.util.List;
import torrentkit.app.server.http.RequestPath;

/** Where things are found on this server, as paths of URLs. */
public final class Links {
    private final String torrentPrefix;

    /** @param torrentPrefix starts with a slash and does not end in one */
    public Links(String torrentPrefix) {
        this.torrentPrefix = torrentPrefix;
    }

    /** The path below which torrents are found, without a slash at its end. */
    public String torrentPrefix() {
        return torrentPrefix;
    }

    /** The bytes themselves. */
    public String file(List<String> path) {
        return "/file/" + RequestPath.encode(path);
    }

    public String torrent(List<String> path) {
        return torrentPrefix + "/" + RequestPath.encode(path);
    }

    /** Answers a magnet link. */
    public String magnet(List<String> path) {
        return "/magnet/" + RequestPath.encode(path);
    }

    public String metalink(List<String> path) {
        return "/meta4/" + RequestPath.encode(path);
    }

    /** The page of a directory. */
    public String page(List<String> directory) {
        return directory.isEmpty() ? "/" : "/?path=" + RequestPath.encode(directory);
    }

    public static String job(String id) {
        return "/api/v1/jobs/" + id;
    }
}
