package torrentkit.app.server.origin;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import torrentkit.testing.Needs;

/** A real nginx that serves a directory below {@code /file/} as it does without any setting but the number of ranges. */
final class Nginx implements AutoCloseable {
    private static final int ATTEMPTS = 5;
    private static final Duration SOON = Duration.ofSeconds(60);

    private final Process process;
    private final InetSocketAddress address;

    private Nginx(Process process, InetSocketAddress address) {
        this.process = process;
        this.address = address;
    }

    static void need() {
        Needs.that(
                Needs.isInstalled("nginx") || Files.isExecutable(Path.of("/usr/sbin/nginx")),
                "nginx is not installed (in Debian: apt-get install nginx-light).");
    }

    /** @param work an empty directory for what it needs itself */
    static Nginx start(Path root, Path work) throws IOException {
        for (int attempt = 1; ; attempt++) { // the port may be taken between asking for it and using it
            int port = freePort();
            Process process = launch(root, Files.createDirectory(work.resolve("nginx" + attempt)), port);
            InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
            await().atMost(SOON).until(() -> !process.isAlive() || isListening(address));
            if (process.isAlive()) {
                return new Nginx(process, address);
            }
            if (attempt == ATTEMPTS) {
                throw new IOException("nginx does not start; see its error log");
            }
        }
    }

    private static Process launch(Path root, Path work, int port) throws IOException {
        StringBuilder temporary = new StringBuilder();
        for (String kind : new String[] {"client_body", "proxy", "fastcgi", "uwsgi", "scgi"}) {
            temporary
                    .append(kind)
                    .append("_temp_path ")
                    .append(work.resolve(kind))
                    .append(";\n");
        }
        Path configuration = Files.writeString(
                work.resolve("nginx.conf"), """
                daemon off;
                master_process off;
                pid %1$s/pid;
                error_log stderr;
                events {}
                http {
                    access_log off;
                    %2$s
                    types { text/plain txt; }
                    default_type application/octet-stream;
                    sendfile on;
                    max_ranges %3$d;
                    server {
                        listen 127.0.0.1:%4$d;
                        location /file/ { alias "%5$s/"; }
                    }
                }
                """.formatted(work, temporary, RangeHeader.MAX_RANGES, port, root));
        return new ProcessBuilder("sh", "-c", "PATH=$PATH:/usr/sbin exec nginx -c '" + configuration + "'")
                .redirectErrorStream(true)
                .redirectOutput(work.resolve("log").toFile())
                .start();
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    private static boolean isListening(InetSocketAddress address) {
        try (Socket socket = new Socket(address.getAddress(), address.getPort())) {
            return socket.isConnected();
        } catch (IOException e) {
            return false;
        }
    }

    InetSocketAddress address() {
        return address;
    }

    @Override
    public void close() {
        process.destroyForcibly().onExit().join();
    }
}
