package torrentkit.app.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import torrentkit.app.server.authorization.TokenFile;
import torrentkit.app.server.config.ConfigurationReader;
import torrentkit.app.server.config.ServerConfig;
import torrentkit.app.server.http.RawHttp;
import torrentkit.metainfo.Metainfo;

/** The whole server with rules in force: whoever may not know of a path finds no way to it. */
class RulesIT {
    private static final String SECRET = "what only alice may read, and at some length";
    private static final String ALICE = "Authorization: Bearer alice-token\r\n";

    @TempDir
    private Path directory;

    private Path root;
    private TorrentServer server;

    @BeforeEach
    void open() throws IOException {
        root = Files.createDirectory(directory.resolve("root"));
        Files.createDirectory(root.resolve("secret"));
        Files.writeString(root.resolve("secret/plan.txt"), SECRET);
        Files.createDirectory(root.resolve("mixed"));
        Files.writeString(root.resolve("mixed/readme.txt"), "for all");
        Files.writeString(root.resolve("mixed/private.key"), SECRET);
        Files.writeString(root.resolve("public.txt"), "for everybody");
        Files.writeString(directory.resolve("server.conf"), """
                torrent-server { file-source = "%s", state-dir = "%s", tracker-port = 0, peer-port = 0 }
                webserver { host = 127.0.0.1, port = 0 }
                authentication.token-file = "%s"
                authorization.rules = [
                  { name = "secret", sort-order = 10, match-request { path = "/torrent/secret", type = path }, allow = alice }
                  { name = "keys", sort-order = 20, match-request { path = ".*[.]key", type = regex }, allow = alice }
                  { name = "not posts", sort-order = 30, match-request { path = "/", type = path, method = [post, put] }, deny = "*" }
                  { name = "rest", sort-order = 500, match-request { path = "/", type = path }, allow-unauthenticated = true }
                ]
                """.formatted(
                        root, directory.resolve("state"), directory.resolve("tokens")));
        tokens("alice", "bob");
        server = TorrentServer.open(config());
    }

    @AfterEach
    void close() {
        server.close();
    }

    private ServerConfig config() {
        return ConfigurationReader.read(Optional.of(directory.resolve("server.conf")), Map.of(), warning -> {});
    }

    private void tokens(String... names) throws IOException {
        Files.write(
                directory.resolve("tokens"),
                Stream.of(names)
                        .map(name -> TokenFile.line(name, name + "-token"))
                        .toList());
    }

    private RawHttp connect() throws IOException {
        return new RawHttp(server.webAddress());
    }

    private RawHttp.Reply get(String target, String headers) throws IOException {
        try (RawHttp http = connect()) {
            return http.send("GET " + target + " HTTP/1.1\r\nHost: x\r\n" + headers + "\r\n")
                    .answer();
        }
    }

    private Metainfo torrent(String path, String headers) throws IOException {
        RawHttp.Reply reply = get("/torrent/" + path, headers);
        assertThat(reply.status()).as(reply.text()).isEqualTo(200);
        return Metainfo.parse(reply.body());
    }

