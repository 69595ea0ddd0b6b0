package torrentkit.app.client.doctor;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import torrentkit.app.client.console.Quantity;
import torrentkit.app.client.doctor.Finding.Subject;
import torrentkit.app.client.outcome.ExitCode;
import torrentkit.app.client.outcome.Failures;
import torrentkit.app.client.outcome.StopSignal;
import torrentkit.peer.PeerConnection;
import torrentkit.peer.PeerNetwork;

/** Whether peers can be reached, and whether they reach us. */
final class PeerCheck {
    private static final int MOST = 30;
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final int SECONDS_FOR_VISITORS = 3;

    private final PeerNetwork network;
    private final Probe probe;
    private final StopSignal stop;

    PeerCheck(PeerNetwork network, Probe probe, StopSignal stop) {
        this.network = network;
        this.probe = probe;
        this.stop = stop;
    }

    /** Shakes hands with them. */
    Finding reach(Collection<InetSocketAddress> peers) {
        List<InetSocketAddress> asked = peers.stream().limit(MOST).toList();
        if (asked.isEmpty()) {
            return Finding.problem(
                    Subject.PEERS,
                    ExitCode.NETWORK,
                    "Nobody is known who has the content.",
                    "Start a seed of it, or name a peer with --peer.");
        }
        Map<InetSocketAddress, CompletableFuture<PeerConnection>> dials = new LinkedHashMap<>();
        asked.forEach(peer -> dials.put(peer, network.dial(peer, probe, PATIENCE)));
        stop.await(CompletableFuture.allOf(dials.values().toArray(CompletableFuture[]::new))
                .handle((done, failure) -> null));
        Map<String, Integer> failures = new LinkedHashMap<>();
        int reached = 0;
        for (CompletableFuture<PeerConnection> dial : dials.values()) {
            if (dial.isCompletedExceptionally()) {
                failures.merge(reason(dial), 1, Integer::sum);
            } else {
                reached++;
            }
        }
        if (reached > 0) {
            return Finding.ok(
                    Subject.PEERS, reached + " of " + Quantity.count(asked.size(), "peer") + " can be reached.");
        }
        return Finding.problem(
                Subject.PEERS,
                ExitCode.NETWORK,
                "None of " + Quantity.count(asked.size(), "peer") + " can be reached: " + words(failures) + ".",
                "Check that a seed runs, and that no firewall is between the peers' ports and this machine.");
    }

    private static String reason(CompletableFuture<PeerConnection> dial) {
        Throwable[] cause = new Throwable[1];
        dial.whenComplete((connection, failure) -> cause[0] = failure);
        String text = String.valueOf(cause[0].getMessage());
        int address = text.indexOf(": /"); // the JDK and Netty name each address
        return address < 0 ? text : text.substring(0, address);
    }

    private static String words(Map<String, Integer> failures) {
        StringBuilder text = new StringBuilder();
        failures.forEach((reason, count) -> text.append(text.length() == 0 ? "" : "; ")
                .append(reason)
                .append(count > 1 ? " (" + count + " times)" : ""));
        return text.toString();
    }

    /**
     * Whether others reach our port. Only somebody outside can tell for sure, so this waits a moment for peers to come, as they do after
     * an announce, and else knocks at our own address.
     *
     * @param outside the addresses that others see us under
     */
    Finding inbound(Collection<InetSocketAddress> outside) {
        boolean visited = stop.await(probe.visited()
                .thenApply(come -> true)
                .completeOnTimeout(false, SECONDS_FOR_VISITORS, TimeUnit.SECONDS));
        return visited
                ? Finding.ok(Subject.INBOUND, "A peer has connected to port " + network.port() + ": others reach us.")
                : knock(outside);
    }

    private Finding knock(Collection<InetSocketAddress> outside) {
        for (InetSocketAddress address : outside) {
            try (Socket socket = new Socket()) {
                socket.connect(address, (int) PATIENCE.toMillis());
                return Finding.ok(
                        Subject.INBOUND,
                        "Port " + network.port() + " is open at "
                                + Failures.sentence(
                                        address.getAddress().getHostAddress() + ", as far as can be told from here"));
            } catch (IOException e) {
                // the next one may do
            }
        }
        return Finding.warning(
                Subject.INBOUND,
                "Nobody has connected to port " + network.port() + ", and whether others could is not known.",
                "Open or forward a port and name it with --port. Downloading works without it, sharing works less well.");
    }
}
