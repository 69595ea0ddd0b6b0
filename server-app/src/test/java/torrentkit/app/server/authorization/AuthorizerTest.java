package torrentkit.app.server.authorization;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import at.favre.lib.crypto.bcrypt.BCrypt;
import com.typesafe.config.ConfigFactory;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URLEncoder;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import torrentkit.app.server.authorization.Decision.Allowed;
import torrentkit.app.server.authorization.Decision.Denied;
import torrentkit.app.server.config.AuthorizationSettings;
import torrentkit.app.server.config.ConfigurationException;

class AuthorizerTest {
    private static final String ALICE_ONLY =
            "{ name = a, sort-order = 1, allow = alice, match-request { path = \"/\", type = path } }";
    private static final String BUILDERS = "{ name = a, sort-order = 1, allow = {extensions: {pp_role: builder}},"
            + " match-request { path = \"/\", type = path } }";
    private static final String ROLE = "1.3.6.1.4.1.34380.1.1.13";

    @TempDir
    private Path directory;

    private final AtomicLong clock = new AtomicLong();
    private final List<Authorizer> opened = new ArrayList<>();

    @AfterEach
    void tearDown() {
        opened.forEach(Authorizer::close);
    }

    private AuthorizationSettings settings(
            String rules, boolean headers, Optional<String> passwords, Optional<String> tokens) {
        return new AuthorizationSettings(
                ConfigFactory.parseString(
                        "version = 1, allow-header-cert-info = " + headers + ", rules = [" + rules + "]"),
                "the \"realm\"",
                passwords.map(text -> write("htpasswd", text)),
                tokens.map(text -> write("tokens", text)));
    }

    private Authorizer open(AuthorizationSettings settings) {
        Authorizer authorizer = Authorizer.open(settings, clock::get);
        opened.add(authorizer);
        return authorizer;
    }

