package torrentkit.seeder.origin;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;
import torrentkit.piece.Bitfield;

class PieceBookTest {
    private static final int PIECES = 100_000;

    private final PieceBook book = new PieceBook(PIECES, new Random(3));

    @Test
    void findsTheOnlyPieceOfVeryManyThatIsLacking() {
        for (int piece = 0; piece < PIECES; piece += 9_999) {
            Bitfield has = Bitfield.full(PIECES);
            has.clear(piece);
            assertThat(book.rarest(has, index -> true)).isEqualTo(piece);
            assertThat(book.rarest(has, index -> false)).isEqualTo(-1);
        }
        assertThat(book.rarest(Bitfield.full(PIECES), index -> true)).isEqualTo(-1);
    }

    @Test
    void looksAtAllThatIsLackingWhereverItBegins() {
        Bitfield has = Bitfield.full(PIECES);
        for (int piece = 0; piece < 4_000; piece++) {
            has.clear(25 * piece);
            if (piece != 1_234) {
                book.gained(25 * piece);
            }
        }
        for (int times = 0; times < 20; times++) {
            assertThat(book.rarest(has, index -> true)).isEqualTo(25 * 1_234);
        }
    }

    @Test
    void countsMorePromisesThanFitIntoAShort() {
        for (int peers = 0; peers < 40_000; peers++) {
            book.promise(7);
        }
        assertThat(book.isPromised(7)).isTrue();
        for (int peers = 0; peers < 39_999; peers++) {
            book.settle(7);
        }
        assertThat(book.isPromised(7)).isTrue();
        book.settle(7);
        assertThat(book.isPromised(7)).isFalse();
    }
}
