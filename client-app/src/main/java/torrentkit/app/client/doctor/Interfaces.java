package torrentkit.app.client.doctor;

import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.Set;
import java.util.stream.Collectors;

/** This machine's network interfaces. */
final class Interfaces {
    private Interfaces() {}

    /** The addresses of all interfaces that are up; none if they cannot be listed. */
    static Set<InetAddress> own() {
        try {
            return NetworkInterface.networkInterfaces()
                    .flatMap(NetworkInterface::inetAddresses)
                    .collect(Collectors.toSet());
        } catch (SocketException e) {
            return Set.of();
        }
    }
}