    private Path write(String name, String text) {
        try {
            return Files.writeString(directory.resolve(name), text);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static String hash(String password) {
        return BCrypt.with(BCrypt.Version.VERSION_2Y).hashToString(4, password.toCharArray());
    }

    private static RequestFacts request(String address, Map<String, List<String>> headers, X509Certificate... chain) {
        try {
            return new RequestFacts(
                    "GET",
                    List.of("torrent", "x"),
                    Map.of(),
                    name -> headers.getOrDefault(name, List.of()),
                    List.of(chain),
                    InetAddress.getByName(address));
        } catch (UnknownHostException e) {
            throw new AssertionError(e);
        }
    }

    private static Decision decide(Authorizer authorizer, Map<String, List<String>> headers, X509Certificate... chain) {
        return decide(authorizer, "192.0.2.1", headers, chain);
    }

    private static Decision decide(
            Authorizer authorizer, String address, Map<String, List<String>> headers, X509Certificate... chain) {
        return authorizer
                .decide(request(address, headers, chain))
                .toCompletableFuture()
                .join();
    }

    private static Map<String, List<String>> basic(String name, String password) {
        return authorization("Basic "
                + Base64.getEncoder().encodeToString((name + ":" + password).getBytes(StandardCharsets.UTF_8)));
    }

    private static Map<String, List<String>> authorization(String value) {
        return Map.of("authorization", List.of(value));
    }

    private static int status(Decision decision) {
        return decision instanceof Denied denied ? denied.status() : 200;
    }

    // ---- certificates and headers

    @Test
    void takesTheNameOfTheVerifiedCertificate() {
        Authorizer authorizer = open(settings(ALICE_ONLY, false, Optional.empty(), Optional.empty()));
        X509Certificate alice = Certificates.selfSigned(directory, "CN=alice, OU=\"a, b\", O=c");
        assertThat(decide(authorizer, Map.of(), alice))
                .isEqualTo(new Allowed(Caller.named("alice", Caller.Proof.CERTIFICATE)));
        assertThat(status(decide(authorizer, Map.of()))).isEqualTo(403);
        assertThat(status(decide(authorizer, Map.of(), Certificates.selfSigned(directory, "CN=bob"))))
                .isEqualTo(403);
        assertThat(status(decide(authorizer, Map.of(), Certificates.selfSigned(directory, "O=alice"))))
                .isEqualTo(403);
    }

    @Test
    void ignoresHeadersUnlessTheyAreAllowed() {
        Authorizer authorizer = open(settings(ALICE_ONLY, false, Optional.empty(), Optional.empty()));
        assertThat(status(decide(
                        authorizer, Map.of("x-client-dn", List.of("CN=alice"), "x-client-verify", List.of("SUCCESS")))))
                .isEqualTo(403);
    }

    @Test
    void ignoresTheCertificateOfTheProxyWhenHeadersAreAllowed() {
        Authorizer authorizer = open(settings(ALICE_ONLY, true, Optional.empty(), Optional.empty()));
        X509Certificate alice = Certificates.selfSigned(directory, "CN=alice");
        assertThat(status(decide(authorizer, Map.of(), alice))).isEqualTo(403);
        assertThat(status(decide(
                        authorizer,
                        Map.of("x-client-dn", List.of("CN=bob"), "x-client-verify", List.of("SUCCESS")),
                        alice)))
                .isEqualTo(403);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "SUCCESS; CN=alice; 200",
                "SUCCESS; /O=x/CN=alice; 200",
                "SUCCESS; CN=bob; 403",
                "SUCCESS; O=alice; 400",
                "SUCCESS; /O=alice; 400",
                "SUCCESS; alice; 400",
                "SUCCESS; /O=x/CN=alice/CN=bob; 400",
                "success; CN=alice; 403",
                "NONE; CN=alice; 403",
                "FAILED:x; CN=alice; 403",
                "FAILED; O=x; 403"
            })
    void takesTheNameOfTheHeaders(String verify, String name, int status) {
        Authorizer authorizer = open(settings(ALICE_ONLY, true, Optional.empty(), Optional.empty()));
        assertThat(status(decide(authorizer, Map.of("x-client-dn", List.of(name), "x-client-verify", List.of(verify)))))
                .isEqualTo(status);
    }

    @Test
    void refusesHeadersThatComeTwice() {
        Authorizer authorizer = open(settings(ALICE_ONLY, true, Optional.empty(), Optional.empty()));
        List<String> twice = List.of("CN=alice", "CN=alice");
        assertThat(status(decide(authorizer, Map.of("x-client-dn", twice, "x-client-verify", List.of("SUCCESS")))))
                .isEqualTo(400);
        assertThat(status(decide(
                        authorizer,
                        Map.of("x-client-dn", List.of("CN=alice"), "x-client-verify", List.of("SUCCESS", "NONE")))))
                .isEqualTo(400);
    }

    @Test
    void takesExtensionsFromTheCertificateOrItsHeader() {
        X509Certificate builder = Certificates.selfSigned(directory, "CN=x", Certificates.utf8(ROLE, "builder"));
        X509Certificate other = Certificates.selfSigned(directory, "CN=x", Certificates.utf8(ROLE, "other"));
        Authorizer direct = open(settings(BUILDERS, false, Optional.empty(), Optional.empty()));
        assertThat(status(decide(direct, Map.of(), builder))).isEqualTo(200);
        assertThat(status(decide(direct, Map.of(), other))).isEqualTo(403);
        Authorizer proxied = open(settings(BUILDERS, true, Optional.empty(), Optional.empty()));
        assertThat(status(decide(proxied, withCertificate(Certificates.pem(builder)))))
                .isEqualTo(200);
        assertThat(status(decide(proxied, withCertificate(Certificates.pem(other)))))
                .isEqualTo(403);
        assertThat(status(decide(proxied, withCertificate("no certificate")))).isEqualTo(400);
        assertThat(status(decide(proxied, withCertificate(Certificates.pem(builder) + Certificates.pem(other)))))
                .isEqualTo(400);
    }

    private static Map<String, List<String>> withCertificate(String pem) {
        return Map.of(
                "x-client-dn", List.of("CN=x"),
                "x-client-verify", List.of("SUCCESS"),
                "x-client-cert",
                        List.of(URLEncoder.encode(pem, StandardCharsets.UTF_8).replace("+", "%20")));
    }

    // ---- passwords and tokens

    @Test
    void takesTheNameThatAPasswordProves() {
        Authorizer authorizer = open(settings(
                ALICE_ONLY,
                false,
                Optional.of("# people\n\nalice:" + hash("grün") + "\nbob:" + hash("b")),
                Optional.empty()));
        assertThat(decide(authorizer, basic("alice", "grün")))
                .isEqualTo(new Allowed(Caller.named("alice", Caller.Proof.BASIC)));
        assertThat(status(decide(authorizer, basic("alice", "wrong")))).isEqualTo(401);
        assertThat(status(decide(authorizer, basic("nobody", "grün")))).isEqualTo(401);
        assertThat(status(decide(authorizer, basic("bob", "b")))).isEqualTo(403);
        assertThat(status(decide(authorizer, Map.of()))).isEqualTo(401);
    }

    /** The vector is one of the public test suite of crypt_blowfish; the three marks mean the same for it. */
    @ParameterizedTest
    @CsvSource({"2a", "2b", "2y"})
    void verifiesHashesOfOthers(String mark) {
        Authorizer authorizer = open(settings(
                ALICE_ONLY,
                false,
                Optional.of("alice:$" + mark + "$05$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW"),
                Optional.empty()));
        assertThat(status(decide(authorizer, basic("alice", "U*U")))).isEqualTo(200);
        assertThat(status(decide(authorizer, basic("alice", "U*U*")))).isEqualTo(401);
    }

    @Test
    void takesTheNameThatATokenProves() {
        Authorizer authorizer = open(settings(
                ALICE_ONLY,
                false,
                Optional.empty(),
                Optional.of(TokenFile.line("alice", "old-token") + "\n" + TokenFile.line("alice", "new-token") + "\n"
                        + TokenFile.line("bob", "b-token")
                                .toUpperCase(java.util.Locale.ROOT)
                                .replace("BOB", "bob"))));
        assertThat(decide(authorizer, authorization("Bearer old-token")))
                .isEqualTo(new Allowed(Caller.named("alice", Caller.Proof.TOKEN)));
        assertThat(status(decide(authorizer, authorization("bearer  new-token"))))
                .isEqualTo(200);
        assertThat(status(decide(authorizer, authorization("Bearer b-token")))).isEqualTo(403);
        assertThat(status(decide(authorizer, authorization("Bearer other")))).isEqualTo(401);
    }

    @Test
    void challengesWithEveryWayThatIsConfigured() {
        Authorizer authorizer = open(settings(
                ALICE_ONLY, false, Optional.of("alice:" + hash("a")), Optional.of(TokenFile.line("alice", "t"))));
        Denied denied = (Denied) decide(authorizer, Map.of());
        assertThat(denied.status()).isEqualTo(401);
        assertThat(denied.headers())
                .containsEntry(
                        "www-authenticate",
                        List.of(
                                "Basic realm=\"the \\\"realm\\\"\", charset=\"UTF-8\"",
                                "Bearer realm=\"the \\\"realm\\\"\""));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "Basic",
                "Basic ;",
                "Basic %%%",
                "Basic YWxpY2U=",
                "Basic gDph",
                "Basic OmE=",
                "Bearer",
                "Bearer a",
                "Negotiate x",
                "x",
                "Basic YWxpY2U6AA=="
            })
    void refusesMalformedCredentialsRatherThanTakingThemForNone(String written) {
        String open =
                "{ name = a, sort-order = 1, allow-unauthenticated = true, match-request { path = \"/\", type = path } }";
        Authorizer authorizer = open(settings(open, false, Optional.of("alice:" + hash("a")), Optional.empty()));
        assertThat(status(decide(authorizer, authorization(written)))).isEqualTo(401);
        assertThat(status(decide(authorizer, Map.of()))).isEqualTo(200);
    }

