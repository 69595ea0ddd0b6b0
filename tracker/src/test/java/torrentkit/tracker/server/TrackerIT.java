package torrentkit.tracker.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import torrentkit.metainfo.InfoHash;
import torrentkit.peer.Transport;
import torrentkit.tracker.SwarmCounts;
import torrentkit.wire.PeerId;

class TrackerIT {
    private static final InfoHash HASH = InfoHash.of("0123456789abcdefghij".getBytes(StandardCharsets.US_ASCII));
    private static final String ANNOUNCE =
            "GET /announce?info_hash=0123456789abcdefghij&peer_id=-XX0001-abcdefghijkl&left=5&port=6881 HTTP/1.1\r\nHost: t\r\n";

    private final List<AutoCloseable> open = new ArrayList<>();

    @AfterEach
    void closeAll() throws Exception {
        for (AutoCloseable each : open) {
            each.close();
        }
    }

    private Tracker tracker(TrackerConfig config) {
        Tracker tracker = Tracker.open(config);
        open.add(0, tracker);
        return tracker;
    }

    private static TrackerConfig loopback() {
        return TrackerConfig.defaults().withListen(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    }

    private Socket connect(Tracker tracker) throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), tracker.port());
        socket.setSoTimeout(10_000);
        open.add(0, socket);
        return socket;
    }

    private static void send(Socket socket, String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    /** One answer with its body. */
    private static String receive(Socket socket) throws IOException {
        InputStream in = socket.getInputStream();
        StringBuilder all = new StringBuilder();
        while (all.indexOf("\r\n\r\n") < 0) {
            int b = in.read();
            if (b < 0) {
                return all.toString();
            }
            all.append((char) b);
        }
        String length = all.substring(all.indexOf("Content-Length:") + 15);
        byte[] body = in.readNBytes(
                Integer.parseInt(length.substring(0, length.indexOf("\r\n")).trim()));
        return all.append(new String(body, StandardCharsets.ISO_8859_1)).toString();
    }

    @Test
    void answersManyRequestsOnOneConnection() throws IOException {
        Tracker tracker = tracker(loopback());
        tracker.register(HASH);
        Socket socket = connect(tracker);
        for (int i = 0; i < 100; i++) {
            send(socket, ANNOUNCE + "\r\n");
            assertThat(receive(socket)).startsWith("HTTP/1.1 200 OK").contains("10:incompletei1e");
        }
        assertThat(tracker.counts(HASH)).isEqualTo(new SwarmCounts(0, 1, 0));
        assertThat(tracker.stats().announces()).isEqualTo(100);
        assertThat(tracker.stats().connections()).isEqualTo(1);
    }

    @Test
    void closesWhenAskedTo() throws IOException {
        Tracker tracker = tracker(loopback());
        tracker.register(HASH);
        Socket socket = connect(tracker);
        send(socket, ANNOUNCE + "Connection: close\r\n\r\n");
        assertThat(receive(socket)).contains("Connection: close");
        assertThat(socket.getInputStream().read()).isEqualTo(-1);
    }

    @Test
    void tellsTheReasonOfARefusalEvenWhileTheClientStillSends() throws IOException {
        Tracker tracker = tracker(loopback());
        Socket socket = connect(tracker);
        send(socket, "POST /announce HTTP/1.1\r\nContent-Length: 100000\r\n\r\n");
        send(socket, "x".repeat(50_000));
        assertThat(receive(socket)).startsWith("HTTP/1.1 4");
        assertThat(socket.getInputStream().read()).isEqualTo(-1);
    }

    @Test
    void survivesGarbageAndStillAnswers() throws IOException {
        Tracker tracker = tracker(loopback());
        tracker.register(HASH);
        Random random = new Random(1);
        try (DatagramSocket udp = new DatagramSocket()) {
            for (int i = 0; i < 50; i++) {
                byte[] garbage = new byte[random.nextInt(3000)];
                random.nextBytes(garbage);
                udp.send(new DatagramPacket(garbage, garbage.length, InetAddress.getLoopbackAddress(), tracker.port()));
                try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), tracker.port())) {
                    socket.getOutputStream().write(garbage);
                }
            }
        }
        Socket good = connect(tracker);
        send(good, ANNOUNCE + "\r\n");
        assertThat(receive(good)).startsWith("HTTP/1.1 200 OK");
        await().atMost(Duration.ofSeconds(10)).until(() -> tracker.stats().connections() == 1);
    }

    @Test
    void takesNoMoreConnectionsThanConfigured() throws IOException {
        Tracker tracker = tracker(loopback().withMaxConnections(2));
        tracker.register(HASH);
        Socket first = connect(tracker);
        Socket second = connect(tracker);
        send(first, ANNOUNCE + "\r\n");
        send(second, ANNOUNCE + "\r\n");
        assertThat(receive(first)).startsWith("HTTP/1.1 200");
        assertThat(receive(second)).startsWith("HTTP/1.1 200");
        assertThat(connect(tracker).getInputStream().read()).isEqualTo(-1);
        assertThat(tracker.stats().turnedAway()).isEqualTo(1);
        first.close();
        await().atMost(Duration.ofSeconds(10)).until(() -> tracker.stats().connections() == 1);
        Socket third = connect(tracker);
        send(third, ANNOUNCE + "\r\n");
        assertThat(receive(third)).startsWith("HTTP/1.1 200");
    }

    @Test
    void answersUdpOnTheSamePortOnTheWildcardAddress() throws IOException {
        Tracker tracker = tracker(TrackerConfig.defaults().withListen(new InetSocketAddress(0)));
        tracker.registerLocalSeed(HASH, PeerId.random(), 4321, Optional.empty());
        try (DatagramSocket udp = new DatagramSocket()) {
            udp.setSoTimeout(10_000);
            udp.connect(InetAddress.getByName("127.0.0.1"), tracker.port()); // takes replies from that address only
            ByteBuffer connected = ask(
                    udp,
                    ByteBuffer.allocate(16).putLong(0x41727101980L).putInt(0).putInt(7));
            assertThat(connected.getLong()).isEqualTo(7L);
            ByteBuffer answer = ask(
                    udp,
                    ByteBuffer.allocate(98)
                            .putLong(connected.getLong())
                            .putInt(1)
                            .putInt(8)
                            .put(HASH.bytes())
                            .put(PeerId.random().bytes())
                            .putLong(0)
                            .putLong(5)
                            .putLong(0)
                            .putInt(2)
                            .putInt(0)
                            .putInt(0)
                            .putInt(-1)
                            .putShort((short) 1));
            assertThat(answer.remaining()).isEqualTo(26);
            byte[] peer = new byte[6];
            answer.position(20).get(peer);
            assertThat(peer).containsExactly(127, 0, 0, 1, 4321 >> 8, 4321 & 0xff);
        }
        Socket http = connect(tracker);
        send(http, ANNOUNCE + "\r\n");
        assertThat(receive(http))
                .contains("8:completei1e11:")
                .endsWith("5:peers12:\177\0\0\1\u0010\u00e1\177\0\0\1\0\1e");
    }

    private static ByteBuffer ask(DatagramSocket udp, ByteBuffer request) throws IOException {
        udp.send(new DatagramPacket(request.array(), request.capacity()));
        DatagramPacket reply = new DatagramPacket(new byte[2000], 2000);
        udp.receive(reply);
        return ByteBuffer.wrap(reply.getData(), 0, reply.getLength());
    }

    @Test
    void withdrawnTorrentIsNoLongerKnown() throws IOException {
        Tracker tracker = tracker(loopback());
        tracker.registerLocalSeed(HASH, PeerId.random(), 4321, Optional.empty());
        assertThat(tracker.counts(HASH)).isEqualTo(new SwarmCounts(1, 0, 0));
        tracker.withdraw(HASH);
        assertThat(tracker.counts(HASH)).isEqualTo(SwarmCounts.NONE);
        Socket socket = connect(tracker);
        send(socket, ANNOUNCE + "\r\n");
        assertThat(receive(socket)).contains("failure reason");
    }

    @Test
    void openTrackerTakesEveryTorrent() throws IOException {
        Tracker tracker = tracker(loopback().withOpen(true));
        Socket socket = connect(tracker);
        send(socket, ANNOUNCE + "\r\n");
        assertThat(receive(socket)).contains("10:incompletei1e");
    }

    @Test
    void saysWhyItCannotListen() {
        Tracker first = tracker(loopback());
        TrackerConfig same =
                loopback().withListen(new InetSocketAddress(InetAddress.getLoopbackAddress(), first.port()));
        assertThatExceptionOfType(UncheckedIOException.class)
                .isThrownBy(() -> Tracker.open(same))
                .withMessageContaining("cannot listen on 127.0.0.1, TCP port " + first.port());
    }

    @Test
    void saysWhyItCannotListenToUdp() throws IOException {
        try (DatagramSocket taken = new DatagramSocket(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))) {
            TrackerConfig same = loopback()
                    .withListen(new InetSocketAddress(InetAddress.getLoopbackAddress(), taken.getLocalPort()));
            assertThatExceptionOfType(UncheckedIOException.class)
                    .isThrownBy(() -> Tracker.open(same))
                    .withMessageContaining("UDP port " + taken.getLocalPort());
        }
    }

    @Test
    void leavesNoThreadAndNoSocketBehind() throws IOException {
        Tracker tracker = tracker(loopback().withThreads(2));
        Socket socket = connect(tracker);
        send(socket, ANNOUNCE + "\r\n");
        receive(socket);
        assertThat(threads()).anyMatch(name -> name.startsWith("torrentkit-tracker"));
        tracker.close();
        assertThat(socket.getInputStream().read()).isEqualTo(-1);
        await().atMost(Duration.ofSeconds(10)).until(() -> threads().isEmpty());
        tracker(loopback().withListen(new InetSocketAddress(InetAddress.getLoopbackAddress(), tracker.port())));
    }

    private static Set<String> threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .map(Thread::getName)
                .filter(name -> name.startsWith("torrentkit-") || name.startsWith("globalEventExecutor"))
                .collect(Collectors.toSet());
    }

    @Test
    void leavesLoopsThatItWasLentRunning() throws Exception {
        var loops = Transport.NIO.newGroup(1, "lent");
        Tracker tracker = Tracker.open(loopback(), loops);
        Socket socket = connect(tracker);
        send(socket, ANNOUNCE + "\r\n");
        assertThat(receive(socket)).startsWith("HTTP/1.1 200");
        tracker.close();
        assertThat(loops.submit(() -> "alive").get()).isEqualTo("alive");
        loops.shutdownGracefully(0, 0, java.util.concurrent.TimeUnit.SECONDS).syncUninterruptibly();
    }
}
