package torrentkit.downloader.disk;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import torrentkit.testing.TestTorrent;

class SharedPiecesTest {
    static Iterable<TestTorrent> torrents() {
        return TestTorrent.awkward();
    }

    @ParameterizedTest
    @MethodSource("torrents")
    void countsThePiecesOfSeveralFiles(TestTorrent torrent) {
        SharedPieces shared = SharedPieces.of(torrent.metainfo());
        int expected = 0;
        for (int piece = 0; piece < torrent.layout().pieceCount(); piece++) {
            int[] files = {0};
            Slices.of(
                    torrent.layout(),
                    torrent.layout().pieceOffset(piece),
                    torrent.layout().pieceLength(piece),
                    (file, position, length) ->
                            files[0] += torrent.metainfo().files().get(file).isStored() ? 1 : 0);
            if (files[0] > 1) {
                assertThat(shared.slot(piece)).isEqualTo(expected++);
            } else {
                assertThat(shared.slot(piece)).isNegative();
            }
        }
        assertThat(shared.count()).isEqualTo(expected);
    }
}
