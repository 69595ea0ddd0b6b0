package torrentkit.app.server.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.handler.codec.http.HttpResponseStatus;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import torrentkit.app.server.config.ConfigurationException;
import torrentkit.app.server.config.TlsSettings;
import torrentkit.app.server.config.TlsSettings.ClientAuth;
import torrentkit.app.server.http.Gate;
import torrentkit.app.server.http.HttpAnswers;
import torrentkit.app.server.http.HttpFrontEnd;
import torrentkit.app.server.http.HttpLimits;
import torrentkit.app.server.http.HttpListeners;
import torrentkit.app.server.http.HttpRoutes;
import torrentkit.app.server.http.ListenException;
import torrentkit.app.server.http.RawHttp;
import torrentkit.app.server.http.WebRequest;
import torrentkit.app.server.tls.TestAuthority.Identity;

/** HTTPS over real sockets, with certificates that openssl made. */
class HttpsIT {
    private static final String GET = RawHttp.get("/x");

    @TempDir
    private Path directory;

    private final Queue<WebRequest> asked = new ConcurrentLinkedQueue<>();
    private final List<String> warnings = new ArrayList<>();
    private TestAuthority authority;
    private Identity own;
    private TlsContexts contexts;
    private HttpFrontEnd server;

    @BeforeEach
    void makeAuthority() {
        authority = TestAuthority.create(directory, "authority");
        own = authority.issue("server");
    }

    @AfterEach
    void close() {
        if (server != null) {
            Awaitility.await().until(() -> server.counters().connections() == 0);
            server.close();
        }
    }

    private TlsSettings settings(ClientAuth clientAuth, Optional<Path> revoked) {
        return new TlsSettings(
                "localhost",
                OptionalInt.of(0),
                own.certificate(),
                Optional.empty(),
                own.key(),
                Optional.of(authority.certificate()),
                revoked,
                List.of(),
                List.of("TLSv1.3", "TLSv1.2"),
                clientAuth);
    }

    private void open(TlsSettings settings) {
        open(settings, HttpLimits.defaults());
    }

    private void open(TlsSettings settings, HttpLimits limits) {
        contexts = new TlsContexts(TlsMaterial.read(settings, warnings::add));
        InetSocketAddress any = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        server = HttpFrontEnd.open(
                new HttpListeners(Optional.of(any), Optional.of(new HttpListeners.Secure(any, contexts.web()))),
                HttpRoutes.none().with(List.of(), (request, names) -> {
                    asked.add(request);
                    return CompletableFuture.completedFuture(
                            HttpAnswers.text(HttpResponseStatus.OK, request.secure() ? "secure" : "plain"));
                }),
                Gate.OPEN,
                limits);
    }

    private RawHttp connect(SSLContext context, String... protocols) throws IOException {
        InetSocketAddress address = server.secureAddress().orElseThrow();
        SSLSocket socket = (SSLSocket) context.getSocketFactory().createSocket(address.getAddress(), address.getPort());
        if (protocols.length > 0) {
            socket.setEnabledProtocols(protocols);
        }
        return new RawHttp(socket);
    }

    /** What a client gets whose certificate is accepted. */
    private void isAnswered(SSLContext client, String protocol) throws IOException {
        try (RawHttp http = connect(client, protocol)) {
            assertThat(http.send(GET).answer().text()).isEqualTo("secure");
        }
    }

