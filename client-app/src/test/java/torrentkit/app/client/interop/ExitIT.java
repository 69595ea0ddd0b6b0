package torrentkit.app.client.interop;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import torrentkit.metainfo.Metainfo;

/** How the programs end, which is what scripts go by. */
class ExitIT {
    private static final Duration STOP_LIMIT = Duration.ofSeconds(5);

    @TempDir
    private Path directory;

    private Lab lab;
    private Path root;

    @BeforeEach
    void openLab() throws Exception {
        lab = new Lab(directory, Network.ofThisMachine());
        root = lab.directory("root");
    }

    @AfterEach
    void closeLab() {
        lab.close();
    }

    @Test
    void clientTellsWhatWentWrongByItsCode() throws Exception {
        Path original = Samples.random(root.resolve("a.bin"), 100_000);
        ServerApp server = lab.server(root);
        Path torrent = server.torrent("a.bin");
        Path lonely = lab.path("lonely.torrent");
        lab.client("create", original, "-o", lonely).succeeds();
        Path text = Files.writeString(lab.path("text"), "no torrent");
        Path foreign = Files.writeString(lab.path("foreign.torrent"), "d4:infod4:name1:aee");
        Path taken = lab.directory("taken");
        Samples.random(taken.resolve("a.bin"), 99_999);
        Path into = lab.directory("into");

        Map<List<Object>, Integer> expected = new LinkedHashMap<>();
        expected.put(List.of("download", torrent, "-q", "-d", into), 0);
        expected.put(List.of("verify", torrent, original), 0);
        expected.put(List.of("download"), 28);
        expected.put(List.of("download", torrent, "--port", "many"), 28);
        expected.put(List.of("download", lab.path("nothing")), 3);
        expected.put(List.of("download", server.url("no such file"), "-d", into), 3);
        expected.put(List.of("download", text), 25);
        expected.put(List.of("download", foreign), 26);
        expected.put(List.of("download", torrent, "-d", taken), 13);
        expected.put(List.of("download", lonely, "-o", into.resolve("b")), 6);
        expected.put(
                List.of("download", lonely, "-o", into.resolve("b"), "--peer", "127.0.0.1:1", "--stall-timeout", 1), 6);
        expected.put(List.of("download", "http://127.0.0.1:1/torrent/a.bin", "-d", into), 6);
        expected.put(List.of("download", "http://no-such-host.invalid/torrent/a.bin", "-d", into), 19);
        expected.put(List.of("verify", torrent, taken.resolve("a.bin")), 32);

        Map<List<Object>, Integer> found = new LinkedHashMap<>();
        for (List<Object> arguments : expected.keySet()) {
            Running client = lab.client(arguments.toArray());
            found.put(arguments, client.exitCode());
            assertThat(client.output().lines()).as(arguments.toString()).hasSizeLessThan(5);
        }
        assertThat(found).isEqualTo(expected);
        Samples.assertSame(into.resolve("a.bin"), original);
    }

    @Test
    void serverStopsInTimeWithPeersAndRequestsHangingOn() throws Exception {
        Samples.random(root.resolve("a.bin"), 1_000_000);
        ServerApp server = lab.server(root);
        Metainfo metainfo = Metainfo.read(server.torrent("a.bin"));
        List<AutoCloseable> idle = new ArrayList<>();
        try {
            for (int i = 0; i < 20; i++) {
                idle.add(new PlainLeecher(metainfo, server.peerPort()));
                idle.add(new Socket(InetAddress.getLoopbackAddress(), server.trackerPort()));
                Socket slow = new Socket(InetAddress.getLoopbackAddress(), server.webPort());
                slow.getOutputStream().write("GET /torr".getBytes());
                idle.add(slow);
            }
            server.program().signal("TERM");
            assertThat(server.program().exitCodeWithin(STOP_LIMIT)).isZero();
        } finally {
            for (AutoCloseable connection : idle) {
                connection.close();
            }
        }
    }
}
