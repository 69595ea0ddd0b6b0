package torrentkit.app.server.torrents;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.handler.codec.http.EmptyHttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import torrentkit.app.server.http.Viewer;
import torrentkit.app.server.http.WebRequest;

class PublicUrlsTest {
    private static InetAddress address(String literal) {
        try {
            return InetAddress.getByName(literal);
        } catch (UnknownHostException e) {
            throw new AssertionError(e);
        }
    }

    private static PublicUrls urls(String announceHost, String trackerAt, boolean webEverywhere, String reachable) {
        return new PublicUrls(
                Optional.ofNullable(announceHost),
                new PublicUrls.Listening(
                        new InetSocketAddress(address(trackerAt), 6969),
                        OptionalInt.of(6970),
                        webEverywhere,
                        webEverywhere),
                () -> Optional.ofNullable(reachable).map(PublicUrlsTest::address));
    }

    private static String url(String announceHost, String trackerAt, String reachedAt, String reachable) {
        return urls(announceHost, trackerAt, true, reachable)
                .announce(address(reachedAt), false, Optional.empty())
                .toString();
    }

    private static WebRequest request(String reachedAt, boolean secure) {
        return new WebRequest(
                HttpMethod.GET,
                List.of("torrent", "x"),
                false,
                Map.of(),
                EmptyHttpHeaders.INSTANCE,
                new InetSocketAddress(address(reachedAt), 8080),
                new InetSocketAddress(address("192.0.2.7"), 4_000),
                secure,
                Viewer.ALL);
    }

    @Test
    void namesTheTrackerInTheWayInWhichItWasAsked() {
        PublicUrls urls = urls(null, "0.0.0.0", true, null);
        assertThat(urls.announce(request("10.1.2.3", true))).hasToString("https://10.1.2.3:6970/announce");
        assertThat(urls.announce(request("10.1.2.3", false), Optional.of("k3y")))
                .hasToString("http://10.1.2.3:6969/k3y/announce");
    }

    @Test
    void namesTheWebServerAtThePortThatTheRequestReached() {
        assertThat(urls(null, "0.0.0.0", true, "10.0.0.1").web(request("10.1.2.3", false)))
                .isEqualTo("http://10.1.2.3:8080");
        assertThat(urls(null, "0.0.0.0", true, "10.0.0.1").web(request("127.0.0.1", true)))
                .isEqualTo("https://10.0.0.1:8080");
        assertThat(urls("host.example", "0.0.0.0", true, null).web(request("127.0.0.1", false)))
                .isEqualTo("http://host.example:8080");
    }

    @Test
    void namesNoAddressAtWhichTheWebServerDoesNotListen() {
        assertThat(urls(null, "0.0.0.0", false, "10.0.0.1").web(request("127.0.0.1", false)))
                .isEqualTo("http://127.0.0.1:8080");
    }

    @Test
    void saysWhatTheOperatorSaid() {
        assertThat(url("tracker.example", "0.0.0.0", "127.0.0.1", "10.0.0.1"))
                .isEqualTo("http://tracker.example:6969/announce");
        assertThat(url("2001:db8::1", "0.0.0.0", "127.0.0.1", null)).isEqualTo("http://[2001:db8::1]:6969/announce");
    }

    @Test
    void saysTheAddressThatTheRequestReached() {
        assertThat(url(null, "0.0.0.0", "10.1.2.3", "10.0.0.1")).isEqualTo("http://10.1.2.3:6969/announce");
        assertThat(url(null, "::", "2001:db8::7", "10.0.0.1")).isEqualTo("http://[2001:db8::7]:6969/announce");
    }

    @Test
    void saysAnAddressThatOthersReachInsteadOfLoopback() {
        assertThat(url(null, "0.0.0.0", "127.0.0.1", "10.0.0.1")).isEqualTo("http://10.0.0.1:6969/announce");
        assertThat(url(null, "::", "::1", "2001:db8::1")).isEqualTo("http://[2001:db8::1]:6969/announce");
        assertThat(url(null, "0.0.0.0", "fe80::1", "10.0.0.1")).isEqualTo("http://10.0.0.1:6969/announce");
    }

    @Test
    void saysLoopbackAsALiteralWhereThereIsNothingElse() {
        assertThat(url(null, "0.0.0.0", "127.0.0.1", null)).isEqualTo("http://127.0.0.1:6969/announce");
        assertThat(url(null, "::", "::1", null)).isEqualTo("http://[::1]:6969/announce");
    }

    @Test
    void saysWhereTheTrackerListensIfThatIsOneAddress() {
        assertThat(url(null, "127.0.0.1", "10.1.2.3", "10.0.0.1")).isEqualTo("http://127.0.0.1:6969/announce");
        assertThat(url(null, "10.0.0.9", "127.0.0.1", "10.0.0.1")).isEqualTo("http://10.0.0.9:6969/announce");
    }

    @Test
    void findsNoLoopbackAddressOfThisMachine() {
        assertThat(PublicUrls.ofThisMachine().stream())
                .allMatch(address -> !address.isLoopbackAddress() && !address.isAnyLocalAddress());
    }
}
