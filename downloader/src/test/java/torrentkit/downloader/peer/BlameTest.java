package torrentkit.downloader.peer;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.Unpooled;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import torrentkit.piece.Block;
import torrentkit.piece.PieceHasher;
import torrentkit.testing.TestTorrent;

class BlameTest {
    private final TestTorrent torrent = TestTorrent.ofFile("x", 4 * Block.LENGTH, 4 * Block.LENGTH);
    private final SegmentPool memory = new SegmentPool(1 << 20, 4 * Block.LENGTH);
    private final PieceHasher hasher = new PieceHasher();
    private final Blame blame = new Blame();
    private final Named honest = new Named("honest");
    private final Named another = new Named("another");
    private final Named liar = new Named("liar");

    @AfterEach
    void close() {
        assertThat(memory.reserved()).isZero();
        memory.close();
    }

    /** The piece with a block of each of the four. */
    private PieceAssembly piece(Named... senders) {
        memory.tryReserve(4 * Block.LENGTH);
        PieceAssembly piece = PieceAssembly.begin(0, torrent.layout(), memory);
        for (int number = 0; number < 4; number++) {
            byte[] block = new byte[Block.LENGTH];
            System.arraycopy(torrent.piece(0), number * Block.LENGTH, block, 0, Block.LENGTH);
            if (senders[number] == liar) {
                block[number] ^= 1;
            }
            piece.join(senders[number]).put(number, Unpooled.wrappedBuffer(block));
        }
        assertThat(torrent.metainfo().pieceHashes().matches(0, piece.digest(hasher)))
                .isEqualTo(!List.of(senders).contains(liar));
        return piece;
    }

    private List<Contributor> judge(PieceAssembly piece) {
        try {
            return torrent.metainfo().pieceHashes().matches(0, piece.digest(hasher))
                    ? blame.right(piece, hasher)
                    : blame.wrong(piece, hasher);
        } finally {
            piece.release();
        }
    }

    @Test
    void whoSentAWrongPieceAloneHasLied() {
        assertThat(judge(piece(liar, liar, liar, liar))).containsExactly(liar);
    }

    @Test
    void ofSeveralSendersTheLiarIsFoundWhenThePieceIsRight() {
        assertThat(judge(piece(honest, liar, another, honest))).isEmpty();
        assertThat(honest.told()).containsExactly("suspected");
        assertThat(another.told()).containsExactly("suspected");
        assertThat(liar.told()).containsExactly("suspected");
        assertThat(judge(piece(another, another, another, another))).containsExactly(liar);
        assertThat(another.told()).containsExactly("suspected", "trusted");
    }

    @Test
    void aLiarIsFoundThoughThePieceWasWrongMoreThanOnce() {
        judge(piece(honest, liar, another, honest));
        judge(piece(liar, honest, honest, honest));
        assertThat(judge(piece(honest, honest, another, another))).containsExactly(liar);
    }

    @Test
    void aRightPieceBlamesNobody() {
        assertThat(judge(piece(honest, honest, another, another))).isEmpty();
        assertThat(honest.told()).isEmpty();
    }

    @Test
    void blamesNobodyTwice() {
        judge(piece(honest, liar, another, honest));
        assertThat(judge(piece(honest, honest, honest, honest))).containsExactly(liar);
        assertThat(judge(piece(honest, honest, honest, honest))).isEmpty();
    }
}
