package torrentkit.downloader.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import torrentkit.downloader.peer.Assemblies;
import torrentkit.downloader.peer.Contributor;
import torrentkit.downloader.peer.PieceAssembly;
import torrentkit.downloader.peer.SegmentPool;
import torrentkit.downloader.peer.Share;
import torrentkit.downloader.work.Suggestions;
import torrentkit.downloader.work.WorkQueue;
import torrentkit.downloader.work.Worker;
import torrentkit.piece.Bitfield;
import torrentkit.piece.PieceHasher;
import torrentkit.piece.TorrentLayout;
import torrentkit.testing.TestTorrent;

/** Bodies of answers, cut anywhere, that fill the pieces of a run. */
class SeedBodyProperties {
    private static final TestTorrent LONG = TestTorrent.ofFile("long", 900_001, 5 * 16_384 + 100);

    /** The pieces of one torrent, and one source for them. */
    private static final class Bench implements Worker, Contributor, AutoCloseable {
        private final TestTorrent torrent;
        private final TorrentLayout layout;
        private final SegmentPool memory;
        private final WorkQueue queue;
        private final Assemblies assemblies;
        private final List<Integer> delivered = new ArrayList<>();
        private final SeedRun run;

        Bench(TestTorrent torrent) {
            this.torrent = torrent;
            layout = torrent.layout();
            memory = new SegmentPool(64 << 20, layout.pieceLength());
            int pieces = layout.pieceCount();
            queue = WorkQueue.rarestFirst(layout, new Bitfield(pieces), Bitfield.full(pieces), new Random(1));
            assemblies = new Assemblies(layout, queue, memory, bytes -> {});
            run = new SeedRun(layout, this::received);
        }

        Share take(int index) {
            Bitfield one = new Bitfield(layout.pieceCount());
            one.set(index);
            Share share = assemblies.take(one, this, this, true).orElseThrow();
            assertThat(run.add(share, 0)).isTrue();
            return share;
        }

        private void received(Share share, int bytes, Share.Arrival arrival) {
            assertThat(bytes).isPositive();
            if (arrival == Share.Arrival.LAST) {
                PieceAssembly piece = share.assembly();
                assertThat(torrent.metainfo().pieceHashes().matches(piece.index(), piece.digest(new PieceHasher())))
                        .isTrue();
                assemblies.deliver(piece);
                piece.release();
                delivered.add(piece.index());
            }
        }

        ByteBuf bytes(long from, long end) {
            return Unpooled.wrappedBuffer(torrent.content(), (int) from, (int) (end - from));
        }

        @Override
        public void close() {
            run.shares().forEach(share -> {
                run.drop(share);
                assemblies.leave(share, this, false);
            });
            assemblies.close();
            assertThat(memory.reserved()).isZero();
            memory.close();
        }

        @Override
        public long nanosFor(long bytes) {
            return Long.MAX_VALUE;
        }

        @Override
        public long nanosToFinish() {
            return 0;
        }

        @Override
        public boolean findsWorkIn(int index) {
            return false;
        }

        @Override
        public boolean isSuspect() {
            return false;
        }

        @Override
        public Suggestions suggestions() {
            return new Suggestions();
        }

        @Override
        public InetSocketAddress remote() {
            return InetSocketAddress.createUnresolved("seed", 80);
        }

        @Override
        public long nanosToAnswer() {
            return 0;
        }

        @Override
        public void unneeded(PieceAssembly piece, int number) {}

        @Override
        public void unneeded(PieceAssembly piece) {}

        @Override
        public void suspected() {}

        @Override
        public void trusted() {}

        @Override
        public void poisoned(int index) {}
    }

    @Provide
    Arbitrary<TestTorrent> torrents() {
        List<TestTorrent> all = new ArrayList<>(TestTorrent.awkward());
        all.add(LONG);
        return Arbitraries.of(all);
    }

    @Property(tries = 300)
    void everyPieceOfARunIsFilledWhateverComesInBetween(
            @ForAll("torrents") TestTorrent torrent,
            @ForAll Random random,
            @ForAll @IntRange(min = 1, max = 40_000) int chunk) {
        try (Bench bench = new Bench(torrent)) {
            List<Integer> expected = new ArrayList<>();
            for (int index = 0; index < bench.layout.pieceCount(); index++) {
                if (random.nextInt(3) > 0) {
                    expected.add(index);
                    bench.take(index);
                }
            }
            long total = bench.layout.totalLength();
            SeedBody body = new SeedBody(0, total, Long.MAX_VALUE);
            for (long from = 0; from < total && !bench.run.isEmpty(); ) {
                long end = Math.min(total, from + 1 + random.nextInt(chunk));
                body.accept(bench.bytes(from, end), bench.run);
                from = end;
            }
            assertThat(bench.delivered).isEqualTo(expected);
        }
    }

    @Property(tries = 200)
    void aBodyThatBreaksOffIsGoneOnWithWhereItEnded(@ForAll Random random) {
        try (Bench bench = new Bench(LONG)) {
            for (int index = 2; index < 7; index++) {
                bench.take(index);
            }
            while (!bench.run.isEmpty()) {
                long from = bench.run.position();
                long end = from + 1 + random.nextInt((int) (bench.run.end() - from));
                SeedBody body = new SeedBody(from, bench.run.end(), 0);
                assertThat(body.accept(bench.bytes(from, end), bench.run)).isEqualTo(SeedBody.Next.MORE);
            }
            assertThat(bench.delivered).containsExactly(2, 3, 4, 5, 6);
        }
    }

    @Example
    void isCutWhereTooMuchIsOfNoUse() {
        try (Bench bench = new Bench(LONG)) {
            Share first = bench.take(0);
            bench.take(1);
            long end = bench.run.end();
            SeedBody body = new SeedBody(0, end, 1_000);
            body.accept(bench.bytes(0, 20_000), bench.run);
            bench.run.drop(first);
            bench.assemblies.leave(first, bench, false);

            assertThat(body.accept(bench.bytes(20_000, 30_000), bench.run)).isEqualTo(SeedBody.Next.CUT);
        }
    }

    @Example
    void isCutWhereMoreComesThanTheFileHas() {
        try (Bench bench = new Bench(LONG)) {
            bench.take(0);
            bench.take(1);
            SeedBody body = new SeedBody(0, 50_000, 1_000);

            assertThat(body.accept(bench.bytes(0, 50_001), bench.run)).isEqualTo(SeedBody.Next.CUT);
            assertThat(bench.run.position()).isEqualTo(50_000);
        }
    }

    @Example
    void saysWhenNothingMoreIsNeeded() {
        try (Bench bench = new Bench(LONG)) {
            bench.take(0);
            ByteBuf data = bench.bytes(0, 200_000);

            assertThat(new SeedBody(0, 900_001, 1_000).accept(data, bench.run)).isEqualTo(SeedBody.Next.NOTHING_NEEDED);
            assertThat(data.readerIndex()).isEqualTo(bench.layout.pieceLength(0));
        }
    }

    @Example
    void padsWithZerosThatNobodySends() {
        TestTorrent padded = TestTorrent.awkward().get(TestTorrent.awkward().size() - 1);
        try (Bench bench = new Bench(padded)) {
            bench.take(0);
            new SeedBody(0, 100, 0).accept(bench.bytes(0, 100), bench.run);
            bench.run.acceptZeros(padded.layout().fileLength(1));

            assertThat(bench.delivered).containsExactly(0);
        }
    }
}
