package torrentkit.app.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.io.OutputStream;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import torrentkit.app.server.config.ConfigurationReader;
import torrentkit.metainfo.Metainfo;
import torrentkit.testing.Needs;

/** Rules about names that certificates prove, which openssl made: an authority, the server, clients, and a stranger's authority. */
class CertificateRulesIT {
    private static final String PASSWORD = "changeit";

    @TempDir
    private static Path directory;

    private static TorrentServer server;
    private static int tlsPort;

    @BeforeAll
    static void open() throws Exception {
        Needs.program("openssl", "openssl");
        Path root = Files.createDirectory(directory.resolve("root"));
        Files.createDirectories(root.resolve("hosts/alice.example"));
        Files.createDirectories(root.resolve("builds"));
        Files.writeString(root.resolve("hosts/alice.example/file"), "for alice");
        Files.writeString(root.resolve("builds/file"), "for builders");
        authority("ca");
        authority("stranger");
        certificate("server", "ca", "/CN=server", "subjectAltName=IP:127.0.0.1");
        certificate("alice", "ca", "/O=a, inc./OU=x+CN=alice.example", "extendedKeyUsage=clientAuth");
        certificate("builder", "ca", "/CN=builder.example", "1.3.6.1.4.1.34380.1.1.13=ASN1:UTF8String:builder");
        certificate("nameless", "ca", "/O=alice.example", "extendedKeyUsage=clientAuth");
        certificate("impostor", "stranger", "/CN=alice.example", "extendedKeyUsage=clientAuth");
        try (ServerSocket free = new ServerSocket(0)) {
            tlsPort = free.getLocalPort();
        }
        Files.writeString(directory.resolve("server.conf"), """
                torrent-server { file-source = "%s", tracker-port = 0, peer-port = 0 }
                webserver {
                  host = 127.0.0.1, port = 0, ssl-host = 127.0.0.1, ssl-port = %d, client-auth = want
                  ssl-cert = "%s", ssl-key = "%s", ssl-ca-cert = "%s"
                }
                authorization.rules = [
                  { name = "own", sort-order = 1, match-request { path = "^/[a-z0-9]+/hosts/([^/]+)(/.*)?$", type = regex }, allow = "$1" }
                  { name = "builds", sort-order = 2, match-request { path = "/torrent/builds", type = path },
                    allow = { extensions { pp_role = builder } } }
                  { name = "files", sort-order = 3, match-request { path = "/file", type = path }, allow = "*.example" }
                ]
                """.formatted(
                        root,
                        tlsPort,
                        directory.resolve("server.crt"),
                        directory.resolve("server.key"),
                        directory.resolve("ca.crt")));
        server = TorrentServer.open(
                ConfigurationReader.read(Optional.of(directory.resolve("server.conf")), Map.of(), warning -> {}));
    }

    @AfterAll
    static void close() {
        if (server != null) {
            server.close();
        }
    }

