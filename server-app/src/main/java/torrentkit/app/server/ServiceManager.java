package torrentkit.app.server;

import io.netty.channel.epoll.Epoll;
import io.netty.channel.unix.Socket;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import torrentkit.app.server.health.Readiness;

/**
 * Tells systemd how the service is (sd_notify): datagrams to the UNIX socket that {@code NOTIFY_SOCKET} names. The JDK has no such
 * sockets, so those of Netty's epoll transport are used; without it a {@code Type=notify} service would never count as started,
 * which is said in the log.
 */
final class ServiceManager {
    private static final Logger LOG = LoggerFactory.getLogger(ServiceManager.class);

    private final byte[] socketPath;

    private ServiceManager(byte[] socketPath) {
        this.socketPath = socketPath;
    }

    /** Tells of every change from now on, if the environment names somebody who wants to know. */
    static void follow(Readiness readiness, Map<String, String> environment) {
        of(environment).ifPresent(manager -> readiness.listen(manager::tell));
    }

    private static Optional<ServiceManager> of(Map<String, String> environment) {
        String path = environment.getOrDefault("NOTIFY_SOCKET", "");
        if (path.isEmpty()) {
            return Optional.empty();
        }
        if (!Epoll.isAvailable()) {
            LOG.warn(
                    "cannot tell the service manager of the start: {}",
                    Epoll.unavailabilityCause().toString());
            return Optional.empty();
        }
        byte[] bytes = path.getBytes(StandardCharsets.UTF_8);
        if (bytes[0] == '@') {
            bytes[0] = 0; // how an address without a file is written
        }
        return Optional.of(new ServiceManager(bytes));
    }

    private void tell(Readiness.State state) {
        String status = "STATUS=" + state.words() + "\n";
        switch (state) {
            case READY -> send("READY=1\n" + status);
            case RELOADING, RESTARTING ->
                send("RELOADING=1\nMONOTONIC_USEC=" + System.nanoTime() / 1_000 + "\n" + status);
            case STOPPING -> send("STOPPING=1\n" + status);
            case STARTING, STOPPED -> send(status);
        }
    }

    private void send(String message) {
        byte[] bytes = message.getBytes(StandardCharsets.UTF_8);
        ByteBuffer datagram = ByteBuffer.allocateDirect(bytes.length).put(bytes).flip();
        try {
            Socket socket = Socket.newSocketDomainDgram();
            try {
                socket.sendToDomainSocket(datagram, 0, bytes.length, socketPath);
            } finally {
                socket.close();
            }
        } catch (IOException e) {
            LOG.warn("cannot tell the service manager: {}", e.toString());
        }
    }
}
