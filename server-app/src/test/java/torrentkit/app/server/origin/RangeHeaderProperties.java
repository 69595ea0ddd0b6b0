package torrentkit.app.server.origin;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.CharRange;
import net.jqwik.api.constraints.Chars;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.StringLength;
import torrentkit.app.server.origin.RangeHeader.Wanted;

class RangeHeaderProperties {
    @Property
    void neverAsksForBytesThatAreNotThereOrForMoreThanTheFileHas(
            @ForAll @CharRange(from = '0', to = '9') @Chars({'-', ',', ' '}) @StringLength(max = 60) String ranges,
            @ForAll @LongRange(min = 0, max = 1_000) long size) {
        if (RangeHeader.parse("bytes=" + ranges, size) instanceof Wanted.Some some) {
            assertThat(some.ranges()).isNotEmpty().allSatisfy(range -> {
                assertThat(range.start()).isBetween(0L, size - 1);
                assertThat(range.end()).isBetween(range.start() + 1, size);
            });
            assertThat(some.ranges().stream().mapToLong(ByteRange::length).sum())
                    .isLessThanOrEqualTo(size);
        }
    }

    @Property
    void takesAnyTextForAHeader(@ForAll String text) {
        assertThat(RangeHeader.parse("bytes=" + text, Long.MAX_VALUE)).isNotNull();
    }
}
