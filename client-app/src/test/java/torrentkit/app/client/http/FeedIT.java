package torrentkit.app.client.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FeedIT {
    private static final int TEXT = 0x81;
    private static final int CLOSE = 0x88;
    private static final int PING = 0x89;
    private static final int PONG = 0x8a;

    private final TestSite site = new TestSite();
    private LocalServer server = site.open(HttpLimits.defaults());

    @AfterEach
    void close() {
        server.close();
    }

    private static List<byte[]> texts(String... texts) {
        return Arrays.stream(texts)
                .map(text -> text.getBytes(StandardCharsets.UTF_8))
                .toList();
    }

    private RawClient follow() throws IOException {
        RawClient client = RawClient.following(server.address());
        Awaitility.await().until(site.feed::someoneNeedsEverything);
        return client;
    }

    private static byte[] masked(int kind, int length) {
        byte[] frame = new byte[6 + length];
        frame[0] = (byte) kind;
        frame[1] = (byte) (0x80 | length);
        return frame;
    }

    @Test
    void tellsEverythingFirstAndThenChanges() throws IOException {
        try (RawClient client = follow()) {
            site.feed.send(texts("too early"), Optional.empty());
            site.feed.send(texts("change"), Optional.of(texts("all", "of it")));
            site.feed.send(texts("change 2"), Optional.of(texts("all again")));

            assertThat(client.frame()).isEqualTo(new RawClient.Frame(TEXT, "all"));
            assertThat(client.frame()).isEqualTo(new RawClient.Frame(TEXT, "of it"));
            assertThat(client.frame()).isEqualTo(new RawClient.Frame(TEXT, "change 2"));
            assertThat(site.feed.someoneNeedsEverything()).isFalse();
        }
        Awaitility.await().until(() -> !site.feed.isFollowed());
    }

    @Test
    void skipsWhatASlowReaderCannotTakeAndTellsItEverythingLater() throws IOException {
        String large = "x".repeat(4 << 20);
        try (RawClient slow = follow()) {
            site.feed.send(List.of(), Optional.of(texts(large)));
            for (int i = 0; i < 200; i++) {
                site.feed.send(texts(large), Optional.empty()); // 800 MB, were they kept
            }
            assertThat(site.feed.someoneNeedsEverything()).isFalse(); // it could not take it

            assertThat(slow.frame().text()).hasSize(4 << 20);
            Awaitility.await().until(site.feed::someoneNeedsEverything);
            site.feed.send(texts("missed"), Optional.of(texts("everything")));
            assertThat(slow.frame().text()).isEqualTo("everything");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Origin: http://evil.example\r\n",
                "Origin: null\r\n",
                "Origin: http://localhost:3001\r\n",
                "Origin: http://localhost\r\nOrigin: http://evil.example\r\n"
            })
    void refusesScriptsOfOtherPages(String origin) throws IOException {
        assertThat(RawClient.ask(server.address(), RawClient.handshake("/feed", origin)))
                .startsWith("HTTP/1.1 403 ");
    }

    @Test
    void takesScriptsOfItsOwnPage() throws IOException {
        try (RawClient client =
                new RawClient(server.address()).send(RawClient.handshake("/feed", "Origin: http://localhost\r\n"))) {
            Awaitility.await().until(site.feed::isFollowed);
            client.send(masked(CLOSE, 0)).rest();
        }
    }

    @Test
    void refusesWhatIsNoOpeningHandshake() throws IOException {
        assertThat(RawClient.get(server.address(), "/feed"))
                .startsWith("HTTP/1.1 426 ")
                .contains("sec-websocket-version: 13\r\n");
        String handshake = RawClient.handshake("/feed", "");
        assertThat(RawClient.ask(server.address(), handshake.replace("Version: 13", "Version: 8")))
                .startsWith("HTTP/1.1 426 ");
        assertThat(RawClient.ask(server.address(), handshake.replace("Sec-WebSocket-Key", "X")))
                .startsWith("HTTP/1.1 400 ");
        assertThat(RawClient.ask(server.address(), handshake.replace("GET", "HEAD")))
                .startsWith("HTTP/1.1 400 ");
        assertThat(RawClient.ask(server.address(), handshake.replace("HTTP/1.1", "HTTP/1.0")))
                .startsWith("HTTP/1.1 400 ");
        assertThat(RawClient.ask(server.address(), handshake.replace("Host: localhost", "Host: evil.example")))
                .startsWith("HTTP/1.1 421 ");
        assertThat(RawClient.ask(server.address(), RawClient.handshake("/page", "")))
                .startsWith("HTTP/1.1 200 ");
        assertThat(site.feed.isFollowed()).isFalse();
    }

    @Test
    void answersPingsAndPassesOverWhatElseIsSent() throws IOException {
        try (RawClient client = follow()) {
            client.send(masked(TEXT, 100)).send(masked(0x82, 100)).send(masked(PING, 3));

            assertThat(client.frame()).isEqualTo(new RawClient.Frame(PONG, "\0\0\0"));
        }
    }

    @Test
    void saysGoodbyeWhenTheClientDoes() throws IOException {
        try (RawClient client = follow()) {
            client.send(masked(CLOSE, 0));

            assertThat(client.frame().kind()).isEqualTo(CLOSE);
            assertThat(client.rest()).isEmpty();
        }
    }

    @Test
    void endsWithClientsThatBreakTheRules() throws IOException {
        byte[] unmasked = {(byte) TEXT, 1, 'x'};
        byte[] reserved = masked(0xf1, 1);
        byte[] huge = {(byte) TEXT, (byte) 0xff, 0, 0, 0, 1, 0, 0, 0, 0, 1, 2, 3, 4};
        for (byte[] frame : List.of(unmasked, reserved, huge)) {
            try (RawClient client = follow()) {
                client.send(frame).rest();
            }
            Awaitility.await().until(() -> !site.feed.isFollowed());
        }
    }

    @Test
    void givesUpAClientThatGivesNoSignOfLife() throws IOException {
        server.close();
        server = site.open(
                HttpLimits.defaults().withTimes(Duration.ofSeconds(10), Duration.ofSeconds(30), Duration.ofMillis(50)));
        // Not follow(): who would wait for its being there may come when it is gone again.
        try (RawClient client = RawClient.following(server.address())) {
            assertThat(client.frame().kind()).isEqualTo(PING);
            client.rest();
        }
    }

    @Test
    void tellsTheLastAndSaysGoodbyeWhenTheServerCloses() throws IOException {
        try (RawClient client = follow()) {
            site.feed.send(List.of(), Optional.of(texts("the last")));
            server.close();

            assertThat(client.frame().text()).isEqualTo("the last");
            assertThat(client.frame().kind()).isEqualTo(CLOSE);
        }
    }
}
