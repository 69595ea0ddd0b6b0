package torrentkit.app.server;

import java.net.InetAddress;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** What the HTTP side asks for torrents. */
interface TorrentSource {
    /**
     * The torrent of a file or directory, made now if need be. Returns at once, may be called on an event loop, and completes on
     * some other thread.
     *
     * @param names the path below the served directory
     * @param reachedAt the address of this machine that the request was sent to
     */
    CompletableFuture<TorrentAnswer> torrent(List<String> names, InetAddress reachedAt);
}
