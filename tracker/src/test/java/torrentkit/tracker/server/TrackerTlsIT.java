package torrentkit.tracker.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import io.netty.handler.ssl.JdkSslContext;
import io.netty.handler.ssl.SslContext;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;
import java.util.logging.StreamHandler;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import torrentkit.metainfo.InfoHash;
import torrentkit.tracker.AnnounceEvent;
import torrentkit.tracker.AnnounceException;
import torrentkit.tracker.AnnounceRequest;
import torrentkit.tracker.AnnounceResponse;
import torrentkit.tracker.ScrapeRequest;
import torrentkit.tracker.SwarmCounts;
import torrentkit.tracker.SwarmTraffic;
import torrentkit.tracker.Totals;
import torrentkit.tracker.access.AnnounceKeys;
import torrentkit.tracker.client.TrackerClient;
import torrentkit.tracker.client.TrackerClientConfig;
import torrentkit.wire.PeerId;

class TrackerTlsIT {
    private static final InfoHash HASH = InfoHash.of("0123456789abcdefghij".getBytes(StandardCharsets.US_ASCII));
    private static final String ANNOUNCE =
            "GET /announce?info_hash=0123456789abcdefghij&peer_id=-XX0001-abcdefghijkl&left=5&port=6881 HTTP/1.1\r\n\r\n";
    private static final InetSocketAddress ANY = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);

    @TempDir
    private static Path directory;

    private static TestCertificate first;
    private static TestCertificate second;

    private final List<AutoCloseable> open = new ArrayList<>();

    @BeforeAll
    static void makeCertificates() throws Exception {
        first = TestCertificate.of(directory, "first");
        second = TestCertificate.of(directory, "second");
    }

    @AfterEach
    void closeAll() throws Exception {
        for (AutoCloseable each : open) {
            each.close();
        }
    }

    private static TrackerConfig config(SslContext tls) {
        return TrackerConfig.defaults().withListen(ANY).withTls(ANY, () -> tls);
    }

    private Tracker tracker(TrackerConfig config) {
        Tracker tracker = Tracker.open(config);
        open.add(0, tracker);
        tracker.register(HASH);
        return tracker;
    }

    private TrackerClient client(TrackerClientConfig config) {
        TrackerClient client = TrackerClient.open(config);
        open.add(0, client);
        return client;
    }

    private TrackerClient trusting(TestCertificate certificate) throws Exception {
        return client(TrackerClientConfig.defaults().withTls(certificate.client()));
    }

    private static URI https(Tracker tracker, String path) {
        return URI.create("https://localhost:" + tracker.tlsPort().orElseThrow() + path);
    }

    private static AnnounceRequest request(Totals totals, AnnounceEvent event) {
        return AnnounceRequest.of(
                HASH, PeerId.of("-XX0001-abcdefghijkl".getBytes(StandardCharsets.US_ASCII)), 7, totals, event);
    }

    private static AnnounceResponse announce(TrackerClient client, URI tracker) throws Exception {
        return client.announce(tracker, request(new Totals(0, 0, 5), AnnounceEvent.STARTED))
                .get(30, TimeUnit.SECONDS);
    }

    private static AnnounceException failure(TrackerClient client, URI tracker) {
        return (AnnounceException) catchThrowableOfType(ExecutionException.class, () -> announce(client, tracker))
                .getCause();
    }

    private SSLSocket connect(Tracker tracker) throws Exception {
        JdkSslContext context = (JdkSslContext) first.client();
        SSLSocket socket = (SSLSocket) context.context()
                .getSocketFactory()
                .createSocket(
                        InetAddress.getLoopbackAddress(), tracker.tlsPort().orElseThrow());
        socket.setSoTimeout(20_000);
        open.add(0, socket);
        return socket;
    }

    /** What is no TLS comes as hexadecimal digits in the message of an exception. */
    @Test
    void logsNothingOfARequestThatForgotTheTls() throws Exception {
        String key = "c2VjcmV0LWtleS1vZi1hbGljZQ";
        List<String> logged = new CopyOnWriteArrayList<>();
        Logger logger = Logger.getLogger(HttpTrackerHandler.class.getName());
        StreamHandler handler = new StreamHandler() {
            @Override
            public void publish(LogRecord entry) {
                logged.add(new SimpleFormatter().format(entry));
            }
        };
        logger.addHandler(handler);
        logger.setLevel(Level.FINEST);
        open.add(() -> logger.setLevel(null));
        open.add(() -> logger.removeHandler(handler));
        Tracker tracker = tracker(config(first.server()));

        try (Socket socket =
                new Socket(InetAddress.getLoopbackAddress(), tracker.tlsPort().orElseThrow())) {
            socket.setSoTimeout(20_000);
            socket.getOutputStream()
                    .write(ANNOUNCE.replace("/announce", "/" + key + "/announce")
                            .getBytes(StandardCharsets.US_ASCII));
            socket.getInputStream().readAllBytes();
        }

        await().until(() -> !logged.isEmpty()); // the connection is closed before that is logged
        assertThat(logged)
                .isNotEmpty()
                .noneMatch(text -> text.contains(key)
                        || text.contains(HexFormat.of().formatHex(key.getBytes(StandardCharsets.US_ASCII))));
    }

    @Test
    void clientAnnouncesAndScrapesOverHttps() throws Exception {
        Tracker tracker = tracker(config(first.server()));
        TrackerClient client = trusting(first);
        assertThat(announce(client, https(tracker, "/announce")).incomplete()).hasValue(1);
        assertThat(announce(client, URI.create("http://127.0.0.1:" + tracker.port() + "/announce"))
                        .incomplete())
                .hasValue(1);
        assertThat(client.scrape(https(tracker, "/announce"), new ScrapeRequest(List.of(HASH)))
                        .get(30, TimeUnit.SECONDS)
                        .files())
                .containsEntry(HASH, new SwarmCounts(0, 1, 0));
        assertThat(tracker.tlsPort().orElseThrow()).isNotEqualTo(tracker.port());
    }

    @Test
    void clientBelievesNoStranger() throws Exception {
        Tracker tracker = tracker(config(first.server()));
        assertThat(failure(trusting(second), https(tracker, "/announce")).reason())
                .isEqualTo(AnnounceException.Reason.UNREACHABLE);
        assertThat(failure(client(TrackerClientConfig.defaults()), https(tracker, "/announce"))
                        .reason())
                .isEqualTo(AnnounceException.Reason.UNREACHABLE);
        Tracker everywhere = tracker(TrackerConfig.defaults()
                .withListen(ANY)
                .withTls(new InetSocketAddress(InetAddress.getByName("127.0.0.2"), 0), () -> serverOf(first)));
        URI wrongHost = URI.create("https://127.0.0.2:" + everywhere.tlsPort().orElseThrow() + "/announce");
        assertThat(failure(trusting(first), wrongHost).reason()).isEqualTo(AnnounceException.Reason.UNREACHABLE);
        assertThat(tracker.stats().announces() + everywhere.stats().announces()).isZero();
    }

    private static SslContext serverOf(TestCertificate certificate) {
        try {
            return certificate.server();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void certificateCanBeReplacedWhileTheTrackerRuns() throws Exception {
        AtomicReference<SslContext> current = new AtomicReference<>(first.server());
        Tracker tracker = tracker(TrackerConfig.defaults().withListen(ANY).withTls(ANY, current::get));
        SSLSocket old = connect(tracker);
        assertThat(answer(old)).startsWith("HTTP/1.1 200");
        current.set(second.server());
        assertThat(announce(trusting(second), https(tracker, "/announce")).incomplete())
                .hasValue(2);
        assertThat(failure(trusting(first), https(tracker, "/announce")).reason())
                .isEqualTo(AnnounceException.Reason.UNREACHABLE);
        assertThat(answer(old)).startsWith("HTTP/1.1 200");
    }

    /** Asks, and reads one answer. */
    private static String answer(Socket socket) throws IOException {
        socket.getOutputStream().write(ANNOUNCE.getBytes(StandardCharsets.US_ASCII));
        return receive(socket);
    }

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
    void requestsInLargeRecordsAreAnsweredInOrder() throws Exception {
        Tracker tracker = tracker(config(first.server()));
        SSLSocket socket = connect(tracker);
        int count = 2000;
        byte[] all = ANNOUNCE.repeat(count).getBytes(StandardCharsets.US_ASCII); // records of 16 KiB
        Thread writer = new Thread(() -> {
            try {
                OutputStream out = socket.getOutputStream();
                out.write(all);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
        writer.start();
        for (int i = 0; i < count; i++) {
            assertThat(receive(socket)).startsWith("HTTP/1.1 200").contains("10:incompletei1e");
        }
        writer.join();
        assertThat(tracker.stats().announces()).isEqualTo(count);
    }

    @Test
    void refusalArrivesBeforeTheConnectionEnds() throws Exception {
        Tracker tracker = tracker(config(first.server()));
        SSLSocket socket = connect(tracker);
        socket.getOutputStream()
                .write("POST /announce HTTP/1.1\r\nContent-Length: 9\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        assertThat(receive(socket)).startsWith("HTTP/1.1 405");
        assertThat(socket.getInputStream().read()).isEqualTo(-1); // a proper end: close_notify, no truncation
        await().atMost(Duration.ofSeconds(20)).until(() -> tracker.stats().connections() == 0);
    }

    @Test
    void whoDoesNotSpeakTlsIsTurnedAwayAndOthersAreServed() throws Exception {
        Tracker tracker = tracker(config(first.server()).withMaxConnections(3));
        for (int i = 0; i < 10; i++) {
            try (Socket plain = new Socket(
                    InetAddress.getLoopbackAddress(), tracker.tlsPort().orElseThrow())) {
                plain.setSoTimeout(20_000);
                plain.getOutputStream().write(ANNOUNCE.getBytes(StandardCharsets.US_ASCII));
                plain.getInputStream().readAllBytes(); // an alert at most, then the end
            }
            await().atMost(Duration.ofSeconds(20)).until(() -> tracker.stats().connections() == 0);
        }
        assertThat(announce(trusting(first), https(tracker, "/announce")).incomplete())
                .hasValue(1);
    }

    @Test
    void connectionsOfBothKindsCountTogether() throws Exception {
        Tracker tracker = tracker(config(first.server()).withMaxConnections(2));
        assertThat(answer(connect(tracker))).startsWith("HTTP/1.1 200");
        try (Socket plain = new Socket(InetAddress.getLoopbackAddress(), tracker.port())) {
            assertThat(answer(plain)).startsWith("HTTP/1.1 200");
            try (Socket third = new Socket(
                    InetAddress.getLoopbackAddress(), tracker.tlsPort().orElseThrow())) {
                third.setSoTimeout(20_000);
                assertThat(third.getInputStream().read()).isEqualTo(-1);
            }
        }
        assertThat(tracker.stats().turnedAway()).isEqualTo(1);
    }

    @Test
    void connectionWithoutACertificateIsClosedAndTheNextServed() throws Exception {
        AtomicInteger calls = new AtomicInteger();
        SslContext good = first.server();
        Tracker tracker = tracker(TrackerConfig.defaults().withListen(ANY).withTls(ANY, () -> {
            if (calls.getAndIncrement() == 0) {
                throw new IllegalStateException("no certificate yet");
            }
            return good;
        }));
        assertThat(failure(trusting(first), https(tracker, "/announce")).reason())
                .isEqualTo(AnnounceException.Reason.UNREACHABLE);
        assertThat(announce(trusting(first), https(tracker, "/announce")).incomplete())
                .hasValue(1);
        assertThat(calls).hasValue(2);
    }

    @Test
    void saysWhyItCannotListen() throws Exception {
        Tracker holder = tracker(config(first.server()));
        InetSocketAddress taken = new InetSocketAddress(
                InetAddress.getLoopbackAddress(), holder.tlsPort().orElseThrow());
        TrackerConfig clash = TrackerConfig.defaults().withListen(ANY).withTls(taken, () -> serverOf(first));
        assertThatExceptionOfType(UncheckedIOException.class)
                .isThrownBy(() -> Tracker.open(clash))
                .withMessageContaining("TCP port " + taken.getPort());
        assertThat(tracker(TrackerConfig.defaults().withListen(ANY)).tlsPort()).isEmpty();
    }

    @Test
    void clientTakesNoTlsOfAServer() throws Exception {
        SslContext server = first.server();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> TrackerClientConfig.defaults().withTls(server));
    }

    @Test
    void keyInTheUrlOpensAProtectedTorrentOverEveryProtocol() throws Exception {
        AnnounceKeys keys =
                new AnnounceKeys("a secret of this test".getBytes(StandardCharsets.US_ASCII), Clock.systemUTC());
        Tracker tracker = Tracker.open(config(first.server()), new TorrentAccess() {
            @Override
            public Access announce(InfoHash infoHash, Optional<String> key, InetAddress from) {
                return key.flatMap(shown -> keys.verify(shown, infoHash)).isPresent()
                        ? Access.SEEDED_HERE
                        : new Access.Refused("fetch the torrent again", Optional.of(Duration.ofMinutes(2)));
            }

            @Override
            public Access scrape(InfoHash infoHash, Optional<String> key, InetAddress from) {
                return announce(infoHash, key, from);
            }
        });
        open.add(0, tracker);
        tracker.localSeed(PeerId.random(), 4321, Optional.empty());
        String key = keys.issue("somebody", HASH, Duration.ofHours(1));
        String foreign = keys.issue("somebody", InfoHash.of(new byte[20]), Duration.ofHours(1));
        TrackerClient client = trusting(first);
        URI http = URI.create("http://127.0.0.1:" + tracker.port());
        for (URI base : List.of(http, URI.create("udp" + http.toString().substring(4)), https(tracker, ""))) {
            URI good = URI.create(base + "/" + key + "/announce");
            assertThat(announce(client, good).peers().addresses()).isNotEmpty();
            for (String path : List.of("/announce", "/" + foreign + "/announce")) {
                AnnounceException refusal = failure(client, URI.create(base + path));
                assertThat(refusal).hasMessageContaining("fetch the torrent again");
                if (!base.getScheme().equals("udp")) {
                    assertThat(refusal.retryIn()).contains(Duration.ofMinutes(2));
                }
            }
            announce(client, good);
            client.announce(good, request(new Totals(20, 1000, 0), AnnounceEvent.STOPPED))
                    .get(30, TimeUnit.SECONDS);
        }
        assertThat(tracker.traffic(HASH)).isEqualTo(new SwarmTraffic(3000, 60));
        assertThat(tracker.stats().traffic()).isEqualTo(new SwarmTraffic(3000, 60));
        URI scraped = URI.create(http + "/" + key + "/announce");
        assertThat(client.scrape(scraped, new ScrapeRequest(List.of(HASH)))
                        .get(30, TimeUnit.SECONDS)
                        .files())
                .containsEntry(HASH, new SwarmCounts(1, 0, 0));
        tracker.withdraw(HASH);
        assertThat(tracker.traffic(HASH)).isEqualTo(SwarmTraffic.NONE);
    }
}
