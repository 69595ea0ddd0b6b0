package torrentkit.app.client.interop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.ByteArrayOutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Random;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import torrentkit.metainfo.FileEntry;
import torrentkit.metainfo.Metainfo;

/** A {@code client-app} that is ended on the way goes on from there: what was verified is not loaded again. */
class ResumeIT {
    private static final Duration STOP_LIMIT = Duration.ofSeconds(5);

    @TempDir
    private Path directory;

    private final Random random = new Random();
    private Lab lab;
    private Path original;
    private Path torrent;
    private Path into;
    private Metainfo metainfo;
    private byte[] content;
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
        metainfo = Metainfo.read(torrent);
        content = read(original);
        seed = new CountingSeed(metainfo, content);
    }

    /** The torrent's bytes as they are below this path; zeros for what is not there. */
    private byte[] read(Path top) throws Exception {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (FileEntry file : metainfo.files()) {
            Path path = metainfo.isDirectory() ? top.resolve(String.join("/", file.path())) : top;
            byte[] bytes = Files.exists(path) ? Files.readAllBytes(path) : new byte[0];
            all.write(Arrays.copyOf(bytes, (int) file.length()));
        }
        return all.toByteArray();
    }

    /** Pieces that are whole in the data which an unfinished run has left. */
    private BitSet onDisk() throws Exception {
        BitSet whole = new BitSet();
        try (Stream<Path> entries = Files.list(into)) {
            for (Path part :
                    entries.filter(entry -> entry.toString().endsWith(".part")).toList()) {
                byte[] found = read(part);
                for (int i = 0; i < metainfo.layout().pieceCount(); i++) {
                    int from = i * metainfo.layout().pieceLength();
                    int to = Math.min(from + metainfo.layout().pieceLength(), content.length);
                    whole.set(i, Arrays.equals(found, from, to, content, from, to));
                }
            }
        }
        return whole;
    }

    private Running download() throws Exception {
        return lab.client("download", torrent, "-d", into, "--peer", seed.address());
    }

    private void awaitBlocks(int count) {
        await("the client loads")
                .atMost(Running.SOON)
                .pollInterval(Duration.ofMillis(2))
                .until(() -> seed.sent() >= count);
    }

    private static BitSet both(BitSet some, BitSet others) {
        BitSet both = (BitSet) some.clone();
        both.and(others);
        return both;
    }

    private void finish() throws Exception {
        seed.allow(1_000_000);
        download().succeeds();
        Samples.assertSame(into.resolve(original.getFileName()), original);
        try (Stream<Path> left = Files.list(into)) {
            assertThat(left).containsExactly(into.resolve(original.getFileName()));
        }
    }

    @Test
    void killedTwentyTimesItLoadsNoVerifiedPieceAgain() throws Exception {
        Path top = lab.directory("top");
        Samples.random(top.resolve("a.bin"), 12_345_678);
        Samples.random(top.resolve("b/empty"), 0);
        Samples.random(top.resolve("b/c.bin"), 20_000_003);
        share(top);
        BitSet verified = new BitSet();
        for (int run = 0; run < 20; run++) {
            seed.startAnew();
            int allowed = 1 + random.nextInt(160);
            seed.allow(allowed);
            Running client = download();
            awaitBlocks(random.nextInt(4) == 0 ? 0 : 1 + random.nextInt(allowed)); // 0: while it starts
            client.kill();
            assertThat(both(seed.requested(), verified))
                    .as("verified before run " + run + " and loaded again")
                    .isEqualTo(new BitSet());
            verified = onDisk();
            assertThat(both(seed.had(), verified))
                    .as("told to have, and on the disk")
                    .isEqualTo(seed.had());
        }
        assertThat(verified.cardinality()).isBetween(1, metainfo.layout().pieceCount() - 1);

        seed.startAnew();
        finish();
        assertThat(both(seed.requested(), verified)).isEqualTo(new BitSet());
    }

    @Test
    void interruptedItKeepsWhatIsVerified() throws Exception {
        share(Samples.random(lab.directory("source").resolve("interrupted.bin"), 10_000_000));
        for (String signal : new String[] {"INT", "TERM", "HUP"}) {
            seed.startAnew();
            BitSet before = onDisk();
            seed.allow(100);
            Running client = download();
            awaitBlocks(100);
            client.signal(signal);
            assertThat(client.exitCodeWithin(STOP_LIMIT)).as(signal).isEqualTo(7);
            BitSet verified = onDisk();
            assertThat(verified.cardinality()).isGreaterThan(before.cardinality());
            String told = Lab.found(Pattern.compile("Stopped with (\\d+) of 153 pieces verified"), client.output());
            assertThat(Integer.parseInt(told))
                    .isLessThanOrEqualTo(verified.cardinality()); // what was under way counts as well
            assertThat(both(seed.requested(), before)).isEqualTo(new BitSet());
        }
        BitSet verified = onDisk();
        seed.startAnew();
        finish();
        assertThat(both(seed.requested(), verified)).isEqualTo(new BitSet());
    }

    @Test
    void refusesASecondDownloadOfTheSameTarget() throws Exception {
        share(Samples.random(lab.directory("source").resolve("wanted.bin"), 1_000_000));
        seed.allow(10);
        Running first = download();
        awaitBlocks(10);
        Running second = download();
        assertThat(second.exitCode()).isEqualTo(11);
        assertThat(second.output()).contains("nother download of").contains("under way");
        seed.allow(1_000);
        first.succeeds();
        Samples.assertSame(into.resolve("wanted.bin"), original);
    }
}
