package torrentkit.metainfo;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * A magnet link: a torrent's info-hash and hints where to begin (BEP 9, magnet URI format; BEP 53). The torrent itself comes from
 * peers. Only what is here is read; unknown parameters are passed over, and hints that cannot be used are left out. Immutable.
 *
 * @param name what the link says the torrent is called ({@code dn}), not cleaned: never show it to a person, or use it as a file's
 *     name, as it is
 * @param length bytes of the content, as the link says ({@code xl}), at least 0
 * @param trackers announce URLs ({@code tr}; http, https, udp) in the link's order
 * @param webSeeds URLs of the content ({@code ws}; http, https)
 * @param peers addresses of peers ({@code x.pe}) as {@code HOST:PORT}, an IPv6 address in brackets; names are not looked up
 * @param selectOnly the files that the link asks for ({@code so}, BEP 53); empty for all
 */
public record MagnetLink(
        InfoHash infoHash,
        Optional<String> name,
        OptionalLong length,
        List<URI> trackers,
        List<URI> webSeeds,
        List<String> peers,
        List<FileRange> selectOnly) {
    /** Longest link that is read, characters. */
    public static final int MAX_LENGTH = 64 << 10;

    /**
     * Consecutive files.
     *
     * @param first number of the first file in torrent order, from 0
     * @param last number of the last, at least {@code first}
     */
    public record FileRange(int first, int last) {
        /** Greatest number of a file: far more than a torrent has, and safe to count on from. */
        public static final int MAX = 1 << 24;

        /** @throws IllegalArgumentException unless 0 ≤ first ≤ last ≤ {@link #MAX} */
        public FileRange {
            if (first < 0 || last < first || last > MAX) {
                throw new IllegalArgumentException(
                        "a range of files counts upwards from 0, not " + first + " to " + last);
            }
        }

        /** As BEP 53 writes it: {@code 4} or {@code 4-7}. */
        @Override
        public String toString() {
            return first == last ? Integer.toString(first) : first + "-" + last;
        }
    }

    public MagnetLink {
        trackers = List.copyOf(trackers);
        webSeeds = List.copyOf(webSeeds);
        peers = List.copyOf(peers);
        selectOnly = List.copyOf(selectOnly);
    }

    /** Nothing but the info-hash. */
    public static MagnetLink of(InfoHash infoHash) {
        return new MagnetLink(
                infoHash, Optional.empty(), OptionalLong.empty(), List.of(), List.of(), List.of(), List.of());
    }

    /** The link to a torrent, with all its trackers and web seeds. */
    public static MagnetLink of(Metainfo metainfo) {
        return new MagnetLink(
                metainfo.infoHash(),
                Optional.of(metainfo.name()),
                OptionalLong.of(metainfo.layout().totalLength()),
                metainfo.trackers().stream().flatMap(List::stream).toList(),
                metainfo.webSeeds(),
                List.of(),
                List.of());
    }

    /** Whether this begins as a magnet link does. */
    public static boolean isMagnet(String text) {
        return text.regionMatches(true, 0, MagnetReader.SCHEME, 0, MagnetReader.SCHEME.length());
    }

    /**
     * Reads a link.
     *
     * @throws MetainfoException if it is not a magnet link, or names no torrent of version 1 by its info-hash; says what was found
     */
    public static MagnetLink parse(String link) {
        return new MagnetReader(link).read();
    }

    /** The trackers as tiers (BEP 12): one for each, in the link's order. */
    public List<List<URI>> tiers() {
        return trackers.stream().map(List::of).toList();
    }

    public MagnetLink withPeers(List<String> addresses) {
        return new MagnetLink(infoHash, name, length, trackers, webSeeds, addresses, selectOnly);
    }

    public MagnetLink withTrackers(List<URI> urls) {
        return new MagnetLink(infoHash, name, length, urls, webSeeds, peers, selectOnly);
    }

    public MagnetLink withSelectOnly(List<FileRange> files) {
        return new MagnetLink(infoHash, name, length, trackers, webSeeds, peers, files);
    }

    /** The link in ASCII; reading it gives an equal one. */
    @Override
    public String toString() {
        StringBuilder link = new StringBuilder("magnet:?xt=urn:btih:").append(infoHash);
        name.ifPresent(text -> append(link, "dn", text));
        length.ifPresent(bytes -> append(link, "xl", Long.toString(bytes)));
        trackers.forEach(url -> append(link, "tr", url.toString()));
        webSeeds.forEach(url -> append(link, "ws", url.toString()));
        peers.forEach(address -> append(link, "x.pe", address));
        if (!selectOnly.isEmpty()) {
            link.append("&so=");
            for (int i = 0; i < selectOnly.size(); i++) {
                link.append(i == 0 ? "" : ",").append(selectOnly.get(i));
            }
        }
        return link.toString();
    }

    private static void append(StringBuilder link, String key, String value) {
        link.append('&').append(key).append('=');
        for (byte b : value.getBytes(StandardCharsets.UTF_8)) {
            char c = (char) (b & 0xff);
            boolean plain = c >= 'a' && c <= 'z'
                    || c >= 'A' && c <= 'Z'
                    || c >= '0' && c <= '9'
                    || c == '-'
                    || c == '.'
                    || c == '_'
                    || c == '~';
            if (plain) {
                link.append(c);
            } else {
                link.append('%')
                        .append(Character.toUpperCase(Character.forDigit(c >> 4, 16)))
                        .append(Character.toUpperCase(Character.forDigit(c & 15, 16)));
            }
        }
    }
}
