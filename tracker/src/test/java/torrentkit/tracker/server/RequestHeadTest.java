package torrentkit.tracker.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RequestHeadTest {
    private final RequestHead head = new RequestHead();
    private byte[] bytes;

    private int read(String text) {
        bytes = text.getBytes(StandardCharsets.ISO_8859_1);
        return head.read(bytes, 0, 0, bytes.length);
    }

    private String query() {
        return new String(bytes, head.queryFrom(), head.queryTo() - head.queryFrom(), StandardCharsets.ISO_8859_1);
    }

    @Test
    void readsPathAndQuery() {
        String request = "GET /announce?a=b?c HTTP/1.1\r\nHost: x\r\n\r\n";
        assertThat(read(request + "more")).isEqualTo(request.length());
        assertThat(head.error()).isZero();
        assertThat(head.isPath("/announce")).isTrue();
        assertThat(head.isPath("/announc")).isFalse();
        assertThat(query()).isEqualTo("a=b?c");
        assertThat(head.keepAlive()).isTrue();
        assertThat(head.headOnly()).isFalse();
    }

    @Test
    void readsARequestWithoutFieldsQueryOrCarriageReturns() {
        assertThat(read("HEAD /scrape HTTP/1.0\n\n")).isPositive();
        assertThat(head.error()).isZero();
        assertThat(head.isPath("/scrape")).isTrue();
        assertThat(query()).isEmpty();
        assertThat(head.headOnly()).isTrue();
        assertThat(head.keepAlive()).isFalse();
    }

    @Test
    void readsTheAbsoluteForm() {
        read("GET http://tracker:6969/announce?x HTTP/1.1\r\n\r\n");
        assertThat(head.error()).isZero();
        assertThat(head.isPath("/announce")).isTrue();
        assertThat(query()).isEqualTo("x");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "1.1 | close | false",
                "1.1 | keep-alive | true",
                "1.1 | Close | false",
                "1.1 | upgrade, CLOSE | false",
                "1.1 | closed | true",
                "1.0 | keep-alive | true",
                "1.0 | Keep-Alive | true",
                "1.0 | close | false",
            })
    void obeysTheConnectionField(String version, String value, boolean stays) {
        read("GET / HTTP/" + version + "\r\nHost: x\r\nCONNECTION: " + value + " \r\n\r\n");
        assertThat(head.error()).isZero();
        assertThat(head.keepAlive()).isEqualTo(stays);
    }

    @ParameterizedTest
    @CsvSource({
        "'GET / HTTP/1.1\r\nContent-Length: 5\r\n\r\n', 413",
        "'GET / HTTP/1.1\r\nContent-Length: 0\r\n\r\n', 0",
        "'GET / HTTP/1.1\r\nContent-Length: -1\r\n\r\n', 400",
        "'GET / HTTP/1.1\r\nContent-Length:\r\n\r\n', 400",
        "'GET / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n', 413",
        "'POST / HTTP/1.1\r\n\r\n', 405",
        "'OPTIONS * HTTP/1.1\r\n\r\n', 405",
        "'GET / HTTP/2.0\r\n\r\n', 505",
        "'GET / HTTP/1.2\r\n\r\n', 505",
        "'GET /\r\n\r\n', 400",
        "'GET  HTTP/1.1\r\n\r\n', 400",
        "'GET / a HTTP/1.1\r\n\r\n', 400",
        "'GET announce HTTP/1.1\r\n\r\n', 400",
        "'GET /\u007f HTTP/1.1\r\n\r\n', 400",
        "'get / HTTP/1.1\r\n\r\n', 400",
        "'GET / HTTP/1.1\r\nno colon\r\n\r\n', 400",
        "'GET / HTTP/1.1\r\nHost : x\r\n\r\n', 400",
        "'GET / HTTP/1.1\r\nHost: x\r\n continued\r\n\r\n', 400",
        "'GET / HTTP/1.1\r\n: x\r\n\r\n', 400",
        "'\u0016\u0003\u0001\n\n', 400",
    })
    void refusesWithAStatus(String request, int status) {
        read(request);
        assertThat(head.error()).isEqualTo(status);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "G", "GET / HTTP/1.1", "GET / HTTP/1.1\r\n", "GET / HTTP/1.1\r\nHost: x\r\n\r"})
    void waitsForTheRest(String start) {
        assertThat(read(start)).isEqualTo(RequestHead.INCOMPLETE);
        assertThat(head.error()).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"k", "AZaz09-_.~", "announce", ".."})
    void readsAKeyBeforeTheLastSegment(String key) {
        read("GET /" + key + "/announce?x=/y/announce HTTP/1.1\r\n\r\n");
        assertThat(head.error()).isZero();
        assertThat(head.isPath("/announce")).isFalse();
        assertThat(head.isKeyedPath("/scrape")).isFalse();
        assertThat(head.isKeyedPath("/announce")).isTrue();
        assertThat(head.key("/announce")).isEqualTo(key);
        assertThat(query()).isEqualTo("x=/y/announce");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/announce", "//announce", "/a/b/announce", "/a%20b/announce", "/a+b/announce", "/a=/announce",
                "/a\u00e9/announce", "/a/announce/", "/a/announcer", "/a/Announce", "/aannounce", "/a\\b/announce",
                "/a?/announce", "/", "/x", "/a;b/announce", "/a//announce"
            })
    void readsNoKeyElsewhere(String path) {
        read("GET " + path + " HTTP/1.1\r\n\r\n");
        assertThat(head.error()).isZero();
        assertThat(head.isKeyedPath("/announce")).isFalse();
    }

    @Test
    void readsNoKeyThatIsTooLong() {
        read("GET /" + "k".repeat(TorrentAccess.MAX_KEY) + "/announce HTTP/1.1\r\n\r\n");
        assertThat(head.isKeyedPath("/announce")).isTrue();
        read("GET /" + "k".repeat(TorrentAccess.MAX_KEY + 1) + "/announce HTTP/1.1\r\n\r\n");
        assertThat(head.isKeyedPath("/announce")).isFalse();
    }

    @Test
    void refusesALineThatIsTooLongBeforeItEnds() {
        read("GET /" + "a".repeat(RequestHead.MAX_LINE));
        assertThat(head.error()).isEqualTo(414);
        read("GET /" + "a".repeat(RequestHead.MAX_LINE - 20) + " HTTP/1.1\r\n\r\n");
        assertThat(head.error()).isZero();
    }

    @Test
    void refusesFieldsThatAreTooLongBeforeTheyEnd() {
        read("GET / HTTP/1.1\r\nA: " + "a".repeat(RequestHead.MAX_HEADERS));
        assertThat(head.error()).isEqualTo(431);
        read("GET / HTTP/1.1\r\nA: " + "a".repeat(RequestHead.MAX_HEADERS - 20) + "\r\n\r\n");
        assertThat(head.error()).isZero();
    }

    @Test
    void findsTheEndWhereverTheBytesWereSplit() {
        byte[] all = "GET / HTTP/1.1\r\nHost: x\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
        for (int split = 0; split < all.length; split++) {
            assertThat(head.read(all, 0, 0, split)).isEqualTo(RequestHead.INCOMPLETE);
            assertThat(head.read(all, 0, split, all.length)).isEqualTo(all.length);
        }
    }
}
