package torrentkit.app.client.doctor;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;
import torrentkit.app.client.doctor.Finding.Subject;
import torrentkit.app.client.outcome.ExitCode;

/** Whether the hosts that a download would ask have addresses. */
final class NameCheck {
    /** Finds the addresses of a host; blocks. */
    interface Resolver {
        InetAddress[] addresses(String host) throws UnknownHostException;
    }

    private static final int ADDRESSES_SHOWN = 3;

    private final Resolver resolver;

    NameCheck(Resolver resolver) {
        this.resolver = resolver;
    }

    List<Finding> look(Collection<String> hosts) {
        List<Finding> findings = new ArrayList<>();
        for (String host : hosts) {
            try {
                InetAddress[] addresses = resolver.addresses(host);
                String shown = Arrays.stream(addresses)
                        .limit(ADDRESSES_SHOWN)
                        .map(InetAddress::getHostAddress)
                        .collect(Collectors.joining(", "));
                if (!host.replaceAll("[\\[\\]]", "").equals(shown)) { // a literal address says nothing new
                    String more = addresses.length > ADDRESSES_SHOWN ? " and more" : "";
                    findings.add(Finding.ok(Subject.NAME, host + " is " + shown + more + "."));
                }
            } catch (UnknownHostException e) {
                findings.add(Finding.problem(
                        Subject.NAME,
                        ExitCode.NAME_RESOLUTION,
                        "The host " + host + " has no known address.",
                        "Check how " + host + " is written, and the name server in /etc/resolv.conf."));
            }
        }
        return findings;
    }
}
