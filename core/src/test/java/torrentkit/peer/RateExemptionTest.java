package torrentkit.peer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RateExemptionTest {
    private static final InetAddress HERE = address("192.0.2.7");

    private static InetAddress address(String text) {
        try {
            return InetAddress.getByName(text);
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException(e);
        }
    }

    private static boolean isExempt(RateExemption exempt, String peer) {
        return exempt.isExempt(new InetSocketAddress(address(peer), 6881), HERE);
    }

    @ParameterizedTest
    @CsvSource({
        "local, 127.0.0.1, true",
        "local, 127.3.2.1, true",
        "local, ::1, true",
        "local, 192.0.2.7, true",
        "local, 192.0.2.8, false",
        "10.1.0.0/16, 10.1.255.255, true",
        "10.1.0.0/16, 10.2.0.0, false",
        "10.1.0.0/16, 127.0.0.1, false",
        "10.1.2.3, 10.1.2.3, true",
        "10.1.2.3, 10.1.2.4, false",
        "2001:db8:1::/48, 2001:db8:1:ffff::1, true",
        "2001:db8:1::/48, 2001:db8:2::1, false",
        "0.0.0.0/0, 203.0.113.9, true",
        "0.0.0.0/0, 2001:db8::1, false",
    })
    void namesThisMachineAndNetworks(String exempt, String peer, boolean expected) {
        assertThat(isExempt(RateExemption.of(List.of(exempt)), peer)).isEqualTo(expected);
    }

    @Test
    void takesSeveral() {
        RateExemption exempt = RateExemption.of(List.of(" 10.0.0.0/8", "local", "2001:db8::/32"));
        assertThat(isExempt(exempt, "10.9.9.9")).isTrue();
        assertThat(isExempt(exempt, "127.0.0.1")).isTrue();
        assertThat(isExempt(exempt, "2001:db8::9")).isTrue();
        assertThat(isExempt(exempt, "11.0.0.1")).isFalse();
    }

    @Test
    void othersMayBeNamedByWhoKnowsThem() {
        RateExemption exempt = RateExemption.of(List.of("10.0.0.0/8"))
                .and(Set.of("rack1"), peer -> peer.equals(address("192.0.2.99")));
        assertThat(isExempt(exempt, "192.0.2.99")).isTrue();
        assertThat(isExempt(exempt, "10.0.0.1")).isTrue();
        assertThat(isExempt(exempt, "192.0.2.98")).isFalse();
        assertThat(exempt).isEqualTo(RateExemption.of(List.of("10.0.0.0/8")).and(Set.of("rack1"), peer -> false));
        assertThat(exempt).isNotEqualTo(RateExemption.of(List.of("10.0.0.0/8")));
    }

    @Test
    void exemptsNobodyUnlessTold() {
        assertThat(RateExemption.of(List.of())).isSameAs(RateExemption.NONE);
        assertThat(isExempt(RateExemption.NONE, "127.0.0.1")).isFalse();
    }

    @Test
    void aPeerOfUnknownAddressIsNotExempt() {
        InetSocketAddress unresolved = InetSocketAddress.createUnresolved("peer.example", 1);
        assertThat(RateExemption.of(List.of("local", "0.0.0.0/0")).isExempt(unresolved, HERE))
                .isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "Local ",
                "host.example",
                "10.1/16",
                "10.1.0.0/",
                "10.1.0.0/33",
                "10.1.0.0/-1",
                "::/129",
                "10.1.0.0/1e1"
            })
    void refusesWhatIsNoNetwork(String text) {
        assertThatThrownBy(() -> RateExemption.of(List.of(text)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("expected ");
    }
}
