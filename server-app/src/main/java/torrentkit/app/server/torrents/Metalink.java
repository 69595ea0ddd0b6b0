package torrentkit.app.server.torrents;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import torrentkit.metainfo.FileEntry;
import torrentkit.metainfo.Metainfo;
import torrentkit.piece.TorrentLayout;

/** The Metalink document (RFC 5854) that says what a torrent says: names, sizes, piece hashes, and where to load from. */
final class Metalink {
    private static final int SHA1_BYTES = 20;

    private final StringBuilder xml = new StringBuilder();
    private final Metainfo torrent;
    private final byte[] pieceHashes;

    private Metalink(Metainfo torrent) {
        this.torrent = torrent;
        this.pieceHashes = torrent.pieceHashes().toBytes();
    }

    /**
     * @param url where the torrent is
     * @param files where the file at a path below the torrent's directory is, as told to clients; the only file of a torrent that is
     *     none has no path
     * @throws UnwritableNameException if a name cannot be written in XML
     */
    static byte[] of(Metainfo torrent, URI url, Function<List<String>, Optional<URI>> files) {
        return new Metalink(torrent).write(url, files);
    }

    static List<String> join(List<String> names, List<String> below) {
        List<String> joined = new ArrayList<>(names);
        joined.addAll(below);
        return joined;
    }

    private byte[] write(URI url, Function<List<String>, Optional<URI>> urls) {
        xml.append("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
        xml.append("<metalink xmlns=\"urn:ietf:params:xml:ns:metalink\">\n");
        for (int i = 0; i < torrent.files().size(); i++) {
            FileEntry file = torrent.files().get(i);
            if (file.isStored()) {
                List<String> below = torrent.isDirectory() ? file.path() : List.of();
                writeFile(i, String.join("/", join(List.of(torrent.name()), below)), below, url, urls.apply(below));
            }
        }
        return xml.append("</metalink>\n").toString().getBytes(StandardCharsets.UTF_8);
    }

    private void writeFile(int file, String name, List<String> below, URI torrentUrl, Optional<URI> url) {
        xml.append("  <file name=\"").append(escape(name)).append("\">\n");
        xml.append("    <size>").append(torrent.layout().fileLength(file)).append("</size>\n");
        writePieces(file);
        url.ifPresent(location -> xml.append("    <url priority=\"1\">")
                .append(escape(location.toString()))
                .append("</url>\n"));
        xml.append("    <metaurl mediatype=\"torrent\" priority=\"1\"");
        if (!below.isEmpty()) {
            xml.append(" name=\"").append(escape(String.join("/", below))).append('"');
        }
        xml.append('>').append(escape(torrentUrl.toString())).append("</metaurl>\n");
        xml.append("  </file>\n");
    }

    /** Only of a file that begins and ends with a piece of the torrent: other files share their hashes with their neighbours. */
    private void writePieces(int file) {
        TorrentLayout layout = torrent.layout();
        long start = layout.fileOffset(file);
        long end = start + layout.fileLength(file);
        boolean aligned =
                start % layout.pieceLength() == 0 && (end % layout.pieceLength() == 0 || end == layout.totalLength());
        if (!aligned || start == end) {
            return;
        }
        xml.append("    <pieces length=\"").append(layout.pieceLength()).append("\" type=\"sha-1\">\n");
        for (long at = start; at < end; at += layout.pieceLength()) {
            int hash = (int) (at / layout.pieceLength()) * SHA1_BYTES;
            xml.append("      <hash>")
                    .append(HexFormat.of().formatHex(Arrays.copyOfRange(pieceHashes, hash, hash + SHA1_BYTES)))
                    .append("</hash>\n");
        }
        xml.append("    </pieces>\n");
    }

    /** For text and for values in double quotes. */
    static String escape(String text) {
        StringBuilder escaped = new StringBuilder(text.length());
        text.codePoints().forEach(c -> {
            switch (c) {
                case '&' -> escaped.append("&amp;");
                case '<' -> escaped.append("&lt;");
                case '>' -> escaped.append("&gt;");
                case '"' -> escaped.append("&quot;");
                default -> {
                    if (c < 0x20 || c >= 0x7f && c < 0xa0 || c >= 0xd800 && c < 0xe000 || c == 0xfffe || c == 0xffff) {
                        throw new UnwritableNameException(text);
                    }
                    escaped.appendCodePoint(c);
                }
            }
        });
        return escaped.toString();
    }
}
