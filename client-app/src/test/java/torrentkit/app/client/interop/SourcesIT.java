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
import torrentkit.metainfo.InfoHash;
import torrentkit.metainfo.MagnetLink;
import torrentkit.metainfo.Metainfo;
import torrentkit.testing.Needs;

/** Every kind of source, each in a run of its own and all in one, from seeds that others wrote. */
@Tag("foreign")
@Execution(ExecutionMode.CONCURRENT)
class SourcesIT extends SeparateLab {
    private static final String BY_SERVER = "at/a server's path.bin";
    private static final String BY_MAGNET = "by magnet.bin";
    private static final String BY_HASH = "by hash.bin";

    /** A server whose own seed would take minutes, with a tracker for whatever anybody has. */
    private ServerApp server(Path root) throws Exception {
        Path settings = Files.writeString(
                lab.path("settings.conf"),
                "torrent-server { tracker-open: true, web-seed: off, private: false, piece-length: \"16 KiB\","
                        + " upload-limit: \"32 KiB\" }");
        return lab.server(root, "--config", settings, "--host", lab.network().address());
    }

    /** The URLs of files in this directory, at a web server that knows nothing of torrents. */
    private String website(Path files) throws Exception {
        Needs.program("python3", "python3");
        int port = lab.network().freePort();
        String address = lab.network().address();
        Running web = lab.start(List.of("python3", "-u", "-m", "http.server", port, "-b", address, "-d", files));
        web.awaitOutput("Serving HTTP");
        return "http://" + address + ":" + port + "/";
    }

    @ParameterizedTest
    @EnumSource
    void leadToTheContent(ForeignClient seed) throws Exception {
        seed.need(lab);
        Path served = lab.directory("served");
        Path root = Samples.make(lab.directory("root"));
        Path fromServer = Samples.random(served.resolve(BY_SERVER), 3_000_000);
        Path byMagnet = Samples.random(root.resolve(BY_MAGNET), 400_000);
        Path byHash = Samples.random(root.resolve(BY_HASH), 300_001);
        ServerApp server = server(served);
        String tracker = "http://" + lab.network().address() + ":" + server.trackerPort() + "/announce";

        List<Path> contents =
                List.of(root.resolve(Samples.FILE), root.resolve(Samples.DIRECTORY), fromServer, byMagnet, byHash);
        Path torrents = lab.directory("torrents");
        List<Path> torrentOf = new ArrayList<>();
        List<Running> creating = new ArrayList<>();
        for (Path content : contents) {
            Path torrent = torrents.resolve(torrentOf.size() + ".torrent");
            if (content.equals(fromServer)) {
                Files.copy(server.torrent(BY_SERVER), torrent);
            } else {
                creating.add(lab.client("create", content, "-o", torrent, "-a", tracker, "--public"));
            }
            torrentOf.add(torrent);
        }
        for (Running create : creating) {
            create.succeeds();
        }
        for (int i = 0; i < contents.size(); i++) {
            seed.seed(lab, torrentOf.get(i), contents.get(i).getParent());
        }
        for (Path torrent : torrentOf) {
            lab.awaitSeeder(server.trackerPort(), torrent);
        }
        InfoHash hash = Metainfo.read(torrentOf.get(4)).infoHash();
        List<Object> sources = List.of(
                torrentOf.get(0),
                website(torrents) + "1.torrent",
                server.url(BY_SERVER),
                MagnetLink.of(Metainfo.read(torrentOf.get(3))),
                hash);

        List<Running> runs = new ArrayList<>();
        Path single = lab.directory("single");
        for (Object source : sources) {
            List<Object> arguments =
                    new ArrayList<>(List.of("download", source, "-d", single, "--no-lsd", "--no-pex", "--no-record"));
            if (source == hash) {
                arguments.addAll(List.of("--tracker", tracker));
            }
            runs.add(lab.client(arguments.toArray()));
        }
        Path several = lab.directory("several");
        List<Object> arguments = new ArrayList<>(List.of("download", "-d", several, "--no-lsd", "--no-record"));
        // From an address of its own, since Transmission takes one peer of an address.
        arguments.addAll(List.of("--tracker", tracker, "--bind", lab.network().anotherAddress()));
        arguments.addAll(sources);
        runs.add(lab.client(arguments.toArray()));
        for (Running run : runs) {
            run.succeeds();
        }
        for (Path into : List.of(single, several)) {
            for (Path content : contents) {
                Samples.assertSame(into.resolve(content.getFileName()), content);
            }
        }
        assertThat(Files.list(several)).hasSameSizeAs(contents);
    }
}
