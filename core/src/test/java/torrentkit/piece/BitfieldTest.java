package torrentkit.piece;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;

class BitfieldTest {
    @Test
    void putsTheFirstPieceInTheHighBitOfTheFirstByte() {
        Bitfield bits = new Bitfield(10);
        bits.set(0);
        bits.set(9);
        assertThat(bits.toBytes()).containsExactly(0x80, 0x40);
    }

    @Test
    void refusesSpareBitsAndWrongLengths() {
        assertThat(Bitfield.of(new byte[] {(byte) 0xff, (byte) 0xc0}, 10)).isEqualTo(Bitfield.full(10));
        assertThatIllegalArgumentException().isThrownBy(() -> Bitfield.of(new byte[] {0, 0x20}, 10));
        assertThatIllegalArgumentException().isThrownBy(() -> Bitfield.of(new byte[1], 10));
        assertThatIllegalArgumentException().isThrownBy(() -> Bitfield.of(new byte[3], 10));
        assertThatIllegalArgumentException().isThrownBy(() -> new Bitfield(-1));
    }

    @Test
    void refusesPiecesThatAreNotThere() {
        Bitfield bits = new Bitfield(10);
        for (int index : new int[] {-1, 10, 63, 64, Integer.MAX_VALUE}) {
            assertThatExceptionOfType(IndexOutOfBoundsException.class).isThrownBy(() -> bits.has(index));
            assertThatExceptionOfType(IndexOutOfBoundsException.class).isThrownBy(() -> bits.set(index));
        }
        assertThat(bits.nextSet(10)).isEqualTo(-1);
        assertThat(bits.nextClear(1000)).isEqualTo(-1);
    }

    @Test
    void copiesAreIndependent() {
        Bitfield bits = Bitfield.full(70);
        Bitfield copy = bits.copy();
        copy.clear(69);
        assertThat(bits.isFull()).isTrue();
        assertThat(copy.count()).isEqualTo(69);
        assertThat(new Bitfield(0).isFull()).isTrue();
    }
}
