package torrentkit.app.server.origin;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.handler.ssl.SslContextBuilder;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.RandomAccessFile;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.security.KeyStore;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import torrentkit.app.server.http.HttpAnswers;
import torrentkit.app.server.http.RawHttp;
import torrentkit.app.server.http.RawHttp.Reply;
import torrentkit.app.server.http.Viewer;
import torrentkit.peer.RateLimit;

/** Files over real sockets. */
class FileRouteIT {
    private static final String PASSWORD = "of no importance";
    private static final int HUGE = 128 << 20; // more than sockets hold, and nothing on the disk

    @TempDir
    private Path directory;

    private Path root;
    private OriginServer server;

    @BeforeEach
    void open() throws IOException {
        root = Files.createDirectory(directory.resolve("root")).toRealPath();
        server = new OriginServer(root);
    }

    @AfterEach
    void close() {
        server.close();
    }

    private void reopen(RateLimit limit, Viewer viewer) throws IOException {
        server.close();
        server = new OriginServer(root, limit, viewer, Optional.empty());
    }

    private Path random(String name, int size) throws IOException {
        byte[] bytes = new byte[size];
        new Random(size).nextBytes(bytes);
        return Files.write(root.resolve(name), bytes);
    }

    private Path huge(String name) throws IOException {
        try (RandomAccessFile file = new RandomAccessFile(root.resolve(name).toFile(), "rw")) {
            file.setLength(HUGE);
        }
        return root.resolve(name);
    }

    private Reply get(String path, String... headers) throws IOException {
        try (RawHttp http = server.connect()) {
            return http.send("GET /file/" + path + " HTTP/1.1\r\nHost: x\r\n" + lines(headers) + "\r\n")
                    .answer();
        }
    }

    private void awaitStrongTag(String path) {
        Awaitility.await().until(() -> !get(path).headers().get("etag").startsWith("W/"));
    }

    private static String lines(String... headers) {
        return headers.length == 0 ? "" : String.join("\r\n", headers) + "\r\n";
    }

    @Test
    void sendsSmallAndLargeFilesOneAfterTheOther() throws IOException {
        Path large = random("large", 5_000_003);
        Path small = random("small.txt", 4_000);
        Files.createFile(root.resolve("empty"));
        try (RawHttp http = server.connect()) {
            http.send(RawHttp.get("/file/large")
                    + RawHttp.get("/file/small.txt")
                    + RawHttp.get("/file/empty")
                    + RawHttp.get("/file/large"));

            assertThat(http.answer().body()).isEqualTo(Files.readAllBytes(large));
            Reply reply = http.answer();
            assertThat(reply.body()).isEqualTo(Files.readAllBytes(small));
            assertThat(reply.headers())
                    .containsEntry("content-type", "text/plain")
                    .containsEntry("accept-ranges", "bytes")
                    .containsEntry("x-content-type-options", "nosniff")
                    .containsKeys("etag", "last-modified", "date");
            assertThat(http.answer().headers()).containsEntry("content-length", "0");
            assertThat(http.answer().body()).isEqualTo(Files.readAllBytes(large));
        }
        assertThat(server.traffic().sentBytes()).isEqualTo(10_004_006);
        assertThat(server.traffic().sentBytes(List.of("large"))).isEqualTo(10_000_006);
    }

