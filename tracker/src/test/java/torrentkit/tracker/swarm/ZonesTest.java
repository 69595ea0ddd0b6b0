package torrentkit.tracker.swarm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static torrentkit.tracker.TrackerArbitraries.endpoint;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ZonesTest {
    private static int zone(Zones zones, String address) {
        return zones.of(endpoint(address, 0).getAddress().getAddress());
    }

    private static Zones zones(String... namesAndNetworks) {
        Map<String, List<String>> networks = new LinkedHashMap<>();
        for (int i = 0; i < namesAndNetworks.length; i += 2) {
            networks.put(namesAndNetworks[i], List.of(namesAndNetworks[i + 1].split(" ")));
        }
        return Zones.of(networks);
    }

    @Test
    void withoutZonesEverybodyIsInTheSame() {
        assertThat(Zones.NONE.isEmpty()).isTrue();
        assertThat(Zones.of(Map.of())).isSameAs(Zones.NONE);
        assertThat(zone(Zones.NONE, "10.0.0.1")).isZero();
        assertThat(zone(Zones.NONE, "2001:db8::1")).isZero();
    }

    @Test
    void findsTheZoneOfAnAddress() {
        Zones zones = zones("rack1", "10.1.0.0/16 2001:db8:1::/48", "rack2", "10.2.0.0/16 192.0.2.7");
        assertThat(zones.names()).containsExactly("rack1", "rack2");
        assertThat(zone(zones, "10.0.255.255")).isZero();
        assertThat(zone(zones, "10.1.0.0")).isEqualTo(1);
        assertThat(zone(zones, "10.1.255.255")).isEqualTo(1);
        assertThat(zone(zones, "10.2.0.0")).isEqualTo(2);
        assertThat(zone(zones, "10.3.0.0")).isZero();
        assertThat(zone(zones, "192.0.2.7")).isEqualTo(2);
        assertThat(zone(zones, "192.0.2.8")).isZero();
        assertThat(zone(zones, "2001:db8:1:ffff::1")).isEqualTo(1);
        assertThat(zone(zones, "2001:db8:2::")).isZero();
    }

    @Test
    void smallestNetworkDecidesWhateverTheOrder() {
        for (Zones zones : List.of(
                zones("site", "10.0.0.0/8", "rack", "10.1.0.0/16", "host", "10.1.2.3"),
                zones("host", "10.1.2.3", "rack", "10.1.0.0/16", "site", "10.0.0.0/8"))) {
            assertThat(zones.names().get(zone(zones, "10.200.0.1") - 1)).isEqualTo("site");
            assertThat(zones.names().get(zone(zones, "10.1.0.1") - 1)).isEqualTo("rack");
            assertThat(zones.names().get(zone(zones, "10.1.2.3") - 1)).isEqualTo("host");
            assertThat(zones.names().get(zone(zones, "10.1.2.4") - 1)).isEqualTo("rack");
            assertThat(zones.names().get(zone(zones, "10.2.0.0") - 1)).isEqualTo("site");
        }
    }

    @Test
    void networksReachToTheEndsOfTheAddresses() {
        Zones all =
                zones("four", "0.0.0.0/0", "six", "::/0", "top", "255.255.255.255/32 ffff:ffff::/32", "low", "::/1");
        assertThat(zone(all, "0.0.0.0")).isEqualTo(1);
        assertThat(zone(all, "255.255.255.254")).isEqualTo(1);
        assertThat(zone(all, "255.255.255.255")).isEqualTo(3);
        assertThat(zone(all, "::")).isEqualTo(4);
        assertThat(zone(all, "7fff::1")).isEqualTo(4);
        assertThat(zone(all, "8000::")).isEqualTo(2);
        assertThat(zone(all, "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff")).isEqualTo(3);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "10.1.0.0/33     | zone a has 10.1.0.0/33, but the prefix of an IPv4 network is 0 to 32 bits long",
                "2001:db8::/129  | zone a has 2001:db8::/129, but the prefix of an IPv6 network is 0 to 128 bits long",
                "10.1.0.0/       | zone a has 10.1.0.0/, but the prefix of an IPv4 network is 0 to 32 bits long",
                "10.1.0.0/-1     | zone a has 10.1.0.0/-1, but the prefix of an IPv4 network is 0 to 32 bits long",
                "10.1.0.0/0x8    | zone a has 10.1.0.0/0x8, but the prefix of an IPv4 network is 0 to 32 bits long",
                "10.1.2.3/16     | zone a has 10.1.2.3/16, but the network of that address is 10.1.0.0/16; write that",
                "10.1/16         | zone a needs networks such as 10.1.0.0/16 or 2001:db8:1::/48, but has 10.1/16",
                "rack1           | zone a needs networks such as 10.1.0.0/16 or 2001:db8:1::/48, but has rack1",
                "fe80::1%eth0    | zone a needs networks such as 10.1.0.0/16 or 2001:db8:1::/48, but has fe80::1%eth0",
                "::ffff:10.1.0.0 | zone a has ::ffff:10.1.0.0, an IPv4 network in the clothes of IPv6; write it as IPv4, such as 10.1.0.0/16",
            })
    void refusesWhatIsNoNetwork(String network, String sentence) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> zones("a", network))
                .withMessage(sentence);
    }

    @Test
    void refusesANetworkOfTwoZonesButNotOneGivenTwice() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> zones("a", "10.1.0.0/16", "b", "10.2.0.0/16 10.1.0.0/16"))
                .withMessage("the network 10.1.0.0/16 is in the zones a and b; it can be in one only");
        assertThat(zone(zones("a", "10.1.0.0/16 10.1.0.0/16"), "10.1.0.1")).isEqualTo(1);
    }

    @Test
    void boundsZonesAndNetworks() {
        Map<String, List<String>> many = new TreeMap<>();
        for (int i = 0; i <= Zones.MOST_ZONES; i++) {
            many.put("z" + i, List.of("10.0.0." + i));
        }
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Zones.of(many))
                .withMessage("there are 251 zones, but at most 250 are possible; give several racks one name");
        many.remove("z0");
        Zones all = Zones.of(many);
        assertThat(all.names().get(zone(all, "10.0.0.250") - 1)).isEqualTo("z250");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Zones.of(Map.of("a", Collections.nCopies(10_001, "10.0.0.0/8"))));
    }
}
