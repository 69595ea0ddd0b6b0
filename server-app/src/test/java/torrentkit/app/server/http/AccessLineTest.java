package torrentkit.app.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.handler.codec.http.DefaultHttpHeadersFactory;
import io.netty.handler.codec.http.DefaultHttpRequest;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpVersion;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class AccessLineTest {
    private static final ZonedDateTime AT = ZonedDateTime.of(2026, 2, 3, 4, 5, 6, 0, ZoneOffset.ofHours(-3));

    private static String line(HttpRequest request, Optional<String> user) throws UnknownHostException {
        return AccessLine.of(InetAddress.getByName("192.0.2.1"), user, AT, Optional.ofNullable(request), 200, 42);
    }

    private static HttpRequest request(String target) {
        return new DefaultHttpRequest(
                HttpVersion.HTTP_1_1,
                HttpMethod.GET,
                target,
                DefaultHttpHeadersFactory.headersFactory().withValidation(false));
    }

    @Test
    void isThatOfTheCombinedFormat() throws UnknownHostException {
        HttpRequest request = request("/torrent/a%20b?c=d");
        request.headers().set("Referer", "http://x/").set("User-Agent", "curl/8");

        assertThat(line(request, Optional.of("anna")))
                .isEqualTo("192.0.2.1 - anna [03/Feb/2026:04:05:06 -0300] \"GET /torrent/a%20b?c=d HTTP/1.1\" 200 42"
                        + " \"http://x/\" \"curl/8\"");
    }

    @Test
    void hasDashesForWhatIsNotThere() throws UnknownHostException {
        assertThat(line(null, Optional.empty()))
                .isEqualTo("192.0.2.1 - - [03/Feb/2026:04:05:06 -0300] \"-\" 200 42 \"-\" \"-\"");
    }

    @Test
    void letsNobodyEndAFieldOrALine() throws UnknownHostException {
        HttpRequest request = request("/a\"b\\c\u001b[2J\u00ff");
        request.headers().set("User-Agent", "x\" 200 1 \"-\" \"\n1.2.3.4");
        String line = line(request, Optional.of("eve [x] \"\u202e\n"));

        assertThat(line).contains(" - eve\\x20[x]\\x20\\\"\\xe2\\x80\\xae\\x0a [03/");
        assertThat(line).contains("\"GET /a\\\"b\\\\c\\x1b[2J\\xff HTTP/1.1\"");
        assertThat(line).endsWith("\"x\\\" 200 1 \\\"-\\\" \\\"\\x0a1.2.3.4\"");
        assertThat(line.chars()).allMatch(c -> c >= ' ' && c <= '~');
    }

    @Test
    void isNotEndless() throws UnknownHostException {
        assertThat(line(request("/" + "\0".repeat(1_000_000)), Optional.empty()))
                .hasSizeLessThan(20_000);
    }
}
