package torrentkit.app.server.torrents;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class AnnounceUrlsTest {
    private static InetAddress address(String literal) {
        try {
            return InetAddress.getByName(literal);
        } catch (UnknownHostException e) {
            throw new AssertionError(e);
        }
    }

    private static String url(String announceHost, String trackerAt, String reachedAt, String reachable) {
        AnnounceUrls urls = new AnnounceUrls(
                Optional.ofNullable(announceHost),
                new InetSocketAddress(address(trackerAt), 6969),
                () -> Optional.ofNullable(reachable).map(AnnounceUrlsTest::address));
        return urls.forRequestAt(address(reachedAt)).toString();
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
        assertThat(AnnounceUrls.ofThisMachine().stream())
                .allMatch(address -> !address.isLoopbackAddress() && !address.isAnyLocalAddress());
    }
}
