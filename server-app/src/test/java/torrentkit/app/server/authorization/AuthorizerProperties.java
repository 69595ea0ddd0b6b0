package torrentkit.app.server.authorization;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.ConfigFactory;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.From;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;
import torrentkit.app.server.authorization.Decision.Allowed;
import torrentkit.app.server.authorization.Decision.Denied;
import torrentkit.app.server.config.AuthorizationSettings;

class AuthorizerProperties {
    private static final String RULES =
            "version = 1, allow-header-cert-info = true, rules = [{ name = r, sort-order = 1,"
                    + " match-request { path = \"/\", type = path }, allow = {extensions: {pp_role: x}} }]";

    private static Path passwords;
    private static Authorizer authorizer;

    @BeforeContainer
    static void open() throws IOException {
        passwords = Files.createTempFile("htpasswd", "");
        Files.writeString(passwords, "alice:$2y$04$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW\n");
        authorizer = Authorizer.open(new AuthorizationSettings(
                ConfigFactory.parseString(RULES), "r", Optional.of(passwords), Optional.empty()));
    }

    @AfterContainer
    static void close() throws IOException {
        authorizer.close();
        Files.delete(passwords);
    }

    @Provide
    Arbitrary<String> headers() {
        return Arbitraries.oneOf(
                Arbitraries.strings(),
                Arbitraries.strings().map(text -> "CN=" + text),
                Arbitraries.strings().map(text -> "/CN=" + text),
                Arbitraries.of("SUCCESS", "%zz", "-----BEGIN CERTIFICATE-----%0AAAAA%0A-----END CERTIFICATE-----"),
                Arbitraries.strings().map(text -> "Basic " + text),
                Arbitraries.strings()
                        .map(text ->
                                "Basic " + Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8))));
    }

    /** What a client writes into its headers leads to a refusal, and never to a failure or to somebody being let in. */
    @Property
    void refusesWhateverTheHeadersSay(
            @ForAll("headers") String name,
            @ForAll("headers") String verify,
            @ForAll("headers") String certificate,
            @ForAll @Size(max = 2) List<@From("headers") String> authorization,
            @ForAll @Size(4) byte[] address)
            throws UnknownHostException {
        Map<String, List<String>> headers = Map.of(
                "x-client-dn", List.of(name),
                "x-client-verify", List.of(verify),
                "x-client-cert", List.of(certificate),
                "authorization", authorization);
        Decision decision = authorizer
                .decide(new RequestFacts(
                        "GET",
                        List.of(),
                        Map.of(),
                        header -> headers.getOrDefault(header, List.of()),
                        List.of(),
                        InetAddress.getByAddress(address)))
                .toCompletableFuture()
                .join();
        assertThat(decision).isNotInstanceOf(Allowed.class);
        assertThat(((Denied) decision).status()).isIn(400, 401, 403, 429, 503);
    }
}
