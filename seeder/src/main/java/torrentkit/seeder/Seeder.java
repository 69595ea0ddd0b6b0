package torrentkit.seeder;

import io.netty.util.concurrent.Future;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import torrentkit.content.Content;
import torrentkit.metainfo.InfoHash;
import torrentkit.peer.PeerNetwork;
import torrentkit.peer.PeerNetworkConfig.Connections;
import torrentkit.peer.RateExemption;
import torrentkit.peer.RateLimit;
import torrentkit.peer.RateMeter;
import torrentkit.seeder.upload.UploadSlots;
import torrentkit.storage.StorageExecutor;
import torrentkit.wire.PeerId;

/**
 * Serves content to peers until closed: one listening port for every torrent. Files are opened when somebody reads them. It does not
 * announce: who holds the tracker or the torrent's tracker list does. Thread-safe.
 */
public final class Seeder implements AutoCloseable {
    private final SeederParts parts;
    private final boolean ownsParts;
    private final Duration unloadAfter;
    private final SwarmTable swarms;
    private final List<Future<?>> clocks;
    private final RateMeter rate = new RateMeter(System.nanoTime());
    private final AtomicReference<SourcedSwarms> source = new AtomicReference<>();

    private Seeder(SeederConfig config, PeerNetwork network, StorageExecutor storage, boolean ownsParts) {
        this.parts = new SeederParts(config, network, storage);
        this.swarms = new SwarmTable(network);
        this.ownsParts = ownsParts;
        this.unloadAfter = config.unloadAfter();
        var loop = network.loops().next();
        this.clocks = List.of(
                loop.scheduleAtFixedRate(
                        parts.uploads().slots()::deal,
                        UploadSlots.ROUND_SECONDS,
                        UploadSlots.ROUND_SECONDS,
                        TimeUnit.SECONDS),
                loop.scheduleAtFixedRate(this::second, 1, 1, TimeUnit.SECONDS));
    }

    /**
     * Opens a seeder with a port and threads of its own.
     *
     * @throws IOException if the port cannot be had
     */
    public static Seeder open(SeederConfig config) throws IOException {
        return new Seeder(config, PeerNetwork.open(config.network()), StorageExecutor.sizedByCores(), true);
    }

    /**
     * A seeder on a network and threads that the caller shares with others and closes afterwards. How many connections there may be is
     * the network's matter and not the configuration's.
     */
    public static Seeder on(PeerNetwork network, StorageExecutor storage, SeederConfig config) {
        Connections bounds = network.maxConnections();
        return new Seeder(
                config.withNetwork(
                        config.network().withMaxConnections(bounds.total(), bounds.perTorrent(), bounds.perAddress())),
                network,
                storage,
                false);
    }

    /** The port on which peers reach this seeder. */
    public int port() {
        return network().port();
    }

    /** The name under which this seeder shakes hands. */
    public PeerId peerId() {
        return network().peerId();
    }

    /** The port, event loops and connections. */
    public PeerNetwork network() {
        return parts.network();
    }

    /**
     * Serves this content from now on.
     *
     * @throws IllegalStateException if its torrent is served already, or this was closed
     */
    public SeededTorrent seed(Content content) {
        SeededSwarm swarm = new SeededSwarm(content, parts, new SeededSwarm.Owner() {
            @Override
            public void ended(SeededSwarm ended) {
                swarms.remove(ended);
            }

            @Override
            public void failed(SeededSwarm failed, String reason) {
                // Who called has the swarm's future, and is told by it.
            }
        });
        swarms.publish(swarm);
        return swarm;
    }

