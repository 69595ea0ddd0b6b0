package torrentkit.seeder;

import io.netty.util.concurrent.Future;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import torrentkit.content.Content;
import torrentkit.metainfo.InfoHash;
import torrentkit.peer.PeerNetwork;
import torrentkit.seeder.upload.UploadResources;
import torrentkit.seeder.upload.UploadSlots;
import torrentkit.storage.FileStorage;
import torrentkit.storage.OpenFiles;
import torrentkit.storage.StorageExecutor;
import torrentkit.wire.PeerId;

/**
 * Serves content to peers until closed: one listening port for every torrent. Files are opened when somebody reads them. It does not
 * announce: who holds the tracker or the torrent's tracker list does. Thread-safe.
 */
public final class Seeder implements AutoCloseable {
    private final PeerNetwork network;
    private final StorageExecutor storage;
    private final boolean ownsParts;
    private final OpenFiles files;
    private final UploadResources uploads;
    private final Future<?> dealing;
    private final Map<InfoHash, SeededSwarm> swarms = new ConcurrentHashMap<>();

    private Seeder(SeederConfig config, PeerNetwork network, StorageExecutor storage, boolean ownsParts) {
        this.network = network;
        this.storage = storage;
        this.ownsParts = ownsParts;
        this.files = new OpenFiles(config.maxOpenFiles());
        this.uploads = UploadResources.of(storage, config.uploadSlots());
        this.dealing = network.loops()
                .next()
                .scheduleAtFixedRate(
                        uploads.slots()::deal, UploadSlots.ROUND_SECONDS, UploadSlots.ROUND_SECONDS, TimeUnit.SECONDS);
    }

    /**
     * Opens a seeder with a port and threads of its own.
     *
     * @throws IOException if the port cannot be had
     */
    public static Seeder open(SeederConfig config) throws IOException {
        return new Seeder(config, PeerNetwork.open(config.network()), StorageExecutor.sizedByCores(), true);
    }

    /** A seeder on a network and threads that the caller shares with others and closes afterwards. */
    public static Seeder on(PeerNetwork network, StorageExecutor storage, SeederConfig config) {
        return new Seeder(config, network, storage, false);
    }

    /** The port on which peers reach this seeder. */
    public int port() {
        return network.port();
    }

    /** The name under which this seeder shakes hands. */
    public PeerId peerId() {
        return network.peerId();
    }

    /** The port, event loops and connections. */
    public PeerNetwork network() {
        return network;
    }

    /**
     * Serves this content from now on.
     *
     * @throws IllegalStateException if its torrent is served already
     */
    public SeededTorrent seed(Content content) {
        SeededSwarm swarm = new SeededSwarm(
                content.metainfo(),
                FileStorage.reading(content.metainfo(), content.root(), content.stamps(), files),
                network,
                uploads,
                gone -> swarms.remove(gone.infoHash(), gone));
        network.join(swarm);
        swarms.put(swarm.infoHash(), swarm);
        return swarm;
    }

    /** The torrent with this info-hash, if it is served. */
    public Optional<SeededTorrent> find(InfoHash infoHash) {
        return Optional.ofNullable(swarms.get(infoHash));
    }

    /** Torrents that are served. */
    public int torrents() {
        return swarms.size();
    }

    /** Withdraws every torrent and closes every connection; leaves no thread, socket or file handle of its own behind. */
    @Override
    public void close() {
        dealing.cancel(false);
        swarms.values().forEach(swarm -> swarm.withdraw("the seeder was closed"));
        if (ownsParts) {
            network.close();
            storage.close();
        }
        uploads.close();
        files.close();
    }
}
