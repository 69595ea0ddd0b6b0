package torrentkit.seeder.origin;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

class PieceBookTest {
    @Test
    void findsTheOnlyPieceOfVeryMany() {
        PieceBook book = new PieceBook(100_000, new Random(3));
        for (int piece = 0; piece < 100_000; piece += 9_999) {
            int only = piece;
            assertThat(book.rarest(index -> index == only)).isEqualTo(piece);
        }
        assertThat(book.rarest(index -> false)).isEqualTo(-1);
    }
}