    static Stream<String> waysAround() {
        Stream<String> paths = Stream.of(
                "/torrent/secret/plan.txt",
                "/torrent/%73ecret/plan.txt",
                "/torrent/secret%2fplan.txt",
                "/torrent/secret%2Fplan.txt",
                "/torrent%2fsecret%2fplan.txt",
                "/%74orrent/secret/plan.txt",
                "/torrent/%2573ecret/plan.txt",
                "/torrent//secret/plan.txt",
                "//torrent/secret/plan.txt",
                "/torrent/./secret/plan.txt",
                "/torrent/%2e/secret/plan.txt",
                "/torrent/x/../secret/plan.txt",
                "/torrent/x/%2e%2e/secret/plan.txt",
                "/torrent/mixed/..%2fsecret/plan.txt",
                "/torrent/secret/plan.txt/",
                "/torrent/secret/plan.txt%2f",
                "/torrent/secret/plan.txt%00",
                "/torrent/secret\\\\plan.txt",
                "/torrent/secret%5cplan.txt",
                "/torrent/secret;x/plan.txt",
                "/torrent/secret/plan.txt;x=y",
                "/torrent/secret/plan.txt?x=y",
                "/torrent/secret/plan.txt?/torrent/public.txt",
                "/torrent/secret/plan.txt#x",
                "/torrent/%c1%b3ecret/plan.txt",
                "/torrent/%u0073ecret/plan.txt",
                "/Torrent/secret/plan.txt",
                "/torrent/Secret/plan.txt",
                "/torrent/SECRET/PLAN.TXT",
                "/torrent/secret",
                "/torrent/secret/",
                "/torrent/mixed",
                "/torrent/mixed/",
                "/torrent/mixed/private.key",
                "/torrent/mixed/private%2ekey",
                "/torrent/mixed/private.key%0a",
                "http://x/torrent/secret/plan.txt",
                "HTTP://x/torrent/secret/plan.txt",
                "http:///torrent/secret/plan.txt",
                "http://x:80@y/torrent/secret/plan.txt",
                "ftp://x/torrent/secret/plan.txt",
                "torrent/secret/plan.txt",
                "x/torrent/secret/plan.txt",
                "/torrent/",
                "/torrent",
                "*");
        Stream<String> others = Stream.of("file", "magnet", "meta4")
                .flatMap(route -> Stream.of(
                                "secret/plan.txt",
                                "%73ecret/plan.txt",
                                "secret",
                                "mixed",
                                "mixed/private.key",
                                "mixed/../secret/plan.txt")
                        .map(path -> "/" + route + "/" + path));
        Stream<String> gets = Stream.concat(paths, others)
                .flatMap(target -> Stream.of("GET", "HEAD").map(method -> method + " " + target + " HTTP/1.1"));
        return Stream.concat(
                gets,
                Stream.of(
                        "get /torrent/secret/plan.txt HTTP/1.1",
                        "Get /torrent/secret/plan.txt HTTP/1.1",
                        "POST /torrent/secret/plan.txt HTTP/1.1",
                        "PUT /torrent/secret/plan.txt HTTP/1.1",
                        "PATCH /torrent/secret/plan.txt HTTP/1.1",
                        "OPTIONS /torrent/secret/plan.txt HTTP/1.1",
                        "TRACE /torrent/secret/plan.txt HTTP/1.1",
                        "PROPFIND /torrent/secret/plan.txt HTTP/1.1",
                        "GET /torrent/secret/plan.txt HTTP/1.0",
                        "GET  /torrent/secret/plan.txt HTTP/1.1",
                        "GET\t/torrent/secret/plan.txt HTTP/1.1",
                        "GET /torrent/secret/plan.txt HTTP/2.0"));
    }

    @Test
    void findsNoWayAroundARule() {
        SoftAssertions.assertSoftly(softly -> waysAround().forEach(requestLine -> {
            for (String headers : List.of(
                    "Host: x\r\n",
                    "Host: secret\r\nX-Client-DN: CN=alice\r\nX-Client-Verify: SUCCESS\r\n",
                    "Host: x\r\nX-Original-URL: /torrent/public.txt\r\nX-HTTP-Method-Override: GET\r\n"
                            + "Forwarded: for=127.0.0.1\r\n",
                    "Host: x\r\nAuthorization: Bearer bob-token\r\n")) {
                RawHttp.Reply reply = ask(requestLine, headers);
                softly.assertThat(reply.status())
                        .as(requestLine)
                        .isNotEqualTo(500)
                        .isBetween(400, 505);
                softly.assertThat(reply.text()).as(requestLine).doesNotContain("plan", SECRET, "private.key");
                softly.assertThat(reply.headers())
                        .as(requestLine)
                        .doesNotContainKeys("etag", "content-disposition", "last-modified");
            }
        }));
    }

    private RawHttp.Reply ask(String requestLine, String headers) {
        boolean withBody = requestLine.matches("GET\\s.*");
        try (RawHttp http = connect()) {
            return http.send(requestLine + "\r\n" + headers + "Connection: close\r\n\r\n")
                    .answer(withBody);
        } catch (IOException e) {
            throw new UncheckedIOException(requestLine, e);
        }
    }

    @Test
    void judgesEveryEncodingOfAPathAlike() throws IOException {
        Random random = new Random(1);
        try (RawHttp http = connect()) {
            for (int i = 0; i < 300; i++) {
                StringBuilder target = new StringBuilder("/");
                for (char c : "torrent/secret/plan.txt".toCharArray()) {
                    String escape = String.format(random.nextBoolean() ? "%%%02x" : "%%%02X", (int) c);
                    target.append(random.nextInt(3) == 0 ? escape : String.valueOf(c));
                }
                String request = RawHttp.get(target.toString());
                assertThat(http.send(request).answer().status()).as(request).isEqualTo(401);
                assertThat(http.send(request.replace("\r\n\r\n", "\r\n" + ALICE + "\r\n"))
                                .answer()
                                .status())
                        .as(request)
                        .isEqualTo(200);
            }
        }
    }

