package torrentkit.app.server.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.ByteArrayInputStream;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/**
 * An authority that openssl makes for one test: it issues, revokes and lists. Where there is no openssl the test is skipped; with
 * {@code INTEROP_TESTS=required} in the environment it fails.
 */
public final class TestAuthority {
    private static final char[] PASSWORD = "secret".toCharArray();

    private final Path directory;

    /** @param key PKCS #8 */
    public record Identity(Path certificate, Path key) {}

    private TestAuthority(Path directory) {
        this.directory = directory;
    }

    /** @param directory in which one of this name is made */
    public static TestAuthority create(Path directory, String name) {
        needOpenssl();
        TestAuthority authority = prepare(directory, name);
        authority.openssl(
                "req",
                "-x509",
                "-newkey",
                "ec",
                "-pkeyopt",
                "ec_paramgen_curve:P-256",
                "-nodes",
                "-keyout",
                "ca.key",
                "-out",
                "ca.pem",
                "-days",
                "30",
                "-subj",
                "/O=torrentkit test/CN=" + name,
                "-addext",
                "keyUsage=keyCertSign,cRLSign");
        return authority;
    }

    /** One whose certificate this one issues. */
    public TestAuthority intermediate(String name) {
        TestAuthority intermediate = prepare(directory.getParent(), name);
        Identity identity = issue(name, "CA:TRUE", "", "");
        copy(identity.certificate(), intermediate.directory.resolve("ca.pem"));
        copy(identity.key(), intermediate.directory.resolve("ca.key"));
        return intermediate;
    }

