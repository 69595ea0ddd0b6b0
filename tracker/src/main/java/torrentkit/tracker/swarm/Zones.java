package torrentkit.tracker.swarm;

import io.netty.util.NetUtil;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Map;

/**
 * Which addresses are near each other: racks, sites, cloud regions, each a list of IPv4 and IPv6 networks. A peer in none of them is
 * in the zone without a name, number 0, like all peers when there are no zones.
 *
 * <p>Networks may lie within each other: the smallest one that holds an address decides, whatever the order in which they were
 * given. So {@code 10.0.0.0/8} may be a site and {@code 10.1.0.0/16} a rack of its own in it. Immutable.
 */
public final class Zones {
    /** The most zones. */
    public static final int MOST_ZONES = 250;
    /** The most networks in all. */
    public static final int MOST_NETWORKS = 10_000;
    /** Everybody is in the zone without a name. */
    public static final Zones NONE = new Zones(List.of(), new Ranges(List.of()), new Ranges(List.of()));

    private final List<String> names;
    private final Ranges four;
    private final Ranges six;

    private Zones(List<String> names, Ranges four, Ranges six) {
        this.names = names;
        this.four = four;
        this.six = six;
    }

    /**
     * @param networks zones by name, each with networks such as {@code 10.1.0.0/16} or {@code 2001:db8:1::/48}; an address alone is
     *     the network of that one
     * @throws IllegalArgumentException with a sentence for a person: no network, a network of two zones, too many
     */
    public static Zones of(Map<String, List<String>> networks) {
        if (networks.size() > MOST_ZONES) {
            throw new IllegalArgumentException("there are " + networks.size() + " zones, but at most " + MOST_ZONES
                    + " are possible; give several racks one name");
        }
        List<String> names = new ArrayList<>();
        List<Network> all = new ArrayList<>();
        networks.forEach((name, texts) -> {
            names.add(name);
            texts.forEach(text -> all.add(network(name, names.size(), text)));
        });
        if (all.size() > MOST_NETWORKS) {
            throw new IllegalArgumentException("the zones have " + all.size() + " networks, but at most "
                    + MOST_NETWORKS + " are possible; put neighbouring networks together");
        }
        all.sort(Network.ORDER);
        for (int i = 1; i < all.size(); i++) {
            Network one = all.get(i - 1);
            Network next = all.get(i);
            if (one.isSameNetwork(next) && one.zone != next.zone) {
                throw new IllegalArgumentException("the network " + next.text + " is in the zones "
                        + names.get(one.zone - 1) + " and " + names.get(next.zone - 1) + "; it can be in one only");
            }
        }
        return all.isEmpty() ? NONE : new Zones(List.copyOf(names), ranges(all, true), ranges(all, false));
    }

    private static Ranges ranges(List<Network> networks, boolean four) {
        List<Network> ofFamily = new ArrayList<>(networks);
        ofFamily.removeIf(network -> network.four != four);
        return new Ranges(ofFamily);
    }

    private static Network network(String zone, int number, String text) {
        String written = text.strip();
        int slash = written.indexOf('/');
        String address = slash < 0 ? written : written.substring(0, slash);
        byte[] bytes = address.indexOf('%') < 0 ? NetUtil.createByteArrayFromIpAddressString(address) : null;
        if (bytes == null) {
            throw new IllegalArgumentException(
                    "zone " + zone + " needs networks such as 10.1.0.0/16 or 2001:db8:1::/48, but has " + text);
        }
        int bits = bytes.length * Byte.SIZE;
        int length = slash < 0 ? bits : length(written.substring(slash + 1));
        if (length < 0 || length > bits) {
            throw new IllegalArgumentException("zone " + zone + " has " + text + ", but the prefix of an IPv"
                    + (bits == 32 ? 4 : 6) + " network is 0 to " + bits + " bits long");
        }
        Network network = new Network(bytes, length, number, text);
        if (network.hasBitsBeyondPrefix(bytes)) {
            throw new IllegalArgumentException("zone " + zone + " has " + text + ", but the network of that address is "
                    + NetUtil.bytesToIpAddress(network.firstAddress()) + "/" + length + "; write that");
        }
        if (bits == 128 && network.hi == 0 && network.lo >>> 32 == 0xffff) {
            throw new IllegalArgumentException("zone " + zone + " has " + text
                    + ", an IPv4 network in the clothes of IPv6; write it as IPv4, such as 10.1.0.0/16");
        }
        return network;
    }

    /** A number of up to three digits; -1 for anything else. */
    private static int length(String text) {
        return !text.isEmpty() && text.length() <= 3 && text.chars().allMatch(c -> c >= '0' && c <= '9')
                ? Integer.parseInt(text)
                : -1;
    }

    /** The names, in the order given; the first is that of zone 1. */
    public List<String> names() {
        return names;
    }

