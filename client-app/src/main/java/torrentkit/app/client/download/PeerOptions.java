package torrentkit.app.client.download;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Optional;
import torrentkit.app.client.command.Option;
import torrentkit.app.client.command.Syntax;
import torrentkit.app.client.command.SyntaxPart;
import torrentkit.app.client.outcome.ExitCode;
import torrentkit.app.client.outcome.Failure;
import torrentkit.app.client.source.PeerAddress;
import torrentkit.app.client.source.TrackerUrls;
import torrentkit.downloader.WebSeedPolicy;

/** The options about other peers: how they find us and we find them. */
public final class PeerOptions implements SyntaxPart {
    private static final int MOST_PEERS = 4_000;

    private final Option<PortRange> ports = Option.of(PortRange.class, new PortRange.Converter(), "--port")
            .label("N[-M]")
            .orElse(PortRange.ANY)
            .description("Listen for peers on this port, or the first free one of a range. Default: any free one.");

    private final Option<String> bind = Option.text("--bind")
            .label("ADDRESS")
            .description("Listen on this address of this machine only, and connect to peers and trackers from it.");

    private final Option<List<String>> peers =
            Option.texts("--peer").label("HOST:PORT").description("Also try this peer; may be given several times.");

    private final Option<List<String>> trackers = Option.texts("--tracker")
            .label("URL[,URL...]")
            .description("Also announce to this http, https or udp tracker; may be given several times. URLs with"
                    + " commas between them are one tier.");

    private final Option<Integer> maxPeers = Option.number("--max-peers")
            .label("N")
            .description(
                    "Be connected with at most so many peers for each source. Default: look for 60, have up to 200.");

    private final Option<Integer> workers = Option.number("--workers")
            .label("N")
            .description("Ask at most so many peers of a download for pieces at the same time. Default: all of them.");

    private final Option<WebSeedPolicy> webSeeds = Option.of(WebSeedPolicy.class, new WebSeedChoice(), "--web-seed")
            .label("WHEN")
            .description("When to load from the torrent's web seeds over http(s): auto, when peers cannot keep the link"
                    + " full; last, when no peer has what is missing; only, from nobody else; never. Default: auto.");

    private final Option<Boolean> noPex =
            Option.flag("--no-pex").description("Do not exchange addresses with peers (BEP 11).");

    private final Option<Boolean> noLsd =
            Option.flag("--no-lsd").description("Do not look for peers in the local network (BEP 14).");

    @Override
    public void addTo(Syntax syntax) {
        syntax.add(ports, bind, peers, trackers, maxPeers, workers, webSeeds, noPex, noLsd);
    }

    /** Those that a command without the others has. */
    static PeerOptions of(
            Option<PortRange> ports, Option<String> bind, Option<Integer> maxPeers, Option<List<String>> trackers) {
        PeerOptions options = new PeerOptions();
        options.ports.set(ports.get());
        options.bind.set(bind.get());
        options.maxPeers.set(maxPeers.get());
        options.trackers.set(trackers.get());
        return options;
    }

    /** @throws Failure if an option's value cannot be used, whatever the others say */
    void check() {
        maxPeers.value().ifPresent(count -> Ranges.check("--max-peers", count, 1, MOST_PEERS));
        workers.value().ifPresent(count -> Ranges.check("--workers", count, 1, MOST_PEERS));
        trackers();
        addresses();
        bindAddress();
    }

    PortRange ports() {
        return ports.get();
    }

    Optional<Integer> maxPeers() {
        return maxPeers.value();
    }

    Optional<Integer> workers() {
        return workers.value();
    }

    WebSeedPolicy webSeeds() {
        return webSeeds.value().orElse(WebSeedPolicy.AUTO);
    }

    boolean pex() {
        return !noPex.get();
    }

    boolean localDiscovery() {
        return !noLsd.get();
    }

    /** The peers' addresses, resolved. */
    List<InetSocketAddress> addresses() {
        return peers.get().stream().map(PeerAddress::parse).toList();
    }

    /** The address to use of this machine's; resolved. */
    Optional<InetAddress> bindAddress() {
        return bind.value().map(text -> {
            try {
                return InetAddress.getByName(text);
            } catch (UnknownHostException e) {
                throw new Failure(
                        ExitCode.NAME_RESOLUTION,
                        "Option --bind: expected an address of this machine, found '" + text
                                + "', which has no known address.",
                        e);
            }
        });
    }

    /** A tier for each time that the option was given. */
    List<List<URI>> trackers() {
        return TrackerUrls.tiers("--tracker", trackers.get());
    }
}
