package torrentkit.downloader.disk;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import torrentkit.piece.Bitfield;
import torrentkit.testing.TestTorrent;

/** Whatever becomes of the saved state, a run starts, and counts no wrong byte as right. */
@Timeout(300)
class StateDamageTest {
    private static final TestTorrent TORRENT = TestTorrent.ofDirectory(
            "damaged",
            TestTorrent.file("a", TestTorrent.PIECE + 5),
            TestTorrent.file("b", 3),
            TestTorrent.file("c", 3 * TestTorrent.PIECE),
            TestTorrent.file("d", 2 * TestTorrent.PIECE));
    private static final Logger LOG = Logger.getLogger(ContentOnDisk.class.getName());

    @TempDir
    Path directory;

    private Path target;
    private Path state;

    @BeforeEach
    void silence() {
        LOG.setLevel(Level.OFF);
        target = directory.resolve("target");
        state = PartNames.of(target, TORRENT.metainfo().infoHash()).state();
    }

    @AfterEach
    void speak() {
        LOG.setLevel(null);
    }

    private interface Check {
        void run(byte[] damaged) throws IOException;
    }

    private static void forEachDamage(byte[] bytes, Check check) throws IOException {
        List<byte[]> damages = new ArrayList<>();
        for (int i = 0; i < bytes.length; i++) {
            byte[] flipped = bytes.clone();
            flipped[i] ^= (byte) (1 << i % 8);
            damages.add(flipped);
            if (i % 8 < 2) {
                damages.add(Arrays.copyOf(bytes, i));
            }
        }
        for (int more : new int[] {1, 7, 8, 9, 16, 100_000}) {
            damages.add(Arrays.copyOf(bytes, bytes.length + more));
        }
        for (byte[] damaged : damages) {
            check.run(damaged);
        }
    }

    private void assertVerified(Bitfield expected) {
        try (Run run = Run.of(TORRENT, target)) {
            assertThat(run.verified()).isEqualTo(expected);
            for (int piece = expected.nextSet(0); piece >= 0; piece = expected.nextSet(piece + 1)) {
                assertThat(run.read(piece)).isEqualTo(TORRENT.piece(piece));
            }
        }
    }

    private static Bitfield pieces(int... numbers) {
        Bitfield pieces = new Bitfield(TORRENT.layout().pieceCount());
        Arrays.stream(numbers).forEach(pieces::set);
        return pieces;
    }

    @Test
    void aStateThatWasSavedAtTheEndMayBeDamagedAnywhere() throws IOException {
        try (Run run = Run.of(TORRENT, target)) {
            run.write(0, 1, 3);
        }
        forEachDamage(Files.readAllBytes(state), damaged -> {
            Files.write(state, damaged);
            assertVerified(pieces(0, 1, 3));
        });
    }

    @Test
    void aStateThatAKilledRunLeftMayBeDamagedAnywhere() throws IOException {
        try (Run run = Run.of(TORRENT, target)) {
            run.write(0);
        }
        Run killed = Run.of(TORRENT, target).write(1, 4);
        byte[] saved = Files.readAllBytes(state);
        forEachDamage(saved, damaged -> {
            Files.write(state, damaged);
            assertVerified(pieces(0, 1, 4));
        });
        killed.close();
    }

    /** The worst: the data is not what the state vouches for. */
    @Test
    void dataThatChangedIsNeverTrustedWhateverTheStateSays() throws IOException {
        try (Run run = Run.of(TORRENT, target)) {
            run.write(0, 1, 3);
        }
        byte[] saved = Files.readAllBytes(state);
        Path file = PartNames.of(target, TORRENT.metainfo().infoHash()).part().resolve("c");
        byte[] data = Files.readAllBytes(file);
        data[data.length - 1] ^= 1; // in piece 3
        Files.write(file, data);
        Files.write(state, saved);
        assertVerified(pieces(0, 1));
        forEachDamage(saved, damaged -> {
            Files.write(state, damaged);
            assertVerified(pieces(0, 1));
        });
    }

    @Test
    void theStateOfAnotherTorrentIsIgnored() throws IOException {
        TestTorrent other = TestTorrent.ofDirectory(
                "other",
                TestTorrent.file("a", TestTorrent.PIECE + 5),
                TestTorrent.file("b", 3),
                TestTorrent.file("c", 3 * TestTorrent.PIECE),
                TestTorrent.file("d", 2 * TestTorrent.PIECE + 1));
        Path elsewhere = directory.resolve("elsewhere");
        try (Run run = Run.of(other, elsewhere)) {
            run.write(0, 1, 2, 3, 4, 5, 6);
        }
        try (Run run = Run.of(TORRENT, target)) {
            run.write(2);
        }
        Files.copy(
                PartNames.of(elsewhere, other.metainfo().infoHash()).state(),
                state,
                StandardCopyOption.REPLACE_EXISTING);
        assertVerified(pieces(2));
    }

    @Test
    void whatIsNoFileIsIgnored() throws IOException {
        Files.createDirectory(state);
        try (Run run = Run.of(TORRENT, target)) {
            run.write(0, 5);
        }
        assertVerified(pieces(0, 5));
    }

    /** Here the state also says that the directory under the final name is ours. */
    @Test
    void theStateOfASelectionMayBeDamagedAnywhere() throws IOException {
        BitSet wanted = new BitSet();
        wanted.set(1);
        try (Run run = Run.of(TORRENT, target, wanted)) {
            run.fetch();
            run.finish();
        }
        Path selected = PartNames.of(target, TORRENT.metainfo().infoHash()).selected();
        forEachDamage(Files.readAllBytes(selected), damaged -> {
            Files.write(selected, damaged);
            assertVerified(pieces(1));
        });
        assertThat(target.resolve("b")).hasBinaryContent(TORRENT.file(1));
    }

    @Test
    void aStateWithoutItsDataMeansNothing() throws IOException {
        try (Run run = Run.of(TORRENT, target)) {
            run.write(0, 1, 2);
        }
        Path part = PartNames.of(target, TORRENT.metainfo().infoHash()).part();
        for (String name : List.of("a", "b", "c")) {
            Files.deleteIfExists(part.resolve(name));
        }
        Files.deleteIfExists(part);
        assertVerified(pieces());
    }
}
