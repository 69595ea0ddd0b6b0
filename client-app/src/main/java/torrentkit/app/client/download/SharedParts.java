package torrentkit.app.client.download;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Optional;
import torrentkit.app.client.outcome.ExitCode;
import torrentkit.app.client.outcome.Failure;
import torrentkit.app.client.outcome.Failures;
import torrentkit.app.client.source.HttpAccess;
import torrentkit.downloader.Downloader;
import torrentkit.downloader.DownloaderConfig;
import torrentkit.peer.PeerNetwork;
import torrentkit.peer.PeerNetworkConfig;
import torrentkit.seeder.Seeder;
import torrentkit.seeder.SeederConfig;
import torrentkit.seeder.SeederLimits;
import torrentkit.storage.StorageExecutor;

/**
 * What all sources of a run share: one port, one set of threads, one set of limits. Each part is opened when it is first needed, since a
 * run that finds everything there needs none. Thread-safe.
 */
final class SharedParts implements AutoCloseable {
    private final PeerOptions peers;
    private final LimitOptions limits;
    private final HttpAccess http;
    private PeerNetwork network;
    private StorageExecutor storage;
    private Downloader downloader;
    private Seeder seeder;
    private boolean closed;

    SharedParts(PeerOptions peers, LimitOptions limits, HttpAccess http) {
        this.peers = peers;
        this.limits = limits;
        this.http = http;
    }

    /** @throws Failure if the port cannot be had */
    synchronized Downloader downloader() {
        if (downloader == null) {
            downloader = Downloader.on(network(), storage(), config());
        }
        return downloader;
    }

    /** @throws Failure if the port cannot be had */
    synchronized Seeder seeder() {
        if (seeder == null) {
            SeederConfig config = SeederConfig.defaults();
            DownloaderConfig.Rates rates = limits.rates();
            SeederLimits uploads = config.limits().withUploadRates(rates.upload(), rates.uploadEach(), 0);
            seeder = Seeder.on(network(), storage(), config.withLimits(uploads));
            seeder.exempt(rates.exempt());
        }
        return seeder;
    }

    synchronized StorageExecutor storage() {
        if (storage == null) {
            refuseWhenClosed();
            storage = StorageExecutor.sizedByCores();
        }
        return storage;
    }

    /** How trackers are asked. */
    DownloaderConfig config() {
        DownloaderConfig config = DownloaderConfig.defaults()
                .withNetwork(networkConfig(peers.ports().first()))
                .withMaxPeers(peers.maxPeers().orElse(60))
                .withStallTimeout(limits.stallTimeout())
                .withRates(limits.rates())
                .withPex(peers.pex())
                .withLocalDiscovery(peers.localDiscovery());
        config = config.withTrackerClient(http.applyTo(config.trackers()));
        if (peers.workers().isPresent()) {
            config = config.withWorkers(peers.workers().get());
        }
        Optional<InetAddress> bind = peers.bindAddress();
        return bind.isPresent() ? config.withBind(bind.get()) : config;
    }

    private PeerNetwork network() {
        if (network != null) {
            return network;
        }
        refuseWhenClosed();
        IOException last = null;
        for (int port = peers.ports().first(); port <= peers.ports().last(); port++) {
            try {
                network = PeerNetwork.open(networkConfig(port));
                return network;
            } catch (IOException e) {
                last = e;
            }
        }
        Optional<InetAddress> bind = peers.bindAddress();
        if (bind.isPresent() && peers.ports().last() == 0) { // any port would do, so it is the address
            throw cannotBind(bind.get(), last);
        }
        throw cannotListen(peers.ports(), last);
    }

    private PeerNetworkConfig networkConfig(int port) {
        PeerNetworkConfig config = PeerNetworkConfig.defaults().withListen(new InetSocketAddress(port));
        if (peers.maxPeers().isPresent()) {
            int most = peers.maxPeers().get();
            config = config.withMaxConnections(
                    Math.max(most, config.maxConnections()), most, config.maxConnectionsPerAddress());
        }
        Optional<InetAddress> bind = peers.bindAddress();
        return bind.isPresent() ? config.withBind(bind.get()) : config;
    }

    private static Failure cannotBind(InetAddress address, IOException e) {
        return new Failure(
                ExitCode.NETWORK,
                "Option --bind: nothing can be listened on at " + address.getHostAddress() + ": "
                        + Failures.sentence(String.valueOf(e.getMessage())) + " Give an address that this machine has.",
                e);
    }

    private static Failure cannotListen(PortRange ports, IOException e) {
        return new Failure(
                ExitCode.NETWORK,
                (ports.first() == ports.last() ? "Port " : "None of the ports ") + ports
                        + (ports.first() == ports.last() ? " cannot" : " can") + " be listened on: "
                        + Failures.sentence(String.valueOf(e.getMessage()))
                        + " Choose another with --port, or leave it out to take any free one.",
                e);
    }

    private void refuseWhenClosed() {
        if (closed) {
            throw new Failure(ExitCode.INTERRUPTED, "Stopped before the work was done.");
        }
    }

    @Override
    public synchronized void close() {
        closed = true;
        if (downloader != null) {
            downloader.close();
        }
        if (seeder != null) {
            seeder.close();
        }
        if (network != null) {
            network.close();
        }
        if (storage != null) {
            storage.close();
        }
    }
}
