package torrentkit.app.client.interop;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Clients that others wrote, of one kind, in a swarm that only a server with a slow link feeds. */
class OriginIT {
    private static final String NAME = "image.bin";
    private static final int SIZE = 24 << 20;
    private static final int CLIENTS = 4;
    private static final Pattern COPIES = Pattern.compile("to peers: ([0-9.]+) copies");

    @TempDir
    private Path directory;

    private Lab lab;

    @BeforeEach
    void openLab() throws Exception {
        lab = new Lab(directory, Network.separate());
    }

    @AfterEach
    void closeLab() {
        lab.close();
    }

    @ParameterizedTest
    @EnumSource
    void takeOfItFromEachOther(ForeignClient client) throws Exception {
        client.need(lab);
        Path root = lab.directory("root");
        Path original = Samples.random(root.resolve(NAME), SIZE);
        Path settings =
                Files.writeString(lab.path("settings.conf"), "torrent-server { upload-limit = 4 MiB, web-seed = off }");
        ServerApp server = lab.server(root, "--config", settings);
        Path torrent = server.torrent(NAME);
        List<ForeignClient.Fetch> fetches = new ArrayList<>();
        List<Path> arrived = new ArrayList<>();
        for (int i = 0; i < CLIENTS; i++) {
            Path into = lab.directory("into");
            fetches.add(client.fetch(lab, torrent, into));
            arrived.add(into.resolve(NAME));
        }
        for (ForeignClient.Fetch fetch : fetches) {
            fetch.await();
        }
        for (Path file : arrived) {
            Samples.assertSame(file, original);
        }
        server.program().signal("TERM");
        assertThat(server.program().exitCode()).isZero();
        double copies = Double.parseDouble(Lab.found(COPIES, server.program().output()));
        System.out.println(CLIENTS + " of " + client + " took " + copies + " copies from the server");
        assertThat(copies).isGreaterThanOrEqualTo(1).isLessThan(CLIENTS);
    }
}
