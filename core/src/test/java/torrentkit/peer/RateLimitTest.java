package torrentkit.peer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.PriorityQueue;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;

class RateLimitTest {
    private static final long SECOND = 1_000_000_000;

    private long now = -5 * SECOND; // a monotonic clock starts anywhere

    private RateLimit limit(long bytesPerSecond) {
        return RateLimit.of(bytesPerSecond, () -> now);
    }

    @Test
    void withoutALimitNobodyWaits() {
        RateLimit limit = RateLimit.unlimited();
        assertThat(limit.isLimited()).isFalse();
        assertThat(limit.reserve(Long.MAX_VALUE)).isZero();
    }

    @Test
    void waitsAsLongAsTheBytesTakeLessTheBurst() {
        RateLimit limit = limit(1000);
        assertThat(limit.reserve(100)).isZero();
        assertThat(limit.reserve(1000)).isEqualTo(SECOND);
        assertThat(limit.reserve(500)).isEqualTo(SECOND + SECOND / 2);
        now += 2 * SECOND;
        assertThat(limit.reserve(0)).isZero();
    }

    @Test
    void aLongPauseEarnsNoMoreThanTheBurst() {
        RateLimit limit = limit(1000);
        now += 3600 * SECOND;
        assertThat(limit.reserve(100)).isZero();
        assertThat(limit.reserve(100)).isEqualTo(SECOND / 10);
    }

    @Test
    void whatIsGivenBackMayBeTakenAgain() {
        RateLimit limit = limit(1000);
        limit.reserve(100);
        assertThat(limit.reserve(5000)).isEqualTo(5 * SECOND);
        limit.giveBack(5000);
        assertThat(limit.reserve(1000)).isEqualTo(SECOND);
    }

    @Test
    void givingBackEarnsNoMoreThanTheBurst() {
        RateLimit limit = limit(1000);
        limit.giveBack(1_000_000);
        assertThat(limit.reserve(100)).isZero();
        assertThat(limit.reserve(100)).isEqualTo(SECOND / 10);
    }

    @Test
    void anotherRateForgetsWhatWasOwed() {
        RateLimit limit = limit(10);
        assertThat(limit.reserve(10_000)).isGreaterThan(900 * SECOND);
        limit.change(1000);
        assertThat(limit.bytesPerSecond()).isEqualTo(1000);
        assertThat(limit.reserve(100)).isZero();
        assertThat(limit.reserve(1000)).isEqualTo(SECOND);
        limit.change(1000);
        assertThat(limit.reserve(1000)).isEqualTo(2 * SECOND);
        limit.change(0);
        assertThat(limit.reserve(1 << 30)).isZero();
    }

    @Test
    void refusesARateBelowZero() {
        assertThatThrownBy(() -> RateLimit.of(-1)).isInstanceOf(IllegalArgumentException.class);
        RateLimit limit = RateLimit.unlimited();
        assertThatThrownBy(() -> limit.change(-1)).isInstanceOf(IllegalArgumentException.class);
        assertThat(limit.bytesPerSecond()).isZero();
    }

    private record Sender(long at, long bytes) {}

    /** Senders that ask again as soon as they may, with timers that are late now and then. */
    @Property(tries = 100)
    void isMetWithinTwoPerCentOverTenSeconds(
            @ForAll @LongRange(min = 2_000_000, max = 1_000_000_000) long rate,
            @ForAll @IntRange(min = 1, max = 40) int senders,
            @ForAll @IntRange(min = 0, max = 20) int lateMillis) {
        RateLimit limit = limit(rate);
        int batch = 16 * 1024;
        PriorityQueue<Sender> waiting = new PriorityQueue<>((one, other) -> Long.compare(one.at - other.at, 0));
        for (int i = 0; i < senders; i++) {
            waiting.add(new Sender(now + limit.reserve(batch), batch));
        }
        long start = now;
        long end = start + Duration.ofSeconds(10).toNanos();
        long sent = 0;
        int step = 0;
        while (true) {
            Sender next = waiting.poll();
            if (next.at - now > 0) { // else there was no timer that could be late
                now = next.at + step++ % 2 * lateMillis * 1_000_000L;
            }
            if (now - end >= 0) {
                break;
            }
            sent += next.bytes;
            batch = (int) Math.max(16 * 1024, rate / 200 / senders);
            waiting.add(new Sender(now + limit.reserve(batch), batch));
        }
        assertThat(sent / 10.0).isBetween(rate * 0.98, rate * 1.02);
    }
}
