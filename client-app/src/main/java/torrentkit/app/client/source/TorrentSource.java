package torrentkit.app.client.source;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import torrentkit.app.client.download.Target;
import torrentkit.app.client.outcome.ExitCode;
import torrentkit.app.client.outcome.Failure;
import torrentkit.app.client.outcome.Failures;
import torrentkit.app.client.outcome.StopSignal;
import torrentkit.metainfo.Metainfo;
import torrentkit.metainfo.MetainfoException;

/** Where a torrent comes from: the SOURCE argument, a .torrent file or the http(s) URL of one. */
public final class TorrentSource {
    private static final Pattern SCHEME = Pattern.compile("([A-Za-z][A-Za-z0-9+.-]+):.*", Pattern.DOTALL);

    /** Against servers that always send just enough to be waited for. */
    private static final Duration LONGEST_LOAD = Duration.ofMinutes(15);

    private TorrentSource() {}

    /** @throws Failure if there is no usable torrent; {@link ExitCode#INTERRUPTED} if a stop is wished before it is here */
    public static Metainfo load(String source, StopSignal stop) {
        Matcher url = SCHEME.matcher(source);
        if (!url.matches()) {
            return file(source);
        }
        return switch (url.group(1).toLowerCase(Locale.ROOT)) {
            case "http", "https" -> http(source, stop);
            case "magnet" ->
                throw new Failure(
                        ExitCode.BAD_MAGNET,
                        "Expected a .torrent file or URL, found a magnet link, which this version cannot use. Give the .torrent.");
            case "file" -> file(filePath(source));
            default -> source.contains("://") ? unknown(url.group(1)) : file(source);
        };
    }

    private static Metainfo unknown(String scheme) {
        throw new Failure(
                ExitCode.BAD_OPTION,
                "Expected a .torrent file, or a URL that starts with http:// or https://, found one with " + scheme
                        + ":.");
    }

    private static String filePath(String source) {
        try {
            return Path.of(new URI(source)).toString();
        } catch (URISyntaxException | IllegalArgumentException e) {
            throw new Failure(
                    ExitCode.BAD_OPTION, "Expected a URL such as file:///srv/x.torrent, found '" + source + "'.", e);
        }
    }

    private static Metainfo file(String source) {
        Path path = Target.local(source, ExitCode.BAD_OPTION, "The torrent");
        try {
            return Metainfo.read(path);
        } catch (MetainfoException e) {
            if (e.getCause() instanceof NoSuchFileException) {
                throw new Failure(ExitCode.NOT_FOUND, "There is no file " + path + ". Check the path.", e);
            }
            throw named(path.toString(), e);
        }
    }

    /** The failure with a sentence that says which torrent it is about. */
    private static Failure named(String source, MetainfoException e) {
        Failure failure = Failures.of(e);
        String sentence = failure.getMessage();
        return new Failure(failure.code(), sentence.contains(source) ? sentence : source + ": " + sentence, e);
    }

    private static Metainfo http(String source, StopSignal stop) {
        URI url = url(source);
        CompletableFuture<byte[]> loaded = new CompletableFuture<>();
        Thread loader = new Thread(
                () -> {
                    try {
                        loaded.complete(new HttpTorrent().load(url));
                    } catch (Throwable e) { // whoever waits must learn of it, whatever it is
                        loaded.completeExceptionally(e);
                    }
                },
                "torrent-load");
        loader.setDaemon(true); // a stop must not wait for a server
        loader.start();
        byte[] bytes = stop.await(loaded, LONGEST_LOAD, () -> {
            throw new Failure(
                    ExitCode.DEADLINE,
                    HttpTorrent.shown(url) + " did not send its torrent within " + LONGEST_LOAD.toMinutes()
                            + " minutes.");
        });
        try {
            return Metainfo.parse(bytes);
        } catch (MetainfoException e) {
            throw named(HttpTorrent.shown(url), e);
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
                ExitCode.BAD_OPTION, "Expected a URL such as http://host:8080/torrent/path, found '" + source + "'.");
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