    @Test
    void answersAHeadWithTheSameHeaderAndNothingElse() throws IOException {
        random("file", 100_000);
        awaitStrongTag("file"); // or it becomes so between the two
        try (RawHttp http = server.connect()) {
            http.send("HEAD /file/file HTTP/1.1\r\nHost: x\r\n\r\n" + RawHttp.get("/file/file"));
            Map<String, String> head = http.answer(false).headers();
            head.remove("date");
            Map<String, String> get = http.answer().headers();
            get.remove("date");

            assertThat(head).isEqualTo(get);
        }
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void tellsOneContentFromAnotherOfTheSameSizeAndTime() throws IOException {
        Path file = Files.writeString(root.resolve("file"), "one");
        FileTime time = Files.getLastModifiedTime(file);
        Map<String, String> before = get("file").headers();
        Awaitility.await()
                .until(
                        () -> { // until the clock of the file system has ticked
                            Files.writeString(file, "two");
                            Files.setLastModifiedTime(file, time);
                            return !get("file").headers().get("etag").equals(before.get("etag"));
                        });

        assertThat(get("file").headers()).containsEntry("last-modified", before.get("last-modified"));
        assertThat(get("file", "If-None-Match: " + before.get("etag")).status()).isEqualTo(200);
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void answersWhatMayNotBeSentLikeWhatIsNotThere() throws Exception {
        Path outside = Files.writeString(directory.resolve("secret"), "outside");
        Files.createDirectory(root.resolve("directory"));
        Files.createSymbolicLink(root.resolve("escape"), outside);
        Files.createSymbolicLink(root.resolve("up"), directory);
        Files.createSymbolicLink(root.resolve("loop"), root.resolve("loop"));
        assertThat(new ProcessBuilder("mkfifo", root.resolve("pipe").toString())
                        .start()
                        .waitFor())
                .isZero();
        Files.writeString(root.resolve("file"), "inside");

        Reply absent = get("absent");
        assertThat(absent.status()).isEqualTo(404);
        for (String path : List.of(
                "",
                "directory",
                "directory/",
                "escape",
                "up/secret",
                "loop",
                "pipe",
                "file/",
                "file/x",
                "../secret",
                "%2e%2e/secret",
                "..%2fsecret",
                "file%00",
                "a".repeat(300))) {
            Reply reply = get(path);
            assertThat(reply.status()).as(path).isEqualTo(404);
            assertThat(reply.text()).as(path).isEqualTo(absent.text()).isEqualTo(HttpAnswers.UNAVAILABLE);
        }
        assertThat(get("file").text()).isEqualTo("inside");
    }

    @Test
    void answersWhatIsHiddenLikeWhatIsNotThere() throws IOException {
        Files.writeString(root.resolve("hidden"), "x");
        reopen(RateLimit.unlimited(), names -> !names.contains("hidden"));

        Reply hidden = get("hidden");
        Reply absent = get("absent");
        assertThat(hidden.status()).isEqualTo(404);
        assertThat(hidden.headers().keySet()).isEqualTo(absent.headers().keySet());
        assertThat(hidden.text()).isEqualTo(absent.text());
    }

    @Test
    void followsLinksThatStayInside() throws IOException {
        Files.writeString(root.resolve("file"), "inside");
        Files.createSymbolicLink(root.resolve("link"), root.resolve("file"));

        assertThat(get("link").text()).isEqualTo("inside");
    }

    @Test
    void endsTheConnectionWhenTheFileChangesUnderneath() throws IOException {
        Path file = huge("huge");
        try (Socket socket =
                new Socket(server.address().getAddress(), server.address().getPort())) {
            socket.getOutputStream().write(RawHttp.get("/file/huge").getBytes(StandardCharsets.US_ASCII));
            InputStream in = socket.getInputStream();
            in.readNBytes(100_000);
            try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
                channel.write(ByteBuffer.wrap(new byte[] {1}), HUGE - 1);
            }

            assertThat(100_000 + skip(in)).isLessThan(HUGE);
        }
        Awaitility.await().until(() -> OriginServer.handlesOf(file) == 0);
    }

    @Test
    void endsTheConnectionWhenTheFileIsCutOffUnderneath() throws IOException {
        Path file = huge("huge");
        try (Socket socket =
                new Socket(server.address().getAddress(), server.address().getPort())) {
            socket.getOutputStream().write(RawHttp.get("/file/huge").getBytes(StandardCharsets.US_ASCII));
            InputStream in = socket.getInputStream();
            in.readNBytes(100_000);
            try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
                channel.truncate(1);
            }

            assertThat(100_000 + skip(in)).isLessThan(HUGE);
        }
        assertThat(get("huge").headers()).containsEntry("content-length", "1");
    }

