package torrentkit.seeder;

import io.netty.util.concurrent.Future;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import torrentkit.content.Content;
import torrentkit.metainfo.InfoHash;
import torrentkit.peer.PeerNetwork;
import torrentkit.peer.RateLimit;
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

    /**
     * Serves whatever the source offers from now on: a torrent is loaded when a peer asks for it, and dropped when it has had no peer
     * for a while, so that an idle one costs nothing here.
     *
     * @throws IllegalStateException if a source is served already
     */
    public void serve(ContentSource source) {
        throw new UnsupportedOperationException("not yet");
    }

    /**
     * Stops serving this torrent: closes what is loaded, even if it is just being loaded. A {@link ContentSource} that goes on offering
     * it is asked again by the next peer.
     *
     * @param reason a sentence
     */
    public void withdraw(InfoHash infoHash, String reason) {
        throw new UnsupportedOperationException("not yet");
    }

    /** The torrents that are in memory: those given to {@link #seed}, and those of a source that have or just had peers. */
    public List<SeededTorrent> loaded() {
        return List.copyOf(swarms.values());
    }

    /** The limits at this moment. */
    public SeederLimits limits() {
        throw new UnsupportedOperationException("not yet");
    }

    /**
     * Changes the limits while transfers go on. Where there are more connections than the new limits allow, those that stand stay and
     * no more come.
     */
    public void limits(SeederLimits limits) {
        throw new UnsupportedOperationException("not yet");
    }

    /** The limit of everything that is uploaded, to be shared with other ways by which this process sends content. */
    public RateLimit uploadLimit() {
        throw new UnsupportedOperationException("not yet");
    }

    /** Bytes of blocks sent since this was opened, of all torrents. */
    public long uploadedBytes() {
        throw new UnsupportedOperationException("not yet");
    }

    /** Bytes of blocks of one torrent sent since this was opened, in however many parts; of the torrents that were sent last. */
    public long uploadedBytes(InfoHash infoHash) {
        throw new UnsupportedOperationException("not yet");
    }

    /** Bytes per second that go out at the moment, of the last few seconds. */
    public double uploadRate() {
        throw new UnsupportedOperationException("not yet");
    }

    /** Connections that stand or are being made. */
    public int connections() {
        return network.connections();
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
