package torrentkit.app.server.page;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class FiguresTest {
    @Test
    void writesBytesWithThreeDigits() {
        assertThat(Figures.bytes(0)).isEqualTo("0 B");
        assertThat(Figures.bytes(999)).isEqualTo("999 B");
        assertThat(Figures.bytes(1_000)).isEqualTo("0.98 KiB");
        assertThat(Figures.bytes(10 << 10)).isEqualTo("10.0 KiB");
        assertThat(Figures.bytes(123 << 20)).isEqualTo("123 MiB");
        assertThat(Figures.bytes(Long.MAX_VALUE)).isEqualTo("8.00 EiB");
    }

    @Test
    void writesDurationsInTheirLargestUnits() {
        assertThat(Figures.duration(Duration.ZERO)).isEqualTo("0 s");
        assertThat(Figures.duration(Duration.ofSeconds(61))).isEqualTo("1 min 1 s");
        assertThat(Figures.duration(Duration.ofMinutes(61))).isEqualTo("1 h 1 min");
        assertThat(Figures.duration(Duration.ofHours(49))).isEqualTo("2 d 1 h");
    }

    @Test
    void writesSharesCountsAndTimes() {
        assertThat(Figures.percent(0.126)).isEqualTo("13 %");
        assertThat(Figures.count(1, "seed", "seeds")).isEqualTo("1 seed");
        assertThat(Figures.count(12_345, "seed", "seeds")).isEqualTo("12,345 seeds");
        assertThat(Figures.minute(Instant.parse("2026-11-18T09:30:59Z"))).isEqualTo("2026-11-18 09:30");
    }
}
