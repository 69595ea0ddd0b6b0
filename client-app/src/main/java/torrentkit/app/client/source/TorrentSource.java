package torrentkit.app.client.source;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import torrentkit.app.client.command.LocalPath;
import torrentkit.app.client.outcome.ExitCode;
import torrentkit.app.client.outcome.Failure;
import torrentkit.app.client.outcome.Failures;
import torrentkit.app.client.outcome.StopSignal;
import torrentkit.metainfo.InfoHash;
import torrentkit.metainfo.MagnetLink;
import torrentkit.metainfo.Metainfo;
import torrentkit.metainfo.MetainfoException;

/**
 * Opens the SOURCE argument of the commands: a .torrent file; the http(s) URL of one, or of a path on a {@code server-app}; a magnet
 * link; an info-hash in hexadecimal or base32; or {@code -}, a torrent or magnet link on the standard input. A file comes before an
 * info-hash of the same name.
 */
public final class TorrentSource {
    private static final int BASE32_LENGTH = 32;

    private TorrentSource() {}

    /**
     * What the source is. May ask a server, and wait for it.
     *
     * @throws Failure if it is nothing that can be used; {@link ExitCode#INTERRUPTED} if a stop is wished before it is here
     */
    public static Source open(String source, SourceOptions options, StopSignal stop) {
        return withTrackers(opened(source, options, stop), options.trackers());
    }

    private static Source opened(String source, SourceOptions options, StopSignal stop) {
        if (MagnetLink.isMagnet(source.strip())) {
            return magnet(source.strip());
        }
        if (source.equals("-")) {
            return bytes("The standard input", StandardInput.bytes(Metainfo.MAX_BYTES, "a torrent or magnet link"));
        }
        String scheme = scheme(source);
        return switch (scheme) {
            case "" -> hashOrFile(source);
            case "http", "https" -> new HttpSource(options.http(), stop).open(source);
            case "file" -> new Source.Torrent(file(filePath(source)));
            default -> source.contains("://") ? unknown(scheme) : hashOrFile(source);
        };
    }

    /**
     * A torrent that is at hand, for commands that have no use for a magnet link.
     *
     * @throws Failure as {@link #open} does, and for a magnet link or info-hash
     */
    public static Metainfo load(String source, SourceOptions options, StopSignal stop) {
        if (open(source, options, stop) instanceof Source.Torrent torrent) {
            return torrent.metainfo();
        }
        throw new Failure(
                ExitCode.BAD_MAGNET,
                "Expected a .torrent file or URL, found a magnet link or info-hash. Get its torrent first, with"
                        + " 'client-app metadata'.");
    }

    /** The same without any options. */
    public static Metainfo load(String source, StopSignal stop) {
        return load(source, SourceOptions.defaults(), stop);
    }

    private static Source withTrackers(Source source, List<List<URI>> more) {
        if (more.isEmpty()) {
            return source;
        }
        if (source instanceof Source.Torrent torrent) {
            Metainfo metainfo = torrent.metainfo();
            return new Source.Torrent(metainfo.withTrackers(Source.joined(metainfo.trackers(), more)));
        }
        MagnetLink link = ((Source.Magnet) source).link();
        return new Source.Magnet(link.withTrackers(
                Source.joined(link.tiers(), more).stream().flatMap(List::stream).toList()));
    }

    /** The letters before the first colon, if they may be a scheme; those of a drive are not. */
    private static String scheme(String source) {
        int colon = source.indexOf(':');
        for (int i = 0; i < colon; i++) {
            char c = source.charAt(i);
            boolean letter = c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z';
            boolean more = c >= '0' && c <= '9' || c == '+' || c == '.' || c == '-';
            if (!letter && (i == 0 || !more)) {
                return "";
            }
        }
        return colon < 2 ? "" : source.substring(0, colon).toLowerCase(Locale.ROOT);
    }

    private static Source unknown(String scheme) {
        throw new Failure(
                ExitCode.BAD_OPTION,
                "Expected a .torrent file, a magnet link, an info-hash, or a URL that starts with http:// or https://,"
                        + " found one with " + scheme + ":.");
    }

    static Source magnet(String link) {
        try {
            return new Source.Magnet(MagnetLink.parse(link));
        } catch (MetainfoException e) {
            throw new Failure(ExitCode.BAD_MAGNET, Failures.sentence(e.getMessage()), e);
        }
    }

    /** Bytes from anywhere: a torrent, or the text of a magnet link. */
    static Source bytes(String name, byte[] bytes) {
        if (bytes.length <= MagnetLink.MAX_LENGTH) {
            String text = new String(bytes, StandardCharsets.UTF_8).strip();
            if (MagnetLink.isMagnet(text)) {
                return magnet(text);
            }
        }
        try {
            return new Source.Torrent(Metainfo.parse(bytes));
        } catch (MetainfoException e) {
            throw named(name, e);
        }
    }

    private static Source hashOrFile(String source) {
        if (isHash(source) && !exists(source)) {
            if (source.length() == BASE32_LENGTH) {
                return magnet("magnet:?xt=urn:btih:" + source);
            }
            return new Source.Magnet(MagnetLink.of(InfoHash.parse(source)));
        }
        return new Source.Torrent(file(source));
    }

    private static boolean isHash(String text) {
        if (text.length() == 2 * InfoHash.LENGTH) {
            return text.chars().allMatch(c -> c < 0x80 && Character.digit(c, 16) >= 0);
        }
        return text.length() == BASE32_LENGTH
                && text.chars().allMatch(c -> c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '2' && c <= '7');
    }

    private static boolean exists(String name) {
        try {
            return Files.exists(Path.of(name));
        } catch (InvalidPathException e) {
            return false;
        }
    }

    private static String filePath(String source) {
        try {
            return Path.of(new URI(source)).toString();
        } catch (URISyntaxException | IllegalArgumentException e) {
            throw new Failure(
                    ExitCode.BAD_OPTION,
                    "Expected a URL such as file:///srv/x.torrent, found '" + HttpTorrent.shown(source) + "'.",
                    e);
        }
    }

    private static Metainfo file(String source) {
        Path path = LocalPath.of(source, ExitCode.BAD_OPTION, "The torrent");
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
}
