package torrentkit.app.server;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import torrentkit.app.server.catalogue.Catalogue;
import torrentkit.app.server.catalogue.FileSource;
import torrentkit.app.server.catalogue.StateDirectory;
import torrentkit.app.server.catalogue.WarmPass;
import torrentkit.app.server.config.ContentSettings;
import torrentkit.metainfo.InfoHash;
import torrentkit.storage.StorageException;
import torrentkit.storage.StorageExecutor;

/** A catalogue without a server around it, for as long as it takes to hash what will be asked for. */
final class WarmHere implements AutoCloseable {
    private static final int LOOK_EVERY_MILLISECONDS = 50;

    private final OpenParts parts = new OpenParts();
    private final Catalogue catalogue;

    private WarmHere(ContentSettings settings, StateDirectory state) throws IOException {
        parts.keep(state);
        try {
            StorageExecutor threads = parts.keep(ContentSide.hashingThreads(settings));
            catalogue = parts.keep(Catalogue.open(
                    FileSource.of(settings.fileSource()), settings, state.path(), threads, WarmHere::nobodyLoads));
        } catch (IOException | RuntimeException e) {
            parts.close();
            throw e;
        }
    }

    /** @return empty if there is no state directory, or a server has it */
    static Optional<WarmHere> take(ContentSettings settings) throws IOException {
        if (settings.stateDirectory().isEmpty()) {
            return Optional.empty();
        }
        StateDirectory state;
        try {
            state = StateDirectory.open(settings.stateDirectory());
        } catch (StorageException e) {
            return Optional.empty(); // most likely a server has it; if not, asking one will say so
        }
        return Optional.of(new WarmHere(settings, state));
    }

    /** Returns when all is hashed. */
    String hash(String glob) throws InterruptedException {
        while (catalogue.status().listed().isEmpty()) {
            TimeUnit.MILLISECONDS.sleep(LOOK_EVERY_MILLISECONDS); // what matches is known only then
        }
        String id = catalogue.warm(glob).orElseThrow().id();
        while (true) {
            List<WarmPass> passes = catalogue.warmPasses();
            WarmPass pass = passes.stream()
                    .filter(each -> each.id().equals(id))
                    .findFirst()
                    .orElseThrow();
            if (pass.finished()) {
                return pass.matching() + " match, " + pass.ready() + " have a torrent, " + pass.failed()
                        + " cannot have one";
            }
            TimeUnit.MILLISECONDS.sleep(LOOK_EVERY_MILLISECONDS);
        }
    }

    @Override
    public void close() {
        parts.close();
    }

    private static void nobodyLoads(InfoHash infoHash, String reason, boolean another) {}
}
