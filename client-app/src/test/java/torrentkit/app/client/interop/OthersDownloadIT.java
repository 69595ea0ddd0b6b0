package torrentkit.app.client.interop;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Clients that others wrote, with nothing but the torrent that {@code server-app} makes. */
@Tag("foreign")
@Execution(ExecutionMode.CONCURRENT)
class OthersDownloadIT extends SeparateLab {
    /** All of them know the web seed, and load from it whatever peers give them. */
    @ParameterizedTest
    @EnumSource
    void takesFromPeersWhatTheyGive(ForeignClient client) throws Exception {
        client.need(lab);
        Path root = lab.directory("root");
        int size = 32 << 20;
        Path file = Samples.random(root.resolve(Samples.FILE), size);
        Path settings =
                Files.writeString(lab.path("settings.conf"), "torrent-server { upload-limit: \"2 MiB\" }"); // all ways
        ServerApp server =
                lab.server(root, "--config", settings, "--host", lab.network().address());
        Path into = lab.directory("into");

        client.fetch(lab, server.torrent(Samples.FILE), into).await();

        Samples.assertSame(into.resolve(Samples.FILE), file);
        assertThat(server.sentByHttp()).isLessThan(size / 2);
    }

    @ParameterizedTest
    @EnumSource
    void downloadsFromServerApp(ForeignClient client) throws Exception {
        client.need(lab);
        Path root = Samples.make(lab.directory("root"));
        ServerApp server = lab.server(root);
        List<ForeignClient.Fetch> fetches = new ArrayList<>();
        Path into = lab.directory("into");
        for (String path : Samples.ALL) {
            fetches.add(client.fetch(lab, server.torrent(path), into));
        }
        for (ForeignClient.Fetch fetch : fetches) {
            fetch.await();
        }
        for (String path : Samples.ALL) {
            Path arrived = into.resolve(Samples.name(path));
            if (client.makesEmptyFiles()) {
                Samples.assertSame(arrived, root.resolve(path));
            } else {
                Samples.assertSameBytes(arrived, root.resolve(path));
            }
        }
    }
}
