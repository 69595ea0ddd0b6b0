package torrentkit.tracker.client;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;

/** An HTTP server that answers each connection with exactly the bytes which the test wants, and then closes it. */
final class ScriptedServer implements AutoCloseable {
    /** An answer after which the connection stays open without a word. */
    static final byte[] SILENCE = new byte[0];

    private final ServerSocket listening;
    private final List<String> requests = new CopyOnWriteArrayList<>();
    private final List<Socket> sockets = new CopyOnWriteArrayList<>();
    private final Thread thread;

    /** @param script from the head of a request to the bytes of the answer */
    ScriptedServer(Function<String, byte[]> script) throws IOException {
        this(InetAddress.getLoopbackAddress(), script);
    }

    ScriptedServer(InetAddress address, Function<String, byte[]> script) throws IOException {
        listening = new ServerSocket(0, 50, address);
        thread = new Thread(() -> run(script), "scripted-server");
        thread.setDaemon(true);
        thread.start();
    }

    static byte[] reply(String status, String fields, byte[] body) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        all.writeBytes(("HTTP/1.1 " + status + "\r\n" + fields + "Content-Length: " + body.length + "\r\n\r\n")
                .getBytes(StandardCharsets.ISO_8859_1));
        all.writeBytes(body);
        return all.toByteArray();
    }

    static byte[] reply(String status, String fields, String body) {
        return reply(status, fields, body.getBytes(StandardCharsets.ISO_8859_1));
    }

    private void run(Function<String, byte[]> script) {
        try {
            while (true) {
                Socket socket = listening.accept();
                sockets.add(socket);
                serve(socket, script);
            }
        } catch (SocketException e) {
            // closed by the test
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private void serve(Socket socket, Function<String, byte[]> script) throws IOException {
        try {
            InputStream in = socket.getInputStream();
            StringBuilder head = new StringBuilder();
            while (head.indexOf("\r\n\r\n") < 0) {
                int b = in.read();
                if (b < 0) {
                    socket.close();
                    return;
                }
                head.append((char) b);
            }
            requests.add(head.toString());
            byte[] answer = script.apply(head.toString());
            if (answer != SILENCE) {
                socket.getOutputStream().write(answer);
                socket.close();
            }
        } catch (SocketException e) {
            socket.close(); // the client had heard enough
        }
    }

    int port() {
        return listening.getLocalPort();
    }

    List<String> requests() {
        return requests;
    }

    @Override
    public void close() throws IOException {
        listening.close();
        for (Socket socket : sockets) {
            socket.close();
        }
    }
}
