package torrentkit.piece;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;

class PieceHasherTest {
    private static final String ABC = "a9993e364706816aba3e25717850c26c9cd0d89d";

    @Test
    void hashesHeapAndDirectBuffersAlike() {
        byte[] data = new byte[100_000];
        new Random(1).nextBytes(data);
        PieceHasher hasher = new PieceHasher();
        hasher.update(ByteBuffer.wrap(data));
        byte[] expected = hasher.digest();
        ByteBuffer direct = ByteBuffer.allocateDirect(data.length).put(data).flip();
        hasher.update(direct);
        assertThat(direct.hasRemaining()).isFalse();
        assertThat(hasher.digest()).isEqualTo(expected);
        ByteBuffer part = ByteBuffer.wrap(data).position(7).slice();
        hasher.update(ByteBuffer.wrap(data, 0, 7));
        hasher.update(part.asReadOnlyBuffer());
        assertThat(hasher.digest()).isEqualTo(expected);
    }

    @Test
    void startsOverAfterADigestAndAReset() {
        PieceHasher hasher = new PieceHasher();
        hasher.update(ByteBuffer.wrap(new byte[] {1}));
        hasher.reset();
        PieceHasher.prepare();
        for (int i = 0; i < 2; i++) {
            hasher.update(ByteBuffer.wrap(new byte[] {'a', 'b', 'c'}));
            assertThat(HexFormat.of().formatHex(hasher.digest())).isEqualTo(ABC);
        }
    }

    @Test
    void matchesDigestsByPiece() {
        byte[] digest = HexFormat.of().parseHex(ABC);
        byte[] holder = new byte[50];
        System.arraycopy(digest, 0, holder, 25, 20);
        PieceHashes shared = PieceHashes.sharing(holder, 5, 40);
        assertThat(shared.count()).isEqualTo(2);
        assertThat(shared.matches(1, digest)).isTrue();
        assertThat(shared.matches(0, digest)).isFalse();
        assertThat(shared.matches(1, new byte[0])).isFalse();
        assertThat(shared)
                .isEqualTo(new PieceHashes(shared.toBytes()))
                .hasSameHashCodeAs(new PieceHashes(shared.toBytes()));
        assertThatExceptionOfType(IndexOutOfBoundsException.class).isThrownBy(() -> shared.matches(2, digest));
        assertThatIllegalArgumentException().isThrownBy(() -> PieceHashes.sharing(holder, 0, 21));
        assertThatExceptionOfType(IndexOutOfBoundsException.class)
                .isThrownBy(() -> PieceHashes.sharing(holder, 20, 40));
    }
}
