package torrentkit.app.server.origin;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.HttpHeaders;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import torrentkit.app.server.origin.Validators.Outcome;
import torrentkit.storage.FileStamp;

/** What cannot be seen in the comparison with nginx. */
class ValidatorsTest {
    private static final Instant CHANGED = Instant.parse("2026-01-01T00:00:00.5Z");

    private static FileStamp stamp(long size, Instant modified, Instant changed, long inode) {
        return new FileStamp(size, FileTime.from(modified), FileTime.from(changed), inode);
    }

    private static Validators after(long millis) {
        return Validators.of(stamp(1, CHANGED, CHANGED, 1), CHANGED.plusMillis(millis));
    }

    private static HttpHeaders header(String name, String value) {
        return new DefaultHttpHeaders().set(name, value);
    }

    @Test
    void tellsApartWhatDiffersInAnyOfItsFacts() {
        Instant later = CHANGED.plusNanos(1);
        Instant now = CHANGED.plusSeconds(9);

        assertThat(new FileStamp[] {
                    stamp(1, CHANGED, CHANGED, 1),
                    stamp(2, CHANGED, CHANGED, 1),
                    stamp(1, later, CHANGED, 1),
                    stamp(1, CHANGED, later, 1),
                    stamp(1, CHANGED, CHANGED, 2)
                })
                .extracting(stamp -> Validators.of(stamp, now).tag())
                .doesNotHaveDuplicates();
    }

    @Test
    void doesNotPromiseEqualBytesRightAfterAChange() {
        assertThat(after(0).strong()).isFalse();
        assertThat(after(99).strong()).isFalse();
        assertThat(after(100).strong()).isTrue();

        HttpHeaders answer = new DefaultHttpHeaders();
        after(0).addTo(answer);
        assertThat(answer.get("ETag")).startsWith("W/\"");
    }

    @Test
    void combinesNoRangesOnAWeakTag() {
        String tag = after(0).tag();

        assertThat(after(100).allowsRange(header("If-Range", tag))).isTrue();
        assertThat(after(0).allowsRange(header("If-Range", tag))).isFalse();
        assertThat(after(100).allowsRange(header("If-Range", "W/" + tag))).isFalse();
        assertThat(after(0).evaluate(header("If-Match", tag))).isEqualTo(Outcome.FAILED);
        assertThat(after(0).evaluate(header("If-None-Match", "W/" + tag))).isEqualTo(Outcome.NOT_MODIFIED);
    }

    @Test
    void dropsTheFractionOfTheSecond() {
        assertThat(after(0).modified()).isEqualTo("2026-01-01T00:00:00Z");
        assertThat(after(0).evaluate(header("If-Unmodified-Since", "Thu, 01 Jan 2026 00:00:00 GMT")))
                .isEqualTo(Outcome.FULFILLED);
    }
}