    @Test
    void tellsNobodyOfHiddenPathsAndTorrentsWhereverItTellsOfOthers() throws Exception {
        Metainfo plan = torrent("secret/plan.txt", ALICE);
        Metainfo mixed = torrent("mixed", ALICE);
        announce(plan, announceUrl(plan).getPath());
        torrent("public.txt", "");
        for (String target : List.of(
                "/",
                "/?path=secret",
                "/?path=mixed",
                "/?search=plan",
                "/secret",
                "/secret/",
                "/mixed/",
                "/?search=key",
                "/api/v1/files",
                "/api/v1/files?path=secret",
                "/api/v1/files?path=mixed",
                "/api/v1/files?path=mixed/../secret",
                "/api/v1/files?path=%73ecret",
                "/api/v1/files?search=plan",
                "/api/v1/files?search=key",
                "/api/v1/torrents",
                "/api/v1/torrents/" + plan.infoHash(),
                "/api/v1/torrents/" + mixed.infoHash(),
                "/api/v1/swarms",
                "/api/v1/swarms/" + plan.infoHash(),
                "/api/v1/swarms/" + mixed.infoHash(),
                "/api/v1/jobs",
                "/metrics",
                "/api/v1/status")) {
            String told = get(target, "").text();
            assertThat(told)
                    .as(target)
                    .doesNotContain("plan.txt", "private.key", SECRET)
                    .doesNotContain("\"" + plan.infoHash(), "\"" + mixed.infoHash(), "secret/");
        }
        assertThat(get("/api/v1/files?search=plan", ALICE).text()).contains("plan.txt");
        assertThat(get("/api/v1/torrents", ALICE).text())
                .contains(plan.infoHash().toString(), mixed.infoHash().toString());
        assertThat(get("/api/v1/torrents", "").text()).contains("public.txt");
    }

    @Test
    void beginsNothingWithADirectoryThatHoldsAHiddenFile() throws IOException {
        Files.writeString(root.resolve("mixed/no torrent holds\n.key"), SECRET);

        assertThat(get("/torrent/mixed", "").status()).isEqualTo(404);
        assertThat(get("/torrent/mixed", "Prefer: respond-async\r\n").status()).isEqualTo(404);

        assertThat(get("/api/v1/jobs", ALICE).text()).doesNotContain("mixed");
        assertThat(get("/torrent/mixed", ALICE).status()).isEqualTo(422);
        assertThat(get("/api/v1/jobs/1", ALICE).text()).contains("no torrent holds");
        assertThat(get("/api/v1/jobs/1", "").status()).isEqualTo(404);
        assertThat(get("/api/v1/jobs", "").text()).doesNotContain("mixed");
    }

    @Test
    void letsThroughWhatTheRulesAllow() throws IOException {
        assertThat(get("/torrent/public.txt", "").status()).isEqualTo(200);
        assertThat(get("/file/public.txt", "").text()).isEqualTo("for everybody");
        assertThat(get("/torrent/mixed/readme.txt", "").status()).isEqualTo(200);
        assertThat(get("/file/secret/plan.txt", ALICE).text()).isEqualTo(SECRET);
        assertThat(get("/torrent/secret", ALICE).status()).isEqualTo(200);
        assertThat(get("/torrent/mixed", ALICE).status()).isEqualTo(200);
    }

    @Test
    void saysTheSameOfWhatIsHiddenAndOfWhatIsNotThere() throws IOException {
        for (String route : List.of("/file", "/magnet", "/meta4")) {
            RawHttp.Reply hidden = get(route + "/secret/plan.txt", "");
            RawHttp.Reply absent = get(route + "/absent/plan.txt", "");
            assertThat(hidden.status()).isEqualTo(absent.status()).isEqualTo(404);
            assertThat(hidden.body()).isEqualTo(absent.body());
        }
        assertThat(get("/torrent/secret/absent", "").status())
                .isEqualTo(get("/torrent/secret/plan.txt", "").status())
                .isEqualTo(401);
        assertThat(get("/torrent/secret/plan.txt", "Authorization: Bearer bob-token\r\n")
                        .status())
                .isEqualTo(403);
        assertThat(get("/torrent/secret/plan.txt", "").headers().get("www-authenticate"))
                .startsWith("Bearer ");
    }

    @Test
    void takesEachRequestOfAConnectionForItself() throws IOException {
        String anonymous = RawHttp.get("/torrent/secret/plan.txt");
        String alice = anonymous.replace("\r\n\r\n", "\r\n" + ALICE + "\r\n");
        try (RawHttp http = connect()) {
            http.send(anonymous + alice + anonymous + alice);
            assertThat(http.answer().status()).isEqualTo(401);
            assertThat(http.answer().status()).isEqualTo(200);
            assertThat(http.answer().status()).isEqualTo(401);
            assertThat(http.answer().status()).isEqualTo(200);
            assertThat(http.send(anonymous).answer().status()).isEqualTo(401);
        }
    }

