package torrentkit.app.client.doctor;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import torrentkit.app.client.doctor.Finding.Subject;
import torrentkit.app.client.outcome.ExitCode;
import torrentkit.app.client.outcome.Failure;
import torrentkit.app.client.outcome.Failures;
import torrentkit.app.client.outcome.StopSignal;
import torrentkit.app.client.source.HttpAccess;
import torrentkit.app.client.source.Source;
import torrentkit.metainfo.Metainfo;
import torrentkit.peer.PeerNetwork;
import torrentkit.peer.PeerNetworkConfig;
import torrentkit.tracker.client.TrackerClient;
import torrentkit.tracker.client.TrackerClientConfig;

/** All checks of one torrent, one after the other. Runs on the main thread and tells each finding as it is made. */
final class Examination {
    private static final int PATIENCE_MILLIS = 5_000;

    /**
     * What a download would be given.
     *
     * @param source the torrent, or the magnet link of one
     * @param origin the URL that the torrent came from, if it did
     * @param peers addresses to try besides those from trackers
     * @param port to listen on; 0 takes any free one
     * @param directory to download into
     * @param http how servers and https trackers are asked
     */
    record Order(
            Source source,
            Optional<URI> origin,
            List<InetSocketAddress> peers,
            int port,
            Path directory,
            HttpAccess http) {
        List<List<URI>> trackers() {
            return source instanceof Source.Torrent torrent
                    ? torrent.metainfo().trackers()
                    : ((Source.Magnet) source).link().tiers();
        }

        List<URI> webSeeds() {
            return source instanceof Source.Torrent torrent
                    ? torrent.metainfo().webSeeds()
                    : ((Source.Magnet) source).link().webSeeds();
        }
    }

    private final Order order;
    private final StopSignal stop;
    private final Consumer<Finding> findings;

    Examination(Order order, StopSignal stop, Consumer<Finding> findings) {
        this.order = order;
        this.stop = stop;
        this.findings = findings;
    }

    /** @param fetch gets the torrent of a magnet link */
    void run(Function<Source.Magnet, Metainfo> fetch) {
        new NameCheck(InetAddress::getAllByName).look(hosts()).forEach(findings);
        Optional<Metainfo> metainfo = metainfo(fetch);
        try (PeerNetwork network =
                PeerNetwork.open(PeerNetworkConfig.defaults().withListen(new InetSocketAddress(order.port())))) {
            swarm(network, metainfo);
        } catch (IOException e) {
            findings.accept(Finding.problem(
                    Subject.INBOUND,
                    ExitCode.NETWORK,
                    "Port " + order.port() + " cannot be listened on: " + Failures.sentence(e.getMessage()),
                    "Choose another with --port, or leave it out to take any free one."));
        }
        findings.accept(DiskCheck.look(
                order.directory(),
                metainfo.map(known -> known.layout().totalLength()).orElse(0L)));
        findings.accept(clock());
    }

    private Set<String> hosts() {
        Set<String> hosts = new LinkedHashSet<>();
        order.origin().map(URI::getHost).ifPresent(hosts::add);
        order.trackers().forEach(tier -> tier.forEach(tracker -> hosts.add(tracker.getHost())));
        order.webSeeds().forEach(seed -> hosts.add(seed.getHost()));
        return hosts;
    }

    private Optional<Metainfo> metainfo(Function<Source.Magnet, Metainfo> fetch) {
        if (order.source() instanceof Source.Torrent torrent) {
            return Optional.of(torrent.metainfo());
        }
        try {
            Metainfo fetched = fetch.apply((Source.Magnet) order.source());
            findings.accept(
                    Finding.ok(Subject.SOURCE, "Peers have given the torrent of the link, " + fetched.name() + "."));
            return Optional.of(fetched);
        } catch (Failure e) {
            if (stop.isRequested()) {
                throw e;
            }
            findings.accept(Finding.problem(
                    Subject.SOURCE,
                    e.code(),
                    e.getMessage(),
                    "Start a seed of it, or use the .torrent instead of the link."));
            return Optional.empty();
        }
    }

    private void swarm(PeerNetwork network, Optional<Metainfo> metainfo) {
        try (TrackerClient client =
                TrackerClient.open(order.http().applyTo(TrackerClientConfig.defaults()), network.loops())) {
            long left = metainfo.map(known -> known.layout().totalLength()).orElse(1L); // unknown, but not nothing
            TrackerCheck trackers =
                    new TrackerCheck(client, stop, order.source().infoHash(), left, network.peerId(), network.port());
            Optional<Probe> probe = metainfo.map(known -> new Probe(known, network.port()));
            probe.ifPresent(network::join);
            try {
                trackers.look(order.trackers()).forEach(findings);
                if (!order.trackers().isEmpty()) {
                    findings.accept(AddressCheck.look(trackers.seenAs(), Interfaces.own(), network.port()));
                }
                probe.ifPresent(member -> peers(network, member, trackers));
            } finally {
                trackers.leave();
                probe.ifPresent(network::leave);
            }
        }
    }

    private void peers(PeerNetwork network, Probe probe, TrackerCheck trackers) {
        Set<InetSocketAddress> peers = new LinkedHashSet<>(order.peers());
        peers.addAll(trackers.peers());
        PeerCheck check = new PeerCheck(network, probe, stop);
        findings.accept(check.reach(peers));
        findings.accept(check.inbound(trackers.seenAs().stream()
                .map(address -> new InetSocketAddress(address, network.port()))
                .toList()));
    }

    /** The first HTTP server that a download would ask tells its time in each answer, whatever that is. */
    private Finding clock() {
        Optional<URI> server = order.origin()
                .or(() -> order.trackers().stream()
                        .flatMap(List::stream)
                        .filter(tracker -> tracker.getScheme().startsWith("http"))
                        .findFirst());
        return server.flatMap(this::compared).orElseGet(ClockCheck::nothingToCompare);
    }

    private Optional<Finding> compared(URI server) {
        try {
            HttpURLConnection connection = (HttpURLConnection) server.toURL().openConnection();
            connection.setRequestMethod("HEAD");
            connection.setInstanceFollowRedirects(false);
            connection.setConnectTimeout(PATIENCE_MILLIS);
            connection.setReadTimeout(PATIENCE_MILLIS);
            try {
                connection.getResponseCode();
                long date = connection.getDate();
                return date == 0
                        ? Optional.empty()
                        : Optional.of(ClockCheck.look(server.getHost(), Instant.ofEpochMilli(date), Instant.now()));
            } finally {
                connection.disconnect();
            }
        } catch (IOException | ClassCastException e) {
            return Optional.empty(); // who does not answer has been told of already
        }
    }
}
