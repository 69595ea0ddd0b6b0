package torrentkit.app.client.interop;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Clients that others wrote, with nothing but the torrent that {@code server-app} makes. */
@Tag("foreign")
class OthersDownloadIT extends SeparateLab {
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
