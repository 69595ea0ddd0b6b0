package torrentkit.app.server.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import torrentkit.testing.Leftovers;

/** What clients do that mean harm: after each of them a good request is answered, and nothing is left of the connection. */
class HostileHttpIT {
    private static final byte[] LARGE = new byte[16 << 20]; // more than sockets take in
    private static final String NEXT = "GET /smuggled HTTP/1.1\r\nHost: x\r\n\r\n";

    private final Queue<String> asked = new ConcurrentLinkedQueue<>();
    private final List<RawHttp> clients = new ArrayList<>();
    private final CompletableFuture<Answer> held = new CompletableFuture<>();
    private final Leftovers leftovers = Leftovers.before();

    @TempDir
    private Path directory;

    private HttpFrontEnd server;

    /** The JDK and Netty open sockets of their own when they are first used, and keep them. */
    @BeforeAll
    static void warmUp() throws IOException {
        InetSocketAddress any = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        try (HttpFrontEnd server = HttpFrontEnd.open(any, HttpRoutes.none(), HttpLimits.defaults());
                RawHttp http = new RawHttp(server.address())) {
            http.send(RawHttp.get("/")).answer();
        }
    }

    @BeforeEach
    void open() {
        open(HttpLimits.defaults());
    }

    private void open(HttpLimits limits) {
        if (server != null) {
            server.close();
        }
        server = HttpFrontEnd.open(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                HttpRoutes.none().with(List.of(), (request, names) -> {
                    asked.add(String.join("/", names));
                    return switch (names.isEmpty() ? "" : names.get(0)) {
                        case "large" -> CompletableFuture.completedFuture(large());
                        case "held" -> held;
                        default -> CompletableFuture.completedFuture(HttpAnswers.text(HttpResponseStatus.OK, "good"));
                    };
                }),
                limits);
    }

