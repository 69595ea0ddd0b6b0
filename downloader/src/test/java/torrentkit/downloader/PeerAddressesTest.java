package torrentkit.downloader;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PeerAddressesTest {
    private static final long SECOND = 1_000_000_000L;
    private static final InetSocketAddress ONE = address(1);

    private final PeerAddresses addresses = new PeerAddresses(new Random(1));

    private static InetSocketAddress address(int number) {
        return new InetSocketAddress("192.0.2." + (1 + number / 60_000), 1 + number % 60_000);
    }

    private void add(int from, int to) {
        List<InetSocketAddress> all = new ArrayList<>();
        for (int i = from; i < to; i++) {
            all.add(address(i));
        }
        addresses.add(all);
    }

    @Test
    void givesEveryAddressOnce() {
        add(0, 100);
        add(50, 150);
        assertThat(addresses.fresh()).isEqualTo(150);
        Set<InetSocketAddress> given = new HashSet<>();
        for (int i = 0; i < 150; i++) {
            assertThat(given.add(addresses.next(0).orElseThrow())).isTrue();
        }
        assertThat(addresses.next(Long.MAX_VALUE)).isEmpty();
        assertThat(addresses.fresh()).isZero();
    }

    @Test
    void givesNewAddressesInRandomOrder() {
        add(0, 1000);
        List<InetSocketAddress> given = new ArrayList<>();
        for (int i = 0; i < 1000; i++) {
            given.add(addresses.next(0).orElseThrow());
        }
        long inFirstHalf = given.subList(0, 500).stream()
                .filter(address -> address.getPort() <= 500)
                .count();
        assertThat(inFirstHalf).isBetween(150L, 350L);
    }

    @Test
    void givesThoseFirstWhoShouldBeConnectedToUsMost() {
        InetSocketAddress ours = new InetSocketAddress("192.0.2.200", 6881);
        add(0, 50);
        addresses.locate(ours);
        add(50, 100);
        List<Long> priorities = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            priorities.add(PeerPriority.of(ours, addresses.next(0).orElseThrow()));
        }
        assertThat(priorities).isSortedAccordingTo(Comparator.reverseOrder());
    }

    @Test
    void remembersABoundedNumber() {
        add(0, 3 * PeerAddresses.MAX);
        assertThat(addresses.fresh()).isEqualTo(PeerAddresses.MAX);
    }

    @Test
    void ignoresAddressesThatCannotBeDialled() {
        addresses.add(List.of(
                new InetSocketAddress("192.0.2.1", 0),
                new InetSocketAddress("0.0.0.0", 1),
                new InetSocketAddress("::", 1),
                new InetSocketAddress("224.0.0.1", 1),
                InetSocketAddress.createUnresolved("peer.invalid", 1)));
        assertThat(addresses.fresh()).isZero();
        assertThat(addresses.hasHope()).isFalse();
    }

    @Test
    void waitsLongerAfterEveryFailure() {
        addresses.add(List.of(ONE));
        long now = 0;
        long waited = 0;
        for (int i = 0; i < 20; i++) {
            assertThat(addresses.next(now)).hasValue(ONE);
            addresses.failed(ONE, now);
            assertThat(addresses.next(now + Math.max(1, waited))).isEmpty();
            long due = now;
            while (addresses.next(due).isEmpty()) {
                due += SECOND / 4;
            }
            assertThat(due - now).isGreaterThanOrEqualTo(waited).isLessThanOrEqualTo(300 * SECOND);
            waited = Math.min(due - now, 299 * SECOND);
            addresses.failed(ONE, due);
            now = due + 400 * SECOND;
        }
    }

    @Test
    void comesBackSoonToAPeerThatWasThere() {
        addresses.add(List.of(ONE));
        addresses.next(0);
        addresses.failed(ONE, 0);
        addresses.next(100 * SECOND);
        addresses.failed(ONE, 100 * SECOND);
        addresses.next(200 * SECOND);
        addresses.ended(ONE, 200 * SECOND);
        assertThat(addresses.next(200 * SECOND)).isEmpty();
        assertThat(addresses.next(201 * SECOND)).hasValue(ONE);
    }

    @Test
    void triesNewAddressesBeforeOldOnes() {
        addresses.add(List.of(ONE));
        addresses.next(0);
        addresses.failed(ONE, 0);
        addresses.add(List.of(address(2)));
        assertThat(addresses.next(100 * SECOND)).hasValue(address(2));
        assertThat(addresses.next(100 * SECOND)).hasValue(ONE);
    }

    @Test
    void neverGivesABannedAddress() {
        add(0, 2);
        InetSocketAddress first = addresses.next(0).orElseThrow();
        addresses.ban(first);
        addresses.ended(first, 0);
        addresses.failed(first, 0);
        addresses.add(List.of(first));
        assertThat(addresses.isBanned(first)).isTrue();
        InetSocketAddress second = addresses.next(0).orElseThrow();
        assertThat(second).isNotEqualTo(first);
        assertThat(addresses.hasHope()).isTrue();
        addresses.ban(second);
        assertThat(addresses.next(1000 * SECOND)).isEmpty();
        assertThat(addresses.hasHope()).isFalse();
    }

    @Test
    void doesNotGiveAnAddressThatWasBannedBeforeItWasTried() {
        addresses.ban(ONE);
        add(0, 3);
        assertThat(addresses.fresh()).isEqualTo(2);
    }

    @Test
    void putsOffWhoIsConnected() {
        addresses.add(List.of(ONE));
        assertThat(addresses.next(0)).hasValue(ONE);
        addresses.connected(ONE, 0);
        assertThat(addresses.next(9 * SECOND)).isEmpty();
        assertThat(addresses.next(10 * SECOND)).hasValue(ONE);
    }

    @Test
    void dialsSoonWhoHadDialledUsAndIsGone() {
        addresses.add(List.of(ONE));
        assertThat(addresses.next(0)).hasValue(ONE);
        addresses.connected(ONE, 0);
        addresses.ended(ONE, 3 * SECOND);
        assertThat(addresses.next(3 * SECOND)).isEmpty();
        assertThat(addresses.next(4 * SECOND)).hasValue(ONE);
        addresses.ended(address(2), 0); // unknown
        assertThat(addresses.next(Long.MAX_VALUE)).isEmpty();
    }
}