    @Test
    void putsAKeyIntoTheTorrentOfSomebodyAndNoWebSeed() throws IOException {
        Metainfo torrent = torrent("secret/plan.txt", ALICE);
        assertThat(announceUrl(torrent).getPath()).matches("/[A-Za-z0-9_-]{30,}/announce");
        assertThat(torrent.webSeeds()).isEmpty();
        assertThat(get("/torrent/secret/plan.txt", ALICE).headers().get("cache-control"))
                .contains("private", "no-store");
        assertThat(get("/magnet/secret/plan.txt", ALICE).text())
                .contains("%2Fannounce")
                .doesNotContain("&ws=");
        Metainfo open = torrent("public.txt", ALICE);
        assertThat(announceUrl(open).getPath()).isEqualTo("/announce");
        assertThat(open.webSeeds()).hasSize(1);
    }

    private static URI announceUrl(Metainfo torrent) {
        return torrent.trackers().get(0).get(0);
    }

    private String announce(Metainfo torrent, String path) throws Exception {
        StringBuilder hash = new StringBuilder();
        for (byte b : torrent.infoHash().bytes()) {
            hash.append(String.format("%%%02x", b));
        }
        URI uri = URI.create("http://127.0.0.1:" + server.trackerPort() + path + "?info_hash=" + hash
                + "&peer_id=-XX0000-0123456789ab&port=1&uploaded=0&downloaded=0&left=1&compact=1");
        return HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString(StandardCharsets.ISO_8859_1))
                .body();
    }

    /** Whether the seed answers the handshake of a peer at this address. */
    private boolean isServed(Metainfo torrent, String from) throws IOException {
        try (Socket socket = new Socket()) {
            socket.setSoTimeout(20_000);
            socket.bind(new InetSocketAddress(InetAddress.getByName(from), 0));
            socket.connect(new InetSocketAddress("127.0.0.1", server.peerPort()));
            socket.getOutputStream()
                    .write(("\u0013BitTorrent protocol" + "\0".repeat(8)).getBytes(StandardCharsets.ISO_8859_1));
            socket.getOutputStream().write(torrent.infoHash().bytes());
            socket.getOutputStream().write("-XX0000-0123456789ab".getBytes(StandardCharsets.ISO_8859_1));
            return socket.getInputStream().read() == 19;
        } catch (IOException e) {
            return false; // reset
        }
    }

    @Test
    void servesAProtectedTorrentOnlyToAddressesThatAnnouncedWithItsKey() throws Exception {
        Metainfo torrent = torrent("secret/plan.txt", ALICE);
        String keyed = announceUrl(torrent).getPath();
        assertThat(announce(torrent, "/announce")).contains("failure reason").contains("8:retry in5:never");
        assertThat(announce(torrent, "/" + "A".repeat(60) + "/announce")).contains("failure reason");
        assertThat(announce(torrent("mixed", ALICE), keyed)).contains("failure reason");
        assertThat(isServed(torrent, "127.0.0.1")).isFalse();

        assertThat(announce(torrent, keyed)).doesNotContain("failure reason");
        assertThat(isServed(torrent, "127.0.0.1")).isTrue();
        assertThat(isServed(torrent, "127.0.0.2")).isFalse();

        Metainfo open = torrent("public.txt", "");
        assertThat(announce(open, "/announce")).doesNotContain("failure reason");
        assertThat(isServed(open, "127.0.0.2")).isTrue();
    }

    @Test
    void dropsARevokedNameAtItsNextAnnounce() throws Exception {
        Metainfo torrent = torrent("secret/plan.txt", ALICE);
        String keyed = announceUrl(torrent).getPath();
        assertThat(announce(torrent, keyed)).doesNotContain("failure reason");
        tokens("bob");
        server.prepare(config()).run();
        assertThat(get("/torrent/secret/plan.txt", ALICE).status()).isEqualTo(401);
        assertThat(announce(torrent, keyed)).contains("failure reason").contains("8:retry in");
        assertThat(isServed(torrent, "127.0.0.1")).isFalse();
    }

    @Test
    void takesTheKeysOfAnEarlierProcess() throws Exception {
        Metainfo torrent = torrent("secret/plan.txt", ALICE);
        server.close();
        server = TorrentServer.open(config());
        torrent("secret/plan.txt", ALICE); // so that the server knows again where the content lies, whenever this runs
        assertThat(announce(torrent, announceUrl(torrent).getPath())).doesNotContain("failure reason");
        assertThat(isServed(torrent, "127.0.0.1")).isTrue();
    }

    @Test
    void keepsTheRulesWhenNewOnesCannotBeUsed() throws Exception {
        String good = Files.readString(directory.resolve("server.conf"));
        Files.writeString(directory.resolve("server.conf"), good.replace("sort-order = 10", "sort-order = 0"));
        assertThatThrownBy(() -> server.prepare(config()))
                .hasMessageContaining("\"secret\"")
                .hasMessageContaining("1 to 999");
        assertThat(get("/torrent/secret/plan.txt", "").status()).isEqualTo(401);
    }
}