    @Test
    void refusesTwoCredentialsInOneRequest() {
        Authorizer authorizer = open(settings(ALICE_ONLY, false, Optional.of("alice:" + hash("a")), Optional.empty()));
        assertThat(status(decide(authorizer, Map.of("authorization", List.of("Bearer x", "Bearer x")))))
                .isEqualTo(400);
    }

    @Test
    void ignoresCredentialsWhereNoneAreTaken() {
        Authorizer authorizer = open(settings(ALICE_ONLY, false, Optional.empty(), Optional.empty()));
        assertThat(status(decide(authorizer, basic("alice", "a")))).isEqualTo(403);
        assertThat(status(decide(authorizer, basic("bob", "b"), Certificates.selfSigned(directory, "CN=alice"))))
                .isEqualTo(200);
    }

    @Test
    void prefersTheCredentialsOfTheRequestToTheCertificateOfTheConnection() {
        Authorizer authorizer = open(settings(ALICE_ONLY, false, Optional.of("bob:" + hash("b")), Optional.empty()));
        assertThat(status(decide(authorizer, basic("bob", "b"), Certificates.selfSigned(directory, "CN=alice"))))
                .isEqualTo(403);
    }

    // ---- limits

    @Test
    void limitsTheWrongPasswordsOfAnAddress() {
        Authorizer authorizer = open(settings(ALICE_ONLY, false, Optional.of("alice:" + hash("a")), Optional.empty()));
        for (int i = 0; i < 10; i++) {
            assertThat(status(decide(authorizer, basic("alice", "wrong" + i)))).isEqualTo(401);
        }
        Denied limited = (Denied) decide(authorizer, basic("alice", "a"));
        assertThat(limited.status()).isEqualTo(429);
        assertThat(limited.headers()).containsEntry("retry-after", List.of("61"));
        assertThat(status(decide(authorizer, "192.0.2.2", basic("alice", "a")))).isEqualTo(200);
        clock.addAndGet(Duration.ofSeconds(60).toNanos());
        assertThat(status(decide(authorizer, basic("alice", "a")))).isEqualTo(200);
    }

