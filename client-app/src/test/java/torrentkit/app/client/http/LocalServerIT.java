package torrentkit.app.client.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import torrentkit.app.client.outcome.ExitCode;
import torrentkit.app.client.outcome.Failure;
import torrentkit.testing.Leftovers;

class LocalServerIT {
    private final TestSite site = new TestSite();
    private LocalServer server = site.open(HttpLimits.defaults());

    @AfterEach
    void close() {
        server.close();
    }

    private void reopen(HttpLimits limits) {
        server.close();
        server = site.open(limits);
    }

    private String ask(String request) throws IOException {
        return RawClient.ask(server.address(), request);
    }

    private static int status(String answer) {
        return Integer.parseInt(answer.split(" ")[1]);
    }

    @Test
    void answersWithWhatTheSiteHas() throws IOException {
        String answer = ask("GET /page?query HTTP/1.1\r\nHost: localhost\r\n\r\n");

        assertThat(answer).startsWith("HTTP/1.1 200 OK\r\n").endsWith("\r\n\r\na page");
        assertThat(answer)
                .contains("content-length: 6\r\n")
                .contains("connection: close\r\n")
                .contains("cache-control: no-store\r\n")
                .contains("content-security-policy: default-src 'none'")
                .contains("x-content-type-options: nosniff\r\n")
                .doesNotContain("access-control");
    }

    @Test
    void answersHeadWithoutBody() throws IOException {
        assertThat(ask("HEAD /page HTTP/1.1\r\nHost: localhost\r\n\r\n"))
                .startsWith("HTTP/1.1 200 OK\r\n")
                .contains("content-length: 6\r\n")
                .endsWith("\r\n\r\n");
    }

    @Test
    void tellsTheSiteWhatIsAccepted() throws IOException {
        assertThat(ask("GET /accept HTTP/1.1\r\nHost: localhost\r\nAccept: text/plain\r\n\r\n"))
                .endsWith("\r\n\r\ntext/plain");
    }

