package torrentkit.downloader.discovery;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReachTest {
    /** What a peer at the second address may tell of the first. */
    @ParameterizedTest
    @CsvSource({
        "8.8.8.8, 9.9.9.9, true",
        "8.8.8.8, 192.168.1.1, true",
        "8.8.8.8, 127.0.0.1, true",
        "127.0.0.1, 127.0.0.1, true",
        "127.0.0.1, 192.168.1.1, false",
        "127.0.0.1, 9.9.9.9, false",
        "192.168.1.7, 10.0.0.1, true",
        "192.168.1.7, 9.9.9.9, false",
        "172.16.0.1, 2001:db8::1, false",
        "169.254.1.1, 192.168.1.1, false",
        "fe80::1, fe80::2, true",
        "fe80::1, 2001:db8::1, false",
        "fd00::1, 2001:db8::1, false",
        "fd00::1, 10.0.0.1, true",
        "2001:db8::1, 9.9.9.9, true",
        "0.0.0.0, 127.0.0.1, false",
        "::, 127.0.0.1, false",
        "224.0.0.1, 127.0.0.1, false",
        "ff02::1, 127.0.0.1, false"
    })
    void tellsOnlyOfWhatIsReachedFromAsFarAway(String address, String peer, boolean shared)
            throws UnknownHostException {
        InetSocketAddress told = new InetSocketAddress(InetAddress.getByName(address), 1);
        assertThat(Reach.isShared(told, InetAddress.getByName(peer))).isEqualTo(shared);
        assertThat(Reach.isShared(
                        new InetSocketAddress(InetAddress.getByName(address), 0), InetAddress.getByName(peer)))
                .isFalse();
    }
}
