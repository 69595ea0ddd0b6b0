package torrentkit.tracker.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static torrentkit.tracker.TrackerArbitraries.endpoint;
import static torrentkit.tracker.client.ScriptedServer.reply;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import torrentkit.metainfo.InfoHash;
import torrentkit.tracker.AnnounceEvent;
import torrentkit.tracker.AnnounceException;
import torrentkit.tracker.AnnounceException.Reason;
import torrentkit.tracker.AnnounceRequest;
import torrentkit.tracker.AnnounceResponse;
import torrentkit.tracker.ScrapeRequest;
import torrentkit.tracker.SwarmCounts;
import torrentkit.tracker.Totals;
import torrentkit.tracker.server.Tracker;
import torrentkit.tracker.server.TrackerConfig;
import torrentkit.wire.PeerId;

class TrackerClientIT {
    private static final InfoHash HASH = InfoHash.parse("00112233445566778899aabbccddeeff00ff2620");
    private static final String GOOD = "d8:intervali900e5:peers6:\n\0\0\1\0\7e";

    private final List<AutoCloseable> open = new ArrayList<>();
    private final TrackerClient client = TrackerClient.open(
            TrackerClientConfig.defaults().withTimeouts(Duration.ofSeconds(5), Duration.ofSeconds(20)));

    @AfterEach
    void closeAll() throws Exception {
        client.close();
        for (AutoCloseable each : open) {
            each.close();
        }
    }

    private ScriptedServer server(Function<String, byte[]> script) throws IOException {
        ScriptedServer server = new ScriptedServer(script);
        open.add(server);
        return server;
    }

