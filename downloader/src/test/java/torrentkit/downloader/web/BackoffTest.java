package torrentkit.downloader.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.OptionalLong;
import java.util.Random;
import org.junit.jupiter.api.Test;

class BackoffTest {
    private final Backoff backoff = new Backoff(new Random(1));

    private double fail() {
        return backoff.failed(OptionalLong.empty()) / (double) Backoff.SECOND;
    }

    @Test
    void waitsLongerEachTime() {
        assertThat(fail()).isBetween(0.5, 0.625);
        assertThat(fail()).isBetween(1.0, 1.25);
        assertThat(fail()).isBetween(2.0, 2.5);
        for (int i = 0; i < 5; i++) {
            fail();
        }
        assertThat(fail()).isBetween(60.0, 75.0);
    }

    @Test
    void waitsAsLongAsItIsAskedToWithinReason() {
        assertThat(backoff.failed(OptionalLong.of(20)) / Backoff.SECOND).isBetween(20L, 25L);
        assertThat(backoff.failed(OptionalLong.of(Long.MAX_VALUE)) / Backoff.SECOND)
                .isBetween(600L, 750L);
        assertThat(backoff.failed(OptionalLong.of(0)) / Backoff.SECOND).isBetween(2L, 3L);
    }

    @Test
    void losesHopeUnlessSomethingComes() {
        for (int i = 0; i < Backoff.MAX_FAILURES - 1; i++) {
            fail();
        }
        assertThat(backoff.isHopeless()).isFalse();
        backoff.succeeded();
        assertThat(fail()).isLessThan(1);
        for (int i = 0; i < Backoff.MAX_FAILURES - 1; i++) {
            fail();
        }
        assertThat(backoff.isHopeless()).isTrue();
    }
}