    private static void openssl(String... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of("openssl"));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(command + ": " + said).isZero();
    }

    private static void authority(String name) throws Exception {
        openssl(
                "req",
                "-x509",
                "-newkey",
                "ec",
                "-pkeyopt",
                "ec_paramgen_curve:P-256",
                "-nodes",
                "-days",
                "2",
                "-subj",
                "/CN=authority " + name,
                "-keyout",
                name + ".key",
                "-out",
                name + ".crt");
    }

    private static void certificate(String name, String authority, String subject, String extension) throws Exception {
        openssl(
                "req",
                "-newkey",
                "ec",
                "-pkeyopt",
                "ec_paramgen_curve:P-256",
                "-nodes",
                "-multivalue-rdn",
                "-subj",
                subject,
                "-keyout",
                name + ".key",
                "-out",
                name + ".csr");
        Files.writeString(directory.resolve(name + ".ext"), extension + "\n");
        openssl(
                "x509",
                "-req",
                "-in",
                name + ".csr",
                "-CA",
                authority + ".crt",
                "-CAkey",
                authority + ".key",
                "-CAcreateserial",
                "-days",
                "2",
                "-extfile",
                name + ".ext",
                "-out",
                name + ".crt");
        openssl(
                "pkcs12",
                "-export",
                "-in",
                name + ".crt",
                "-inkey",
                name + ".key",
                "-out",
                name + ".p12",
                "-passout",
                "pass:" + PASSWORD);
    }

    private HttpResponse<byte[]> get(String path, Optional<String> certificate) throws Exception {
        SSLContext context = SSLContext.getInstance("TLS");
        KeyStore authorities = KeyStore.getInstance("PKCS12");
        authorities.load(null, null);
        try (InputStream in = Files.newInputStream(directory.resolve("ca.crt"))) {
            authorities.setCertificateEntry(
                    "ca", CertificateFactory.getInstance("X.509").generateCertificate(in));
        }
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(authorities);
        KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        KeyStore own = KeyStore.getInstance("PKCS12");
        own.load(null, null);
        if (certificate.isPresent()) {
            try (InputStream in = Files.newInputStream(directory.resolve(certificate.get() + ".p12"))) {
                own.load(in, PASSWORD.toCharArray());
            }
        }
        keys.init(own, PASSWORD.toCharArray());
        context.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
        URI uri = URI.create("https://127.0.0.1:" + tlsPort + path);
        return HttpClient.newBuilder()
                .sslContext(context)
                .build()
                .send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofByteArray());
    }

    @Test
    void letsInTheNameThatACertificateProves() throws Exception {
        String own = "/torrent/hosts/alice.example/file";
        assertThat(get(own, Optional.of("alice")).statusCode()).isEqualTo(200);
        assertThat(get("/file/hosts/alice.example/file", Optional.of("alice")).body())
                .asString()
                .isEqualTo("for alice");
        assertThat(get(own, Optional.of("builder")).statusCode()).isEqualTo(403);
        assertThat(get(own, Optional.of("nameless")).statusCode()).isEqualTo(403);
        assertThat(get(own, Optional.empty()).statusCode()).isEqualTo(403);
        HttpResponse<byte[]> plain = HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create("http://127.0.0.1:"
                                        + server.webAddress().getPort() + own))
                                .build(),
                        BodyHandlers.ofByteArray());
        assertThat(plain.statusCode()).isEqualTo(403);
    }

    @Test
    void letsInTheExtensionThatACertificateHas() throws Exception {
        HttpResponse<byte[]> reply = get("/torrent/builds/file", Optional.of("builder"));
        assertThat(reply.statusCode()).isEqualTo(200);
        assertThat(Metainfo.parse(reply.body()).trackers().get(0).get(0).getPath())
                .endsWith("/announce")
                .hasSizeGreaterThan(30);
        assertThat(get("/torrent/builds/file", Optional.of("alice")).statusCode())
                .isEqualTo(403);
        assertThat(get("/file/builds/file", Optional.of("builder")).statusCode())
                .isEqualTo(200);
        assertThat(get("/file/builds/file", Optional.of("alice")).statusCode())
                .as("allowed as a request, and hidden as a path")
                .isEqualTo(404);
    }

    /** The JDK's client would not even show such a certificate; openssl does what it is told. */
    private static String talk(String certificate) throws Exception {
        Process client = new ProcessBuilder(
                        "openssl",
                        "s_client",
                        "-connect",
                        "127.0.0.1:" + tlsPort,
                        "-quiet",
                        "-cert",
                        certificate + ".crt",
                        "-key",
                        certificate + ".key")
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .start();
        try (OutputStream out = client.getOutputStream()) {
            out.write("GET /torrent/hosts/alice.example/file HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"
                    .getBytes(StandardCharsets.US_ASCII));
            out.flush();
            return new String(client.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
        } finally {
            client.destroy();
        }
    }

    @Test
    void letsInNobodyWithTheCertificateOfAStranger() throws Exception {
        assertThat(talk("alice")).contains("HTTP/1.1 200");
        assertThat(talk("impostor")).doesNotContain("HTTP/1.1");
    }
}