    private Tracker tracker() {
        Tracker tracker = Tracker.open(
                TrackerConfig.defaults().withListen(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0)));
        open.add(tracker);
        return tracker;
    }

    private static URI url(String scheme, int port) {
        return URI.create(scheme + "://127.0.0.1:" + port + "/announce");
    }

    private static AnnounceRequest request(int port, long left) {
        return AnnounceRequest.of(HASH, PeerId.random(), port, new Totals(0, 0, left), AnnounceEvent.STARTED);
    }

    private AnnounceResponse announce(ScriptedServer server) throws Exception {
        return client.announce(url("http", server.port()), request(1, 5)).get(30, TimeUnit.SECONDS);
    }

    private AnnounceException failure(URI tracker) throws Exception {
        return failure(client.announce(tracker, request(1, 5)));
    }

    private static AnnounceException failure(CompletableFuture<?> answer) throws Exception {
        try {
            throw new AssertionError("answered: " + answer.get(30, TimeUnit.SECONDS));
        } catch (ExecutionException e) {
            return (AnnounceException) e.getCause();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"http", "udp"})
    void announcesToOurTracker(String scheme) throws Exception {
        Tracker tracker = tracker();
        tracker.registerLocalSeed(HASH, PeerId.random(), 99, Optional.empty());
        URI url = url(scheme, tracker.port());
        assertThat(client.announce(url, request(1, 5))
                        .get(30, TimeUnit.SECONDS)
                        .peers()
                        .addresses())
                .containsExactly(endpoint("127.0.0.1", 99));
        AnnounceResponse second = client.announce(url, request(2, 5)).get(30, TimeUnit.SECONDS);
        assertThat(second.peers().addresses())
                .containsExactlyInAnyOrder(endpoint("127.0.0.1", 99), endpoint("127.0.0.1", 1));
        assertThat(second.complete()).hasValue(1);
        assertThat(second.incomplete()).hasValue(2);
        assertThat(second.interval()).isBetween(Duration.ofSeconds(5), Duration.ofSeconds(6));
    }

    @ParameterizedTest
    @ValueSource(strings = {"http", "udp"})
    void scrapesOurTracker(String scheme) throws Exception {
        Tracker tracker = tracker();
        tracker.registerLocalSeed(HASH, PeerId.random(), 99, Optional.empty());
        assertThat(client.scrape(url(scheme, tracker.port()), new ScrapeRequest(List.of(HASH)))
                        .get(30, TimeUnit.SECONDS)
                        .files())
                .containsEntry(HASH, new SwarmCounts(1, 0, 0));
    }

    @ParameterizedTest
    @ValueSource(strings = {"http", "udp"})
    void reportsARefusal(String scheme) throws Exception {
        AnnounceException refusal = failure(url(scheme, tracker().port()));
        assertThat(refusal.reason()).isEqualTo(Reason.REFUSED);
        assertThat(refusal).hasMessage("the tracker refused: this tracker does not know the torrent");
    }

    @Test
    void sendsWhatTrackersExpect() throws Exception {
        ScriptedServer server = server(head -> reply("200 OK", "", GOOD));
        URI withKey = URI.create("http://localhost:" + server.port() + "/x/announce?passkey=1");
        AnnounceResponse response = client.announce(withKey, request(77, 5)).get(30, TimeUnit.SECONDS);
        assertThat(response.peers().addresses()).containsExactly(endpoint("10.0.0.1", 7));
        assertThat(server.requests().get(0))
                .startsWith(
                        "GET /x/announce?passkey=1&info_hash=%00%11%223DUfw%88%99%AA%BB%CC%DD%EE%FF%00%FF%26%20&peer_id=-TK0100-")
                .contains("&port=77&uploaded=0&downloaded=0&left=5&compact=1&event=started HTTP/1.1\r\n")
                .containsIgnoringCase("\r\nhost: localhost:" + server.port() + "\r\n")
                .containsIgnoringCase("\r\nuser-agent: torrentkit/");
    }

    @Test
    void readsCompressedChunkedAndUnlimitedBodies() throws Exception {
        byte[] zipped = gzip(GOOD.getBytes(StandardCharsets.ISO_8859_1));
        assertThat(announce(server(head -> reply("200 OK", "Content-Encoding: gzip\r\n", zipped)))
                        .peers()
                        .size())
                .isEqualTo(1);
        assertThat(announce(server(head -> ("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
                                        + Integer.toHexString(GOOD.length()) + "\r\n" + GOOD + "\r\n0\r\n\r\n")
                                .getBytes(StandardCharsets.ISO_8859_1)))
                        .peers()
                        .size())
                .isEqualTo(1);
        assertThat(announce(server(head -> ("HTTP/1.0 200 OK\r\n\r\n" + GOOD).getBytes(StandardCharsets.ISO_8859_1)))
                        .peers()
                        .size())
                .isEqualTo(1);
    }

    private static byte[] gzip(byte[] plain) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
            out.write(plain);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    @Test
    void refusesACompressedBodyThatNeverEnds() throws Exception {
        byte[] bomb = gzip(new byte[100 << 20]);
        assertThat(bomb.length).isLessThan(1 << 20);
        ScriptedServer server = server(head -> reply("200 OK", "Content-Encoding: gzip\r\n", bomb));
        assertThat(failure(url("http", server.port()))).hasMessageContaining("longer than 2097152 bytes");
    }

    @Test
    void refusesALongBody() throws Exception {
        ScriptedServer server = server(head -> reply("200 OK", "", new byte[3 << 20]));
        assertThat(failure(url("http", server.port()))).hasMessageContaining("longer than 2097152 bytes");
    }

    @Test
    void refusesWhatIsNoAnswer() throws Exception {
        assertThat(failure(url(
                                "http",
                                server(head -> reply("200 OK", "", "<html>")).port()))
                        .reason())
                .isEqualTo(Reason.MALFORMED);
        assertThat(failure(url(
                                "http",
                                server(head -> reply("200 OK", "Content-Encoding: gzip\r\n", "no gzip"))
                                        .port()))
                        .reason())
                .isEqualTo(Reason.MALFORMED);
        assertThat(failure(url(
                                "http",
                                server(head -> reply("200 OK", "Content-Encoding: br\r\n", "x"))
                                        .port()))
                        .reason())
                .isEqualTo(Reason.MALFORMED);
        assertThat(failure(url(
                                "http",
                                server(head -> "SSH-2.0-OpenSSH\r\n".getBytes(StandardCharsets.US_ASCII))
                                        .port()))
                        .reason())
                .isIn(Reason.MALFORMED, Reason.UNREACHABLE);
        assertThat(failure(url(
                        "http",
                        server(head -> reply("404 Not Found", "", "gone")).port())))
                .hasMessageContaining("404");
        assertThat(failure(url(
                                "http",
                                server(head -> reply("403 Forbidden", "", "d14:failure reason3:no!e"))
                                        .port()))
                        .reason())
                .isEqualTo(Reason.REFUSED);
    }

    @Test
    void noticesATruncatedBody() throws Exception {
        byte[] whole = reply("200 OK", "", GOOD);
        ScriptedServer server = server(head -> java.util.Arrays.copyOf(whole, whole.length - 5));
        assertThat(failure(url("http", server.port()))).hasMessageContaining("before its answer was complete");
    }

    @Test
    void followsRedirectsButNotForever() throws Exception {
        ScriptedServer target = server(head -> reply("200 OK", "", GOOD));
        ScriptedServer once = server(head -> head.startsWith("GET /there")
                ? reply("302 Found", "Location: http://127.0.0.1:" + target.port() + "/y\r\n", "")
                : reply("301 Moved", "Location: /there?z\r\n", ""));
        assertThat(announce(once).peers().size()).isEqualTo(1);
        assertThat(once.requests()).hasSize(2);
        assertThat(target.requests().get(0)).startsWith("GET /y HTTP/1.1");
        ScriptedServer loop = server(head -> reply("307 Temporary Redirect", "Location: /again\r\n", ""));
        assertThat(failure(url("http", loop.port()))).hasMessageContaining("redirects more than 5 times");
        assertThat(loop.requests()).hasSize(6);
    }

    @Test
    void refusesToFollowARedirectFromElsewhereToThisMachine() throws Exception {
        InetAddress elsewhere = NetworkInterface.networkInterfaces()
                .flatMap(NetworkInterface::inetAddresses)
                .filter(address -> !address.isLoopbackAddress() && !address.isLinkLocalAddress())
                .filter(Inet4Address.class::isInstance)
                .findFirst()
                .orElse(null);
        Assumptions.assumeTrue(elsewhere != null, "this machine has no address but loopback");
        ScriptedServer target = server(head -> reply("200 OK", "", GOOD));
        for (String here : List.of("127.0.0.1", "localhost", "[::1]", "169.254.169.254", "0.0.0.0")) {
            String location = "Location: http://" + here + ":" + target.port() + "/x\r\n";
            ScriptedServer lure = new ScriptedServer(elsewhere, head -> reply("302 Found", location, ""));
            open.add(lure);
            URI url = URI.create("http://" + elsewhere.getHostAddress() + ":" + lure.port() + "/announce");
            assertThat(failure(url).reason()).as(here).isEqualTo(Reason.FORBIDDEN);
        }
        assertThat(target.requests()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ftp://127.0.0.1/x",
                "udp://127.0.0.1:9/x",
                "http://",
                "http://127.0.0.1:99999/",
                "file:///etc/passwd",
                "%%%"
            })
    void refusesToFollowStrangeRedirects(String location) throws Exception {
        ScriptedServer server = server(head -> reply("302 Found", "Location: " + location + "\r\n", ""));
        assertThat(failure(url("http", server.port())).reason()).isIn(Reason.FORBIDDEN, Reason.MALFORMED);
    }

    @Test
    void reportsWhoCannotBeReached() throws Exception {
        int free;
        try (ServerSocket socket = new ServerSocket(0)) {
            free = socket.getLocalPort();
        }
        assertThat(failure(url("http", free)).reason()).isEqualTo(Reason.UNREACHABLE);
        assertThat(failure(url("udp", free)).reason()).isEqualTo(Reason.UNREACHABLE);
        assertThat(failure(URI.create("http://nowhere.invalid/announce"))).hasMessageContaining("nowhere.invalid");
        assertThat(failure(URI.create("wss://127.0.0.1/announce")).reason()).isEqualTo(Reason.FORBIDDEN);
    }

    @Test
    void saysWhenATrackerDoesNotSpeakTls() throws Exception {
        ScriptedServer server = server(head -> reply("200 OK", "", GOOD));
        open.add(0, server);
        TrackerClient hasty = TrackerClient.open(
                TrackerClientConfig.defaults().withTimeouts(Duration.ofSeconds(5), Duration.ofMillis(500)));
        open.add(0, hasty);
        assertThat(failure(hasty.announce(url("https", server.port()), request(1, 5)))
                        .reason())
                .isEqualTo(Reason.UNREACHABLE);
    }

    @Test
    void givesUpOnASilentTracker() throws Exception {
        TrackerClient hasty = TrackerClient.open(
                TrackerClientConfig.defaults().withTimeouts(Duration.ofMillis(200), Duration.ofMillis(200)));
        open.add(0, hasty);
        ScriptedServer silent = server(head -> ScriptedServer.SILENCE);
        assertThat(failure(hasty.announce(url("http", silent.port()), request(1, 5))))
                .hasMessageContaining("within 200 ms");
        try (DatagramSocket deaf = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
            assertThat(failure(hasty.announce(url("udp", deaf.getLocalPort()), request(1, 5))))
                    .hasMessageContaining("within 200 ms");
        }
    }

    @Test
    void ignoresUdpAnswersWithAnotherTransaction() throws Exception {
        try (DatagramSocket liar = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
            Thread thread = new Thread(() -> lie(liar), "liar");
            thread.setDaemon(true);
            thread.start();
            TrackerClient hasty = TrackerClient.open(
                    TrackerClientConfig.defaults().withTimeouts(Duration.ofMillis(500), Duration.ofMillis(500)));
            open.add(0, hasty);
            assertThat(failure(hasty.announce(url("udp", liar.getLocalPort()), request(1, 5)))
                            .reason())
                    .isEqualTo(Reason.UNREACHABLE);
        }
    }

    private static void lie(DatagramSocket socket) {
        try {
            DatagramPacket packet = new DatagramPacket(new byte[100], 100);
            socket.receive(packet);
            for (int length = 0; length < 30; length++) {
                socket.send(new DatagramPacket(new byte[length], length, packet.getSocketAddress()));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void closingEndsWhatIsUnderWayAndLeavesNoThread() throws Exception {
        ScriptedServer silent = server(head -> ScriptedServer.SILENCE);
        CompletableFuture<AnnounceResponse> waiting =
                client.announce(URI.create("http://localhost:" + silent.port() + "/announce"), request(1, 5));
        await().until(() -> silent.requests().size() == 1);
        client.close();
        assertThat(failure(waiting)).hasMessageContaining("closed");
        assertThat(failure(client.announce(url("http", silent.port()), request(1, 5))))
                .hasMessageContaining("closed");
        await().atMost(Duration.ofSeconds(10))
                .until(() -> Thread.getAllStackTraces().keySet().stream()
                        .map(Thread::getName)
                        .noneMatch(name ->
                                name.startsWith("torrentkit-announce") || name.startsWith("torrentkit-tracker-names")));
    }
}
