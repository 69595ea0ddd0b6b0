package torrentkit.app.client.history;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.BitSet;
import java.util.Set;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

class PieceRangesProperties {
    @Property
    void readsWhatWasWritten(@ForAll Set<@IntRange(max = 300) Integer> pieces) {
        BitSet set = new BitSet();
        pieces.forEach(set::set);
        BitSet read = new BitSet();
        PieceRanges.parse(PieceRanges.format(set), 301, read);
        assertThat(read).isEqualTo(set);
    }

    @Property
    void namesNoPieceThatTheTorrentDoesNotHave(@ForAll String text, @ForAll @IntRange(max = 50) int total) {
        BitSet read = new BitSet();
        PieceRanges.parse(text, total, read);
        assertThat(read.length()).isLessThanOrEqualTo(total);
    }

    @Example
    void passesOverWhatMakesNoSense() {
        BitSet read = new BitSet();
        PieceRanges.parse("3,x,-1,5-4,7-,9-10,99999999999,0-2147483647,,12", 20, read);
        assertThat(PieceRanges.format(read)).isEqualTo("3,9-10,12");
    }
}
