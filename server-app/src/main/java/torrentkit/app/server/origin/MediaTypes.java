package torrentkit.app.server.origin;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/**
 * Media types by the end of a file's name. What a browser would run or render as a page of this server (HTML, SVG, XML, scripts) is
 * plain text here: whoever may put a file into the served directory does not thereby act in the name of its visitors.
 */
final class MediaTypes {
    private static final String UNKNOWN = "application/octet-stream";
    private static final Map<String, String> BY_EXTENSION = table();

    private MediaTypes() {}

    private static Map<String, String> table() {
        Map<String, String> table = new HashMap<>();
        put(
                table,
                "text/plain",
                "txt text log md rst csv tsv json yaml yml toml ini conf sha1 sha256 sha512 md5 asc diff patch");
        put(table, "text/plain", "html htm xhtml xml xsl svg js mjs css java c h py rb go rs sh pl");
        put(table, "image/png", "png");
        put(table, "image/jpeg", "jpg jpeg");
        put(table, "image/gif", "gif");
        put(table, "image/webp", "webp");
        put(table, "image/avif", "avif");
        put(table, "audio/mpeg", "mp3");
        put(table, "audio/ogg", "ogg oga opus");
        put(table, "audio/flac", "flac");
        put(table, "video/mp4", "mp4 m4v");
        put(table, "video/webm", "webm");
        put(table, "video/x-matroska", "mkv");
        put(table, "application/pdf", "pdf");
        put(table, "application/zip", "zip");
        put(table, "application/gzip", "gz tgz");
        put(table, "application/x-bzip2", "bz2");
        put(table, "application/x-xz", "xz");
        put(table, "application/zstd", "zst");
        put(table, "application/x-7z-compressed", "7z");
        put(table, "application/x-tar", "tar");
        put(table, "application/x-iso9660-image", "iso");
        put(table, "application/vnd.debian.binary-package", "deb");
        put(table, "application/java-archive", "jar");
        put(table, "application/x-bittorrent", "torrent");
        put(table, "application/metalink4+xml", "meta4");
        return Map.copyOf(table);
    }

    private static void put(Map<String, String> table, String type, String extensions) {
        for (String extension : extensions.split(" ")) {
            table.put(extension, type);
        }
    }

    static String of(String fileName) {
        String extension = fileName.substring(fileName.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
        return extension.length() == fileName.length() ? UNKNOWN : BY_EXTENSION.getOrDefault(extension, UNKNOWN);
    }
}