    /**
     * Serves whatever the source offers from now on: a torrent is loaded when a peer asks for it, and dropped when it has had no peer
     * for a while, so that an idle one costs nothing here.
     *
     * @throws IllegalStateException if a source is served already, or this was closed
     */
    public void serve(ContentSource content) {
        SourcedSwarms swarmsOfSource = new SourcedSwarms(content, parts, swarms, unloadAfter);
        if (!source.compareAndSet(null, swarmsOfSource)) {
            throw new IllegalStateException("a content source is served already");
        }
        network().joinSource(swarmsOfSource);
        if (swarms.isClosed()) {
            swarmsOfSource.close(SwarmTable.CLOSED);
            throw new IllegalStateException("the seeder is closed");
        }
    }

    /**
     * Serves no more from the source: closes what is loaded of it. Another source may take its place. Does nothing if this is not the
     * source that is served.
     *
     * @param reason a sentence
     */
    public void stopServing(ContentSource content, String reason) {
        SourcedSwarms current = source.get();
        if (current != null && current.isOf(content)) {
            current.close(reason);
            source.compareAndSet(current, null);
        }
    }

    /**
     * Stops serving this torrent: closes what is loaded, even if it is just being loaded. A {@link ContentSource} that goes on offering
     * it is asked again by the next peer.
     *
     * @param reason a sentence
     */
    public void withdraw(InfoHash infoHash, String reason) {
        SourcedSwarms current = source.get();
        if (current != null) {
            current.cancel(infoHash);
        }
        swarms.find(infoHash).ifPresent(swarm -> swarm.withdraw(reason));
    }

    /** The torrent with this info-hash, if it is in memory. */
    public Optional<SeededTorrent> find(InfoHash infoHash) {
        return swarms.find(infoHash).map(swarm -> swarm);
    }

    /** The torrents that are in memory: those given to {@link #seed}, and those of a source that have or just had peers. */
    public List<SeededTorrent> loaded() {
        return List.copyOf(swarms.all());
    }

    /** How many torrents are in memory. */
    public int torrents() {
        return swarms.all().size();
    }

    /** The limits at this moment. */
    public SeederLimits limits() {
        return parts.limits();
    }

    /**
     * Changes the limits while transfers go on. Where there are more connections than the new limits allow, those that stand stay and
     * no more come. The bounds of connections hold for the whole network, if that is shared.
     */
    public void limits(SeederLimits limits) {
        parts.change(limits);
        swarms.all().forEach(swarm -> swarm.change(limits));
    }

    /** The peers for which rates do not hold. */
    public RateExemption exempt() {
        return parts.exempt();
    }

    /** Changes for which peers rates do not hold, as soon as they connect again. At first there are none. */
    public void exempt(RateExemption peers) {
        parts.exempt(peers);
    }

    /** The limit of everything that is uploaded, to be shared with other ways by which this process sends content. */
    public RateLimit uploadLimit() {
        return parts.uploadLimit();
    }

    /** Bytes of blocks sent since this was opened, of all torrents. */
    public long uploadedBytes() {
        return parts.ledger().total();
    }

    /**
     * Bytes of blocks of one torrent sent since this was opened, whether it is loaded now or not. Of a great many torrents, those that
     * were sent last are remembered.
     */
    public long uploadedBytes(InfoHash infoHash) {
        return parts.ledger().of(infoHash);
    }

    /** Bytes per second that go out at the moment, of the last few seconds. */
    public double uploadRate() {
        return rate.perSecond();
    }

    /** Connections that stand or are being made; with a shared network, those of its other users too. */
    public int connections() {
        return network().connections();
    }

    /** Called on an event loop, about once a second. */
    private void second() {
        rate.sample(uploadedBytes(), System.nanoTime());
        SourcedSwarms current = source.get();
        if (current != null) {
            current.second();
        }
    }

    /** Withdraws every torrent and closes every connection; leaves no thread, socket or file handle of its own behind. */
    @Override
    public void close() {
        swarms.close();
        clocks.forEach(clock -> clock.cancel(false));
        SourcedSwarms current = source.get();
        if (current != null) {
            current.close(SwarmTable.CLOSED);
        }
        swarms.withdrawAll();
        if (ownsParts) {
            parts.network().close();
            parts.storage().close();
        }
        parts.close();
    }
}
