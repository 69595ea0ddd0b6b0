package torrentkit.app.client.interop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.ByteArrayOutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import torrentkit.metainfo.FileEntry;
import torrentkit.metainfo.Metainfo;

/** The packaged {@code download} has nothing sent that it does not need: a seed counts. */
class LeanDownloadIT {
    private static final int PIECE = 65_536;
    private static final int BLOCKS_A_PIECE = 4;

    @TempDir
    private Path directory;

    private Lab lab;
    private Path original;
    private Path torrent;
    private Path into;
    private CountingSeed seed;

    @BeforeEach
    void openLab() throws Exception {
        lab = new Lab(directory, Network.ofThisMachine());
        into = lab.directory("into");
    }

    @AfterEach
    void closeLab() throws Exception {
        lab.close();
        seed.close();
    }

    private void share(Path path) throws Exception {
        original = path;
        torrent = lab.path("t.torrent");
        lab.client("create", original, "-o", torrent, "--piece-length", "64K").succeeds();
        Metainfo metainfo = Metainfo.read(torrent);
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        for (FileEntry file : metainfo.files()) {
            Path found = metainfo.isDirectory() ? path.resolve(String.join("/", file.path())) : path;
            content.write(Files.readAllBytes(found));
        }
        seed = new CountingSeed(metainfo, content.toByteArray());
    }

    private Running download(Object... more) throws Exception {
        Object[] arguments = Stream.concat(
                        Stream.of("download", torrent, "-d", into, "--peer", seed.address(), "--no-lsd", "--no-record"),
                        Arrays.stream(more))
                .toArray();
        return lab.client(arguments);
    }

    private static BitSet pieces(int... numbers) {
        BitSet pieces = new BitSet();
        Arrays.stream(numbers).forEach(pieces::set);
        return pieces;
    }

    private Path oldVersion(Path at) throws Exception {
        byte[] old = Files.readAllBytes(original);
        old[10 * PIECE + 5] ^= 1;
        old[40 * PIECE - 1] ^= 1;
        return Files.write(at, Arrays.copyOf(old, old.length - 1)); // and without its last byte, in piece 76
    }

    @Test
    void ofAnOldVersionOnlyChangedPiecesAreSent() throws Exception {
        share(Samples.random(lab.directory("source").resolve("new.bin"), 77 * PIECE));
        Path old = oldVersion(lab.path("old.bin"));
        byte[] before = Files.readAllBytes(old);
        seed.allow(1000);
        download("--reuse", old).succeeds();
        assertThat(seed.requested()).isEqualTo(pieces(10, 39, 76));
        assertThat(seed.sent()).isEqualTo(3 * BLOCKS_A_PIECE);
        Samples.assertSame(into.resolve("new.bin"), original);
        assertThat(old).hasBinaryContent(before);

        oldVersion(into.resolve("new.bin"));
        seed.startAnew();
        seed.allow(1000);
        download("--overwrite").succeeds();
        assertThat(seed.requested()).isEqualTo(pieces(10, 39, 76));
        assertThat(seed.sent()).isEqualTo(3 * BLOCKS_A_PIECE);
        Samples.assertSame(into.resolve("new.bin"), original);
    }

    @Test
    void ofASelectionOnlyItsPiecesAreSentAndThoseItSharesOnce() throws Exception {
        Path tree = lab.directory("source").resolve("tree");
        Samples.random(tree.resolve("a.bin"), 2 * PIECE + 100);
        Samples.random(tree.resolve("b.bin"), 50); // all of it in piece 2, which all three share
        Samples.random(tree.resolve("c.bin"), 2 * PIECE);
        share(tree);
        seed.allow(1000);
        download("-s", "2").succeeds();
        assertThat(seed.requested()).isEqualTo(pieces(2));
        assertThat(seed.sent()).isEqualTo(BLOCKS_A_PIECE);
        Path there = into.resolve("tree");
        assertThat(Files.list(there)).containsExactly(there.resolve("b.bin"));
        Samples.assertSame(there.resolve("b.bin"), tree.resolve("b.bin"));

        seed.startAnew();
        seed.allow(1000);
        download().succeeds();
        assertThat(seed.requested()).isEqualTo(pieces(0, 1, 3, 4));
        Samples.assertSame(there, tree);
        assertThat(Files.list(into)).containsExactly(there);
    }

    @Test
    void afterDamageToTheStateWhatIsOnTheDiskIsNotSentAgain() throws Exception {
        share(Samples.random(lab.directory("source").resolve("resumed.bin"), 40 * PIECE));
        int wanted = 20;
        seed.allow(wanted * BLOCKS_A_PIECE);
        Running first = download();
        await().atMost(Running.SOON)
                .pollInterval(Duration.ofMillis(5))
                .until(() -> seed.had().cardinality() >= wanted - 8);
        first.signal("INT");
        assertThat(first.exitCode()).isEqualTo(7);
        BitSet had = seed.had();
        byte[] state = Files.readAllBytes(state());
        List<byte[]> damages = List.of(
                new byte[0],
                Arrays.copyOf(state, state.length / 2),
                flipped(state, 0),
                flipped(state, state.length / 2));
        for (byte[] damaged : damages) {
            Files.write(state(), damaged);
            seed.startAnew(); // sends nothing, so that each run finds what the first one left
            Running run = download();
            await().atMost(Running.SOON).until(() -> !seed.requested().isEmpty());
            run.signal("TERM");
            assertThat(run.exitCode()).as(run.output()).isEqualTo(7);
            BitSet again = seed.requested();
            again.and(had);
            assertThat(again).isEqualTo(new BitSet());
        }
        Files.write(state(), flipped(state, state.length - 1));
        seed.startAnew();
        seed.allow(1000);
        download().succeeds();
        assertThat(seed.requested().intersects(had)).isFalse();
        Samples.assertSame(into.resolve("resumed.bin"), original);
        assertThat(Files.list(into)).containsExactly(into.resolve("resumed.bin"));
    }

    private static byte[] flipped(byte[] bytes, int at) {
        byte[] flipped = bytes.clone();
        flipped[at] ^= 1;
        return flipped;
    }

    private Path state() throws Exception {
        try (Stream<Path> left = Files.list(into)) {
            return left.filter(path -> path.toString().endsWith(".state"))
                    .findFirst()
                    .orElseThrow();
        }
    }
}
