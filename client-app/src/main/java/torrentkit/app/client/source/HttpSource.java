package torrentkit.app.client.source;

import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import torrentkit.app.client.outcome.ExitCode;
import torrentkit.app.client.outcome.Failure;
import torrentkit.app.client.outcome.StopSignal;

/**
 * Opens what people paste: the URL of a torrent, or one of a {@code server-app} that is about a file, whose torrent then is asked for
 * where that server has it. Asks on a thread of its own, since a stop must not wait for a server.
 */
final class HttpSource {
    /** Against servers that always send just enough to be waited for. */
    private static final Duration LONGEST_LOAD = Duration.ofMinutes(15);

    private final HttpTorrent http;
    private final StopSignal stop;

    HttpSource(HttpAccess access, StopSignal stop) {
        this.http = new HttpTorrent(access);
        this.stop = stop;
    }

    Source open(String source) {
        URI url = url(source);
        CompletableFuture<Source> opened = new CompletableFuture<>();
        Thread loader = new Thread(
                () -> {
                    try {
                        opened.complete(find(url));
                    } catch (Throwable e) { // whoever waits must learn of it, whatever it is
                        opened.completeExceptionally(e);
                    }
                },
                "torrent-load");
        loader.setDaemon(true);
        loader.start();
        return stop.await(opened, LONGEST_LOAD, () -> {
            throw new Failure(
                    ExitCode.DEADLINE,
                    HttpTorrent.shown(url) + " did not send its torrent within " + LONGEST_LOAD.toMinutes()
                            + " minutes.");
        });
    }

    /** What is at the URL; when that is no torrent or nothing, the torrent that a server-app would have for it. */
    private Source find(URI url) {
        try {
            return TorrentSource.bytes(HttpTorrent.shown(url), http.load(url));
        } catch (Failure direct) {
            Optional<URI> elsewhere = mayBeElsewhere(direct) ? ServerPath.torrentOf(url) : Optional.empty();
            if (elsewhere.isEmpty()) {
                throw direct;
            }
            return findElsewhere(elsewhere.get(), direct);
        }
    }

    private static boolean mayBeElsewhere(Failure failure) {
        return failure.code() == ExitCode.NOT_FOUND || failure.code() == ExitCode.NOT_BENCODED;
    }

    private Source findElsewhere(URI url, Failure direct) {
        try {
            return TorrentSource.bytes(HttpTorrent.shown(url), http.load(url));
        } catch (Failure second) {
            boolean tells = second.code() == ExitCode.SERVER_BUSY
                    || second.code() == ExitCode.NOT_AUTHORISED
                    || second.code() == ExitCode.DEADLINE
                    || second.code() == ExitCode.BAD_HTTP_ANSWER && direct.code() == ExitCode.NOT_BENCODED;
            throw tells ? second : direct;
        }
    }

    private static URI url(String source) {
        try {
            URI url = new URI(encoded(source));
            if (url.getHost() != null && url.getPort() <= 0xffff) {
                return url;
            }
        } catch (URISyntaxException e) {
            // the sentence below says all that it would
        }
        throw new Failure(
                ExitCode.BAD_OPTION,
                "Expected a URL such as http://host:8080/torrent/path, found '" + HttpTorrent.shown(source) + "'.");
    }

    /** People paste URLs with spaces and letters of all languages: such characters go over the wire percent-encoded. */
    private static String encoded(String source) {
        try {
            return new URI(source.replace(" ", "%20")).toASCIIString();
        } catch (URISyntaxException e) {
            return source;
        }
    }
}
