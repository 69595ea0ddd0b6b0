package torrentkit.app.server.api;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.awaitility.Awaitility;
import torrentkit.app.server.catalogue.Catalogue;
import torrentkit.app.server.catalogue.FileSource;
import torrentkit.app.server.catalogue.Publisher;
import torrentkit.app.server.config.ContentSettings;
import torrentkit.metainfo.InfoHash;
import torrentkit.seeder.Seeder;
import torrentkit.seeder.SeederConfig;
import torrentkit.storage.StorageExecutor;

/** The catalogue of a real directory, with a seeder; nothing is asked of a tracker. */
public final class RealFiles implements AutoCloseable {
    private final StorageExecutor threads = new StorageExecutor(1);
    private final Seeder seeder;
    private final Catalogue catalogue;

    /** @param state a directory of its own, elsewhere */
    public RealFiles(Path root, Path state) throws IOException {
        seeder = Seeder.open(SeederConfig.defaults());
        catalogue = Catalogue.open(
                FileSource.of(root),
                new ContentSettings(
                        root,
                        Optional.of(state),
                        true,
                        OptionalInt.empty(),
                        true,
                        1,
                        10,
                        OptionalInt.of(1),
                        0,
                        List.of(),
                        Duration.ofMinutes(10)),
                state,
                threads,
                new ToSeeder(seeder));
        seeder.serve(catalogue);
        Awaitility.await().until(() -> catalogue.status().listed().isPresent());
    }

    public CatalogueViews views() {
        return new CatalogueViews(catalogue, seeder, (viewer, infoHash) -> true);
    }

    Catalogue catalogue() {
        return catalogue;
    }

    @Override
    public void close() {
        catalogue.close();
        seeder.close();
        threads.close();
    }

    /** Takes back from the seeder what has changed. */
    private record ToSeeder(Seeder seeder) implements Publisher {
        public void offer(InfoHash infoHash) {}

        @Override
        public void withdraw(InfoHash infoHash, String reason, boolean another) {
            seeder.withdraw(infoHash, reason);
        }
    }
}
