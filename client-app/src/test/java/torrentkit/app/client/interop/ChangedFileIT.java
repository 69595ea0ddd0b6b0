package torrentkit.app.client.interop;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import torrentkit.metainfo.Metainfo;

/** A file changes while it is served: what is asked for afterwards is the new content, and nobody receives wrong bytes. */
class ChangedFileIT {
    private static final int SIZE = 4 << 20;

    @TempDir
    private Path directory;

    private Lab lab;
    private Path file;
    private ServerApp server;

    @BeforeEach
    void serve() throws Exception {
        lab = new Lab(directory, Network.ofThisMachine());
        file = lab.directory("root").resolve("changing.bin");
        Files.write(file, Samples.bytes(0, SIZE));
        server = lab.server(file.getParent());
    }

    @AfterEach
    void closeLab() {
        lab.close();
    }

    @Test
    void getsANewTorrentAndTheOldOneLeadsNowhere() throws Exception {
        Path old = server.torrent("changing.bin");
        FileTime modified = Files.getLastModifiedTime(file);
        Files.write(file, Samples.bytes(1, SIZE));
        Files.setLastModifiedTime(file, modified); // as careless copying does

        Path into = lab.directory("into");
        String seed = "127.0.0.1:" + server.peerPort();
        Running late = lab.client("download", old, "-d", into, "--peer", seed, "--stall-timeout", 2);
        assertThat(late.exitCode()).as(late.output()).isIn(5, 6);
        assertThat(into.resolve("changing.bin")).doesNotExist();

        Path fresh = server.torrent("changing.bin");
        assertThat(Metainfo.read(fresh).infoHash())
                .isNotEqualTo(Metainfo.read(old).infoHash());
        lab.client("download", fresh, "-d", into).succeeds();
        Samples.assertSame(into.resolve("changing.bin"), file);
    }

    @Test
    void neverSendsTheNewBytesAsTheOldOnes() throws Exception {
        Metainfo old = Metainfo.read(server.torrent("changing.bin"));
        int pieceLength = old.layout().pieceLength();
        byte[] before = Files.readAllBytes(file);
        try (PlainLeecher leecher = new PlainLeecher(old, server.peerPort())) {
            assertThat(leecher.load(0)).contains(Arrays.copyOf(before, pieceLength));
            Files.write(file, Samples.bytes(1, SIZE));
            for (int index = 1; index < 10; index++) {
                int from = index * pieceLength;
                leecher.load(index)
                        .ifPresent(bytes ->
                                assertThat(bytes).isEqualTo(Arrays.copyOfRange(before, from, from + pieceLength)));
            }
        }
    }

    @Test
    void givesEveryClientOneVersionOrNone() throws Exception {
        List<Running> clients = new ArrayList<>();
        List<Path> arrived = new ArrayList<>();
        List<byte[]> versions = new ArrayList<>(List.of(Files.readAllBytes(file)));
        for (int i = 0; i < 6; i++) {
            Path into = lab.directory("into");
            clients.add(lab.client("download", server.url("changing.bin"), "-d", into, "--stall-timeout", 2));
            arrived.add(into.resolve("changing.bin"));
            for (int change = 0; change < 3; change++) {
                byte[] next = Samples.bytes(versions.size(), SIZE);
                Files.write(file, next); // in place, so that a half-written one may be hashed
                versions.add(next);
            }
        }
        for (int i = 0; i < clients.size(); i++) {
            int code = clients.get(i).exitCode();
            assertThat(Files.exists(arrived.get(i))).as(clients.get(i).output()).isEqualTo(code == 0);
            if (code == 0) {
                byte[] bytes = Files.readAllBytes(arrived.get(i));
                assertThat(versions).anyMatch(version -> Arrays.equals(version, bytes));
            }
        }
    }
}
