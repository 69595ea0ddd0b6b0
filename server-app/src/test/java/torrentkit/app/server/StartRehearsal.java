package torrentkit.app.server;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Starts the program on loopback addresses and asks it for one torrent. The build runs it to learn which classes a start loads;
 * see {@code .packaging}.
 */
final class StartRehearsal {
    private StartRehearsal() {}

    /** @param arguments a directory to work in */
    public static void main(String[] arguments) throws IOException {
        Path work = Path.of(arguments[0]);
        Path served = Files.createDirectories(work.resolve("served"));
        Files.writeString(served.resolve("file"), "content");
        int port = freePort();
        Path config = Files.writeString(work.resolve("application.conf"), """
                webserver { host = 127.0.0.1, port = %d }
                torrent-server { tracker-host = 127.0.0.1, tracker-port = 0, peer-host = 127.0.0.1, peer-port = 0 }
                """.formatted(port));
        Thread program = new Thread(
                () -> ServerApp.main(new String[] {served.toString(), "--config", config.toString()}),
                "main-of-server-app");
        program.setDaemon(true);
        program.start();
        request(port);
        System.exit(0);
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    /** Tries until the program listens; the build ends us if that never happens. */
    private static void request(int port) throws IOException {
        while (true) {
            try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
                socket.getOutputStream()
                        .write("GET /torrent/file HTTP/1.0\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
                socket.getInputStream().readAllBytes();
                return;
            } catch (ConnectException e) {
                Thread.onSpinWait();
            }
        }
    }
}
