package torrentkit.downloader;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import torrentkit.piece.Bitfield;
import torrentkit.piece.TorrentLayout;

class VerifiedPiecesTest {
    @Property(tries = 200)
    void countsEveryPieceOnce(@ForAll @IntRange(min = 1, max = 300) int pieces, @ForAll long seed) {
        TorrentLayout layout = TorrentLayout.of(10, 10L * pieces - 3);
        Bitfield wanted = new Bitfield(pieces);
        new Random(seed + 1).ints(pieces, 0, pieces).forEach(wanted::set);
        VerifiedPieces verified = new VerifiedPieces(layout, wanted);
        Bitfield model = new Bitfield(pieces);
        long bytes = 0;
        int wantedCount = 0;
        long wantedBytes = 0;
        for (int index : new Random(seed).ints(200, 0, pieces).toArray()) {
            verified.add(index);
            if (model.set(index)) {
                bytes += layout.pieceLength(index);
                wantedCount += wanted.has(index) ? 1 : 0;
                wantedBytes += wanted.has(index) ? layout.pieceLength(index) : 0;
            }
        }
        verified.add(model);
        assertThat(verified.snapshot()).isEqualTo(model);
        assertThat(verified.count()).isEqualTo(model.count());
        assertThat(verified.bytes()).isEqualTo(bytes);
        assertThat(verified.wantedCount()).isEqualTo(wantedCount);
        assertThat(verified.wantedBytes()).isEqualTo(wantedBytes);
        assertThat(verified.isFull()).isEqualTo(model.isFull());
        for (int i = 0; i < pieces; i++) {
            assertThat(verified.has(i)).isEqualTo(model.has(i));
        }
    }

    @Test
    void losesNothingWhenSeveralThreadsAdd() throws Exception {
        VerifiedPieces verified = new VerifiedPieces(TorrentLayout.of(1, 10_000), Bitfield.full(10_000));
        CompletableFuture<?>[] all = new CompletableFuture<?>[4];
        for (int i = 0; i < all.length; i++) {
            int start = i / 2;
            all[i] = CompletableFuture.runAsync(() -> {
                for (int piece = start; piece < 10_000; piece += 2) {
                    verified.add(piece);
                }
            });
        }
        CompletableFuture.allOf(all).get(30, TimeUnit.SECONDS);
        assertThat(verified.count()).isEqualTo(10_000);
        assertThat(verified.bytes()).isEqualTo(10_000);
    }
}