    private static TestAuthority prepare(Path parent, String name) {
        try {
            Path directory = Files.createDirectory(parent.resolve(name.replace(' ', '-')));
            Files.createFile(directory.resolve("index"));
            Files.writeString(directory.resolve("serial"), "1000\n");
            Files.writeString(directory.resolve("crlnumber"), "1000\n");
            Files.writeString(directory.resolve("conf"), """
                    [ca]
                    default_ca = this
                    [this]
                    database = index
                    serial = serial
                    crlnumber = crlnumber
                    new_certs_dir = .
                    certificate = ca.pem
                    private_key = ca.key
                    default_md = sha256
                    default_days = 20
                    default_crl_days = 5
                    unique_subject = no
                    policy = any
                    copy_extensions = none
                    [any]
                    commonName = optional
                    organizationName = optional
                    """);
            return new TestAuthority(directory);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void copy(Path from, Path to) {
        try {
            Files.copy(from, to);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The authority's own certificate. */
    public Path certificate() {
        return directory.resolve("ca.pem");
    }

    /** A certificate of this name for clients and servers, for addresses of loopback and for localhost. */
    public Identity issue(String name) {
        return issue(name, "CA:FALSE", "", "");
    }

    /** One that was valid once. */
    public Identity issueExpired(String name) {
        return issue(name, "CA:FALSE", "20200101000000Z", "20210101000000Z");
    }

    private Identity issue(String name, String constraints, String start, String end) {
        try {
            Path at = Files.createTempDirectory(directory, "issued");
            Files.writeString(
                    at.resolve("extensions"),
                    "basicConstraints=critical," + constraints + "\nsubjectAltName=IP:127.0.0.1,DNS:localhost\n");
            openssl(
                    "req",
                    "-new",
                    "-newkey",
                    "ec",
                    "-pkeyopt",
                    "ec_paramgen_curve:P-256",
                    "-nodes",
                    "-keyout",
                    at.resolve("key.pem").toString(),
                    "-out",
                    at.resolve("request.pem").toString(),
                    "-subj",
                    "/CN=" + name);
            List<String> command = new ArrayList<>(List.of(
                    "ca",
                    "-batch",
                    "-notext",
                    "-config",
                    "conf",
                    "-in",
                    at.resolve("request.pem").toString(),
                    "-out",
                    at.resolve("certificate.pem").toString(),
                    "-extfile",
                    at.resolve("extensions").toString()));
            if (!start.isEmpty()) {
                command.addAll(List.of("-startdate", start, "-enddate", end));
            }
            openssl(command.toArray(String[]::new));
            return new Identity(at.resolve("certificate.pem"), at.resolve("key.pem"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Takes effect in the next list. */
    public void revoke(Identity identity) {
        openssl("ca", "-config", "conf", "-revoke", identity.certificate().toString());
    }

    /** A new list of what is revoked. */
    public Path revocationList() {
        return revocationList("-crldays", "5");
    }

    /** A list whose time is over. */
    public Path outdatedRevocationList() {
        return revocationList("-crl_lastupdate", "20200101000000Z", "-crl_nextupdate", "20200201000000Z");
    }

    private Path revocationList(String... dates) {
        try {
            Path list = Files.createTempFile(directory, "revoked", ".pem");
            List<String> command =
                    new ArrayList<>(List.of("ca", "-config", "conf", "-gencrl", "-out", list.toString()));
            command.addAll(List.of(dates));
            openssl(command.toArray(String[]::new));
            return list;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A client's context, which trusts this authority and shows a certificate if it has one that the server asks for. */
    public SSLContext client(Optional<Identity> identity) {
        try {
            KeyManagerFactory keys = KeyManagerFactory.getInstance("NewSunX509");
            keys.init(identity.isPresent() ? store(identity.get()) : emptyStore(), PASSWORD);
            return context(keys.getKeyManagers());
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /** A client that shows its certificate whatever the server asks for. */
    public SSLContext insistentClient(Identity identity) {
        try {
            return context(new InsistentKeys(store(identity), PASSWORD));
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private SSLContext context(KeyManager... keys) throws GeneralSecurityException, IOException {
        KeyStore trusted = emptyStore();
        try (InputStream in = Files.newInputStream(certificate())) {
            Certificate authority = CertificateFactory.getInstance("X.509").generateCertificate(in);
            trusted.setCertificateEntry("authority", authority);
        }
        TrustManagerFactory trust = TrustManagerFactory.getInstance("PKIX");
        trust.init(trusted);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys, trust.getTrustManagers(), null);
        return context;
    }

    private static KeyStore emptyStore() throws GeneralSecurityException, IOException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, PASSWORD);
        return store;
    }

    private KeyStore store(Identity identity) throws GeneralSecurityException, IOException {
        Path bundle = Files.createTempFile(directory, "client", ".p12");
        openssl(
                "pkcs12",
                "-export",
                "-in",
                identity.certificate().toString(),
                "-inkey",
                identity.key().toString(),
                "-out",
                bundle.toString(),
                "-passout",
                "pass:" + new String(PASSWORD));
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(new ByteArrayInputStream(Files.readAllBytes(bundle)), PASSWORD);
        return store;
    }

    /** Runs openssl in the authority's directory. */
    public void openssl(String... arguments) {
        talk("", arguments);
    }

    /**
     * @param in what it reads from its standard input
     * @return what it says
     */
    String talk(String in, String... arguments) {
        List<String> command = new ArrayList<>(List.of("openssl"));
        command.addAll(List.of(arguments));
        try {
            Path hears = Files.writeString(directory.resolve("hears"), in);
            Path says = directory.resolve("says");
            Process process = new ProcessBuilder(command)
                    .directory(directory.toFile())
                    .redirectInput(hears.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(says.toFile())
                    .start();
            assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue(); // only for one that would hang
            String said = Files.readString(says, StandardCharsets.ISO_8859_1);
            assertThat(process.exitValue()).as("%s: %s", command, said).isZero();
            return said;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    static void needOpenssl() {
        boolean installed = Arrays.stream(
                        System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
                .anyMatch(directory -> Files.isExecutable(Path.of(directory, "openssl")));
        String missing = "openssl is not installed (in Debian: apt-get install openssl).";
        if (!installed && "required".equals(System.getenv("INTEROP_TESTS"))) {
            fail(missing + " INTEROP_TESTS=required asks for it.");
        }
        if (!installed) {
            System.out.println("Skipped: " + missing);
            abort(missing);
        }
    }
}