    @Test
    void hasNothingElse() throws IOException {
        assertThat(status(RawClient.get(server.address(), "/"))).isEqualTo(404);
        assertThat(status(RawClient.get(server.address(), "/../page"))).isEqualTo(404);
        assertThat(status(RawClient.get(server.address(), "/%70age"))).isEqualTo(404);
        assertThat(status(RawClient.get(server.address(), "http://localhost/page")))
                .isEqualTo(400);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Host: evil.example\r\n", "", "Host: localhost\r\nHost: evil.example\r\n"})
    void answersNoRequestThatMeansAnotherHost(String hosts) throws IOException {
        String answer = ask("GET /page HTTP/1.1\r\n" + hosts + "\r\n");

        assertThat(status(answer)).isEqualTo(421);
        assertThat(answer).doesNotContain("a page");
    }

    @ParameterizedTest
    @ValueSource(strings = {"POST", "PUT", "DELETE", "OPTIONS", "CONNECT", "PATCH", "get", "HACK"})
    void refusesOtherMethods(String method) throws IOException {
        String answer = ask(method + " /page HTTP/1.1\r\nHost: localhost\r\n\r\n");

        assertThat(status(answer)).isEqualTo(405);
        assertThat(answer).contains("allow: GET, HEAD\r\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"Content-Length: 5", "Transfer-Encoding: chunked"})
    void refusesBodies(String header) throws IOException {
        assertThat(status(ask("GET /page HTTP/1.1\r\nHost: localhost\r\n" + header + "\r\n\r\nhello")))
                .isEqualTo(413);
    }

    @ParameterizedTest
    @CsvSource({"5000, 0, 414", "0, 9000, 431"})
    void refusesWhatIsTooLong(int path, int header, int status) throws IOException {
        assertThat(status(ask("GET /" + "x".repeat(path) + " HTTP/1.1\r\nHost: localhost\r\nX: " + "y".repeat(header)
                        + "\r\n\r\n")))
                .isEqualTo(status);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "hello\r\n\r\n",
                "GET\r\n\r\n",
                "\u0016\u0003\u0001\u0002\u0000\u0001\u0000\u0001\u00fc\u0003\u0003\r\n\r\n",
                "GET /page HTTP/1.1\r\nHost: localhost\r\nno colon\r\n\r\n",
                "GET /page HTTP/1.1\r\nHost: localhost\r\nA\u0000: b\r\n\r\n",
                "GET /page HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n"
            })
    void refusesWhatIsNoRequest(String bytes) throws IOException {
        assertThat(ask(bytes)).doesNotContain("a page").startsWith("HTTP/1.1 4");
        assertThat(status(RawClient.get(server.address(), "/page"))).isEqualTo(200);
    }

    @Test
    void answersOneRequestAConnection() throws IOException {
        String answers = ask("GET /page HTTP/1.1\r\nHost: localhost\r\n\r\n".repeat(500));

        assertThat(answers.split("HTTP/1.1 200 OK", -1)).hasSize(2);
    }

    @Test
    void saysWhenSomethingIsBrokenAndGoesOn() throws IOException {
        assertThat(status(RawClient.get(server.address(), "/broken"))).isEqualTo(500);
        assertThat(status(RawClient.get(server.address(), "/page"))).isEqualTo(200);
    }

    @Test
    void givesUpARequestThatDoesNotCome() throws IOException {
        reopen(HttpLimits.defaults().withTimes(Duration.ofMillis(50), Duration.ofSeconds(30), Duration.ofSeconds(45)));

        assertThat(status(ask("GET /page HTT"))).isEqualTo(408);
        assertThat(status(ask(""))).isEqualTo(408);
    }

    @Test
    void givesUpAClientThatDoesNotRead() throws IOException {
        reopen(HttpLimits.defaults()
                .withConnections(1)
                .withTimes(Duration.ofSeconds(10), Duration.ofMillis(100), Duration.ofSeconds(45)));
        try (RawClient lazy = new RawClient(server.address())) {
            lazy.send("GET /large HTTP/1.1\r\nHost: localhost\r\n\r\n");
            Awaitility.await().ignoreExceptions().until(() -> status(RawClient.get(server.address(), "/page")) == 200);
            assertThat(lazy.rest().length()).isLessThan(TestSite.LARGE);
        }
    }

    @Test
    void takesSoManyConnectionsAndNoMore() throws IOException {
        reopen(HttpLimits.defaults().withConnections(3));
        List<RawClient> idle = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            idle.add(new RawClient(server.address()));
        }
        assertThat(status(RawClient.get(server.address(), "/page"))).isEqualTo(503);

        for (RawClient client : idle) {
            client.close();
        }
        Awaitility.await().ignoreExceptions().until(() -> status(RawClient.get(server.address(), "/page")) == 200);
    }

    @Test
    void saysThatThePortIsTaken() {
        assertThatThrownBy(() -> LocalServer.open(server.address(), "torrentkit-test", "--test-port", site))
                .isInstanceOf(Failure.class)
                .hasMessageStartingWith("Port " + server.address().getPort() + " of ")
                .hasMessageEndingWith("cannot be listened on: Address already in use. Choose another with --test-port.")
                .extracting(thrown -> ((Failure) thrown).code())
                .isEqualTo(ExitCode.NETWORK);
    }

    @Test
    void saysThatTheAddressIsNoneOfThisMachine() throws IOException {
        InetSocketAddress elsewhere =
                new InetSocketAddress(InetAddress.getByAddress(new byte[] {(byte) 192, 0, 2, 1}), 3000);

        assertThatThrownBy(() -> LocalServer.open(elsewhere, "torrentkit-test", "--test-port", site))
                .isInstanceOf(Failure.class)
                .hasMessageContaining("Port 3000 of 192.0.2.1 cannot be listened on");
        InetSocketAddress unknown = InetSocketAddress.createUnresolved("nowhere.invalid", 3000);
        assertThatThrownBy(() -> LocalServer.open(unknown, "torrentkit-test", "--test-port", site))
                .isInstanceOf(Failure.class)
                .hasMessageContaining("Port 3000 of nowhere.invalid cannot be listened on");
    }

    @Test
    void leavesNothingBehind(@TempDir Path directory) throws IOException {
        server.close();
        Leftovers leftovers = Leftovers.before();
        server = site.open(HttpLimits.defaults());
        RawClient.get(server.address(), "/page");
        try (RawClient idle = new RawClient(server.address());
                RawClient following = RawClient.following(server.address())) {
            Awaitility.await().until(site.feed::isFollowed);
            server.close();
            idle.rest();
            following.rest();
        }
        leftovers.assertNone(directory);
        assertThat(site.feed.isFollowed()).isFalse();
    }
}
