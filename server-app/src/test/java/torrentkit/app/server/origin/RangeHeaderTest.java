package torrentkit.app.server.origin;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import torrentkit.app.server.origin.RangeHeader.Wanted;

/** What cannot be seen in the comparison with nginx. */
class RangeHeaderTest {
    private static final Wanted WHOLE = new Wanted.Whole();
    private static final Wanted NONE = new Wanted.Unsatisfiable();

    private static Wanted some(long... startsAndEnds) {
        return new Wanted.Some(IntStream.range(0, startsAndEnds.length / 2)
                .mapToObj(i -> new ByteRange(startsAndEnds[2 * i], startsAndEnds[2 * i + 1]))
                .toList());
    }

    @ParameterizedTest
    @CsvSource({
        "bytes=0-0, 0, 1",
        "bytes=5-, 5, 100",
        "BYTES=99-99, 99, 100",
        "bytes=90-1000, 90, 100",
        "bytes=-1, 99, 100",
        "bytes=-1000, 0, 100",
        "bytes= 1 - 2 , 1, 3"
    })
    void cutsOneRangeToTheFile(String header, long start, long end) {
        assertThat(RangeHeader.parse(header, 100)).isEqualTo(some(start, end));
    }

    @Test
    void keepsTheOrderAndLeavesOutWhatLiesBehindTheEnd() {
        assertThat(RangeHeader.parse("bytes=50-59, 200-300,0-9", 100)).isEqualTo(some(50, 60, 0, 10));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "bytes=a-b",
                "bytes=1",
                "bytes=1-2-3",
                "bytes=1-2;3-4",
                "bytes=--1",
                "bytes=1-2,",
                "bytes=100-",
                "bytes=-0",
                "bytes=99999999999999999999-",
                "bytes=-99999999999999999999",
                "bytes=1-2,x"
            })
    void findsNothingInWhatIsMalformedOrBehindTheEnd(String header) {
        assertThat(RangeHeader.parse(header, 100)).isEqualTo(NONE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "bytes", "bytes=", "items=0-1", "bytes =0-1", "bytes=0-99,0-0", "bytes=0-60,50-99"})
    void sendsTheWholeFileForAnotherUnitAndForMoreThanTheFileHas(String header) {
        assertThat(RangeHeader.parse(header, 100)).isEqualTo(WHOLE);
    }

    @Test
    void sendsTheWholeFileForTooManyRanges() {
        String most = "bytes=" + String.join(",", Collections.nCopies(RangeHeader.MAX_RANGES, "7-7"));

        assertThat(RangeHeader.parse(most, 1_000)).isInstanceOf(Wanted.Some.class);
        assertThat(RangeHeader.parse(most + ",7-7", 1_000)).isEqualTo(WHOLE);
    }

    @Test
    void sendsTheWholeOfAnEmptyFile() {
        assertThat(List.of(RangeHeader.parse("bytes=0-", 0), RangeHeader.parse("bytes=-5", 0)))
                .containsOnly(WHOLE);
        assertThat(RangeHeader.parse("bytes=1-", 0)).isEqualTo(NONE);
    }
}