    private static Answer large() {
        DefaultFullHttpResponse response =
                new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.OK, Unpooled.wrappedBuffer(LARGE));
        response.headers().set(HttpHeaderNames.CONTENT_LENGTH, LARGE.length);
        return new WholeAnswer(response);
    }

    @AfterEach
    void leavesNothingBehind() throws IOException {
        answersAGoodRequest();
        for (RawHttp client : clients) {
            client.close();
        }
        Awaitility.await().untilAsserted(() -> {
            assertThat(server.counters().connections()).isZero();
            assertThat(server.counters().requestsInFlight()).isZero();
        });
        server.close();
        leftovers.assertNone(directory);
    }

    private RawHttp connect() throws IOException {
        RawHttp client = new RawHttp(server.address());
        clients.add(client);
        return client;
    }

    private void answersAGoodRequest() throws IOException {
        try (RawHttp http = new RawHttp(server.address())) {
            assertThat(http.send(RawHttp.get("/good")).answer().text()).isEqualTo("good");
        }
    }

    static Stream<Arguments> requestsThatTwoProgramsReadDifferently() {
        String get = "GET /a HTTP/1.1\r\nHost: x\r\n";
        return Stream.of(
                arguments(
                        "length and chunked", get + "Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"),
                arguments(
                        "chunked and length 0",
                        get + "Transfer-Encoding: chunked\r\nContent-Length: 0\r\n\r\n0\r\n\r\n"),
                arguments("two lengths", get + "Content-Length: 0\r\nContent-Length: 5\r\n\r\n"),
                arguments("a list of lengths", get + "Content-Length: 0, 5\r\n\r\n"),
                arguments("a length with a sign", get + "Content-Length: +0\r\n\r\n"),
                arguments("a negative length", get + "Content-Length: -1\r\n\r\n"),
                arguments("a length in hex", get + "Content-Length: 0x0\r\n\r\n"),
                arguments("an empty length", get + "Content-Length: \r\n\r\n"),
                arguments("a chunk size that is none", get + "Transfer-Encoding: chunked\r\n\r\nxyz\r\n"),
                arguments("a negative chunk size", get + "Transfer-Encoding: chunked\r\n\r\n-1\r\n"),
                arguments(
                        "an endless chunk size", get + "Transfer-Encoding: chunked\r\n\r\n" + "f".repeat(100) + "\r\n"),
                arguments("an unknown coding", get + "Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n"),
                arguments("two codings", get + "Transfer-Encoding: chunked, identity\r\n\r\n0\r\n\r\n"),
                arguments("coding with a space", get + "Transfer-Encoding : chunked\r\n\r\n0\r\n\r\n"),
                arguments("coding with a tab", get + "Transfer-Encoding\t: chunked\r\n\r\n0\r\n\r\n"),
                arguments("coding in a folded line", get + "Transfer-Encoding:\r\n chunked\r\n\r\n0\r\n\r\n"),
                arguments("a folded line", get + "X: a\r\n b\r\n\r\n"),
                arguments("a line folded with a tab", get + "X: a\r\n\tb\r\n\r\n"),
                arguments("a first header with a space", "GET /a HTTP/1.1\r\n Host: x\r\n\r\n"),
                arguments("line feeds only", "GET /a HTTP/1.1\nHost: x\n\n"),
                arguments("a line feed in the header", get + "X: a\nY: b\r\n\r\n"),
                arguments("a carriage return in a value", get + "X: a\rContent-Length: 5\r\n\r\n"),
                arguments("a carriage return in a name", get + "X\r: a\r\n\r\n"),
                arguments("a NUL in a value", get + "X: a\0b\r\n\r\n"),
                arguments("a NUL in a name", get + "X\0: a\r\n\r\n"),
                arguments("no colon", get + "X\r\n\r\n"),
                arguments("no name", get + ": a\r\n\r\n"),
                arguments("two hosts", get + "Host: y\r\n\r\n"),
                arguments("no host", "GET /a HTTP/1.1\r\n\r\n"),
                arguments("a fourth word", "GET /a HTTP/1.1 x\r\nHost: x\r\n\r\n"),
                arguments("no version", "GET /a\r\nHost: x\r\n\r\n"),
                arguments("another version", "GET /a HTTP/1.2\r\nHost: x\r\n\r\n"),
                arguments("another protocol", "GET /a ICY/1.1\r\nHost: x\r\n\r\n"),
                arguments("HTTP/2 without asking", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"),
                arguments(
                        "TLS on the plain port",
                        "\u0016\u0003\u0001\u0002\u0000\u0001\u0000\u0001\u00fc\u0003\u0003\r\n\r\n"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("requestsThatTwoProgramsReadDifferently")
    void refusesAndReadsNoFurther(String name, String bytes) throws IOException {
        String answer = new String(connect().send(bytes + NEXT).readToEnd(), StandardCharsets.ISO_8859_1);

        assertThat(answer).matches("(?s)HTTP/1\\.1 (400|413|505) .*").containsIgnoringCase("connection: close");
        assertThat(answer.split("HTTP/1\\.1 [0-9]", -1)).hasSize(2);
        assertThat(asked).isEmpty();
    }

    @Test
    void looksOnlyAtThePathOfAnAbsoluteTarget() throws IOException {
        RawHttp http = connect();
        http.send("GET http://other.example/a HTTP/1.1\r\nHost: x\r\n\r\n").answer();
        http.send("GET HTTPS://user@[::1]:99/b HTTP/1.1\r\nHost: x\r\n\r\n").answer();

        assertThat(asked).containsExactly("a", "b");
        assertThat(http.send("GET ftp://other.example/a HTTP/1.1\r\nHost: x\r\n\r\n")
                        .answer()
                        .status())
                .isEqualTo(404);
        assertThat(asked).hasSize(2);
    }

    @Test
    void isNoProxy() throws IOException {
        RawHttp http = connect();

        assertThat(http.send("OPTIONS * HTTP/1.1\r\nHost: x\r\n\r\n").answer().status())
                .isEqualTo(404);
        assertThat(http.send("CONNECT other.example:443 HTTP/1.1\r\nHost: x\r\n\r\n")
                        .answer()
                        .status())
                .isEqualTo(404);
        assertThat(http.send("TRACE /a HTTP/1.1\r\nHost: x\r\n\r\n").answer().status())
                .isEqualTo(405);
        assertThat(asked).isEmpty();
    }

    @Test
    void takesInSixteenRequestsOfAFlood() throws Exception {
        RawHttp http = connect();
        Thread flood = new Thread(() -> {
            try {
                http.send(RawHttp.get("/held").repeat(500_000));
            } catch (IOException e) {
                // closed by the test
            }
        });
        flood.start();
        Awaitility.await().until(() -> server.counters().requestsInFlight() == 16);
        answersAGoodRequest();

        // The good one is counted until the server learns that its answer is sent, which may be after we have read it.
        Awaitility.await().until(() -> server.counters().requestsInFlight() == 16);
        assertThat(asked).containsExactly("held", "good");
        http.close();
        flood.join();
        held.complete(HttpAnswers.unavailable()); // nobody is there to get it
    }

    @Test
    void givesUpAClientThatDoesNotRead() throws IOException {
        open(HttpLimits.defaults().withIdleTime(Duration.ofSeconds(60), Duration.ofMillis(200)));
        connect().send(RawHttp.get("/large"));
        Awaitility.await().until(() -> asked.contains("large"));

        Awaitility.await().until(() -> server.counters().connections() == 0);
        Awaitility.await().until(() -> server.counters().requestsInFlight() == 0);
    }

    @Test
    void letsAClientReadThatIsOnlySlow() throws IOException {
        open(HttpLimits.defaults().withIdleTime(Duration.ofSeconds(60), Duration.ofSeconds(20)));

        assertThat(connect().send(RawHttp.get("/large")).answer().body()).isEqualTo(LARGE);
    }

    @Test
    void holdsNoMoreAnswersThanThereIsMemoryFor() throws IOException {
        open(HttpLimits.defaults().withAnswerBytes(2L * LARGE.length));
        RawHttp first = connect();
        first.send(RawHttp.get("/large"));
        connect().send(RawHttp.get("/large"));
        Awaitility.await().until(() -> asked.size() == 2);
        RawHttp third = connect();
        RawHttp.Reply refused = third.send(RawHttp.get("/large")).answer();

        assertThat(refused.status()).isEqualTo(503);
        assertThat(refused.headers()).containsKey("retry-after");
        assertThat(third.send(RawHttp.get("/small")).answer().text()).isEqualTo("good");
        assertThat(first.answer().body()).isEqualTo(LARGE);
        Awaitility.await()
                .until(() -> third.send(RawHttp.get("/large")).answer().status() == 200);
    }

    @Test
    void closesAClientThatSendsAHeaderByteByByteForever() throws IOException {
        open(HttpLimits.defaults().withHeaderTime(Duration.ofMillis(300)));
        RawHttp http = connect().send("GET /a HTTP/1.1\r\nX: ");
        Awaitility.await().pollInterval(Duration.ofMillis(10)).until(() -> {
            try {
                http.send("a");
                return false;
            } catch (IOException e) {
                return true; // it was reset
            }
        });
        assertThat(asked).isEmpty();
    }

    @Test
    void survivesThousandsOfConnectionsThatAreReset() throws IOException {
        for (int i = 0; i < 2_000; i++) {
            try (Socket socket =
                    new Socket(server.address().getAddress(), server.address().getPort())) {
                socket.getOutputStream().write(RawHttp.get("/a").getBytes(StandardCharsets.US_ASCII));
                socket.setSoLinger(true, 0); // closing sends a reset
            }
        }
        Awaitility.await().until(() -> server.counters().acceptedConnections() == 2_000);
    }

    @Test
    void refusesConnectionsOverTheLimitWithoutReadingThem() throws IOException {
        open(HttpLimits.defaults().withConnections(3));
        for (int i = 0; i < 3; i++) {
            connect().send(RawHttp.get("/a")).answer();
        }
        for (int i = 0; i < 200; i++) {
            try (RawHttp http = new RawHttp(server.address())) {
                assertThat(http.answer().status()).isEqualTo(503);
            }
        }
        assertThat(server.counters().refusedConnections()).isEqualTo(200);
        clients.remove(0).close();
        Awaitility.await().until(() -> server.counters().connections() == 2);
    }

    @Test
    void takesNewLimitsForNewConnections() throws IOException {
        RawHttp old = connect();
        old.send(RawHttp.get("/a")).answer();
        HttpLimits before = HttpLimits.defaults();
        server.apply(before.withConnections(2));
        RawHttp second = connect();
        assertThat(second.send(RawHttp.get("/b")).answer().status()).isEqualTo(200);
        try (RawHttp third = new RawHttp(server.address())) {
            assertThat(third.answer().status()).isEqualTo(503);
        }
        second.close();
        assertThat(old.send(RawHttp.get("/c")).answer().status()).isEqualTo(200);
        Awaitility.await().until(() -> server.counters().connections() == 1);
    }
}
