package torrentkit.app.client.source;

import java.net.InetSocketAddress;
import java.util.List;
import torrentkit.app.client.command.Option;
import torrentkit.app.client.command.Syntax;
import torrentkit.app.client.command.SyntaxPart;

/** The options that name trackers and peers besides those of the source. */
public final class SwarmOptions implements SyntaxPart {
    private final Option<List<String>> trackers = Option.texts("--tracker")
            .label("URL[,URL...]")
            .description("Ask this tracker too, after those of the source; may be given several times. URLs with commas"
                    + " between them are one tier.");

    private final Option<List<String>> peers =
            Option.texts("--peer").label("HOST:PORT").description("Also try this peer; may be given several times.");

    @Override
    public void addTo(Syntax syntax) {
        syntax.add(trackers, peers);
    }

    /** Whether none was given. */
    public boolean areEmpty() {
        return trackers.get().isEmpty() && peers.get().isEmpty();
    }

    /** For opening the source. */
    public SourceOptions with(HttpAccess http) {
        return new SourceOptions(TrackerUrls.tiers("--tracker", trackers.get()), http);
    }

    /** As they were given. */
    public List<String> peerTexts() {
        return List.copyOf(peers.get());
    }

    /** The addresses; names are looked up. */
    public List<InetSocketAddress> peers() {
        return peers.get().stream().map(PeerAddress::parse).toList();
    }
}
