package torrentkit.app.client.face;

import java.util.Locale;

/** The words of {@link torrentkit.downloader.Bottleneck} for people. Pure functions. */
public final class Bottlenecks {
    private Bottlenecks() {}

    /** What follows "limited by"; a word of another version is left as it is. */
    public static String words(String bottleneck) {
        return switch (bottleneck.toUpperCase(Locale.ROOT).replace(' ', '_').replace('-', '_')) {
            case "NO_PEERS" -> "want of peers";
            case "PEERS_CHOKE_US" -> "peers that choke us";
            case "ORIGIN" -> "the one seed";
            case "RATE_LIMIT" -> "our rate limit";
            case "DISK" -> "the disk";
            case "HASH" -> "hashing";
            case "NETWORK" -> "the network";
            default -> bottleneck;
        };
    }
}
