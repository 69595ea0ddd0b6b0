package torrentkit.app.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.handler.codec.http.HttpResponseStatus;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import torrentkit.app.server.http.RawHttp.Reply;

/** The HTTP side over real sockets, with torrents that a test makes up: a torrent's bytes are its path. */
class HttpFrontEndIT {
    private static final HttpLimits LIMITS = HttpLimits.defaults();

    private final Queue<CompletableFuture<Answer>> held = new ConcurrentLinkedQueue<>();
    private final Queue<WebRequest> asked = new ConcurrentLinkedQueue<>();
    private Gate gate = Gate.OPEN;
    private HttpFrontEnd server;

    @BeforeEach
    void open() {
        open(LIMITS);
    }

    private void open(HttpLimits limits) {
        if (server != null) {
            server.close();
        }
        server = HttpFrontEnd.open(
                HttpListeners.plain(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0)),
                HttpRoutes.none().with(List.of("torrent"), this::answer),
                gate,
                limits);
    }

    @AfterEach
    void close() {
        server.close();
    }

    private CompletableFuture<Answer> answer(WebRequest request, List<String> names) {
        String path = String.join("/", names);
        return switch (names.isEmpty() ? "none" : names.get(0)) {
            case "later" -> CompletableFuture.completedFuture(HttpAnswers.later("Busy.", 7));
            case "impossible" ->
                CompletableFuture.completedFuture(
                        HttpAnswers.text(HttpResponseStatus.UNPROCESSABLE_ENTITY, "It is empty."));
            case "none" -> CompletableFuture.completedFuture(HttpAnswers.unavailable());
            case "broken" -> CompletableFuture.failedFuture(new IllegalStateException("secret detail"));
            case "held" -> {
                CompletableFuture<Answer> answer = new CompletableFuture<>();
                asked.add(request);
                held.add(answer); // second: tests wait for it
                yield answer;
            }
            default -> CompletableFuture.completedFuture(torrent(request, path));
        };
    }

    private static Answer torrent(WebRequest request, String path) {
        return HttpAnswers.attachment(
                request, "application/x-bittorrent", path.getBytes(StandardCharsets.UTF_8), path + ".torrent");
    }

    private RawHttp connect() throws IOException {
        return new RawHttp(server.address());
    }

    @Test
    void answersATorrent() throws IOException {
        try (RawHttp http = connect()) {
            Reply answer = http.send(RawHttp.get("/torrent/a/b%20c")).answer();

            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.text()).isEqualTo("a/b c");
            assertThat(answer.headers())
                    .containsEntry("content-type", "application/x-bittorrent")
                    .containsEntry("content-length", "5")
                    .containsEntry("content-disposition", "attachment; filename=\"a_b c.torrent\"")
                    .containsKeys("etag", "date");
        }
    }

    @Test
    void answersHeadLikeGetWithoutTheBody() throws IOException {
        try (RawHttp http = connect()) {
            Reply get = http.send(RawHttp.get("/torrent/a")).answer();
            Reply head =
                    http.send("HEAD /torrent/a HTTP/1.1\r\nHost: x\r\n\r\n").answer(false);
            Reply next = http.send(RawHttp.get("/torrent/b")).answer();

            head.headers().remove("date");
            get.headers().remove("date");
            assertThat(head.headers()).isEqualTo(get.headers());
            assertThat(next.text()).isEqualTo("b");
        }
    }

    @Test
    void answersNotModifiedToWhoHasIt() throws IOException {
        try (RawHttp http = connect()) {
            String tag = http.send(RawHttp.get("/torrent/a")).answer().headers().get("etag");
            Reply same = http.send("GET /torrent/a HTTP/1.1\r\nHost: x\r\nIf-None-Match: \"y\", " + tag + "\r\n\r\n")
                    .answer(false);
            Reply other = http.send("GET /torrent/b HTTP/1.1\r\nHost: x\r\nIf-None-Match: " + tag + "\r\n\r\n")
                    .answer();

            assertThat(same.status()).isEqualTo(304);
            assertThat(same.headers()).containsEntry("etag", tag);
            assertThat(other.status()).isEqualTo(200);
            assertThat(other.text()).isEqualTo("b");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/torrent/none",
                "/torrent/",
                "/torrent",
                "/torrents/x",
                "/torrent/../x",
                "/torrent/%2e%2e/x",
                "/torrent/a%00",
                "/torrent/a%5cb",
                "/torrent//a",
                "/torrent/%ff",
                "/else",
                "*",
            })
    void saysUnavailableForWhatIsNotThereOrNotAllowed(String target) throws IOException {
        try (RawHttp http = connect()) {
            Reply answer = http.send(RawHttp.get(target)).answer();

            assertThat(answer.status()).isEqualTo(404);
            assertThat(answer.text()).isEqualTo("Requested file unavailable");
        }
    }

    @Test
    void saysWhyThereIsNoTorrentAndWhenToAskAgain() throws IOException {
        try (RawHttp http = connect()) {
            Reply impossible = http.send(RawHttp.get("/torrent/impossible")).answer();
            Reply later = http.send(RawHttp.get("/torrent/later")).answer();
            Reply broken = http.send(RawHttp.get("/torrent/broken")).answer();

            assertThat(impossible.status()).isEqualTo(422);
            assertThat(impossible.text()).isEqualTo("It is empty.");
            assertThat(later.status()).isEqualTo(503);
            assertThat(later.headers()).containsEntry("retry-after", "7");
            assertThat(broken.status()).isEqualTo(500);
            assertThat(broken.text()).doesNotContain("secret");
        }
    }

    @Test
    void namesTheMethodsThatItKnows() throws IOException {
        for (String method : List.of("POST", "PUT", "DELETE", "OPTIONS", "PATCH", "BREW")) {
            try (RawHttp http = connect()) {
                Reply answer = http.send(method + " /torrent/a HTTP/1.1\r\nHost: x\r\n\r\n")
                        .answer();

                assertThat(answer.status()).isEqualTo(405);
                assertThat(answer.headers()).containsEntry("allow", "GET, HEAD");
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Content-Length: 3\r\n\r\nabc",
                "Content-Length: 99999999999\r\n\r\n",
                "Transfer-Encoding: chunked\r\n\r\n"
            })
    void refusesABody(String rest) throws IOException {
        try (RawHttp http = connect()) {
            Reply answer =
                    http.send("GET /torrent/a HTTP/1.1\r\nHost: x\r\n" + rest).answer();

            assertThat(answer.status()).isEqualTo(413);
            assertThat(answer.headers()).containsEntry("connection", "close");
            assertThat(http.isEnded()).isTrue();
        }
    }

    @Test
    void letsAClientReadTheRefusalOfALargeBody() throws IOException {
        try (RawHttp http = connect()) {
            http.send("POST /torrent/a HTTP/1.1\r\nHost: x\r\nContent-Length: 1000000\r\n\r\n" + "x".repeat(300_000));

            assertThat(http.answer().status()).isEqualTo(405);
            assertThat(http.isEnded()).isTrue();
        }
    }

    @Test
    void refusesALongRequestLine() throws IOException {
        try (RawHttp http = connect()) {
            assertThat(http.send(RawHttp.get("/torrent/" + "x".repeat(5000)))
                            .answer()
                            .status())
                    .isEqualTo(414);
            assertThat(http.isEnded()).isTrue();
        }
    }

    @Test
    void refusesALongHeader() throws IOException {
        try (RawHttp http = connect()) {
            http.send(
                    "GET /torrent/a HTTP/1.1\r\nHost: x\r\n" + ("X: " + "y".repeat(1000) + "\r\n").repeat(10) + "\r\n");

            assertThat(http.answer().status()).isEqualTo(431);
            assertThat(http.isEnded()).isTrue();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\0\1\2\3\r\n\r\n",
                "GET\r\n\r\n",
                "GET /torrent/a HTTP/9.x\r\n\r\n",
                "GET /torrent/a HTTP/1.1\r\n\r\n",
                "GET /torrent/a HTTP/1.1\r\nHost: x\r\nHost: y\r\n\r\n",
                "GET /torrent/a HTTP/1.1\r\nHost: x\r\nbroken header\r\n\r\n",
                "GET /torrent/a HTTP/1.1\r\nHost: x\r\nContent-Length: -1\r\n\r\n",
            })
    void refusesWhatIsNoRequest(String bytes) throws IOException {
        try (RawHttp http = connect()) {
            assertThat(http.send(bytes).answer().status()).isBetween(400, 413);
            assertThat(http.isEnded()).isTrue();
        }
        answersATorrent();
    }

    @Test
    void answersPipelinedRequestsInOrder() throws IOException {
        try (RawHttp http = connect()) {
            StringBuilder requests = new StringBuilder();
            for (int i = 0; i < 100; i++) {
                requests.append(RawHttp.get("/torrent/" + i));
            }
            http.send(requests.toString());

            for (int i = 0; i < 100; i++) {
                assertThat(http.answer().text()).isEqualTo(String.valueOf(i));
            }
        }
    }

    @Test
    void takesInNoMoreThanSoManyRequestsBeforeItHasAnswered() throws IOException {
        try (RawHttp http = connect()) {
            http.send(RawHttp.get("/torrent/held")
                    + RawHttp.get("/torrent/1").repeat(200)
                    + RawHttp.get("/torrent/last"));
            Awaitility.await().until(() -> !held.isEmpty());
            held.remove().complete(torrent(asked.remove(), "first"));

            assertThat(http.answer().text()).isEqualTo("first");
            for (int i = 0; i < 200; i++) {
                assertThat(http.answer().text()).isEqualTo("1");
            }
            assertThat(http.answer().text()).isEqualTo("last");
        }
    }

    @Test
    void closesWhenTheClientWantsThat() throws IOException {
        try (RawHttp http = connect()) {
            Reply answer = http.send("GET /torrent/a HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
                    .answer();

            assertThat(answer.headers()).containsEntry("connection", "close");
            assertThat(http.isEnded()).isTrue();
        }
        try (RawHttp http = connect()) {
            assertThat(http.send("GET /torrent/a HTTP/1.0\r\n\r\n").answer().status())
                    .isEqualTo(200);
            assertThat(http.isEnded()).isTrue();
        }
    }

    @Test
    void refusesAHeaderThatTakesTooLong() throws IOException {
        open(LIMITS.withHeaderTime(Duration.ofMillis(100)));
        try (RawHttp http = connect()) {
            http.send("GET /torrent/a HTTP/1.1\r\nHost:");

            assertThat(http.answer().status()).isEqualTo(408);
            assertThat(http.isEnded()).isTrue();
        }
    }

    @Test
    void closesAnIdleConnectionButNotOneThatWaitsForIt() throws IOException {
        open(LIMITS.withIdleTime(Duration.ofMillis(500), LIMITS.stallTime())); // enough to send a request
        try (RawHttp idle = connect();
                RawHttp waiting = connect()) {
            waiting.send(RawHttp.get("/torrent/held"));
            Awaitility.await().until(() -> !held.isEmpty());
            assertThat(idle.isEnded()).isTrue();
            try (RawHttp second = connect()) {
                assertThat(second.isEnded()).isTrue(); // so another idle time has passed
            }
            held.remove().complete(torrent(asked.remove(), "patience"));

            assertThat(waiting.answer().text()).isEqualTo("patience");
        }
    }

    @Test
    void refusesConnectionsOverTheLimitUntilOthersClose() throws IOException {
        open(LIMITS.withConnections(2));
        List<RawHttp> open = new ArrayList<>(List.of(connect(), connect()));
        for (RawHttp http : open) {
            assertThat(http.send(RawHttp.get("/torrent/a")).answer().status()).isEqualTo(200);
        }
        try (RawHttp http = connect()) {
            assertThat(http.answer().status()).isEqualTo(503);
            assertThat(http.isEnded()).isTrue();
        }
        for (RawHttp http : open) {
            http.close();
        }
        Awaitility.await().ignoreExceptions().until(() -> {
            try (RawHttp http = connect()) {
                return http.send(RawHttp.get("/torrent/a")).answer().status() == 200;
            }
        });
    }

    @Test
    void survivesClientsThatGoAwayWhileTheyWait() throws IOException {
        try (RawHttp http = connect()) {
            http.send(RawHttp.get("/torrent/held"));
            Awaitility.await().until(() -> !held.isEmpty());
        }
        held.remove().complete(torrent(asked.remove(), "nobody is there"));

        answersATorrent();
    }

    @Test
    void asksNoRouteForWhatTheGateDoesNotAdmit() throws IOException {
        gate = request -> CompletableFuture.completedFuture(
                request.path().contains("held")
                        ? new Admission.Refused(
                                HttpAnswers.text(HttpResponseStatus.FORBIDDEN, "Not you."), Optional.of("somebody"))
                        : new Admission.Admitted(request));
        open(LIMITS);
        try (RawHttp http = connect()) {
            Reply refused = http.send(RawHttp.get("/torrent/held")).answer();
            Reply admitted = http.send(RawHttp.get("/torrent/a")).answer();

            assertThat(refused.status()).isEqualTo(403);
            assertThat(refused.text()).isEqualTo("Not you.");
            assertThat(admitted.text()).isEqualTo("a");
            assertThat(held).isEmpty();
        }
    }

    @Test
    void asksNoRouteWhenTheGateFails() throws IOException {
        gate = request -> {
            throw new IllegalStateException("secret detail");
        };
        open(LIMITS);
        try (RawHttp http = connect()) {
            Reply answer = http.send(RawHttp.get("/torrent/held")).answer();

            assertThat(answer.status()).isEqualTo(500);
            assertThat(answer.text()).doesNotContain("secret");
            assertThat(held).isEmpty();
        }
    }
}
