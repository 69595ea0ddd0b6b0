package torrentkit.app.client.source;

import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Option;

/** The options that name trackers and peers besides those of the source; a picocli mixin. */
public final class SwarmOptions {
    @Option(
            names = "--tracker",
            paramLabel = "URL[,URL...]",
            description =
                    "Ask this tracker too, after those of the source; may be given several times. URLs with commas"
                            + " between them are one tier.")
    private List<String> trackers = new ArrayList<>();

    @Option(names = "--peer", paramLabel = "HOST:PORT", description = "Also try this peer; may be given several times.")
    private List<String> peers = new ArrayList<>();

    /** Whether none was given. */
    public boolean areEmpty() {
        return trackers.isEmpty() && peers.isEmpty();
    }

    /** For opening the source. */
    public SourceOptions with(HttpAccess http) {
        return new SourceOptions(TrackerUrls.tiers("--tracker", trackers), http);
    }

    /** As they were given. */
    public List<String> peerTexts() {
        return List.copyOf(peers);
    }

    /** The addresses; names are looked up. */
    public List<InetSocketAddress> peers() {
        return peers.stream().map(PeerAddress::parse).toList();
    }
}
