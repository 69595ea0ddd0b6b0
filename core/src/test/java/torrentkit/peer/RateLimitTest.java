package torrentkit.peer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
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

    @Test
    void aPartObeysTheWholeToo() {
        RateLimit whole = limit(1000);
        RateLimit part = whole.part(100);
        RateLimit other = whole.part(0);
        assertThat(part.reserve(110)).isEqualTo(SECOND);
        assertThat(other.reserve(990)).isEqualTo(SECOND);
        assertThat(part.reserve(1)).isEqualTo(SECOND + SECOND / 100);
        assertThat(part.leastBytesPerSecond()).isEqualTo(100);
        assertThat(other.leastBytesPerSecond()).isEqualTo(1000);
        assertThat(other.bytesPerSecond()).isZero();
        assertThat(other.isLimited()).isTrue();
        part.giveBack(101);
        assertThat(other.reserve(0)).isEqualTo(9 * SECOND / 10);
        whole.change(0);
        assertThat(other.reserve(1 << 30)).isZero();
        assertThat(other.isLimited()).isFalse();
        assertThat(other.leastBytesPerSecond()).isZero();
        assertThat(part.leastBytesPerSecond()).isEqualTo(100);
    }

    @Test
    void tellsThatItOrItsWholeWasChanged() {
        RateLimit whole = limit(0);
        RateLimit part = whole.part(0);
        int before = part.changes();
        whole.change(5);
        assertThat(part.changes()).isNotEqualTo(before);
        int between = part.changes();
        part.change(5);
        assertThat(part.changes()).isNotEqualTo(between);
        int after = part.changes();
        part.change(5);
        assertThat(part.changes()).isEqualTo(after);
    }

    private record Sender(long at, long bytes) {}

    private record Sent(long at, long bytes) {}

    /** Senders that ask again as soon as they may, with timers that are late now and then: what went out when. */
    private List<Sent> sendForTenSeconds(RateLimit limit, long rate, int senders, int lateMillis) {
        int batch = 16 * 1024;
        PriorityQueue<Sender> waiting = new PriorityQueue<>((one, other) -> Long.compare(one.at - other.at, 0));
        for (int i = 0; i < senders; i++) {
            waiting.add(new Sender(now + limit.reserve(batch), batch));
        }
        long end = now + Duration.ofSeconds(10).toNanos();
        List<Sent> sent = new ArrayList<>();
        int step = 0;
        while (true) {
            Sender next = waiting.poll();
            if (next.at - now > 0) { // else there was no timer that could be late
                now = next.at + step++ % 2 * lateMillis * 1_000_000L;
            }
            if (now - end >= 0) {
                return sent;
            }
            sent.add(new Sent(now, next.bytes));
            batch = (int) Math.max(16 * 1024, rate / 200 / senders);
            waiting.add(new Sender(now + limit.reserve(batch), batch));
        }
    }

    @Property(tries = 100)
    void isMetWithinTwoPerCentOverTenSeconds(
            @ForAll @LongRange(min = 2_000_000, max = 1_000_000_000) long rate,
            @ForAll @IntRange(min = 1, max = 40) int senders,
            @ForAll @IntRange(min = 0, max = 20) int lateMillis) {
        List<Sent> sent = sendForTenSeconds(limit(rate), rate, senders, lateMillis);
        assertThat(sent.stream().mapToLong(Sent::bytes).sum() / 10.0).isBetween(rate * 0.98, rate * 1.02);
    }

    /** No tenth of a second takes more than twice its share, and what the timers were late with. */
    @Property(tries = 100)
    void neverSendsMuchAtOnce(
            @ForAll @LongRange(min = 100_000, max = 1_000_000_000) long rate,
            @ForAll @IntRange(min = 1, max = 40) int senders,
            @ForAll @IntRange(min = 0, max = 20) int lateMillis) {
        List<Sent> sent = sendForTenSeconds(limit(rate), rate, senders, lateMillis);
        long largest = Math.max(16 * 1024, rate / 200 / senders);
        double most = rate * (0.2 + lateMillis / 1000.0) + largest;
        int from = 0;
        long inWindow = 0;
        for (Sent one : sent) {
            inWindow += one.bytes;
            while (one.at - sent.get(from).at >= SECOND / 10) {
                inWindow -= sent.get(from++).bytes;
            }
            assertThat((double) inWindow).isLessThanOrEqualTo(most);
        }
    }
}
