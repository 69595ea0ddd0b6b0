package torrentkit.app.server.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import torrentkit.app.server.config.ConfigurationException;
import torrentkit.app.server.config.TlsSettings;
import torrentkit.app.server.config.TlsSettings.ClientAuth;
import torrentkit.app.server.tls.TestAuthority.Identity;

/** Which files are taken, and what is said of the others; the files are made by openssl. */
class TlsMaterialIT {
    @TempDir
    private Path directory;

    private final List<String> warnings = new ArrayList<>();
    private TestAuthority authority;
    private Path certificate;
    private Path key;
    private Optional<Path> chain = Optional.empty();
    private Optional<Path> authorities = Optional.empty();
    private Optional<Path> revoked = Optional.empty();
    private List<String> suites = List.of();
    private List<String> protocols = List.of("TLSv1.3");
    private ClientAuth clientAuth = ClientAuth.WANT;

    @BeforeEach
    void makeAuthority() {
        authority = TestAuthority.create(directory, "authority");
        use(authority.issue("server"));
    }

    private void use(Identity identity) {
        certificate = identity.certificate();
        key = identity.key();
    }

    private TlsSettings settings() {
        return new TlsSettings(
                "localhost",
                OptionalInt.empty(),
                certificate,
                chain,
                key,
                authorities,
                revoked,
                suites,
                protocols,
                clientAuth);
    }

    private TlsMaterial read() {
        return TlsMaterial.read(settings(), warnings::add);
    }

