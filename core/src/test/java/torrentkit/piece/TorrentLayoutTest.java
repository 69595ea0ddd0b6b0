package torrentkit.piece;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;

class TorrentLayoutTest {
    @Test
    void answersNoBlockThatDoesNotLieInOnePiece() {
        TorrentLayout layout = TorrentLayout.of(1 << 20, (1 << 20) + 10);
        assertThat(layout.block(1, 0, 10)).isPresent();
        assertThat(layout.block(1, 9, 1)).isPresent();
        assertThat(layout.block(1, 0, 11)).isEmpty();
        assertThat(layout.block(1, 10, 1)).isEmpty();
        assertThat(layout.block(1, 0, 0)).isEmpty();
        assertThat(layout.block(2, 0, 1)).isEmpty();
        assertThat(layout.block(-1, 0, 1)).isEmpty();
        assertThat(layout.block(0, -1, 1)).isEmpty();
        assertThat(layout.block(0, 1, -1)).isEmpty();
        assertThat(layout.block(0, 1, Integer.MAX_VALUE)).isEmpty();
        assertThat(layout.block(0, Integer.MAX_VALUE, Integer.MAX_VALUE)).isEmpty();
    }

    @Test
    void refusesNumbersOfBlocksThatAreNotThere() {
        TorrentLayout layout = TorrentLayout.of(1 << 20, 1 << 20);
        for (int number : new int[] {-1, 64, 1 << 18, Integer.MAX_VALUE, Integer.MIN_VALUE}) {
            assertThatExceptionOfType(IndexOutOfBoundsException.class).isThrownBy(() -> layout.block(0, number));
        }
    }

    @Test
    void skipsFilesWithoutAByte() {
        TorrentLayout layout = TorrentLayout.of(10, 0, 0, 5, 0, 5, 0);
        assertThat(layout.fileAt(0)).isEqualTo(2);
        assertThat(layout.fileAt(4)).isEqualTo(2);
        assertThat(layout.fileAt(5)).isEqualTo(4);
        assertThatExceptionOfType(IndexOutOfBoundsException.class).isThrownBy(() -> layout.fileAt(10));
    }

    @Test
    void reckonsWithTheLargestTorrents() {
        long total = (long) TorrentLayout.MAX_PIECES * TorrentLayout.MAX_PIECE_LENGTH;
        TorrentLayout layout = TorrentLayout.of(TorrentLayout.MAX_PIECE_LENGTH, total - 1, 1);
        assertThat(layout.pieceCount()).isEqualTo(TorrentLayout.MAX_PIECES);
        assertThat(layout.pieceOffset(TorrentLayout.MAX_PIECES - 1)).isEqualTo(total - TorrentLayout.MAX_PIECE_LENGTH);
        assertThat(layout.fileAt(total - 1)).isEqualTo(1);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> TorrentLayout.of(TorrentLayout.MAX_PIECE_LENGTH, total, 1));
    }

    @Test
    void refusesWhatIsNoTorrent() {
        assertThatIllegalArgumentException().isThrownBy(() -> TorrentLayout.of(0, 1));
        assertThatIllegalArgumentException().isThrownBy(() -> TorrentLayout.of(1 << 30, 1));
        assertThatIllegalArgumentException().isThrownBy(() -> TorrentLayout.of(1, 0, 0));
        assertThatIllegalArgumentException().isThrownBy(() -> TorrentLayout.of(1));
        assertThatIllegalArgumentException().isThrownBy(() -> TorrentLayout.of(1, 1, -1));
        assertThatIllegalArgumentException().isThrownBy(() -> TorrentLayout.of(1 << 20, Long.MAX_VALUE, 1));
    }
}
