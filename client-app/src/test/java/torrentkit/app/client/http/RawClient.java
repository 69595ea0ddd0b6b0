package torrentkit.app.client.http;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;

/** A client that sends whatever a test wants. */
public final class RawClient implements AutoCloseable {
    private static final int TIMEOUT_MILLIS = 20_000; // only for a test that would hang

    private final Socket socket;
    private final InputStream in;

    public RawClient(InetSocketAddress server) throws IOException {
        socket = new Socket();
        socket.setReceiveBufferSize(16 << 10);
        socket.connect(server);
        socket.setSoTimeout(TIMEOUT_MILLIS);
        in = socket.getInputStream();
    }

    /** What the server answers a request with until it ends the connection. */
    public static String ask(InetSocketAddress server, String request) throws IOException {
        try (RawClient client = new RawClient(server)) {
            return client.send(request).rest();
        }
    }

    /** The same for a request to get something. */
    public static String get(InetSocketAddress server, String path) throws IOException {
        return ask(server, "GET " + path + " HTTP/1.1\r\nHost: localhost\r\n\r\n");
    }

    /** Opens a WebSocket. */
    static RawClient following(InetSocketAddress server) throws IOException {
        RawClient client = new RawClient(server).send(handshake("/feed", ""));
        String line;
        do {
            line = client.line();
        } while (!line.isEmpty());
        return client;
    }

    /** @param more header lines, each with its end */
    static String handshake(String path, String more) {
        return "GET " + path + " HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                + "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n" + more + "\r\n";
    }

    public RawClient send(String bytes) throws IOException {
        return send(bytes.getBytes(StandardCharsets.ISO_8859_1));
    }

    RawClient send(byte[] bytes) throws IOException {
        socket.getOutputStream().write(bytes);
        return this;
    }

    /** Everything up to the end of the connection, in whatever way it ends. */
    public String rest() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            in.transferTo(bytes);
        } catch (SocketTimeoutException e) {
            throw new AssertionError("the server does not end the connection", e);
        } catch (IOException e) {
            // a reset, because it closed over what it had not read
        }
        return bytes.toString(StandardCharsets.ISO_8859_1);
    }

    private String line() throws IOException {
        StringBuilder line = new StringBuilder();
        for (int b = in.read(); b != '\n'; b = in.read()) {
            if (b < 0) {
                throw new IOException("the connection ended in a header, after " + line);
            }
            line.append((char) b);
        }
        return line.substring(0, line.length() - 1);
    }

    /** The first byte of the next frame, and its payload. */
    record Frame(int kind, String text) {}

    Frame frame() throws IOException {
        int kind = in.read();
        int length = in.read();
        int more = length == 126 ? 2 : length == 127 ? 8 : 0;
        long payload = more == 0 ? length : 0;
        for (int i = 0; i < more; i++) {
            payload = payload << 8 | in.read();
        }
        return new Frame(kind, new String(in.readNBytes((int) payload), StandardCharsets.UTF_8));
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
