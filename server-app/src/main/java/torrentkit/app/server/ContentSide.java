package torrentkit.app.server;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import torrentkit.app.server.catalogue.Catalogue;
import torrentkit.app.server.catalogue.FileSource;
import torrentkit.app.server.catalogue.LookupThreads;
import torrentkit.app.server.catalogue.Seeds;
import torrentkit.app.server.catalogue.StateDirectory;
import torrentkit.app.server.config.ContentSettings;
import torrentkit.app.server.config.Reloadable;
import torrentkit.app.server.config.ServerConfig;
import torrentkit.storage.StorageExecutor;

/** What is served: the directory, its hashing, and the catalogue that peers and requests are answered from. */
final class ContentSide implements AutoCloseable, Reloadable {
    private final OpenParts parts = new OpenParts();
    private final FileSource source;
    private final StorageExecutor hashingThreads;
    private final StateDirectory state;
    private final Catalogue catalogue;
    private final LookupThreads lookups;

    /** @throws IOException if the directory cannot be read */
    ContentSide(ServerConfig config, PeerSide peers) throws IOException {
        source = FileSource.of(config.content().fileSource());
        try {
            hashingThreads = parts.keep(hashingThreads(config.content()));
            state = parts.keep(StateDirectory.open(config.content().stateDirectory()));
            if (!state.isTemporary()) {
                peers.protection().keepSecretIn(state.path());
            }
            Seeds seeds = new Seeds(peers.seeder(), peers.tracker());
            catalogue = parts.keep(Catalogue.open(source, config.content(), state.path(), hashingThreads, seeds));
            parts.tell(catalogue);
            peers.served().set(Optional.of(catalogue));
            parts.keep(peers::giveUpServed);
            parts.keep(seeds::tellWhatWasSent); // before it is given up
            lookups = parts.keep(new LookupThreads());
        } catch (IOException | RuntimeException | Error e) {
            close();
            throw e;
        }
    }

    static StorageExecutor hashingThreads(ContentSettings settings) {
        return settings.hashingThreads().isPresent()
                ? new StorageExecutor(settings.hashingThreads().getAsInt())
                : StorageExecutor.sizedByCores();
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
        context.put("state-dir", state.path().toString());
        context.putAll(Inventory.of(catalogue));
        return context;
    }

    @Override
    public void close() {
        parts.close();
    }
}
