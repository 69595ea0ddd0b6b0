package torrentkit.app.server.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import torrentkit.testing.Leftovers;

/** What becomes of connections when the front end closes. */
class HttpShutdownIT {
    private static final int LARGE_BYTES = 16 << 20; // more than sockets take in

    /** One for all connections: of another kind each would have a copy. */
    private static final ByteBuf LARGE = Unpooled.unreleasableBuffer(
            Unpooled.directBuffer(LARGE_BYTES).writeZero(LARGE_BYTES).asReadOnly());

    private final CompletableFuture<Answer> held = new CompletableFuture<>();
    private final List<RawHttp> clients = new ArrayList<>();
    private Leftovers leftovers;
    private HttpFrontEnd server;

    @TempDir
    private Path directory;

    @BeforeEach
    void open() throws IOException {
        openServer();
        connect().send(RawHttp.get("/a")).answer(); // what JDK and Netty open once, they have opened then
        close();
        leftovers = Leftovers.before();
        openServer();
    }

    private void openServer() {
        server = HttpFrontEnd.open(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                HttpRoutes.none().with(List.of(), (request, names) -> {
                    DefaultFullHttpResponse large =
                            new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.OK, LARGE.duplicate());
                    large.headers().set(HttpHeaderNames.CONTENT_LENGTH, LARGE_BYTES);
                    return names.contains("held")
                            ? held
                            : CompletableFuture.completedFuture(
                                    names.contains("large")
                                            ? new WholeAnswer(large)
                                            : HttpAnswers.text(HttpResponseStatus.OK, "good"));
                }),
                HttpLimits.defaults().withAnswerBytes(Long.MAX_VALUE));
    }

    @AfterEach
    void close() throws IOException {
        server.close();
        for (RawHttp client : clients) {
            client.close();
        }
        clients.clear();
    }

    private RawHttp connect() throws IOException {
        RawHttp client = new RawHttp(server.address());
        clients.add(client);
        return client;
    }

    @Test
    void letsAnswersEndThatAreUnderWay() throws Exception {
        RawHttp making = connect().send(RawHttp.get("/held") + RawHttp.get("/a"));
        RawHttp reading = connect().send(RawHttp.get("/large"));
        RawHttp idle = connect();
        assertThat(idle.send(RawHttp.get("/a")).answer().text()).isEqualTo("good");
        Awaitility.await().until(() -> server.counters().requestsInFlight() == 3);
        Thread closing = new Thread(server::close);
        closing.start();

        assertThat(idle.isEnded()).isTrue();
        held.complete(HttpAnswers.text(HttpResponseStatus.OK, "in time"));
        RawHttp.Reply answer = making.answer();
        assertThat(answer.text()).isEqualTo("in time");
        assertThat(answer.headers()).containsEntry("connection", "close");
        making.readToEnd();
        assertThat(reading.answer().body()).hasSize(LARGE_BYTES);
        assertThat(reading.isEnded()).isTrue();
        closing.join();
        assertThatThrownBy(() -> new RawHttp(server.address())).isInstanceOf(Exception.class);
    }

    @Test
    void closesAThousandSlowClientsAndLeavesNothingBehind() throws IOException {
        server.shutdownTime(Duration.ofMillis(200));
        for (int i = 0; i < 1_000; i++) {
            Socket socket = new Socket();
            socket.setReceiveBufferSize(4 << 10); // so that what nobody reads stays with the server
            socket.connect(server.address());
            RawHttp client = new RawHttp(socket);
            clients.add(client);
            client.send(i % 5 == 0 ? RawHttp.get("/large") : "GET /a HTTP/1.1\r\nX");
        }
        Awaitility.await()
                .atMost(Duration.ofMinutes(1))
                .until(() -> server.counters().requestsInFlight() == 200);

        server.close();
        for (RawHttp client : clients) {
            client.readToEnd();
        }
        assertThat(server.counters().connections()).isZero();
        assertThat(server.counters().requestsInFlight()).isZero();
        close();
        leftovers.assertNone(directory);
    }
}
