package torrentkit.app.client.source;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** An HTTP proxy on loopback that forwards one GET a connection, or makes a tunnel. */
public final class TestProxy implements AutoCloseable {
    private final ServerSocket socket;
    private final Optional<String> authorization;
    private final List<String> requests = new CopyOnWriteArrayList<>();
    private final ExecutorService threads = Executors.newCachedThreadPool();

    private TestProxy(Optional<String> authorization) throws IOException {
        this.socket = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
        this.authorization = authorization;
        threads.execute(this::accept);
    }

    public static TestProxy open() throws IOException {
        return new TestProxy(Optional.empty());
    }

    public static TestProxy withPassword(String name, String password) throws IOException {
        byte[] both = (name + ":" + password).getBytes(StandardCharsets.UTF_8);
        return new TestProxy(Optional.of("Basic " + Base64.getEncoder().encodeToString(both)));
    }

    public int port() {
        return socket.getLocalPort();
    }

    /** Method and target of what was let through. */
    public List<String> requests() {
        return List.copyOf(requests);
    }

    private void accept() {
        while (!socket.isClosed()) {
            try {
                Socket client = socket.accept();
                threads.execute(() -> serve(client));
            } catch (IOException e) {
                return;
            }
        }
    }

    private void serve(Socket client) {
        try (client) {
            InputStream in = new BufferedInputStream(client.getInputStream());
            List<String> head = head(in);
            if (head.isEmpty()) {
                return;
            }
            String[] words = head.get(0).split(" ");
            boolean allowed = authorization.isEmpty()
                    || head.contains("Proxy-Authorization: " + authorization.get())
                    || head.contains("Proxy-authorization: " + authorization.get());
            if (!allowed) {
                write(
                        client,
                        "HTTP/1.1 407 No\r\nProxy-Authenticate: Basic realm=\"test\"\r\nContent-Length: 0\r\n"
                                + "Connection: close\r\n\r\n");
                return;
            }
            requests.add(words[0] + " " + words[1]);
            URI target = URI.create(words[0].equals("CONNECT") ? "http://" + words[1] : words[1]);
            try (Socket server = new Socket(InetAddress.getByName(target.getHost()), target.getPort())) {
                if (words[0].equals("CONNECT")) {
                    write(client, "HTTP/1.1 200 Connected\r\n\r\n");
                } else {
                    head.set(0, "GET " + target.getRawPath() + " HTTP/1.1");
                    head.removeIf(line -> line.toLowerCase().startsWith("proxy-")
                            || line.toLowerCase().startsWith("connection:"));
                    write(server, String.join("\r\n", head) + "\r\nConnection: close\r\n\r\n");
                }
                threads.execute(() -> pump(in, server));
                server.getInputStream().transferTo(client.getOutputStream());
            }
        } catch (IOException e) {
            // a side has gone: so has the connection
        }
    }

    private static void pump(InputStream in, Socket server) {
        try {
            in.transferTo(server.getOutputStream());
        } catch (IOException e) {
            // the other direction notices as well
        }
    }

    private static List<String> head(InputStream in) throws IOException {
        StringBuilder text = new StringBuilder();
        while (text.indexOf("\r\n\r\n") < 0) {
            int c = in.read();
            if (c < 0) {
                return List.of();
            }
            text.append((char) c);
        }
        return new ArrayList<>(text.toString().strip().lines().toList());
    }

    private static void write(Socket socket, String text) throws IOException {
        OutputStream out = socket.getOutputStream();
        out.write(text.getBytes(StandardCharsets.ISO_8859_1));
        out.flush();
    }

    @Override
    public void close() throws IOException {
        socket.close();
        threads.shutdownNow();
    }
}
