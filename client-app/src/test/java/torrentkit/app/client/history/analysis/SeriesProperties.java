package torrentkit.app.client.history.analysis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;

class SeriesProperties {
    private static final long YEARS = 250_000_000_000_000L;

    @Property
    void losesNothingHoweverLongItLasts(
            @ForAll @Size(max = 30) List<@LongRange(max = YEARS) Long> times,
            @ForAll @LongRange(max = YEARS) long length) {
        Series series = new Series();
        times.forEach(time -> series.add(Math.max(0, time - length), time, 1));
        double sum = series.perSecond().stream().mapToDouble(rate -> rate).sum() * series.columnMillis() / 1000;
        assertThat(sum).isCloseTo(times.size(), within(0.001));
        assertThat(series.perSecond()).hasSizeLessThanOrEqualTo(Series.MAX_COLUMNS);
    }

    @Property
    void keepsABoundedNumberOfSpansInOrder(@ForAll @Size(max = 900) List<@LongRange(max = 1000) Long> gaps) {
        Spans spans = new Spans();
        long now = 0;
        for (long gap : gaps) {
            now += gap;
            spans.add(now, now + 5);
            now += 5;
        }
        List<Spans.Span> list = spans.list();
        assertThat(list).hasSizeLessThanOrEqualTo(400);
        for (int i = 1; i < list.size(); i++) {
            assertThat(list.get(i).from())
                    .isGreaterThanOrEqualTo(list.get(i - 1).to());
        }
        if (!gaps.isEmpty()) {
            assertThat(list.get(0).from()).isEqualTo(gaps.get(0));
            assertThat(list.get(list.size() - 1).to()).isEqualTo(now);
        }
    }

    @Property
    void stepsAreRoundAndLargeEnough(@ForAll @LongRange(min = 1, max = YEARS) long amount) {
        assertThat(NiceScale.step(amount)).isGreaterThanOrEqualTo(amount).isLessThan(amount * 3.0);
        assertThat(NiceScale.millis(amount)).isGreaterThanOrEqualTo(amount);
    }
}
