package torrentkit.app.client.doctor;

import java.net.InetAddress;
import java.util.Collection;
import java.util.Set;
import java.util.stream.Collectors;
import torrentkit.app.client.doctor.Finding.Subject;

/** Whether the address that trackers see us under is one that this machine has: otherwise something in between translates it. */
final class AddressCheck {
    private AddressCheck() {}

    /**
     * @param seen what trackers said that our announce came from; may be none
     * @param own the addresses of this machine's interfaces
     * @param port that we listen on
     */
    static Finding look(Set<InetAddress> seen, Collection<InetAddress> own, int port) {
        if (seen.isEmpty()) {
            return Finding.warning(
                    Subject.ADDRESS,
                    "No tracker says under which address it sees us.",
                    "If others cannot connect to you, compare the address of this machine with what they see.");
        }
        Set<InetAddress> foreign =
                seen.stream().filter(address -> !own.contains(address)).collect(Collectors.toSet());
        if (foreign.isEmpty()) {
            return Finding.ok(Subject.ADDRESS, "Trackers see us under our own address, " + list(seen) + ".");
        }
        return Finding.warning(
                Subject.ADDRESS,
                "Trackers see us under " + list(foreign) + ", which no interface of this machine has: our address is"
                        + " translated on the way.",
                "Forward a port to this machine and name it with --port, so that others can connect to it; this run"
                        + " listened on " + port + ". Downloading works without it.");
    }

    private static String list(Set<InetAddress> addresses) {
        return addresses.stream().map(InetAddress::getHostAddress).sorted().collect(Collectors.joining(", "));
    }
}
