package torrentkit.app.client.download;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Option;
import torrentkit.app.client.outcome.ExitCode;
import torrentkit.app.client.outcome.Failure;
import torrentkit.app.client.source.PeerAddress;
import torrentkit.app.client.source.TrackerUrls;
import torrentkit.downloader.WebSeedPolicy;

/** The options about other peers: how they find us and we find them. A picocli mixin. */
public final class PeerOptions {
    private static final int MOST_PEERS = 4_000;

    @Option(
            names = "--port",
            paramLabel = "N[-M]",
            defaultValue = "0",
            converter = PortRange.Converter.class,
            description = "Listen for peers on this port, or the first free one of a range. Default: any free one.")
    private PortRange ports = PortRange.ANY;

    @Option(
            names = "--bind",
            paramLabel = "ADDRESS",
            description = "Listen on this address of this machine only, and connect to peers and trackers from it.")
    private Optional<String> bind = Optional.empty();

    @Option(names = "--peer", paramLabel = "HOST:PORT", description = "Also try this peer; may be given several times.")
    private List<String> peers = new ArrayList<>();

    @Option(
            names = "--tracker",
            paramLabel = "URL[,URL...]",
            description = "Also announce to this http, https or udp tracker; may be given several times. URLs with"
                    + " commas between them are one tier.")
    private List<String> trackers = new ArrayList<>();

    @Option(
            names = "--max-peers",
            paramLabel = "N",
            description =
                    "Be connected with at most so many peers for each source. Default: look for 60, have up to 200.")
    private Optional<Integer> maxPeers = Optional.empty();

    @Option(
            names = "--workers",
            paramLabel = "N",
            description = "Ask at most so many peers of a download for pieces at the same time. Default: all of them.")
    private Optional<Integer> workers = Optional.empty();

    @Option(
            names = "--web-seed",
            paramLabel = "WHEN",
            converter = WebSeedChoice.class,
            description =
                    "When to load from the torrent's web seeds over http(s): auto, when peers cannot keep the link"
                            + " full; last, when no peer has what is missing; only, from nobody else; never. Default: auto.")
    private Optional<WebSeedPolicy> webSeeds = Optional.empty();

    @Option(names = "--no-pex", description = "Do not exchange addresses with peers (BEP 11).")
    private boolean noPex;

    @Option(names = "--no-lsd", description = "Do not look for peers in the local network (BEP 14).")
    private boolean noLsd;

    /** Those that a command without the others has. */
    static PeerOptions of(PortRange ports, Optional<String> bind, Optional<Integer> maxPeers, List<String> trackers) {
        PeerOptions options = new PeerOptions();
        options.ports = ports;
        options.bind = bind;
        options.maxPeers = maxPeers;
        options.trackers = trackers;
        return options;
    }

    /** @throws Failure if an option's value cannot be used, whatever the others say */
    void check() {
        maxPeers.ifPresent(count -> Ranges.check("--max-peers", count, 1, MOST_PEERS));
        workers.ifPresent(count -> Ranges.check("--workers", count, 1, MOST_PEERS));
        trackers();
        addresses();
        bindAddress();
    }

    PortRange ports() {
        return ports;
    }

    Optional<Integer> maxPeers() {
        return maxPeers;
    }

    Optional<Integer> workers() {
        return workers;
    }

    WebSeedPolicy webSeeds() {
        return webSeeds.orElse(WebSeedPolicy.AUTO);
    }

    boolean pex() {
        return !noPex;
    }

    boolean localDiscovery() {
        return !noLsd;
    }

    /** The peers' addresses, resolved. */
    List<InetSocketAddress> addresses() {
        return peers.stream().map(PeerAddress::parse).toList();
    }

    /** The address to use of this machine's; resolved. */
    Optional<InetAddress> bindAddress() {
        return bind.map(text -> {
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
        return TrackerUrls.tiers("--tracker", trackers);
    }
}
