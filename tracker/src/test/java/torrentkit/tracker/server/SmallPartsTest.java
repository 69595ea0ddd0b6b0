package torrentkit.tracker.server;

import static org.assertj.core.api.Assertions.assertThat;
import static torrentkit.tracker.TrackerArbitraries.endpoint;

import java.net.InetAddress;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import torrentkit.tracker.TrackerArbitraries;

class SmallPartsTest {
    @Test
    void sipHashAgreesWithItsAuthorsVectors() {
        // SipHash-2-4, key 00 01 ... 0f, messages of 0 and 8 bytes 00 01 ...
        SipHash mac = new SipHash(0x0706050403020100L, 0x0f0e0d0c0b0a0908L);
        assertThat(mac.of()).isEqualTo(0x726fdb47dd0e0e31L);
        assertThat(mac.of(0x0706050403020100L)).isEqualTo(0x93f5f5799a932462L);
    }

    @Test
    void connectionIdIsGoodForTwoMinutesAtItsAddress() {
        long[] now = {-TimeUnit.HOURS.toNanos(1)};
        ConnectionIds ids = new ConnectionIds(() -> now[0]);
        InetAddress home = endpoint("10.0.0.1", 0).getAddress();
        long id = ids.issue(home);
        assertThat(ids.isValid(id, home)).isTrue();
        assertThat(ids.isValid(id, endpoint("10.0.0.2", 0).getAddress())).isFalse();
        assertThat(ids.isValid(id ^ 1, home)).isFalse();
        assertThat(ids.isValid(0, home)).isFalse();
        now[0] += TimeUnit.SECONDS.toNanos(120);
        assertThat(ids.isValid(id, home)).isTrue();
        now[0] += TimeUnit.SECONDS.toNanos(1);
        assertThat(ids.isValid(id, home)).isFalse();
        now[0] += TimeUnit.SECONDS.toNanos(65536 - 121); // the 16 bits of the second have come round
        assertThat(ids.isValid(id, home)).isFalse();
    }

    @Test
    void connectionIdsOfAnotherTrackerAreWorthless() {
        InetAddress home = endpoint("2001:db8::1", 0).getAddress();
        long id = new ConnectionIds(() -> 0).issue(home);
        assertThat(new ConnectionIds(() -> 0).isValid(id, home)).isFalse();
    }

    @Test
    void mappedAddressIsTheSamePeer() throws Exception {
        byte[] mapped = new byte[16];
        mapped[10] = mapped[11] = (byte) 0xff;
        mapped[12] = 10;
        InetAddress wrapped = java.net.Inet6Address.getByAddress(null, mapped, 0);
        assertThat(Addresses.plain(wrapped)).isEqualTo(TrackerArbitraries.address(new byte[] {10, 0, 0, 0}));
        InetAddress six = endpoint("2001:db8::1", 0).getAddress();
        assertThat(Addresses.plain(six)).isEqualTo(six);
    }
}
