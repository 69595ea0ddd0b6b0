package torrentkit.peer;

import io.netty.handler.ipfilter.IpFilterRuleType;
import io.netty.handler.ipfilter.IpSubnetFilterRule;
import io.netty.util.NetUtil;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * The peers for which rates do not hold, since what goes to them costs nothing: those on this machine, or in networks nearby. Immutable.
 */
public final class RateExemption {
    /** Rates hold for everybody. */
    public static final RateExemption NONE = new RateExemption(Set.of(), false, List.of(), address -> false);

    /** The word for peers on this machine. */
    public static final String LOCAL = "local";

    private final Set<String> texts;
    private final boolean local;
    private final List<IpSubnetFilterRule> networks;
    private final Predicate<InetAddress> others;

    private RateExemption(
            Set<String> texts, boolean local, List<IpSubnetFilterRule> networks, Predicate<InetAddress> others) {
        this.texts = texts;
        this.local = local;
        this.networks = networks;
        this.others = others;
    }

    /**
     * @param texts each {@value #LOCAL} for this machine, or a network such as {@code 10.1.0.0/16} or {@code 2001:db8:1::/48}; an
     *     address alone is the network of that one
     * @throws IllegalArgumentException with a sentence for a person
     */
    public static RateExemption of(List<String> texts) {
        if (texts.isEmpty()) {
            return NONE;
        }
        Set<String> written = texts.stream().map(String::strip).collect(Collectors.toUnmodifiableSet());
        List<IpSubnetFilterRule> networks = new ArrayList<>();
        for (String text : written) {
            if (!text.equals(LOCAL)) {
                networks.add(network(text));
            }
        }
        return new RateExemption(written, written.contains(LOCAL), List.copyOf(networks), NONE.others);
    }

    /**
     * These peers and others, which somebody else knows.
     *
     * @param names what the others are called; two exemptions of the same names are equal
     */
    public RateExemption and(Set<String> names, Predicate<InetAddress> more) {
        Set<String> all = new HashSet<>(texts);
        all.addAll(names);
        return new RateExemption(Set.copyOf(all), local, networks, others.or(more));
    }

    private static IpSubnetFilterRule network(String text) {
        int slash = text.indexOf('/');
        String written = slash < 0 ? text : text.substring(0, slash);
        InetAddress address = NetUtil.createInetAddressFromIpAddressString(written); // asks no name server
        if (address == null) {
            throw new IllegalArgumentException(
                    "expected local or a network such as 10.1.0.0/16 or 2001:db8:1::/48, found " + text);
        }
        int bits = address.getAddress().length * Byte.SIZE;
        int length = slash < 0 ? bits : length(text.substring(slash + 1));
        if (length < 0 || length > bits) {
            throw new IllegalArgumentException("expected a prefix of 0 to " + bits + " bits in " + text);
        }
        return new IpSubnetFilterRule(address, length, IpFilterRuleType.ACCEPT);
    }

    /** A number of up to three digits; -1 for anything else. */
    private static int length(String text) {
        return !text.isEmpty() && text.length() <= 3 && text.chars().allMatch(c -> c >= '0' && c <= '9')
                ? Integer.parseInt(text)
                : -1;
    }

    /** Whether rates do not hold for this peer. */
    public boolean isExempt(PeerConnection connection) {
        return this != NONE && isExempt(connection.remote(), connection.local());
    }

    /**
     * Whether rates do not hold for a peer.
     *
     * @param remote its address
     * @param here our end of the connection
     */
    public boolean isExempt(InetSocketAddress remote, InetAddress here) {
        InetAddress address = remote.getAddress();
        if (address == null) {
            return false;
        }
        return local && (address.isLoopbackAddress() || address.equals(here))
                || networks.stream().anyMatch(network -> network.matches(remote))
                || others.test(address);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof RateExemption exemption && texts.equals(exemption.texts);
    }

    @Override
    public int hashCode() {
        return texts.hashCode();
    }

    @Override
    public String toString() {
        return String.join(", ", texts);
    }
}
