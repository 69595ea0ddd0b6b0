package torrentkit.downloader.web;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import torrentkit.metainfo.FileEntry;
import torrentkit.metainfo.Metainfo;
import torrentkit.piece.TorrentLayout;

/**
 * Where a torrent's bytes are at one web seed (BEP 19): the URL of each file, and how consecutive bytes of the torrent come apart into
 * files. Of one file the URL is the web seed's own, unless that ends in a slash: then, as always for several files, the torrent's name
 * and the file's path are added to it. Immutable.
 */
final class SeedFiles {
    private static final String HEX = "0123456789ABCDEF";

    private final Metainfo metainfo;
    private final TorrentLayout layout;
    private final String before; // the URL up to where paths are added
    private final String after; // its query

    /** @throws IllegalArgumentException when the URL is none that may be contacted; says why */
    SeedFiles(Metainfo metainfo, URI seed) {
        this.metainfo = metainfo;
        this.layout = metainfo.layout();
        WebUrl.of(seed);
        String url = seed.toASCIIString();
        int fragment = url.indexOf('#');
        String whole = fragment < 0 ? url : url.substring(0, fragment);
        int query = whole.indexOf('?');
        String path = query < 0 ? whole : whole.substring(0, query);
        this.after = query < 0 ? "" : whole.substring(query);
        if (metainfo.isDirectory()) {
            this.before = (path.endsWith("/") ? path : path + "/") + encode(metainfo.name()) + "/";
        } else {
            this.before = path.endsWith("/") ? path + encode(metainfo.name()) : path;
        }
    }

    /**
     * Consecutive bytes of one file.
     *
     * @param file its number in the torrent
     * @param begin the first, from the start of the file
     * @param length how many, at least 1
     */
    record Span(int file, long begin, long length) {
        long end() {
            return begin + length;
        }
    }

    /**
     * The bytes from a place in the torrent to the end of the file there, or to a limit before that.
     *
     * @param position from the start of the torrent
     * @param limit one behind the last that is wanted, above {@code position}
     */
    Span span(long position, long limit) {
        int file = layout.fileAt(position);
        long begin = position - layout.fileOffset(file);
        return new Span(file, begin, Math.min(layout.fileLength(file) - begin, limit - position));
    }

    /** Whether the file is zeros that nobody serves. */
    boolean isPadding(int file) {
        return metainfo.files().get(file).padding();
    }

    /** The URL of a file that has content. */
    WebUrl url(int file) {
        if (!metainfo.isDirectory()) {
            return WebUrl.of(URI.create(before + after));
        }
        StringBuilder url = new StringBuilder(before);
        FileEntry entry = metainfo.files().get(file);
        for (int i = 0; i < entry.path().size(); i++) {
            url.append(i == 0 ? "" : "/").append(encode(entry.path().get(i)));
        }
        return WebUrl.of(URI.create(url.append(after).toString()));
    }

    /** One component of a path in the characters that every server understands (RFC 3986, unreserved ones; the rest as UTF-8). */
    static String encode(String component) {
        StringBuilder text = new StringBuilder(component.length() + 16);
        for (byte b : component.getBytes(StandardCharsets.UTF_8)) {
            char c = (char) (b & 0xff);
            if (c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || "-._~".indexOf(c) >= 0) {
                text.append(c);
            } else {
                text.append('%').append(HEX.charAt(c >> 4)).append(HEX.charAt(c & 0xf));
            }
        }
        return text.toString();
    }
}