    @Test
    void limitsTheWrongTokensOfANetworkOfIpv6Addresses() {
        Authorizer authorizer =
                open(settings(ALICE_ONLY, false, Optional.empty(), Optional.of(TokenFile.line("alice", "t"))));
        for (int i = 0; i < 10; i++) {
            assertThat(status(decide(authorizer, "2001:db8::" + i, authorization("Bearer " + i))))
                    .isEqualTo(401);
        }
        assertThat(status(decide(authorizer, "2001:db8::ffff", authorization("Bearer t"))))
                .isEqualTo(429);
        assertThat(status(decide(authorizer, "2001:db8:0:1::1", authorization("Bearer t"))))
                .isEqualTo(200);
    }

    @Test
    void countsNoRightPasswordAsAnAttempt() {
        Authorizer authorizer = open(settings(ALICE_ONLY, false, Optional.of("alice:" + hash("a")), Optional.empty()));
        for (int i = 0; i < 30; i++) {
            clock.addAndGet(Duration.ofSeconds(61).toNanos() / 20);
            assertThat(status(decide(authorizer, basic("alice", "a")))).isEqualTo(200);
        }
    }

    @Test
    void verifiesARightPasswordOnceForManyRequests() {
        Authorizer authorizer = open(settings(ALICE_ONLY, false, Optional.of("alice:" + hash("a")), Optional.empty()));
        decide(authorizer, basic("alice", "a"));
        CompletableFuture<Decision> second =
                authorizer.decide(request("192.0.2.1", basic("alice", "a"))).toCompletableFuture();
        assertThat(second).as("decided at once, without a thread").isDone();
        assertThat(status(second.join())).isEqualTo(200);
    }

    @Test
    void limitsTheWrongPasswordsOfAName() {
        Authorizer authorizer = open(settings(ALICE_ONLY, false, Optional.of("alice:" + hash("a")), Optional.empty()));
        for (int i = 0; i < 100; i++) {
            assertThat(status(decide(authorizer, "192.0.2." + i, basic("alice", "wrong"))))
                    .isEqualTo(401);
        }
        assertThat(status(decide(authorizer, "192.0.2.200", basic("ALICE", "wrong"))))
                .isEqualTo(429);
        assertThat(status(decide(authorizer, "192.0.2.200", basic("bob", "wrong"))))
                .isEqualTo(401);
    }

