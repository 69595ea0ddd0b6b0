package torrentkit.app.client.face.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import torrentkit.app.client.face.web.Throughput.Point;

class ThroughputTest {
    private final Throughput throughput = new Throughput();

    @Test
    void keepsWhatEventsTell() {
        throughput.told(1000, 10, 1);
        throughput.told(2000, 20, 2);

        assertThat(throughput.points()).containsExactly(new Point(1000, 10, 1), new Point(2000, 20, 2));
        assertThat(throughput.news()).isEqualTo(throughput.points());
        throughput.clearNews();
        assertThat(throughput.news()).isEmpty();
        assertThat(throughput.points()).hasSize(2);
    }

    @Test
    void staysWithinItsBoundAndKeepsTheAverage() {
        for (int second = 0; second < 100_000; second++) {
            throughput.told(second * 1000L, second % 2 == 0 ? 0 : 10, 4);
        }
        assertThat(throughput.points()).hasSizeBetween(Throughput.MAX_POINTS / 2, Throughput.MAX_POINTS);
        assertThat(throughput.points().subList(0, 100))
                .allMatch(point -> Math.abs(point.down() - 5) < 1e-9 && Math.abs(point.up() - 4) < 1e-9);
        assertThat(throughput.news()).hasSize(Throughput.MAX_POINTS);
    }

    @Test
    void measuresWhereNothingIsTold() {
        long second = TimeUnit.SECONDS.toNanos(1);

        assertThat(throughput.measured(0, 0)).isFalse();
        assertThat(throughput.measured(second / 2, 400)).isFalse();
        assertThat(throughput.measured(2 * second, 1000)).isTrue();
        assertThat(throughput.points()).containsExactly(new Point(2000, 500, 0));
        assertThat(throughput.measuredRate()).hasValue(500);
    }

    @Test
    void measuresNoMoreOnceItIsTold() {
        throughput.measured(0, 0);
        throughput.measured(TimeUnit.SECONDS.toNanos(1), 10);
        throughput.told(5, 3, 2);

        assertThat(throughput.measured(TimeUnit.SECONDS.toNanos(9), 1000)).isFalse();
        assertThat(throughput.points()).containsExactly(new Point(5, 3, 2));
        assertThat(throughput.measuredRate()).isEmpty();
    }

    @Test
    void passesOverTimesThatGoBack() {
        throughput.told(1000, 10, 1);
        throughput.told(500, 20, 2);

        assertThat(throughput.points()).containsExactly(new Point(1000, 10, 1));
    }
}
