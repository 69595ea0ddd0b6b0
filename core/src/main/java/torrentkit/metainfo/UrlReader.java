package torrentkit.metainfo;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import torrentkit.bencode.BencodeDictionary;
import torrentkit.bencode.BencodeList;

/**
 * The URLs of a torrent: trackers (BEP 3, BEP 12) and web seeds (BEP 19). What is not a URL, or has a scheme that is never
 * contacted, is left out and does not stop the torrent from loading: peers may be found in other ways.
 */
final class UrlReader {
    private static final int MAX_URLS = 500;
    private static final int MAX_URL_LENGTH = 8 * 1024;

    private static final Set<String> TRACKER_SCHEMES = Set.of("http", "https", "udp");
    private static final Set<String> WEB_SEED_SCHEMES = Set.of("http", "https");

    private UrlReader() {}

    /** The tiers of {@code announce-list}; without any usable, {@code announce} as one tier of one. */
    static List<List<URI>> trackers(BencodeDictionary torrent) {
        List<List<URI>> tiers = new ArrayList<>();
        if (torrent.isList("announce-list")) {
            BencodeList list = torrent.list("announce-list").orElseThrow();
            Set<URI> seen = new LinkedHashSet<>();
            for (int i = 0; i < list.size() && seen.size() < MAX_URLS; i++) {
                List<URI> tier = list.isList(i) ? urls(list.list(i), TRACKER_SCHEMES) : List.of();
                List<URI> added = tier.stream().filter(seen::add).toList();
                if (!added.isEmpty()) {
                    tiers.add(added);
                }
            }
        }
        if (tiers.isEmpty() && torrent.isBytes("announce")) {
            url(torrent.requiredBytes("announce"), TRACKER_SCHEMES).ifPresent(url -> tiers.add(List.of(url)));
        }
        return List.copyOf(tiers);
    }

    /** {@code url-list}, a string or a list of them. */
    static List<URI> webSeeds(BencodeDictionary torrent) {
        if (torrent.isBytes("url-list")) {
            return url(torrent.requiredBytes("url-list"), WEB_SEED_SCHEMES).stream()
                    .toList();
        }
        return torrent.isList("url-list") ? urls(torrent.requiredList("url-list"), WEB_SEED_SCHEMES) : List.of();
    }

    private static List<URI> urls(BencodeList list, Set<String> schemes) {
        Set<URI> urls = new LinkedHashSet<>();
        for (int i = 0; i < list.size() && urls.size() < MAX_URLS; i++) {
            if (list.isBytes(i)) {
                url(list.bytes(i), schemes).ifPresent(urls::add);
            }
        }
        return List.copyOf(urls);
    }

    private static Optional<URI> url(byte[] bytes, Set<String> schemes) {
        return bytes.length > MAX_URL_LENGTH
                ? Optional.empty()
                : url(new String(bytes, StandardCharsets.UTF_8), schemes);
    }

    /** A tracker's URL of a scheme that is contacted. */
    static Optional<URI> tracker(String url) {
        return url.length() > MAX_URL_LENGTH ? Optional.empty() : url(url, TRACKER_SCHEMES);
    }

    /** A web seed's URL of a scheme that is contacted. */
    static Optional<URI> webSeed(String url) {
        return url.length() > MAX_URL_LENGTH ? Optional.empty() : url(url, WEB_SEED_SCHEMES);
    }

    private static Optional<URI> url(String written, Set<String> schemes) {
        String text = written.strip().replace(" ", "%20");
        try {
            URI url = new URI(text);
            boolean usable = url.getScheme() != null
                    && schemes.contains(url.getScheme().toLowerCase(Locale.ROOT))
                    && url.getHost() != null
                    && url.getPort() <= 0xffff;
            return usable ? Optional.of(url) : Optional.empty();
        } catch (URISyntaxException e) {
            return Optional.empty();
        }
    }
}
