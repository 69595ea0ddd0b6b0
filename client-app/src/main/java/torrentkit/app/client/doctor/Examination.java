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
import torrentkit.app.client.doctor.Finding.Subject;
import torrentkit.app.client.outcome.ExitCode;
import torrentkit.app.client.outcome.Failures;
import torrentkit.app.client.outcome.StopSignal;
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
     * @param origin the URL that the torrent came from, if it did
     * @param peers addresses to try besides those from trackers
     * @param port to listen on; 0 takes any free one
     * @param directory to download into
     * @param trackers how trackers are asked
     */
    record Order(
            Metainfo metainfo,
            Optional<URI> origin,
            List<InetSocketAddress> peers,
            int port,
            Path directory,
            TrackerClientConfig trackers) {}

    private final Order order;
    private final StopSignal stop;
    private final Consumer<Finding> findings;

    Examination(Order order, StopSignal stop, Consumer<Finding> findings) {
        this.order = order;
        this.stop = stop;
        this.findings = findings;
    }

    void run() {
        new NameCheck(InetAddress::getAllByName).look(hosts()).forEach(findings);
        try (PeerNetwork network =
                PeerNetwork.open(PeerNetworkConfig.defaults().withListen(new InetSocketAddress(order.port())))) {
            swarm(network);
        } catch (IOException e) {
            findings.accept(Finding.problem(
                    Subject.INBOUND,
                    ExitCode.NETWORK,
                    "Port " + order.port() + " cannot be listened on: " + Failures.sentence(e.getMessage()),
                    "Choose another with --port, or leave it out to take any free one."));
        }
        findings.accept(
                DiskCheck.look(order.directory(), order.metainfo().layout().totalLength()));
        findings.accept(clock());
    }

    private Set<String> hosts() {
        Set<String> hosts = new LinkedHashSet<>();
        order.origin().map(URI::getHost).ifPresent(hosts::add);
        order.metainfo().trackers().forEach(tier -> tier.forEach(tracker -> hosts.add(tracker.getHost())));
        order.metainfo().webSeeds().forEach(seed -> hosts.add(seed.getHost()));
        return hosts;
    }

    private void swarm(PeerNetwork network) {
        Probe probe = new Probe(order.metainfo(), network.port());
        network.join(probe);
        try (TrackerClient client = TrackerClient.open(order.trackers(), network.loops())) {
            TrackerCheck trackers = new TrackerCheck(client, stop, order.metainfo(), network.peerId(), network.port());
            try {
                trackers.look().forEach(findings);
                if (!order.metainfo().trackers().isEmpty()) {
                    findings.accept(AddressCheck.look(trackers.seenAs(), Interfaces.own(), network.port()));
                }
                Set<InetSocketAddress> peers = new LinkedHashSet<>(order.peers());
                peers.addAll(trackers.peers());
                PeerCheck check = new PeerCheck(network, probe, stop);
                findings.accept(check.reach(peers));
                findings.accept(check.inbound(trackers.seenAs().stream()
                        .map(address -> new InetSocketAddress(address, network.port()))
                        .toList()));
            } finally {
                trackers.leave();
            }
        }
        network.leave(probe);
    }

    /** The first HTTP server that a download would ask tells its time in each answer, whatever that is. */
    private Finding clock() {
        Optional<URI> server = order.origin()
                .or(() -> order.metainfo().trackers().stream()
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