    /** What a client gets whose certificate is not: with TLS 1.3 it learns of that only when it reads. */
    private void isRefused(SSLContext client) {
        for (String protocol : List.of("TLSv1.2", "TLSv1.3")) {
            int before = asked.size();
            assertThatThrownBy(() -> {
                        try (RawHttp http = connect(client, protocol)) {
                            http.send(GET).answer();
                        }
                    })
                    .as(protocol)
                    .isInstanceOf(IOException.class);
            assertThat(asked).hasSize(before);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void answersOverTlsBesidePlain(String protocol) throws IOException {
        open(settings(ClientAuth.NONE, Optional.empty()));

        isAnswered(authority.client(Optional.empty()), protocol);
        try (RawHttp http = new RawHttp(server.plainAddress().orElseThrow())) {
            assertThat(http.send(GET).answer().text()).isEqualTo("plain");
        }
        assertThat(server.counters().acceptedConnections()).isEqualTo(2);
        assertThat(warnings).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(
            value = ClientAuth.class,
            names = {"NEED", "WANT"})
    void showsTheRouteWhatTheClientHasProven(ClientAuth clientAuth) throws IOException {
        open(settings(clientAuth, Optional.of(authority.revocationList())));
        SSLContext client = authority.client(Optional.of(authority.issue("client one")));

        for (String protocol : List.of("TLSv1.2", "TLSv1.3")) {
            isAnswered(client, protocol);
            assertThat(asked.remove()
                            .clientCertificates()
                            .orElseThrow()
                            .get(0)
                            .getSubjectX500Principal()
                            .getName())
                    .isEqualTo("CN=client one");
        }
    }

    @Test
    void refusesWhoShowsNoneOnlyWhereOneIsNeeded() throws IOException {
        open(settings(ClientAuth.NEED, Optional.empty()));
        isRefused(authority.client(Optional.empty()));
        contexts.use(TlsMaterial.read(settings(ClientAuth.WANT, Optional.empty()), warnings::add));
        isAnswered(authority.client(Optional.empty()), "TLSv1.3");

        assertThat(asked.remove().clientCertificates()).isEmpty();
        Awaitility.await()
                .untilAsserted(
                        () -> assertThat(server.counters().failedHandshakes()).isEqualTo(2));
    }

    @ParameterizedTest
    @EnumSource(
            value = ClientAuth.class,
            names = {"NEED", "WANT"})
    void refusesACertificateThatIsNotToBeTrusted(ClientAuth clientAuth) throws IOException {
        TestAuthority stranger = TestAuthority.create(directory, "stranger");
        Identity revoked = authority.issue("revoked");
        authority.revoke(revoked);
        open(settings(clientAuth, Optional.of(authority.revocationList())));

        isRefused(authority.insistentClient(stranger.issue("of a stranger")));
        isRefused(authority.insistentClient(authority.issueExpired("expired")));
        isRefused(authority.insistentClient(revoked));
        isAnswered(authority.insistentClient(authority.issue("good")), "TLSv1.3");
    }

    @Test
    void refusesOneWhoseAuthorityHasNoCurrentRevocationList() throws IOException {
        TestAuthority other = TestAuthority.create(directory, "other");
        open(settings(ClientAuth.WANT, Optional.of(other.revocationList())));
        SSLContext client = authority.client(Optional.of(authority.issue("client")));
        isRefused(client);
        assertThat(warnings)
                .containsExactly(
                        "webserver.ssl-crl-path: there is no revocation list of CN=authority,O=torrentkit test:"
                                + " its clients are refused until there is one");

        warnings.clear();
        Path lists = Files.createDirectory(directory.resolve("lists"));
        Files.copy(authority.outdatedRevocationList(), lists.resolve("a.pem"));
        contexts.use(TlsMaterial.read(settings(ClientAuth.WANT, Optional.of(lists)), warnings::add));
        isRefused(client);
        assertThat(warnings).singleElement().asString().contains("CN=authority", "was good until 2020-02-01");

        Files.copy(authority.revocationList(), lists.resolve("b.pem"));
        contexts.use(TlsMaterial.read(settings(ClientAuth.WANT, Optional.of(lists)), warnings::add));
        isAnswered(client, "TLSv1.3");
    }

    @Test
    void refusesARevokedClientAfterAReloadThoughItHasASession() throws IOException {
        Identity identity = authority.issue("client");
        open(settings(ClientAuth.NEED, Optional.of(authority.revocationList())));
        SSLContext client = authority.client(Optional.of(identity)); // keeps sessions and tickets
        isAnswered(client, "TLSv1.2");
        isAnswered(client, "TLSv1.3");
        try (RawHttp running = connect(client)) {
            running.send(GET).answer();
            authority.revoke(identity);
            contexts.use(TlsMaterial.read(
                    settings(ClientAuth.NEED, Optional.of(authority.revocationList())), warnings::add));

            isRefused(client);
            assertThat(running.send(GET).answer().text()).isEqualTo("secure");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"-tls1_2", "-tls1_3"})
    void resumesNoSessionWhereCertificatesAreChecked(String protocol) {
        Identity client = authority.issue("client");
        open(settings(ClientAuth.NONE, Optional.empty()));
        assertThat(secondVisit(protocol, client)).contains("Reused, ");
        server.close();
        open(settings(ClientAuth.WANT, Optional.empty()));

        assertThat(secondVisit(protocol, client)).contains("New, ").doesNotContain("Reused, ");
    }

    /** What openssl tells of a connection for which it has the session of another one. */
    private String secondVisit(String protocol, Identity client) {
        String said = "";
        for (String session : List.of("-sess_out", "-sess_in")) {
            said = authority.talk(
                    "GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n",
                    "s_client",
                    "-connect",
                    "localhost:" + server.secureAddress().orElseThrow().getPort(),
                    "-cert",
                    client.certificate().toString(),
                    "-key",
                    client.key().toString(),
                    protocol,
                    session,
                    directory.resolve("session").toString(),
                    "-ign_eof");
            assertThat(said).contains("secure");
        }
        return said;
    }

    @Test
    void showsANewCertificateToNewConnectionsWhileRunningOnesGoOn() throws IOException {
        open(settings(ClientAuth.NONE, Optional.empty()));
        SSLContext client = authority.client(Optional.empty());
        try (RawHttp running = connect(client)) {
            running.send(GET).answer();
            assertThat(shownTo(client)).isEqualTo("CN=server");
            own = authority.issue("renewed server");
            contexts.use(TlsMaterial.read(settings(ClientAuth.NONE, Optional.empty()), warnings::add));

            assertThat(shownTo(client)).isEqualTo("CN=renewed server");
            assertThat(running.send(GET).answer().text()).isEqualTo("secure");
        }
    }

    private String shownTo(SSLContext client) throws IOException {
        InetSocketAddress address = server.secureAddress().orElseThrow();
        try (SSLSocket socket =
                (SSLSocket) client.getSocketFactory().createSocket(address.getAddress(), address.getPort())) {
            socket.startHandshake();
            return socket.getSession().getPeerPrincipal().getName();
        }
    }

    @Test
    void keepsWhatItHasWhenAReloadFails() throws IOException {
        open(settings(ClientAuth.NONE, Optional.empty()));
        Files.writeString(own.key(), "half a fi");

        assertThatThrownBy(() ->
                        contexts.use(TlsMaterial.read(settings(ClientAuth.NONE, Optional.empty()), warnings::add)))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("webserver.ssl-key")
                .hasMessageContaining("holds no PEM block");
        isAnswered(authority.client(Optional.empty()), "TLSv1.3");
    }

    @Test
    void speaksOfHttp1Only() throws IOException {
        open(settings(ClientAuth.NONE, Optional.empty()));
        InetSocketAddress address = server.secureAddress().orElseThrow();
        for (List<String> offered : List.of(List.of("h2", "http/1.1"), List.of("h2"))) {
            try (SSLSocket socket = (SSLSocket) authority
                    .client(Optional.empty())
                    .getSocketFactory()
                    .createSocket(address.getAddress(), address.getPort())) {
                SSLParameters parameters = socket.getSSLParameters();
                parameters.setApplicationProtocols(offered.toArray(String[]::new));
                socket.setSSLParameters(parameters);
                if (offered.contains("http/1.1")) {
                    socket.startHandshake();
                    assertThat(socket.getApplicationProtocol()).isEqualTo("http/1.1");
                } else {
                    assertThatThrownBy(socket::startHandshake).isInstanceOf(SSLException.class);
                }
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"GET / HTTP/1.1\r\nHost: x\r\n\r\n", "\u0016\u0003\u0001\u0000\u0005hello", "\0\0\0\0\0\0\0\0"})
    void closesWhatIsNoTlsOnTheTlsPort(String bytes) throws IOException {
        open(settings(ClientAuth.WANT, Optional.empty()));
        try (RawHttp http = new RawHttp(server.secureAddress().orElseThrow())) {
            http.send(bytes).readToEnd();
        }
        assertThat(asked).isEmpty();
        isAnswered(authority.client(Optional.empty()), "TLSv1.3");
    }

    @Test
    void closesAConnectionThatNeverShakesHands() throws IOException {
        open(settings(ClientAuth.WANT, Optional.empty()), HttpLimits.defaults().withHeaderTime(Duration.ofMillis(100)));
        try (RawHttp silent = new RawHttp(server.secureAddress().orElseThrow())) {
            assertThat(silent.isEnded()).isTrue();
        }
        assertThat(server.counters().failedHandshakes()).isEqualTo(1);
    }

    @Test
    void letsAClientReadARefusalToItsEnd() throws IOException {
        open(settings(ClientAuth.NONE, Optional.empty()));
        try (RawHttp http = connect(authority.client(Optional.empty()))) {
            http.send("GET / HTTP/1.1\r\nHost: x\r\nContent-Length: 1000000\r\n\r\n" + "x".repeat(100_000));

            assertThat(http.answer().status()).isEqualTo(413);
            assertThat(http.isEnded()).isTrue();
        }
    }

    @Test
    void answersASlowHeaderInTimeOverTls() throws IOException {
        open(settings(ClientAuth.NONE, Optional.empty()), HttpLimits.defaults().withHeaderTime(Duration.ofSeconds(1)));
        try (RawHttp http = connect(authority.client(Optional.empty()))) {
            http.send("GET / HTTP/1.1\r\nHo");

            assertThat(http.answer().status()).isEqualTo(408);
            assertThat(http.isEnded()).isTrue();
        }
    }

    @Test
    void listensNowhereWhenOnePortIsTaken() {
        open(settings(ClientAuth.NONE, Optional.empty()));
        InetSocketAddress any = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        InetSocketAddress taken = server.secureAddress().orElseThrow();

        assertThatThrownBy(() -> HttpFrontEnd.open(
                        new HttpListeners(
                                Optional.of(any), Optional.of(new HttpListeners.Secure(taken, contexts.web()))),
                        HttpRoutes.none(),
                        Gate.OPEN,
                        HttpLimits.defaults()))
                .isInstanceOf(ListenException.class)
                .hasMessage("HTTPS cannot listen on 127.0.0.1:" + taken.getPort()
                        + ": the port is in use by another program; choose another one, or stop that program");
    }
}
