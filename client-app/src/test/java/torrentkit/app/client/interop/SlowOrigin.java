package torrentkit.app.client.interop;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A file that {@code server-app} serves more slowly than several clients could take it, and what those clients make of it. */
final class SlowOrigin {
    private static final String NAME = "image.bin";

    private final Lab lab;
    private final Path original;
    private final ServerApp server;
    private final Path torrent;
    private final List<Path> arriving = new ArrayList<>();
    private final List<ForeignClient.Fetch> fetches = new ArrayList<>();

    /** @param settings of the server, which hold it back */
    SlowOrigin(Lab lab, int size, String settings) throws Exception {
        this.lab = lab;
        Path root = lab.directory("root");
        original = Samples.random(root.resolve(NAME), size);
        server = lab.server(root, "--config", Files.writeString(lab.path("settings.conf"), settings));
        torrent = server.torrent(NAME);
    }

    ServerApp server() {
        return server;
    }

    Path torrent() {
        return torrent;
    }

    /** A directory for one more client to load the file into. */
    Path into() throws Exception {
        Path into = lab.directory("into");
        arriving.add(into.resolve(NAME));
        return into;
    }

    void fetch(ForeignClient client) throws Exception {
        fetches.add(client.fetch(lab, torrent, into()));
    }

    void awaitFetches() throws Exception {
        for (ForeignClient.Fetch fetch : fetches) {
            fetch.await();
        }
    }

    void assertAllArrived() throws Exception {
        for (Path file : arriving) {
            Samples.assertSame(file, original);
        }
    }
}
