package torrentkit.app.client.face.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import torrentkit.app.client.face.web.RateCurve.Point;

class RateCurveTest {
    private final RateCurve rates = new RateCurve();

    @Test
    void keepsWhatEventsTell() {
        rates.told(1000, 10, 1);
        rates.told(2000, 20, 2);

        assertThat(rates.points()).containsExactly(new Point(1000, 10, 1), new Point(2000, 20, 2));
        assertThat(rates.news()).isEqualTo(rates.points());
        rates.clearNews();
        assertThat(rates.news()).isEmpty();
        assertThat(rates.points()).hasSize(2);
    }

    @Test
    void staysWithinItsBoundAndKeepsTheAverage() {
        for (int second = 0; second < 100_000; second++) {
            rates.told(second * 1000L, second % 2 == 0 ? 0 : 10, 4);
        }
        assertThat(rates.points()).hasSizeBetween(RateCurve.MAX_POINTS / 2, RateCurve.MAX_POINTS);
        assertThat(rates.points().subList(0, 100))
                .allMatch(point -> Math.abs(point.down() - 5) < 1e-9 && Math.abs(point.up() - 4) < 1e-9);
        assertThat(rates.news()).hasSize(RateCurve.MAX_POINTS);
    }

    @Test
    void measuresWhereNothingIsTold() {
        long second = TimeUnit.SECONDS.toNanos(1);

        assertThat(rates.measured(0, 0)).isFalse();
        assertThat(rates.measured(second / 2, 400)).isFalse();
        assertThat(rates.measured(2 * second, 1000)).isTrue();
        assertThat(rates.points()).containsExactly(new Point(2000, 500, 0));
        assertThat(rates.measuredRate()).hasValue(500);
    }

    @Test
    void measuresNoMoreOnceItIsTold() {
        rates.measured(0, 0);
        rates.measured(TimeUnit.SECONDS.toNanos(1), 10);
        rates.told(5, 3, 2);

        assertThat(rates.measured(TimeUnit.SECONDS.toNanos(9), 1000)).isFalse();
        assertThat(rates.points()).containsExactly(new Point(5, 3, 2));
        assertThat(rates.measuredRate()).isEmpty();
    }

    @Test
    void passesOverTimesThatGoBack() {
        rates.told(1000, 10, 1);
        rates.told(500, 20, 2);

        assertThat(rates.points()).containsExactly(new Point(1000, 10, 1));
    }
}
