package torrentkit.downloader;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetSocketAddress;
import org.junit.jupiter.api.Test;

class PeerPriorityTest {
    private static long of(String one, String other) {
        return PeerPriority.of(new InetSocketAddress(one, 1), new InetSocketAddress(other, 2));
    }

    /** The two examples of BEP 40. */
    @Test
    void isWhatTheFieldReckons() {
        assertThat(of("123.213.32.10", "98.76.54.32")).isEqualTo(0xec2d7224L);
        assertThat(of("123.213.32.10", "123.213.32.234")).isEqualTo(0x99568189L);
    }

    @Test
    void isTheSameForBoth() {
        assertThat(of("98.76.54.32", "123.213.32.10")).isEqualTo(of("123.213.32.10", "98.76.54.32"));
        assertThat(of("2001:db8::1", "2001:db8:1::2")).isEqualTo(of("2001:db8:1::2", "2001:db8::1"));
    }

    @Test
    void farAwayHalfTheBitsDoNotCount() {
        assertThat(of("123.213.32.10", "98.76.54.32")).isEqualTo(of("123.213.34.8", "98.76.156.138"));
        assertThat(of("2001:db8:1::1", "2001:db8:2::1")).isEqualTo(of("2001:db8:1::b", "2001:db8:2:aa::1"));
    }

    @Test
    void portsTellPeersOfOneAddressApart() {
        long one = PeerPriority.of(new InetSocketAddress("192.0.2.1", 1000), new InetSocketAddress("192.0.2.1", 2000));
        long other = PeerPriority.of(new InetSocketAddress("192.0.2.1", 1000), new InetSocketAddress("192.0.2.1", 3));
        assertThat(one).isNotEqualTo(other);
    }

    @Test
    void familiesDoNotMix() {
        assertThat(of("192.0.2.1", "2001:db8::1")).isZero();
    }
}
