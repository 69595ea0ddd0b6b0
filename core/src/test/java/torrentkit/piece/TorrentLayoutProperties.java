package torrentkit.piece;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import torrentkit.testing.TorrentArbitraries;

class TorrentLayoutProperties {
    @Provide
    Arbitrary<TorrentLayout> layouts() {
        return TorrentArbitraries.layouts();
    }

    @Property
    void piecesTileTheTorrent(@ForAll("layouts") TorrentLayout layout) {
        long position = 0;
        for (int piece = 0; piece < layout.pieceCount(); piece++) {
            assertThat(layout.pieceOffset(piece)).isEqualTo(position);
            assertThat(layout.pieceLength(piece)).isBetween(1, layout.pieceLength());
            position += layout.pieceLength(piece);
        }
        assertThat(position).isEqualTo(layout.totalLength());
    }

    @Property
    void blocksTilePieces(@ForAll("layouts") TorrentLayout layout) {
        for (int piece = 0; piece < layout.pieceCount(); piece++) {
            int end = 0;
            for (int number = 0; number < layout.blockCount(piece); number++) {
                Block block = layout.block(piece, number);
                assertThat(block.begin()).isEqualTo(end);
                assertThat(layout.block(piece, block.begin(), block.length())).contains(block);
                end = block.end();
            }
            assertThat(end).isEqualTo(layout.pieceLength(piece));
        }
    }

    @Property
    void filesTileTheTorrent(@ForAll("layouts") TorrentLayout layout) {
        long position = 0;
        for (int file = 0; file < layout.fileCount(); file++) {
            assertThat(layout.fileOffset(file)).isEqualTo(position);
            position += layout.fileLength(file);
            if (layout.fileLength(file) > 0) {
                assertThat(layout.fileAt(layout.fileOffset(file))).isEqualTo(file);
                assertThat(layout.fileAt(position - 1)).isEqualTo(file);
            }
        }
        assertThat(position).isEqualTo(layout.totalLength());
    }
}
