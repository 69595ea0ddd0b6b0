package torrentkit.app.server;

import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import torrentkit.app.server.catalogue.Catalogue;
import torrentkit.app.server.catalogue.FileSource;
import torrentkit.app.server.catalogue.HashingQueue;
import torrentkit.app.server.catalogue.LookupThreads;
import torrentkit.app.server.catalogue.Seeds;
import torrentkit.app.server.config.ContentSettings;
import torrentkit.app.server.config.Reloadable;
import torrentkit.app.server.config.ServerConfig;
import torrentkit.app.server.config.TrackerSettings;
import torrentkit.content.ContentHasher;
import torrentkit.metainfo.MetainfoOptions;
import torrentkit.storage.StorageExecutor;

/** What is served: the directory, its hashing, and the catalogue that peers and requests are answered from. */
final class ContentSide implements AutoCloseable, Reloadable {
    private static final Logger LOG = LoggerFactory.getLogger(ContentSide.class);

    private final OpenParts parts = new OpenParts();
    private final FileSource source;
    private final StorageExecutor hashingThreads;
    private final Catalogue catalogue;
    private final LookupThreads lookups;

    /** @throws IOException if the directory cannot be read */
    ContentSide(ServerConfig config, PeerSide peers) throws IOException {
        source = FileSource.of(config.content().fileSource());
        try {
            hashingThreads = parts.keep(StorageExecutor.sizedByCores());
            Seeds seeds = new Seeds(peers.seeder(), peers.tracker(), seedAddress(config.tracker()));
            catalogue = parts.keep(new Catalogue(
                    source,
                    hashing(config.content(), hashingThreads),
                    new HashingQueue(
                            config.content().hashingJobs(), config.content().hashingQueue()),
                    seeds));
            lookups = parts.keep(new LookupThreads());
        } catch (RuntimeException | Error e) {
            close();
            throw e;
        }
    }

    private static Catalogue.Hashing hashing(ContentSettings settings, StorageExecutor threads) {
        ContentHasher hasher = new ContentHasher(threads);
        MetainfoOptions options = MetainfoOptions.defaults()
                .withPrivate(settings.privateTorrents())
                .withPieceLength(settings.pieceLength().orElse(0));
        return (content, name) -> hasher.hash(content, options.withName(name), hashedBytes -> {});
    }

    /** Whoever says under which name clients reach this machine means the seed as well as the tracker. */
    private static Optional<InetAddress> seedAddress(TrackerSettings settings) {
        return settings.announceHost().flatMap(host -> {
            try {
                return Optional.of(InetAddress.getByName(host));
            } catch (UnknownHostException e) {
                LOG.warn(
                        "announce-host {} has no address here; peers are told the one at which they reach the tracker",
                        host);
                return Optional.empty();
            }
        });
    }

    /** The directory that is served. */
    Path root() {
        return source.root();
    }

    FileSource source() {
        return source;
    }

    StorageExecutor hashingThreads() {
        return hashingThreads;
    }

    Catalogue catalogue() {
        return catalogue;
    }

    LookupThreads lookups() {
        return lookups;
    }

    @Override
    public Runnable prepare(ServerConfig settings) {
        return parts.prepare(settings);
    }

    /** The running state as nested data, for a person. */
    Map<String, Object> context() {
        Map<String, Object> context = new LinkedHashMap<>();
        context.put("file-source", root().toString());
        return context;
    }

    @Override
    public void close() {
        parts.close();
    }
}
