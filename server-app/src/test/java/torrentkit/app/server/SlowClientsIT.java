package torrentkit.app.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The program with a thousand clients that take their time, in every way that there is. */
class SlowClientsIT {
    private static final int CLIENTS = 1_000;
    private static final int FILES = 4_000; // with long names: a torrent of a megabyte, more than sockets take in
    private static final int START_SECONDS = 60; // only for a process that would hang
    private static final int STOP_SECONDS = 5;

    @TempDir
    private Path directory;

    private final List<SocketChannel> clients = new ArrayList<>();
    private Process process;

    @AfterEach
    void end() throws IOException {
        for (SocketChannel client : clients) {
            client.close();
        }
        if (process != null) {
            process.destroyForcibly();
        }
    }

    private InetSocketAddress start() throws IOException {
        Path root = Files.createDirectory(directory.resolve("root"));
        Path many = Files.createDirectory(root.resolve("many"));
        for (int i = 0; i < FILES; i++) {
            Files.createFile(many.resolve("x".repeat(240) + i));
        }
        Files.writeString(many.resolve("content"), "x");
        process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx128m",
                        "-XX:+IgnoreUnrecognizedVMOptions", // the launcher gives the next two since Java 24
                        "--enable-native-access=ALL-UNNAMED",
                        "--sun-misc-unsafe-memory-access=allow",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        "-Dlogback.configurationFile=" + ServerApp.class.getResource("/logback.xml"),
                        ServerApp.class.getName(),
                        root.toString(),
                        "--port",
                        "0",
                        "--tracker-port",
                        "0",
                        "--peer-port",
                        "0")
                .redirectError(directory.resolve("stderr").toFile())
                .start();
        BufferedReader log =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        Pattern url = Pattern.compile("http://localhost:(\\d+)/torrent/");
        for (String line = log.readLine(); line != null; line = log.readLine()) {
            Matcher found = url.matcher(line);
            if (found.find()) {
                return new InetSocketAddress(InetAddress.getByName("localhost"), Integer.parseInt(found.group(1)));
            }
        }
        throw new AssertionError("the log ended without the URL: " + Files.readString(directory.resolve("stderr")));
    }

    private SocketChannel connect(InetSocketAddress server, String request) throws IOException {
        SocketChannel client = SocketChannel.open();
        clients.add(client);
        client.setOption(StandardSocketOptions.SO_RCVBUF, 4 << 10);
        client.connect(server);
        client.write(ByteBuffer.wrap(request.getBytes(StandardCharsets.US_ASCII)));
        return client;
    }

    /** Sends a byte to each client's connection again and again, until the server has closed all of them. */
    private static void trickle(List<SocketChannel> trickling) {
        List<SocketChannel> open = new ArrayList<>(trickling);
        while (!open.isEmpty()) {
            open.removeIf(client -> {
                try {
                    return client.write(ByteBuffer.wrap(new byte[] {'a'})) < 0;
                } catch (IOException e) {
                    return true;
                }
            });
        }
    }

    @Test
    void stopsWithinFiveSecondsOfTheSignal() throws Exception {
        InetSocketAddress server = start();
        assertThat(process.isAlive()).isTrue();
        String torrent = "GET /torrent/many HTTP/1.1\r\nHost: x\r\n\r\n";
        try (SocketChannel first = connect(server, torrent)) {
            ByteBuffer some = ByteBuffer.allocate(12);
            first.read(some);
            assertThat(new String(some.array(), StandardCharsets.US_ASCII)).isEqualTo("HTTP/1.1 200");
        }
        List<SocketChannel> trickling = new ArrayList<>();
        for (int i = 0; i < CLIENTS; i++) {
            switch (i % 4) {
                case 0 -> connect(server, ""); // says nothing
                case 1 -> trickling.add(connect(server, "GET /torrent/many HTTP/1.1\r\nX: "));
                case 2 -> connect(server, torrent); // reads nothing
                default -> connect(server, torrent.repeat(16)); // nor does this one
            }
        }
        Thread trickle = new Thread(() -> trickle(trickling));
        trickle.start();

        process.destroy(); // SIGTERM

        assertThat(process.waitFor(STOP_SECONDS, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).isZero();
        assertThat(directory.resolve("stderr")).hasContent("");
        trickle.join(TimeUnit.SECONDS.toMillis(START_SECONDS));
        assertThat(trickle.isAlive()).isFalse();
    }
}
