package torrentkit.piece;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.BitSet;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

class BitfieldProperties {
    /** Positive numbers set a bit and negative ones clear it. */
    @Property
    void behavesAsASetOfNumbers(
            @ForAll @IntRange(min = 1, max = 200) int size,
            @ForAll @Size(max = 300) List<@IntRange(min = -1000, max = 1000) Integer> steps) {
        Bitfield bits = new Bitfield(size);
        BitSet model = new BitSet();
        for (int step : steps) {
            int index = Math.abs(step) % size;
            boolean had = model.get(index);
            assertThat(step >= 0 ? bits.set(index) : bits.clear(index)).isEqualTo(step >= 0 != had);
            model.set(index, step >= 0);
        }
        assertThat(bits.count()).isEqualTo(model.cardinality());
        for (int i = 0; i < size; i++) {
            assertThat(bits.has(i)).isEqualTo(model.get(i));
            assertThat(bits.nextSet(i)).isEqualTo(model.nextSetBit(i));
            int clear = model.nextClearBit(i);
            assertThat(bits.nextClear(i)).isEqualTo(clear < size ? clear : -1);
        }
        assertThat(bits.isEmpty()).isEqualTo(model.isEmpty());
        assertThat(bits.isFull()).isEqualTo(model.cardinality() == size);
        assertThat(Bitfield.of(bits.toBytes(), size)).isEqualTo(bits).hasSameHashCodeAs(bits);
        assertThat(Bitfield.of(bits.toBytes(), size).count()).isEqualTo(bits.count());
        assertThat(bits.lacksSomeOf(Bitfield.full(size))).isNotEqualTo(bits.isFull());
        assertThat(Bitfield.full(size).lacksSomeOf(bits)).isFalse();
    }
}
