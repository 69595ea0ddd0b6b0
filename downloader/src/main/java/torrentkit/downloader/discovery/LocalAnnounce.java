package torrentkit.downloader.discovery;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import torrentkit.metainfo.InfoHash;

/**
 * What a peer tells its neighbours (BEP 14): the form of an HTTP request, in one datagram.
 *
 * @param port on which the sender takes connections, 1 to 65535
 * @param torrents whose swarms the sender is in, at most {@value #MAX_TORRENTS}
 * @param cookie by which the sender knows its own announces, empty for none
 */
record LocalAnnounce(int port, List<InfoHash> torrents, String cookie) {
    /** As many as fit into 1,400 bytes with all the rest. */
    static final int MAX_TORRENTS = 20;

    private static final String REQUEST_LINE = "BT-SEARCH * HTTP/1.1";
    private static final int MAX_LINES = 100;

    LocalAnnounce {
        torrents = List.copyOf(torrents);
    }

    /** @param host the multicast group and port to which it goes */
    String toText(String host) {
        StringBuilder text = new StringBuilder(REQUEST_LINE + "\r\nHost: " + host + "\r\nPort: " + port + "\r\n");
        torrents.forEach(torrent -> text.append("Infohash: ").append(torrent).append("\r\n"));
        if (!cookie.isEmpty()) {
            text.append("cookie: ").append(cookie).append("\r\n");
        }
        return text.append("\r\n\r\n").toString();
    }

    /** Reads a datagram's text; nothing unless it names a port and a torrent. Headers that we do not know are passed over. */
    static Optional<LocalAnnounce> parse(String text) {
        String[] lines = text.split("\r?\n", MAX_LINES);
        if (!lines[0].regionMatches(true, 0, "BT-SEARCH ", 0, 10)) {
            return Optional.empty();
        }
        int port = 0;
        List<InfoHash> torrents = new ArrayList<>();
        String cookie = "";
        for (String line : lines) {
            int colon = line.indexOf(':');
            if (colon > 0) {
                String value = line.substring(colon + 1).strip();
                switch (line.substring(0, colon).strip().toLowerCase(Locale.ROOT)) {
                    case "port" -> port = port(value);
                    case "infohash" ->
                        torrent(value)
                                .filter(torrent -> torrents.size() < MAX_TORRENTS)
                                .ifPresent(torrents::add);
                    case "cookie" -> cookie = value;
                    default -> {
                        // of newer times
                    }
                }
            }
        }
        return port == 0 || torrents.isEmpty()
                ? Optional.empty()
                : Optional.of(new LocalAnnounce(port, torrents, cookie));
    }

    private static int port(String value) {
        try {
            int port = Integer.parseInt(value);
            return port > 0 && port <= 0xffff ? port : 0;
        } catch (NumberFormatException e) {
            return 0;
        }
    }

    private static Optional<InfoHash> torrent(String value) {
        try {
            return Optional.of(InfoHash.parse(value));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