    private void isRefused(String... said) {
        assertThatThrownBy(this::read)
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContainingAll(said)
                .hasMessageNotContaining("\n");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "genpkey -algorithm RSA -pkeyopt rsa_keygen_bits:2048",
                "genrsa -traditional 2048",
                "genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-384",
                "ecparam -name prime256v1 -genkey",
                "ecparam -name secp384r1 -genkey -noout",
            })
    void takesEveryFormOfAKey(String command) {
        key = directory.resolve("own.key");
        certificate = directory.resolve("own.pem");
        List<String> words = new ArrayList<>(List.of(command.split(" ")));
        words.addAll(words.get(0).equals("genrsa") ? 1 : words.size(), List.of("-out", key.toString()));
        authority.openssl(words.toArray(String[]::new));
        authority.openssl(
                "req",
                "-new",
                "-x509",
                "-key",
                key.toString(),
                "-subj",
                "/CN=own",
                "-days",
                "30",
                "-out",
                certificate.toString());

        assertThat(read().withoutClients()).isNotNull();
        assertThat(warnings).isEmpty();
    }

    @Test
    void takesCertificateAndKeyInOneFile() throws IOException {
        Path both = directory.resolve("both.pem");
        Files.writeString(both, "Subject: as openssl writes\n" + Files.readString(key) + Files.readString(certificate));
        certificate = both;
        key = both;

        assertThat(read().withoutClients()).isNotNull();
    }

    @Test
    void putsTheChainInOrder() throws IOException {
        TestAuthority first = authority.intermediate("first");
        TestAuthority second = first.intermediate("second");
        use(second.issue("server"));
        Path others = directory.resolve("chain.pem");
        Files.writeString(
                others,
                Files.readString(authority.issue("stray").certificate())
                        + Files.readString(authority.certificate())
                        + Files.readString(first.certificate())
                        + Files.readString(second.certificate()));
        chain = Optional.of(others);

        assertThat(ServerIdentity.read(settings(), warnings::add).chain())
                .extracting(X509Certificate::getSubjectX500Principal)
                .extracting(name -> name.getName().replaceAll(",.*", ""))
                .containsExactly("CN=server", "CN=second", "CN=first", "CN=authority");
        assertThat(warnings)
                .containsExactly(
                        "webserver.ssl-cert-chain: the certificate of CN=stray did not issue the server's and is"
                                + " not sent");
    }

    @Test
    void saysThatTheKeyIsAnotherOne() {
        key = authority.issue("other").key();

        isRefused("webserver.ssl-key " + key, "is not the key of the certificate in " + certificate);
    }

    @ParameterizedTest
    @ValueSource(strings = {"-topk8", "-traditional"})
    void saysThatTheKeyIsProtected(String form) {
        Path locked = directory.resolve("locked.pem");
        List<String> words = form.equals("-topk8")
                ? List.of("pkcs8", "-topk8", "-v2", "aes256", "-passout", "pass:x")
                : List.of("pkey", "-traditional", "-aes256", "-passout", "pass:x");
        List<String> command = new ArrayList<>(words);
        command.addAll(List.of("-in", key.toString(), "-out", locked.toString()));
        authority.openssl(command.toArray(String[]::new));
        key = locked;

        isRefused("webserver.ssl-key " + locked, "protected by a password", "openssl pkey -in FILE -out NEW-FILE");
    }

    @Test
    void saysWhatIsWrongWithAFile() throws IOException {
        Path file = directory.resolve("file");
        certificate = file;
        isRefused("webserver.ssl-cert " + file + " does not exist");
        Files.createDirectory(file);
        isRefused("webserver.ssl-cert " + file + " is not a file");
        Files.delete(file);
        Files.write(file, new byte[] {0x30, 0x03, 0x02, 0x01, 0x00});
        isRefused("webserver.ssl-cert " + file + " holds no PEM block");
        Files.writeString(file, Files.readString(key));
        isRefused("webserver.ssl-cert " + file + " holds no certificate; its first block is PRIVATE KEY");
        Files.writeString(file, "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n");
        isRefused("webserver.ssl-cert " + file + " holds a broken certificate");
        Files.writeString(file, "-----BEGIN CERTIFICATE-----\nA\n-----END CERTIFICATE-----\n");
        isRefused("webserver.ssl-cert " + file + " has a block CERTIFICATE that is not base64");

        use(authority.issue("again"));
        key = file;
        Files.writeString(file, Files.readString(certificate));
        isRefused("webserver.ssl-key " + file + " holds no private key; its first block is CERTIFICATE");
        Files.writeString(file, "-----BEGIN EC PRIVATE KEY-----\nMAMCAQA=\n-----END EC PRIVATE KEY-----\n");
        isRefused("webserver.ssl-key " + file + " holds a private key that is broken");
    }

    @Test
    void warnsOfWhatHasExpired() {
        use(authority.issueExpired("old"));
        read();

        assertThat(warnings)
                .containsExactly("webserver.ssl-cert: the certificate of CN=old expired on 2021-01-01T00:00:00Z: nobody"
                        + " trusts it any more; renew it");
    }

    @Test
    void saysWhatClientCertificatesNeed() throws IOException {
        clientAuth = ClientAuth.NEED;
        isRefused("webserver.client-auth is need, but webserver.ssl-ca-cert", "is not set");

        authorities = Optional.of(certificate);
        isRefused("webserver.ssl-ca-cert " + certificate, "not an authority's: CN=server");

        authorities = Optional.of(authority.certificate());
        revoked = Optional.of(Files.createDirectory(directory.resolve("lists")));
        isRefused("webserver.ssl-crl-path " + revoked.get() + " holds no file with a revocation list");

        revoked = Optional.of(certificate);
        isRefused(
                "webserver.ssl-crl-path " + certificate + " holds no revocation list; its first block is CERTIFICATE");
        assertThat(warnings).isEmpty();
    }

    @Test
    void asksForNoCertificateThatItCouldNotCheck() {
        revoked = Optional.of(authority.revocationList());
        TlsMaterial material = read();

        assertThat(material.withClients()).isSameAs(material.withoutClients());
        assertThat(warnings).singleElement().asString().startsWith("webserver.ssl-crl-path has no effect");
    }

    @Test
    void saysWhichNamesThisJavaDoesNotHave() {
        suites = List.of("TLS_MADE_UP", "TLS_AES_128_GCM_SHA256");
        protocols = List.of("TLSv1.3", "TLSv1");
        read();
        assertThat(warnings)
                .hasSize(2)
                .anyMatch(said -> said.startsWith("webserver.ssl-protocols names TLSv1, which is broken"))
                .contains("webserver.cipher-suites names TLS_MADE_UP, which this Java does not have");

        suites = List.of("TLS_MADE_UP");
        isRefused("webserver.cipher-suites names none that this Java has");
        protocols = List.of("TLSv9");
        isRefused("webserver.ssl-protocols names TLSv9, which this Java does not have; it has", "TLSv1.3");
    }
}
