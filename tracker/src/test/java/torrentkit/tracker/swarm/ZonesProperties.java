package torrentkit.tracker.swarm;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import torrentkit.tracker.TrackerArbitraries;

/** The zone of an address is that of the smallest network around it, found by looking at each. */
class ZonesProperties {
    /** Two bits of the address are enough to make networks lie in each other, beside each other and at the ends. */
    record Network(byte[] address, int length, int zone) {
        boolean holds(byte[] other) {
            for (int bit = 0; bit < length; bit++) {
                int mask = 0x80 >> bit % 8;
                if ((address[bit / 8] & mask) != (other[bit / 8] & mask)) {
                    return false;
                }
            }
            return true;
        }

        @Override
        public String toString() {
            return TrackerArbitraries.address(address).getHostAddress() + "/" + length;
        }
    }

    private static byte[] cut(byte[] address, int length) {
        byte[] cut = address.clone();
        for (int bit = length; bit < 8 * cut.length; bit++) {
            cut[bit / 8] &= (byte) ~(0x80 >> bit % 8);
        }
        return cut;
    }

    @Property
    void smallestNetworkAroundAnAddressDecides(
            @ForAll("networks") List<Network> networks, @ForAll("addresses") List<byte[]> addresses) {
        Map<String, Network> distinct = new HashMap<>();
        networks.forEach(network -> distinct.put(network.toString(), network));
        Map<String, List<String>> byZone = new LinkedHashMap<>();
        for (int zone = 1; zone <= 5; zone++) {
            byZone.put("z" + zone, new ArrayList<>());
        }
        distinct.forEach((text, network) -> byZone.get("z" + network.zone()).add(text));
        Zones zones = Zones.of(byZone);
        List<byte[]> asked = new ArrayList<>(addresses);
        distinct.values().forEach(network -> asked.add(network.address()));
        for (byte[] address : asked) {
            int zone = 0;
            int length = -1;
            for (Network network : distinct.values()) {
                if (network.address().length == address.length && network.length() > length && network.holds(address)) {
                    zone = network.zone();
                    length = network.length();
                }
            }
            assertThat(zones.of(address)).as(Arrays.toString(address)).isEqualTo(zone);
        }
    }

    @Provide
    Arbitrary<List<Network>> networks() {
        return Combinators.combine(
                        address(),
                        Arbitraries.integers().between(0, 128),
                        Arbitraries.integers().between(1, 5))
                .as((address, bits, zone) -> {
                    int length = Math.min(bits, 8 * address.length);
                    return new Network(cut(address, length), length, zone);
                })
                .list()
                .ofMaxSize(20);
    }

    @Provide
    Arbitrary<List<byte[]>> addresses() {
        return address().list().ofMinSize(1).ofMaxSize(20);
    }

    private static Arbitrary<byte[]> address() {
        Arbitrary<Byte> bytes = Arbitraries.of((byte) 0, (byte) 0xff, (byte) 0x80, (byte) 0x7f, (byte) 1);
        return Arbitraries.of(4, 16)
                .flatMap(length -> bytes.array(byte[].class).ofSize(length))
                .filter(address ->
                        address.length == 4 || address[10] != -1 || address[0] != 0); // IPv4 in the clothes of IPv6
    }
}
