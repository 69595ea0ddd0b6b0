package torrentkit.app.client.source;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import torrentkit.app.client.outcome.ExitCode;
import torrentkit.app.client.outcome.Failure;

/** The URLs that options take. */
public final class TrackerUrls {
    private static final Set<String> TRACKER_SCHEMES = Set.of("http", "https", "udp");
    private static final Set<String> WEB_SEED_SCHEMES = Set.of("http", "https");

    private TrackerUrls() {}

    /**
     * Tiers of announce URLs (BEP 12), one for each time that an option was given, with commas between the URLs of a tier.
     *
     * @throws Failure if one is no URL of a tracker
     */
    public static List<List<URI>> tiers(String option, List<String> texts) {
        List<List<URI>> tiers = new ArrayList<>();
        for (String tier : texts) {
            tiers.add(Arrays.stream(tier.split(","))
                    .map(url -> url(option, url, TRACKER_SCHEMES))
                    .toList());
        }
        return tiers;
    }

    /** URLs of content over HTTP (BEP 19). @throws Failure if one is none */
    public static List<URI> webSeeds(String option, List<String> texts) {
        return texts.stream().map(url -> url(option, url, WEB_SEED_SCHEMES)).toList();
    }

    private static URI url(String option, String text, Set<String> schemes) {
        try {
            URI url = new URI(text.strip());
            if (url.getScheme() != null
                    && schemes.contains(url.getScheme().toLowerCase(Locale.ROOT))
                    && url.getHost() != null
                    && url.getPort() <= 0xffff) {
                return url;
            }
        } catch (URISyntaxException e) {
            // the sentence below says all that it would
        }
        throw new Failure(
                ExitCode.BAD_OPTION,
                "Option " + option + ": expected a URL with "
                        + String.join(", ", schemes.stream().sorted().toList()) + ", found '" + HttpTorrent.shown(text)
                        + "'.");
    }
}
