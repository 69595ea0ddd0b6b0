package torrentkit.downloader;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import torrentkit.testing.TestTorrent;

/** An HTTP server on a loopback address that answers as a test wants, a thread for each connection. */
final class ScriptedWebServer implements AutoCloseable {
    /** Answers one request; what it throws ends the connection. */
    interface Script {
        void answer(Request request, Reply reply) throws Exception;
    }

    /**
     * @param number of the request among all that came, from 0
     * @param connection number of the connection, from 0
     * @param target path and query as sent
     * @param fields by names in small letters
     */
    record Request(int number, int connection, String target, Map<String, String> fields) {
        boolean hasRange() {
            return fields.containsKey("range");
        }

        /** The first byte that is asked for. */
        long begin() {
            return Long.parseLong(range()[0]);
        }

        /** One behind the last byte that is asked for. */
        long end() {
            return Long.parseLong(range()[1]) + 1;
        }

        private String[] range() {
            return fields.get("range").substring("bytes=".length()).split("-");
        }
    }

    /** What goes back. */
    final class Reply {
        private final OutputStream out;

        private Reply(OutputStream out) {
            this.out = out;
        }

        /** Writes text as it is. */
        Reply raw(String text) throws IOException {
            out.write(text.getBytes(StandardCharsets.ISO_8859_1));
            return this;
        }

        /** Writes a head and its empty line. */
        Reply head(String status, String... fields) throws IOException {
            raw("HTTP/1.1 " + status + "\r\n");
            for (String field : fields) {
                raw(field + "\r\n");
            }
            return raw("\r\n");
        }

        Reply body(byte[] bytes, int from, int length) throws IOException {
            out.write(bytes, from, length);
            sent.addAndGet(length);
            return this;
        }

        void flush() throws IOException {
            out.flush();
        }

        /** An answer without a body. */
        void empty(String status, String... fields) throws IOException {
            String[] all = Arrays.copyOf(fields, fields.length + 1);
            all[fields.length] = "Content-Length: 0";
            head(status, all);
        }

        /** Exactly what was asked for of these bytes. */
        void part(Request request, byte[] file) throws IOException {
            int begin = (int) request.begin();
            int length = (int) (Math.min(file.length, request.end()) - begin);
            head(
                    "206 Partial Content",
                    "Content-Range: bytes " + begin + "-" + (begin + length - 1) + "/" + file.length,
                    "Content-Length: " + length);
            body(file, begin, length);
        }

        /** All of it, whatever was asked for. */
        void whole(byte[] file) throws IOException {
            head("200 OK", "Content-Length: " + file.length);
            body(file, 0, file.length);
        }
    }

    private final ServerSocket listener;
    private final Script script;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final List<Request> requests = new CopyOnWriteArrayList<>();
    private final AtomicInteger connections = new AtomicInteger();
    private final AtomicLong sent = new AtomicLong();

    private ScriptedWebServer(InetAddress address, Script script) throws IOException {
        this.listener = new ServerSocket(0, 50, address);
        this.script = script;
        start(this::accept);
    }

    static ScriptedWebServer running(Script script) throws IOException {
        return new ScriptedWebServer(InetAddress.getLoopbackAddress(), script);
    }

    /** On another address than every peer of the tests has. */
    static ScriptedWebServer elsewhere(Script script) throws IOException {
        return new ScriptedWebServer(InetAddress.getByName("127.0.0.77"), script);
    }

    /** One that serves a torrent's files below {@code /seed/} as they are. */
    static Script honest(TestTorrent torrent) {
        return (request, reply) -> {
            byte[] file = file(torrent, request.target());
            if (file == null) {
                reply.empty("404 Not Found");
            } else if (request.hasRange()) {
                reply.part(request, file);
            } else {
                reply.whole(file);
            }
        };
    }

    /** The file that a URL of {@link #seed()} means, or null. */
    static byte[] file(TestTorrent torrent, String target) {
        String path = URLDecoder.decode(target.replace("+", "%2B"), StandardCharsets.UTF_8);
        for (int i : torrent.filesOnDisk()) {
            String name = torrent.metainfo().name();
            String expected = torrent.metainfo().isDirectory()
                    ? name + "/" + torrent.metainfo().files().get(i).joinedPath()
                    : name;
            if (path.equals("/seed/" + expected)) {
                return torrent.file(i);
            }
        }
        return null;
    }

    /** What a torrent names. */
    URI seed() {
        return url("/seed/");
    }

    URI url(String target) {
        return URI.create(
                "http://" + listener.getInetAddress().getHostAddress() + ":" + listener.getLocalPort() + target);
    }

    List<Request> requests() {
        return requests;
    }

    int connections() {
        return connections.get();
    }

    /** Bytes of bodies that were written. */
    long sent() {
        return sent.get();
    }

    private static void start(Runnable task) {
        Thread thread = new Thread(task, "scripted-web-server");
        thread.setDaemon(true);
        thread.start();
    }

    private void accept() {
        try {
            while (true) {
                Socket socket = listener.accept();
                open.add(socket);
                int number = connections.getAndIncrement();
                start(() -> serve(socket, number));
            }
        } catch (IOException e) {
            // closed
        }
    }

    private void serve(Socket socket, int connection) {
        try (socket) {
            InputStream in = new BufferedInputStream(socket.getInputStream());
            OutputStream out = new BufferedOutputStream(socket.getOutputStream(), 64 * 1024);
            for (String line = line(in); !line.isEmpty(); line = line(in)) {
                Map<String, String> fields = new TreeMap<>();
                for (String field = line(in); !field.isEmpty(); field = line(in)) {
                    int colon = field.indexOf(':');
                    fields.put(
                            field.substring(0, colon).toLowerCase(Locale.ROOT),
                            field.substring(colon + 1).strip());
                }
                Request request;
                synchronized (requests) { // so that connections at the same time do not get the same number
                    request = new Request(requests.size(), connection, line.split(" ")[1], fields);
                    requests.add(request);
                }
                script.answer(request, new Reply(out));
                out.flush();
            }
        } catch (Exception e) {
            // the script wants the connection to end, or the client has gone
        } finally {
            open.remove(socket);
        }
    }

    private static String line(InputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int c = in.read(); c >= 0 && c != '\n'; c = in.read()) {
            if (c != '\r') {
                line.append((char) c);
            }
        }
        return line.toString();
    }

    @Override
    public void close() throws IOException {
        listener.close();
        for (Socket socket : open) {
            socket.close();
        }
    }
}
