package torrentkit.downloader.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.handler.codec.http.DefaultHttpResponse;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import java.time.Instant;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RangeAnswersTest {
    private static final long FILE = 1_000_000;
    private static final SeedFiles.Span SPAN = new SeedFiles.Span(0, 100_000, 200_000);
    private static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");

    private static RangeAnswer judge(int status, String... fields) {
        HttpResponse head = new DefaultHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.valueOf(status));
        for (int i = 0; i < fields.length; i += 2) {
            head.headers().add(fields[i], fields[i + 1]);
        }
        return RangeAnswers.judge(head, SPAN, FILE, NOW);
    }

    private static String why(RangeAnswer answer) {
        if (answer instanceof RangeAnswer.Never never) {
            return never.why();
        }
        return answer instanceof RangeAnswer.NotThisFile not ? not.why() : "";
    }

    @Test
    void takesTheRangeThatWasAskedFor() {
        assertThat(judge(206, "Content-Range", "bytes 100000-299999/1000000", "Content-Length", "200000"))
                .isEqualTo(new RangeAnswer.Bytes(100_000, 300_000));
        assertThat(judge(206, "Content-Range", "Bytes 100000-299999/*"))
                .isEqualTo(new RangeAnswer.Bytes(100_000, 300_000));
    }

    @Test
    void takesLessThanWasAskedForUnlessItIsADrop() {
        assertThat(judge(206, "Content-Range", "bytes 100000-199999/1000000"))
                .isEqualTo(new RangeAnswer.Bytes(100_000, 200_000));
        assertThat(judge(206, "Content-Range", "bytes 100000-100000/1000000")).isInstanceOf(RangeAnswer.Never.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "bytes 0-299999/1000000",
                "bytes 100000-300000/1000000",
                "bytes 100000-99999/1000000",
                "bytes 99999999999999999999-1/1000000",
                "bytes */1000000",
                "lines 100000-299999/1000000",
                "bytes 100000/299999-1000000",
                "bytes -100000-299999/1000000",
                ""
            })
    void refusesOtherRanges(String range) {
        assertThat(judge(206, "Content-Range", range)).isInstanceOf(RangeAnswer.Never.class);
        assertThat(judge(206)).isInstanceOf(RangeAnswer.Never.class);
    }

    @Test
    void refusesAContentLengthThatContradictsTheRange() {
        assertThat(why(judge(206, "Content-Range", "bytes 100000-299999/1000000", "Content-Length", "1000000")))
                .contains("200000")
                .contains("1000000");
    }

    @Test
    void seesThatAnotherFileIsThere() {
        assertThat(why(judge(206, "Content-Range", "bytes 100000-299999/999999")))
                .isEqualTo("it has another file: 1000000 bytes were expected, 999999 found");
        assertThat(judge(200, "Content-Length", "5")).isInstanceOf(RangeAnswer.NotThisFile.class);
    }

    @Test
    void takesTheWholeFileAsWhatItIs() {
        assertThat(judge(200, "Content-Length", "1000000")).isEqualTo(new RangeAnswer.Bytes(0, FILE));
        assertThat(judge(200)).isEqualTo(new RangeAnswer.Bytes(0, FILE));
    }

    @Test
    void refusesCompressedBytes() {
        assertThat(judge(206, "Content-Range", "bytes 100000-299999/1000000", "Content-Encoding", "gzip"))
                .isInstanceOf(RangeAnswer.Never.class);
    }

    @Test
    void followsRedirectsThatLeadSomewhere() {
        assertThat(judge(302, "Location", "/there")).isEqualTo(new RangeAnswer.Elsewhere("/there"));
        assertThat(judge(308)).isInstanceOf(RangeAnswer.Never.class);
    }

    @Test
    void waitsAsLongAsABusyServerAsks() {
        assertThat(judge(503, "Retry-After", "7"))
                .isEqualTo(new RangeAnswer.Later("it answers HTTP 503", OptionalLong.of(7)));
        assertThat(judge(429, "Retry-After", "Sat, 21 Nov 2026 12:01:30 GMT"))
                .isEqualTo(new RangeAnswer.Later("it answers HTTP 429", OptionalLong.of(90)));
        assertThat(judge(503, "Retry-After", "Sat, 21 Nov 2026 11:01:30 GMT"))
                .isEqualTo(new RangeAnswer.Later("it answers HTTP 503", OptionalLong.of(0)));
        assertThat(judge(500, "Retry-After", "soon"))
                .isEqualTo(new RangeAnswer.Later("it answers HTTP 500", OptionalLong.empty()));
    }

    @Test
    void takesAMissingFileForThat() {
        for (int status : new int[] {401, 403, 404, 410, 416}) {
            assertThat(judge(status)).as("%d", status).isInstanceOf(RangeAnswer.NotThisFile.class);
        }
        assertThat(judge(204)).isInstanceOf(RangeAnswer.Never.class);
        assertThat(judge(304)).isInstanceOf(RangeAnswer.Never.class);
        assertThat(judge(505)).isInstanceOf(RangeAnswer.Never.class);
    }
}