    private static long skip(InputStream in) throws IOException {
        byte[] buffer = new byte[1 << 16];
        long count = 0;
        try {
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                count += read;
            }
        } catch (IOException e) {
            return count; // reset: as good an end
        }
        return count;
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void closesTheFileWhenTheClientIsGone() throws IOException {
        Path file = huge("huge");
        for (int i = 0; i < 10; i++) {
            try (Socket socket =
                    new Socket(server.address().getAddress(), server.address().getPort())) {
                socket.getOutputStream().write(RawHttp.get("/file/huge").getBytes(StandardCharsets.US_ASCII));
                new DataInputStream(socket.getInputStream()).readFully(new byte[10_000]);
                assertThat(OriginServer.handlesOf(file)).isPositive();
            }
        }
        Awaitility.await().until(() -> OriginServer.handlesOf(file) == 0);
        assertThat(server.traffic().sentBytes()).isBetween(100_000L, 10L * HUGE - 1);
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void closesTheFileWhateverTheAnswer() throws IOException {
        Path file = random("file", 200_000);
        awaitStrongTag("file");
        String tag = get("file").headers().get("etag");
        for (String header : List.of(
                "If-None-Match: " + tag,
                "If-Match: \"other\"",
                "Range: bytes=900000-",
                "Range: bytes=1-2,100000-199999",
                "Range: bytes=5-")) {
            get("file", header);
        }
        try (RawHttp http = server.connect()) {
            http.send("HEAD /file/file HTTP/1.1\r\nHost: x\r\n\r\n").answer(false);
        }
        Awaitility.await().until(() -> OriginServer.handlesOf(file) == 0);
    }

    @Test
    void takesWhatItSendsFromTheRateThatAllShare() throws IOException {
        random("file", 200 << 10);
        RateLimit limit = RateLimit.of(1 << 20, () -> 0); // time stands still, so that it only adds up
        reopen(limit, Viewer.ALL);
        assertThat(get("file").body()).hasSize(200 << 10);

        long nanosOf200KiB = 1_000_000_000L * 200 / 1_024;
        assertThat(limit.reserve(0))
                .isBetween(nanosOf200KiB - RateLimit.BURST_NANOS - 100, nanosOf200KiB - RateLimit.BURST_NANOS + 100);
    }

    @Test
    void tellsTheDigestOfAFileFromTheRequestAfterTheOneThatWantedIt() throws Exception {
        Path file = random("file", 600_000);
        assertThat(get("file").headers()).doesNotContainKey("repr-digest");
        assertThat(get("file", "Want-Repr-Digest: sha-512=3, sha-256=0").headers())
                .doesNotContainKey("repr-digest");

        get("file", "Want-Repr-Digest: sha-256=10");
        Awaitility.await().until(() -> get("file").headers().containsKey("repr-digest"));
        String digest = digestOf(file);
        assertThat(get("file", "Range: bytes=1-1").headers()).containsEntry("repr-digest", digest);

        Files.writeString(file, "other");
        assertThat(get("file").headers()).doesNotContainKey("repr-digest");
        Awaitility.await()
                .until(() ->
                        get("file", "Want-Repr-Digest: sha-256=1").headers().containsKey("repr-digest"));
        assertThat(get("file").headers()).containsEntry("repr-digest", digestOf(file));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "aria2/1.36.0",
                "Transmission/3.00",
                "libtorrent/2.0.8.0",
                "qBittorrent/4.5.2",
                "Deluge 2.0.3",
                "µTorrent/3.6"
            })
    void putsOffAClientThatGetsTheFileFromPeers(String client) throws IOException {
        Path file = random("file", 100_000);
        AtomicBoolean reached = new AtomicBoolean(true);
        supply((address, names) -> reached.get() && address.isLoopbackAddress() && names.equals(List.of("file")));

        Reply later = get("file", "Range: bytes=0-9", "User-Agent: " + client);
        assertThat(later.status()).isEqualTo(503);
        assertThat(later.headers()).containsEntry("retry-after", "30");
        assertThat(later.text()).contains("from peers");
        assertThat(OriginServer.handlesOf(file)).isZero();

        reached.set(false);
        assertThat(get("file", "User-Agent: " + client).body()).isEqualTo(Files.readAllBytes(file));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"curl/7.88.1", "Mozilla/5.0 (X11; Linux x86_64)", "Wget/1.21.3", "torrentkit", "torrentkit/1.0"})
    void putsNobodyElseOff(String client) throws IOException {
        Path file = random("file", 100_000);
        supply((address, names) -> true);

        assertThat(get("file", "User-Agent: " + client).body()).isEqualTo(Files.readAllBytes(file));
        assertThat(get("file").body()).isEqualTo(Files.readAllBytes(file));
    }

    @Test
    void breaksOffOncePeersGiveTheClientTheFile() throws IOException {
        Path huge = huge("huge");
        AtomicBoolean reached = new AtomicBoolean();
        supply((address, names) -> reached.get());
        try (RawHttp http = server.connect()) {
            http.send("GET /file/huge HTTP/1.1\r\nHost: x\r\nUser-Agent: libtorrent/2.0.8.0\r\n\r\n");
            Awaitility.await().until(() -> server.traffic().sentBytes() > 0);
            reached.set(true);

            assertThat(http.readToEnd()).hasSizeBetween(1, HUGE - 1);
        }
        Awaitility.await().until(() -> OriginServer.handlesOf(huge) == 0);
    }

    @Test
    void keepsTheConnectionWhenTheLastByteWasSentAlready() throws IOException {
        byte[] bytes = Files.readAllBytes(random("file", 50_000)); // one chunk
        AtomicInteger asked = new AtomicInteger();
        supply((address, names) -> asked.getAndIncrement() % 2 == 1); // not before it, but after it
        try (RawHttp http = server.connect()) {
            for (int i = 0; i < 3; i++) {
                asked.set(0);
                http.send("GET /file/file HTTP/1.1\r\nHost: x\r\nUser-Agent: aria2/1.36.0\r\n\r\n");
                assertThat(http.answer().body()).isEqualTo(bytes);
            }
        }
    }

    private void supply(PeersFirst.Supply supply) throws IOException {
        server.close();
        server = new OriginServer(root, supply);
    }

    private static String digestOf(Path file) throws Exception {
        byte[] digest = MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file));
        return "sha-256=:" + Base64.getEncoder().encodeToString(digest) + ":";
    }

    @Test
    void sendsTheSameOverTls() throws Exception {
        Path large = random("large", 3_000_003);
        KeyStore keys = selfSigned();
        KeyManagerFactory own = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        own.init(keys, PASSWORD.toCharArray());
        TrustManagerFactory trusted = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trusted.init(keys);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, trusted.getTrustManagers(), null);
        server.close();
        server = new OriginServer(
                root,
                RateLimit.unlimited(),
                Viewer.ALL,
                Optional.of(SslContextBuilder.forServer(own).build()));
        HttpClient client = HttpClient.newBuilder().sslContext(context).build();
        HttpRequest whole = HttpRequest.newBuilder(
                        URI.create("https://localhost:" + server.address().getPort() + "/file/large"))
                .build();
        HttpRequest part = HttpRequest.newBuilder(whole.uri())
                .header("Range", "bytes=1000-2000000")
                .build();

        byte[] bytes = Files.readAllBytes(large);
        assertThat(client.send(whole, BodyHandlers.ofByteArray()).body()).isEqualTo(bytes);
        assertThat(client.send(part, BodyHandlers.ofByteArray()).body())
                .isEqualTo(Arrays.copyOfRange(bytes, 1_000, 2_000_001));
        Awaitility.await().until(() -> OriginServer.handlesOf(large) == 0);
    }

    private KeyStore selfSigned() throws Exception {
        Path store = directory.resolve("keys.p12");
        Process keytool = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-keyalg",
                        "EC",
                        "-dname",
                        "CN=localhost",
                        "-ext",
                        "san=dns:localhost",
                        "-storepass",
                        PASSWORD,
                        "-keystore",
                        store.toString(),
                        "-alias",
                        "server")
                .inheritIO()
                .start();
        assertThat(keytool.waitFor()).isZero();
        return KeyStore.getInstance(store.toFile(), PASSWORD.toCharArray());
    }
}
