package torrentkit.tracker.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static torrentkit.tracker.TrackerArbitraries.endpoint;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import torrentkit.metainfo.InfoHash;

class LiveAnnouncesTest {
    private static final InfoHash HASH = InfoHash.parse("00112233445566778899aabbccddeeff00112233");
    private static final InfoHash OTHER = InfoHash.parse("00112233445566778899aabbccddeeff00112234");
    private static final Duration MINUTE = Duration.ofMinutes(1);

    private long now = Long.MAX_VALUE - 5; // the clock may overflow
    private final LiveAnnounces live = new LiveAnnounces(100, () -> now);

    private static InetAddress ip(String address) {
        return endpoint(address, 0).getAddress();
    }

    @Test
    void knowsWhoAnnouncedWhat() {
        live.announced(HASH, ip("10.0.0.1"), MINUTE);
        assertThat(live.isLive(HASH, ip("10.0.0.1"))).isTrue();
        assertThat(live.isLive(OTHER, ip("10.0.0.1"))).isFalse();
        assertThat(live.isLive(HASH, ip("10.0.0.2"))).isFalse();
        assertThat(live.isLive(HASH, ip("2001:db8::1"))).isFalse();
    }

    @Test
    void entryEndsWithItsTime() {
        live.announced(HASH, ip("10.0.0.1"), MINUTE);
        now += MINUTE.toNanos() - 1;
        assertThat(live.isLive(HASH, ip("10.0.0.1"))).isTrue();
        now++;
        assertThat(live.isLive(HASH, ip("10.0.0.1"))).isFalse();
    }

    @Test
    void announceRenews() {
        live.announced(HASH, ip("10.0.0.1"), MINUTE);
        now += MINUTE.toNanos();
        live.announced(HASH, ip("10.0.0.1"), MINUTE);
        now += MINUTE.toNanos() - 1;
        assertThat(live.isLive(HASH, ip("10.0.0.1"))).isTrue();
        assertThat(live.size()).isEqualTo(1);
    }

    @Test
    void stoppedPeerIsGone() {
        live.announced(HASH, ip("10.0.0.1"), MINUTE);
        live.announced(OTHER, ip("10.0.0.1"), MINUTE);
        live.stopped(HASH, ip("10.0.0.1"));
        live.stopped(HASH, ip("10.0.0.1"));
        assertThat(live.isLive(HASH, ip("10.0.0.1"))).isFalse();
        assertThat(live.isLive(OTHER, ip("10.0.0.1"))).isTrue();
    }

    @Test
    void mappedAddressIsTheSamePeer() throws UnknownHostException {
        byte[] mapped = new byte[16];
        mapped[10] = mapped[11] = (byte) 0xff;
        mapped[12] = 10;
        mapped[15] = 1;
        live.announced(HASH, Inet6Address.getByAddress("", mapped, 0), MINUTE);
        assertThat(live.isLive(HASH, ip("10.0.0.1"))).isTrue();
        live.announced(HASH, ip("255.0.0.255"), MINUTE);
        assertThat(live.isLive(HASH, ip("255.0.0.255"))).isTrue();
    }

    @Test
    void oldestGoesOverTheBound() {
        for (int i = 0; i < 150; i++) {
            live.announced(HASH, ip("10.0.0." + i), MINUTE);
            live.announced(HASH, ip("10.0.0.0"), MINUTE); // never the oldest
            assertThat(live.size()).isLessThanOrEqualTo(100);
        }
        assertThat(live.isLive(HASH, ip("10.0.0.0"))).isTrue();
        assertThat(live.isLive(HASH, ip("10.0.0.50"))).isFalse();
        assertThat(live.isLive(HASH, ip("10.0.0.51"))).isTrue();
        assertThat(live.isLive(HASH, ip("10.0.0.149"))).isTrue();
    }

    @Test
    void endedEntriesAreSweptByLaterAnnounces() {
        for (int i = 0; i < 90; i++) {
            live.announced(HASH, ip("10.0.0." + i), MINUTE);
        }
        now += MINUTE.toNanos();
        for (int i = 0; i < 90; i++) {
            live.announced(OTHER, ip("10.0.1.1"), MINUTE);
        }
        assertThat(live.size()).isEqualTo(1);
    }

    @Test
    void longestAndShortestLifetimesAreFine() {
        live.announced(HASH, ip("10.0.0.1"), Duration.ofSeconds(Long.MAX_VALUE));
        assertThat(live.isLive(HASH, ip("10.0.0.1"))).isTrue();
        live.announced(HASH, ip("10.0.0.2"), Duration.ZERO);
        live.announced(HASH, ip("10.0.0.3"), Duration.ofSeconds(Long.MIN_VALUE));
        assertThat(live.isLive(HASH, ip("10.0.0.2"))).isFalse();
        assertThat(live.isLive(HASH, ip("10.0.0.3"))).isFalse();
        assertThatIllegalArgumentException().isThrownBy(() -> new LiveAnnounces(0, () -> now));
    }

    @Test
    void threadsMayMeet() throws InterruptedException {
        ExecutorService threads = Executors.newFixedThreadPool(4);
        for (int t = 0; t < 4; t++) {
            int own = t;
            threads.execute(() -> {
                for (int i = 0; i < 5000; i++) {
                    live.announced(HASH, ip("10." + own + ".0." + i % 20), MINUTE);
                    live.stopped(HASH, ip("10." + own + ".0." + (i + 7) % 20));
                }
            });
        }
        threads.shutdown();
        assertThat(threads.awaitTermination(60, TimeUnit.SECONDS)).isTrue();
        assertThat(live.size()).isBetween(4, 80);
        for (int t = 0; t < 4; t++) {
            assertThat(live.isLive(HASH, ip("10." + t + ".0.19"))).isTrue();
        }
    }
}
