package torrentkit.downloader.disk;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.BitSet;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import torrentkit.piece.Bitfield;
import torrentkit.testing.TestTorrent;

/** Runs with one selection after the other, some ended on the way, come to the files that were selected and to no others. */
class SelectionProperties {
    private static final List<TestTorrent> TORRENTS = TestTorrent.awkward().stream()
            .filter(torrent -> torrent.metainfo().isDirectory())
            .toList();

    /** One run: bits of the wanted files, and after how many pieces it ends; all when it is negative. */
    record Step(int files, int pieces) {}

    @Provide
    Arbitrary<List<Step>> steps() {
        Arbitrary<Step> step = Arbitraries.integers()
                .between(1, 255)
                .flatMap(files -> Arbitraries.integers().between(-4, 4).map(pieces -> new Step(files, pieces)));
        return step.list().ofMinSize(1).ofMaxSize(5);
    }

    @Provide
    Arbitrary<TestTorrent> torrents() {
        return Arbitraries.of(TORRENTS);
    }

    private static BitSet selection(TestTorrent torrent, int bits) {
        BitSet wanted = BitSet.valueOf(new long[] {bits});
        wanted.and(Run.all(torrent));
        if (wanted.isEmpty()) {
            wanted.set(0);
        }
        return wanted;
    }

    @Property(tries = 300)
    void selectedFilesAppearAndNoOthers(@ForAll("torrents") TestTorrent torrent, @ForAll("steps") List<Step> steps)
            throws IOException {
        Path directory = Files.createTempDirectory("selection");
        try {
            Path target = directory.resolve("target");
            Set<String> expected = new HashSet<>();
            Bitfield had = new Bitfield(torrent.layout().pieceCount());
            for (Step step : steps) {
                if (expected.size() == torrent.filesOnDisk().size()) {
                    break; // another run would find it complete, and refuse
                }
                BitSet wanted = selection(torrent, step.files);
                try (Run run = Run.of(torrent, target, wanted)) {
                    assertHas(torrent, run.verified(), had, run);
                    if (step.pieces < 0) {
                        run.fetch();
                        run.finish();
                        addNames(torrent, wanted, expected);
                        addAll(had, run.needed());
                        assertHas(torrent, had, run.needed(), run);
                    } else {
                        write(run, step.pieces, had);
                    }
                }
                assertThat(names(target)).isEqualTo(expected);
            }
            if (expected.size() < torrent.filesOnDisk().size()) {
                try (Run run = Run.of(torrent, target)) {
                    run.fetch();
                    run.finish();
                }
            }
            addNames(torrent, Run.all(torrent), expected);
            assertThat(names(target)).isEqualTo(expected);
            assertThat(names(directory)).allMatch(name -> name.startsWith("target/"));
            for (int file : torrent.filesOnDisk()) {
                assertThat(target.resolve(torrent.metainfo().files().get(file).joinedPath()))
                        .hasBinaryContent(torrent.file(file));
            }
        } finally {
            delete(directory);
        }
    }

    private static void write(Run run, int pieces, Bitfield had) {
        Bitfield needed = run.needed();
        int left = pieces;
        for (int piece = needed.nextSet(0); piece >= 0 && left > 0; piece = needed.nextSet(piece + 1)) {
            if (!run.verified().has(piece)) {
                run.write(piece);
                had.set(piece);
                left--;
            }
        }
    }

    /** All that was verified once is still there, wherever its bytes have been moved, and right. */
    private static void assertHas(TestTorrent torrent, Bitfield verified, Bitfield had, Run run) {
        for (int piece = had.nextSet(0); piece >= 0; piece = had.nextSet(piece + 1)) {
            assertThat(verified.has(piece)).as("piece " + piece).isTrue();
            assertThat(run.read(piece)).isEqualTo(torrent.piece(piece));
        }
    }

    private static void addAll(Bitfield pieces, Bitfield more) {
        for (int piece = more.nextSet(0); piece >= 0; piece = more.nextSet(piece + 1)) {
            pieces.set(piece);
        }
    }

    private static void addNames(TestTorrent torrent, BitSet wanted, Set<String> names) {
        wanted.stream()
                .filter(file -> torrent.metainfo().files().get(file).isStored())
                .forEach(file -> names.add(torrent.metainfo().files().get(file).joinedPath()));
    }

    private static Set<String> names(Path top) throws IOException {
        if (!Files.exists(top)) {
            return Set.of();
        }
        try (Stream<Path> all = Files.walk(top)) {
            return all.filter(Files::isRegularFile)
                    .map(path -> top.relativize(path).toString())
                    .collect(Collectors.toSet());
        }
    }

    private static void delete(Path top) throws IOException {
        try (Stream<Path> all = Files.walk(top)) {
            for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }
}