    /** Whether every peer is in the zone without a name. */
    public boolean isEmpty() {
        return names.isEmpty();
    }

    /**
     * The zone of an address, 0 for none.
     *
     * @param address 4 or 16 bytes
     */
    public int of(byte[] address) {
        return address.length == 4
                ? four.zone(0, bits(address, 0, 4))
                : six.zone(bits(address, 0, 8), bits(address, 8, 8));
    }

    private static long bits(byte[] address, int from, int count) {
        long bits = 0;
        for (int i = from; i < from + count; i++) {
            bits = bits << 8 | address[i] & 0xff;
        }
        return bits;
    }

    /** A network as its first and last address: 128 bits in two longs, of which IPv4 uses the lowest 32. */
    private static final class Network {
        /** Those within others come behind them. */
        static final Comparator<Network> ORDER = (a, b) -> {
            int family = Boolean.compare(a.four, b.four);
            int start = family != 0 ? family : compare(a.hi, a.lo, b.hi, b.lo);
            return start != 0 ? start : Integer.compare(a.length, b.length);
        };

        private final boolean four;
        private final long hi;
        private final long lo;
        private final long lastHi;
        private final long lastLo;
        private final int length;
        private final int zone;
        private final String text;

        Network(byte[] address, int length, int zone, String text) {
            this.four = address.length == 4;
            int free = address.length * Byte.SIZE - length;
            long freeLo = free >= 64 ? -1 : (1L << free) - 1;
            long freeHi = free <= 64 ? 0 : free == 128 ? -1 : (1L << free - 64) - 1;
            this.hi = four ? 0 : bits(address, 0, 8) & ~freeHi;
            this.lo = (four ? bits(address, 0, 4) : bits(address, 8, 8)) & ~freeLo;
            this.lastHi = hi | freeHi;
            this.lastLo = lo | freeLo;
            this.length = length;
            this.zone = zone;
            this.text = text;
        }

        boolean isSameNetwork(Network other) {
            return four == other.four && hi == other.hi && lo == other.lo && length == other.length;
        }

        boolean hasBitsBeyondPrefix(byte[] address) {
            return !Arrays.equals(firstAddress(), address);
        }

        byte[] firstAddress() {
            byte[] bytes = new byte[four ? 4 : 16];
            for (int i = 0; i < bytes.length; i++) {
                int shift = 8 * (bytes.length - 1 - i);
                bytes[i] = (byte) (shift < 64 ? lo >>> shift : hi >>> shift - 64);
            }
            return bytes;
        }
    }

    private static int compare(long aHi, long aLo, long bHi, long bLo) {
        int upper = Long.compareUnsigned(aHi, bHi);
        return upper != 0 ? upper : Long.compareUnsigned(aLo, bLo);
    }

    /** The networks of a family laid out as ranges that do not overlap, each up to the beginning of the next. */
    private static final class Ranges {
        private long[] hi;
        private long[] lo;
        private byte[] zones;
        private int count;

        /** @param networks in order, those within others behind them */
        Ranges(List<Network> networks) {
            hi = new long[2 * networks.size() + 1];
            lo = new long[hi.length];
            zones = new byte[hi.length];
            count = 1; // from the first address on: no zone
            Deque<Network> open = new ArrayDeque<>();
            for (Network network : networks) {
                closeBefore(network, open);
                begin(network.hi, network.lo, network.zone);
                open.push(network);
            }
            closeBefore(null, open);
            hi = Arrays.copyOf(hi, count);
            lo = Arrays.copyOf(lo, count);
            zones = Arrays.copyOf(zones, count);
        }

        /** Ends the networks that end before the next one begins; each falls back to the one around it. */
        private void closeBefore(Network next, Deque<Network> open) {
            while (!open.isEmpty()
                    && (next == null || compare(open.peek().lastHi, open.peek().lastLo, next.hi, next.lo) < 0)) {
                Network ended = open.pop();
                long after = ended.lastLo + 1;
                if (after != 0 || ended.lastHi != -1) {
                    begin(after == 0 ? ended.lastHi + 1 : ended.lastHi, after, open.isEmpty() ? 0 : open.peek().zone);
                }
            }
        }

        private void begin(long atHi, long atLo, int zone) {
            if (hi[count - 1] != atHi || lo[count - 1] != atLo) {
                count++;
            }
            hi[count - 1] = atHi;
            lo[count - 1] = atLo;
            zones[count - 1] = (byte) zone;
        }

        int zone(long ofHi, long ofLo) {
            int from = 0;
            int to = count;
            while (to - from > 1) {
                int middle = from + to >>> 1;
                if (compare(hi[middle], lo[middle], ofHi, ofLo) <= 0) {
                    from = middle;
                } else {
                    to = middle;
                }
            }
            return zones[from] & 0xff;
        }
    }
}