    @Test
    void refusesMorePasswordsThanItCanCheck() {
        String slow = BCrypt.with(BCrypt.Version.VERSION_2Y).hashToString(11, "a".toCharArray());
        Authorizer authorizer = open(settings(ALICE_ONLY, false, Optional.of("alice:" + slow), Optional.empty()));
        List<CompletableFuture<Decision>> decisions = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            decisions.add(authorizer
                    .decide(request("192.0.2." + i, basic("name" + i, "x")))
                    .toCompletableFuture());
        }
        authorizer.close();
        assertThat(decisions)
                .allSatisfy(decision -> assertThat(status(decision.join())).isIn(401, 503));
        assertThat(decisions)
                .anySatisfy(decision -> assertThat(status(decision.join())).isEqualTo(503));
    }

    // ---- files and reload

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "alice:$apr1$x$y | line 1 must have a bcrypt hash",
                "# x\\nalice:{SHA}x | line 2 must have a bcrypt hash",
                "alice:plain | line 1 must have a bcrypt hash",
                "alice | line 1 must be NAME:SECRET",
                ":$2y$05$x | line 1 must be NAME:SECRET",
                "alice:$2x$05$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW | line 1 must have a bcrypt hash",
                "alice:$2y$31$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW | cost from 4 to 15, not 31",
                "alice:HASH\\nAlice:HASH | line 2 has the name of line 1 again"
            })
    void refusesPasswordFileWithTheLineThatIsWrong(String text, String expected) {
        String file = text.strip().replace("\\n", "\n").replace("HASH", hash("x"));
        assertThatThrownBy(() -> open(settings(ALICE_ONLY, false, Optional.of(file), Optional.empty())))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining(expected.strip())
                .hasMessageNotContaining("$2y$05");
    }

    @Test
    void refusesTokenFileWithTheLineThatIsWrong() {
        assertThatThrownBy(() -> open(settings(ALICE_ONLY, false, Optional.empty(), Optional.of("alice:abc"))))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("line 1")
                .hasMessageContaining("64 hexadecimal digits");
        String line = TokenFile.line("alice", "t");
        assertThatThrownBy(() -> open(settings(
                        ALICE_ONLY, false, Optional.empty(), Optional.of(line + "\n" + line.replace("alice", "bob")))))
                .hasMessageContaining("line 2 has the token of line 1 again");
    }

    @Test
    void keepsEverythingAsItWasWhenAFileCannotBeUsed() {
        Authorizer authorizer = open(settings(ALICE_ONLY, false, Optional.of("alice:" + hash("a")), Optional.empty()));
        assertThatThrownBy(() -> authorizer.prepare(settings("", false, Optional.of("alice:x"), Optional.empty())))
                .isInstanceOf(ConfigurationException.class);
        assertThatThrownBy(() -> authorizer.prepare(settings("{}", false, Optional.empty(), Optional.empty())))
                .isInstanceOf(ConfigurationException.class);
        assertThat(status(decide(authorizer, basic("alice", "a")))).isEqualTo(200);
    }

    @Test
    void forgetsANameThatHasLeftItsFile() {
        Authorizer authorizer = open(settings(
                ALICE_ONLY, false, Optional.of("alice:" + hash("a")), Optional.of(TokenFile.line("bob", "t"))));
        assertThat(status(decide(authorizer, basic("alice", "a")))).isEqualTo(200);
        Caller alice = Caller.named("alice", Caller.Proof.BASIC);
        assertThat(authorizer.stillKnows(alice)).isTrue();
        assertThat(authorizer.stillKnows(Caller.named("alice", Caller.Proof.TOKEN)))
                .isFalse();
        assertThat(authorizer.stillKnows(Caller.named("bob", Caller.Proof.TOKEN)))
                .isTrue();
        authorizer
                .prepare(settings(ALICE_ONLY, false, Optional.of("other:" + hash("a")), Optional.empty()))
                .run();
        assertThat(authorizer.stillKnows(alice)).isFalse();
        assertThat(status(decide(authorizer, basic("alice", "a"))))
                .as("what was remembered is void")
                .isEqualTo(401);
    }

    @Test
    void believesCertificatesOrHeadersButNotBoth() {
        Authorizer direct = open(settings(ALICE_ONLY, false, Optional.empty(), Optional.empty()));
        Authorizer proxied = open(settings(ALICE_ONLY, true, Optional.empty(), Optional.empty()));
        assertThat(direct.stillKnows(Caller.named("x", Caller.Proof.CERTIFICATE)))
                .isTrue();
        assertThat(direct.stillKnows(Caller.named("x", Caller.Proof.HEADER))).isFalse();
        assertThat(proxied.stillKnows(Caller.named("x", Caller.Proof.CERTIFICATE)))
                .isFalse();
        assertThat(proxied.stillKnows(Caller.named("x", Caller.Proof.HEADER))).isTrue();
        assertThat(direct.stillKnows(Caller.anonymous())).isFalse();
    }
}
