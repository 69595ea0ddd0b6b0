package torrentkit.app.client.interop;

import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.ServerSocket;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import torrentkit.testing.Needs;

/**
 * Where the programs of a test meet. Best a network of their own, which root can make: nothing leaves it, nobody else's ports are in the
 * way, and 10.77.0.1 is an address for it that is not loopback, since Transmission refuses peers in 127/8. Elsewhere some address
 * of this machine.
 */
final class Network implements AutoCloseable {
    private static final String OWN_ADDRESS = "10.77.0.1";
    private static final String SET_UP =
            "ip link set lo up && ip addr add " + OWN_ADDRESS + "/16 dev lo && echo ready && exec cat";

    private final Optional<Process> holder; // lives as long as the network does, and at most as long as this JVM
    private final String address;
    private int lastHost;
    private int lastPort = 7000; // below those that the system gives away

    private Network(Optional<Process> holder, String address) {
        this.holder = holder;
        this.address = address;
    }

    /** A network of its own if that can be had, which this JVM is then not a part of. */
    static Network separate() throws IOException {
        if (Needs.isInstalled("unshare") && Needs.isInstalled("nsenter") && Needs.isInstalled("ip")) {
            Process holder = new ProcessBuilder("unshare", "-n", "sh", "-c", SET_UP)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            if (new String(holder.getInputStream().readNBytes(5)).equals("ready")) {
                return new Network(Optional.of(holder), OWN_ADDRESS);
            }
            holder.destroyForcibly();
        }
        return ofThisMachine();
    }

    /** This machine's own, for tests that take part themselves. */
    static Network ofThisMachine() throws IOException {
        Optional<InetAddress> other = NetworkInterface.networkInterfaces()
                .flatMap(NetworkInterface::inetAddresses)
                .filter(found ->
                        found instanceof Inet4Address && !found.isLoopbackAddress() && !found.isLinkLocalAddress())
                .findFirst();
        return new Network(
                Optional.empty(), other.map(InetAddress::getHostAddress).orElse("127.0.0.1"));
    }

    /** What comes before a command that shall run in it. */
    List<String> prefix() {
        return holder.map(process -> List.of("nsenter", "-t", Long.toString(process.pid()), "-n"))
                .orElse(List.of());
    }

    /** The address at which programs in it reach each other. */
    String address() {
        return address;
    }

    /**
     * One more, if this is a network of its own: some clients know a peer by its address without the port, and so get into trouble when
     * all have the same.
     */
    String anotherAddress() {
        return isSeparate() ? "10.77.1." + ++lastHost : address;
    }

    boolean isSeparate() {
        return holder.isPresent();
    }

    boolean isLoopback() {
        return address.startsWith("127.");
    }

    /** A port that nothing listens on. */
    int freePort() throws IOException {
        if (holder.isPresent()) {
            return ++lastPort;
        }
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    @Override
    public void close() {
        holder.ifPresent(process -> {
            process.destroyForcibly();
            try {
                process.waitFor(10, TimeUnit.SECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
    }
}
