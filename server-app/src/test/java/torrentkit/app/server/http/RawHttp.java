package torrentkit.app.server.http;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** An HTTP client that sends whatever a test wants, and reads answers one by one. */
public final class RawHttp implements AutoCloseable {
    private static final int TIMEOUT_MILLIS = 20_000; // only for a test that would hang

    private final Socket socket;
    private final InputStream in;

    /** @param headers names in lower case */
    public record Reply(int status, Map<String, String> headers, byte[] body) {
        public String text() {
            return new String(body, StandardCharsets.UTF_8);
        }
    }

    public RawHttp(InetSocketAddress server) throws IOException {
        this(new Socket(server.getAddress(), server.getPort()));
    }

    /** @param connected over which to speak, for example one of TLS */
    public RawHttp(Socket connected) throws IOException {
        socket = connected;
        socket.setSoTimeout(TIMEOUT_MILLIS);
        in = socket.getInputStream();
    }

    public RawHttp send(String bytes) throws IOException {
        socket.getOutputStream().write(bytes.getBytes(StandardCharsets.ISO_8859_1));
        return this;
    }

    public static String get(String target) {
        return "GET " + target + " HTTP/1.1\r\nHost: x\r\n\r\n";
    }

    /** The next answer, which has a body. */
    public Reply answer() throws IOException {
        return answer(true);
    }

    public Reply answer(boolean withBody) throws IOException {
        String status = line();
        Map<String, String> headers = new TreeMap<>();
        for (String line = line(); !line.isEmpty(); line = line()) {
            int colon = line.indexOf(':');
            headers.put(
                    line.substring(0, colon).toLowerCase(Locale.ROOT),
                    line.substring(colon + 1).strip());
        }
        int length = withBody ? Integer.parseInt(headers.getOrDefault("content-length", "0")) : 0;
        return new Reply(Integer.parseInt(status.split(" ")[1]), headers, in.readNBytes(length));
    }

    private String line() throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int b = in.read(); b != '\n'; b = in.read()) {
            if (b < 0) {
                throw new IOException("the connection ended in a header, after " + line);
            }
            line.write(b);
        }
        return new String(Arrays.copyOf(line.toByteArray(), line.size() - 1), StandardCharsets.ISO_8859_1);
    }

    /** Whether the server has ended the connection, with nothing more sent. */
    public boolean isEnded() throws IOException {
        return in.read() < 0;
    }

    /** Reads until the server ends the connection, in whatever way. */
    public byte[] readToEnd() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            in.transferTo(bytes);
        } catch (SocketTimeoutException e) {
            throw new AssertionError("the server does not end the connection", e);
        } catch (IOException e) {
            // a reset, because it closed over what it had not read
        }
        return bytes.toByteArray();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
