package torrentkit.downloader;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import torrentkit.downloader.DownloadException.Reason;
import torrentkit.downloader.ScriptedWebServer.Request;
import torrentkit.downloader.ScriptedWebServer.Script;
import torrentkit.testing.TestTorrent;

/** Downloads from servers of plain HTTP, honest and other. */
@Timeout(60)
class WebSeedIT {
    private static final TestTorrent TORRENT = TestTorrent.ofFile("payload + 1.bin", 5_000_001, 64 * 1024);
    private static final byte[] FILE = TORRENT.file(0);

    @TempDir
    Path directory;

    static List<TestTorrent> torrents() {
        return TestTorrent.awkward();
    }

    private static TestTorrent seeded(TestTorrent torrent, URI... seeds) {
        return new TestTorrent(torrent.metainfo().withWebSeeds(List.of(seeds)), torrent.content());
    }

    private interface Check {
        void check(Scene scene, Download download, ScriptedWebServer server) throws Exception;
    }

    /** Downloads from one server alone. */
    private void only(TestTorrent torrent, Script script, Check check) throws Exception {
        try (ScriptedWebServer server = ScriptedWebServer.running(script);
                Scene scene = new Scene(seeded(torrent, server.seed()), directory)) {
            Download download =
                    scene.downloader(Scene.config()).start(scene.request().withWebSeeds(WebSeedPolicy.ONLY));
            check.check(scene, download, server);
        }
    }

    private void completes(Script script) throws Exception {
        only(TORRENT, script, (scene, download, server) -> scene.assertCompletes(download));
    }

    private String fails(Reason reason, Script script) throws Exception {
        String[] message = new String[1];
        only(TORRENT, script, (scene, download, server) -> {
            DownloadException failure = Scene.failure(download);
            assertThat(failure.reason()).as(failure.getMessage()).isEqualTo(reason);
            message[0] = failure.getMessage();
        });
        return message[0];
    }

    @ParameterizedTest
    @MethodSource("torrents")
    void fetchesEveryShape(TestTorrent torrent) throws Exception {
        only(torrent, ScriptedWebServer.honest(torrent), (scene, download, server) -> {
            scene.assertCompletes(download);
            assertThat(download.progress().wastedBytes()).isZero();
        });
    }

    @Test
    void asksForRunsOfPiecesOnFewConnections() throws Exception {
        only(TORRENT, ScriptedWebServer.honest(TORRENT), (scene, download, server) -> {
            scene.assertCompletes(download);
            assertThat(server.connections()).isLessThanOrEqualTo(2);
            assertThat(server.requests()).hasSizeLessThan(12).allMatch(Request::hasRange);
            Awaitility.await().until(() -> server.sent() == FILE.length); // counted after it was sent
            assertThat(server.requests().get(0).fields())
                    .containsEntry("accept-encoding", "identity")
                    .containsKey("user-agent");
        });
    }

    @Test
    void countsAsASourceOfItsOwn() throws Exception {
        Semaphore wait = new Semaphore(0);
        only(
                TORRENT,
                (request, reply) -> {
                    if (request.begin() > 0) {
                        wait.acquire();
                    }
                    reply.part(request, FILE);
                },
                (scene, download, server) -> {
                    DownloadPeer source = Awaitility.await()
                            .until(download::peerStatus, peers -> !peers.isEmpty())
                            .get(0);
                    assertThat(source.address().getHostString()).isEqualTo("127.0.0.1");
                    assertThat(source.address().getPort())
                            .isEqualTo(server.seed().getPort());
                    assertThat(source.client()).isEqualTo("web seed");
                    assertThat(source.complete()).isTrue();
                    wait.release(1000);
                    scene.assertCompletes(download);
                    assertThat(scene.events(DownloadEvent.PeerConnected.class)).hasSize(1);
                    assertThat(scene.events(DownloadEvent.PieceCompleted.class))
                            .hasSize(TORRENT.layout().pieceCount())
                            .allMatch(event -> event.peer().equals(source.address()));
                });
    }

    @Test
    void goesOnWhereAnEarlierRunStopped() throws Exception {
        try (ScriptedWebServer server = ScriptedWebServer.running(ScriptedWebServer.honest(TORRENT));
                Scene scene = new Scene(seeded(TORRENT, server.seed()), directory)) {
            scene.leave(scene.target(), index -> index % 3 == 0);
            scene.assertCompletes(
                    scene.downloader(Scene.config()).start(scene.request().withWebSeeds(WebSeedPolicy.ONLY)));
            assertThat(server.sent()).isLessThan(FILE.length * 3L / 4);
        }
    }

    @Test
    void obeysTheRateLimit() throws Exception {
        try (ScriptedWebServer server = ScriptedWebServer.running(ScriptedWebServer.honest(TORRENT));
                Scene scene = new Scene(seeded(TORRENT, server.seed()), directory)) {
            Downloader downloader = scene.downloader(Scene.config().withDownloadRate(100_000));
            Download download = downloader.start(scene.request().withWebSeeds(WebSeedPolicy.ONLY));
            Awaitility.await().until(() -> download.bottleneck().equals(Optional.of(Bottleneck.RATE_LIMIT)));
            assertThat(download.progress().downloadedBytes()).isLessThan(FILE.length / 2);
            downloader.downloadLimit().change(0);
            scene.assertCompletes(download);
        }
    }

    @Test
    void fetchesPiecesThatAreLargerThanItsMemory() throws Exception {
        TestTorrent large = TestTorrent.ofFile("large", 5 << 20, 2 << 20);
        try (ScriptedWebServer server = ScriptedWebServer.running(ScriptedWebServer.honest(large));
                Scene scene = new Scene(seeded(large, server.seed()), directory)) {
            scene.assertCompletes(scene.downloader(Scene.config().withMemoryBytes(1000))
                    .start(scene.request().withWebSeeds(WebSeedPolicy.ONLY)));
        }
    }

    @Test
    void followsRedirectsAndRemembersWhereTheyLed() throws Exception {
        AtomicInteger redirected = new AtomicInteger();
        only(
                TORRENT,
                (request, reply) -> {
                    if (request.target().startsWith("/seed/")) {
                        redirected.incrementAndGet();
                        reply.empty("302 Found", "Location: /moved?to=here");
                    } else {
                        reply.part(request, FILE);
                    }
                },
                (scene, download, server) -> {
                    scene.assertCompletes(download);
                    assertThat(redirected.get()).isLessThanOrEqualTo(2); // one a connection
                });
    }

    @Test
    void givesUpOnARedirectThatLeadsNowhere() throws Exception {
        assertThat(fails(Reason.NOBODY_REACHABLE, (request, reply) -> reply.empty("302 Found", "Location: loop")))
                .contains("redirects more than 5 times");
        assertThat(fails(
                        Reason.NOBODY_REACHABLE,
                        (request, reply) -> reply.empty("301 Moved", "Location: ftp://127.0.0.1/x")))
                .contains("only http and https");
    }

    @Test
    void comesBackToABusyServer() throws Exception {
        AtomicInteger refusals = new AtomicInteger();
        completes((request, reply) -> {
            if (request.number() < 3) {
                refusals.incrementAndGet();
                reply.empty("503 Service Unavailable", "Retry-After: 1");
            } else {
                reply.part(request, FILE);
            }
        });
        assertThat(refusals.get()).isBetween(1, 3);
    }

    @Test
    void givesUpOnWhatIsNotThere() throws Exception {
        assertThat(fails(Reason.NOBODY_REACHABLE, (request, reply) -> reply.empty("404 Not Found")))
                .contains("HTTP 404")
                .contains("/seed/");
        assertThat(fails(
                        Reason.NOBODY_REACHABLE,
                        (request, reply) -> reply.part(request, Arrays.copyOf(FILE, FILE.length - 1))))
                .contains("another file: 5000001 bytes were expected, 5000000 found");
    }

    @Test
    void givesUpOnWhatIsNoHttp() throws Exception {
        String message = fails(Reason.NOBODY_REACHABLE, (request, reply) -> {
            reply.raw("220 ESMTP\r\n\r\nHELO").flush();
            throw new IllegalStateException("over");
        });
        assertThat(message).contains("does not answer in HTTP");
    }

    @Test
    void takesTheWholeFileInOrderFromAServerThatServesNoParts() throws Exception {
        only(TORRENT, (request, reply) -> reply.whole(FILE), (scene, download, server) -> {
            scene.assertCompletes(download);
            assertThat(server.sent()).isLessThan(3L * FILE.length);
        });
    }

    @Test
    void goesOnWithAServerThatServesNoParts() throws Exception {
        try (ScriptedWebServer server = ScriptedWebServer.running((request, reply) -> reply.whole(FILE));
                Scene scene = new Scene(seeded(TORRENT, server.seed()), directory)) {
            scene.leave(scene.target(), index -> index % 3 == 0 && index > 20);
            scene.assertCompletes(
                    scene.downloader(Scene.config()).start(scene.request().withWebSeeds(WebSeedPolicy.ONLY)));
        }
    }

    @Test
    void goesOnWhenAnswersBreakOff() throws Exception {
        completes((request, reply) -> {
            int begin = (int) request.begin();
            int length = (int) request.end() - begin;
            reply.head(
                    "206 Partial Content",
                    "Content-Range: bytes " + begin + "-" + (request.end() - 1) + "/" + FILE.length,
                    "Content-Length: " + length);
            int some = Math.min(length, 300_000 + request.number());
            reply.body(FILE, begin, some).flush();
            if (some < length) {
                throw new IllegalStateException("breaks off");
            }
        });
    }

    @Test
    void goesOnWithServersThatCloseEachTime() throws Exception {
        completes((request, reply) -> {
            int begin = (int) request.begin();
            reply.head(
                    "206 Partial Content",
                    "Connection: close",
                    "Content-Range: bytes " + begin + "-" + (request.end() - 1) + "/" + FILE.length);
            reply.body(FILE, begin, (int) request.end() - begin).flush();
            throw new IllegalStateException("close");
        });
    }

    @Test
    void readsChunkedAnswers() throws Exception {
        completes((request, reply) -> {
            int begin = (int) request.begin();
            int length = (int) request.end() - begin;
            reply.head(
                    "206 Partial Content",
                    "Transfer-Encoding: chunked",
                    "Content-Range: bytes " + begin + "-" + (request.end() - 1) + "/" + FILE.length);
            for (int sent = 0; sent < length; ) {
                int chunk = Math.min(length - sent, 7_777);
                reply.raw(Integer.toHexString(chunk) + "\r\n")
                        .body(FILE, begin + sent, chunk)
                        .raw("\r\n");
                sent += chunk;
            }
            reply.raw("0\r\n\r\n");
        });
    }

    /** The last piece is there, and is only verified when nobody is left to ask. */
    @Test
    void completesThoughTheServerIsOfNoUseAnyMore() throws Exception {
        CountDownLatch go = new CountDownLatch(1);
        AtomicBoolean gone = new AtomicBoolean();
        TestTorrent small = TestTorrent.ofFile("small", 50_000, 64 * 1024);
        try (ScriptedWebServer server = ScriptedWebServer.running((request, reply) -> {
                    reply.part(request, small.file(0));
                    reply.raw("HTTP/1.1 200 OK\r\n\r\n"); // which nobody has asked for
                });
                Scene scene = new Scene(seeded(small, server.seed()), directory)) {
            Download download = scene.downloader(Scene.config())
                    .start(scene.request().withWebSeeds(WebSeedPolicy.ONLY).withEvents(event -> {
                        if (event instanceof DownloadEvent.PieceCompleted) { // on a storage thread
                            awaitQuietly(go);
                        } else if (event instanceof DownloadEvent.PeerDisconnected) {
                            gone.set(true);
                        }
                    }));
            Awaitility.await().until(() -> gone.get() && download.progress().downloadRate() > 0);
            double rate = download.progress().downloadRate();
            Awaitility.await()
                    .until(() -> download.outcome().isDone()
                            || download.progress().downloadRate() < rate); // a second later, when it is looked at
            go.countDown();
            scene.assertCompletes(download);
        } finally {
            go.countDown();
        }
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void bansAServerOfWrongBytes() throws Exception {
        byte[] wrong = FILE.clone();
        wrong[1_000_000]++;
        assertThat(fails(Reason.WRONG_DATA, (request, reply) -> reply.part(request, wrong)))
                .contains("wrong data");
    }

    @Test
    void fetchesElsewhereWhatOneServerFalsified() throws Exception {
        byte[] wrong = new byte[FILE.length];
        try (ScriptedWebServer liar = ScriptedWebServer.running((request, reply) -> reply.part(request, wrong));
                ScriptedWebServer honest = ScriptedWebServer.running(ScriptedWebServer.honest(TORRENT));
                Scene scene = new Scene(seeded(TORRENT, liar.seed(), honest.seed()), directory)) {
            scene.assertCompletes(
                    scene.downloader(Scene.config()).start(scene.request().withWebSeeds(WebSeedPolicy.ONLY)));
            assertThat(scene.events(DownloadEvent.PieceRefused.class))
                    .isNotEmpty()
                    .allMatch(event -> event.peer().getPort() == liar.seed().getPort());
            assertThat(liar.sent()).isLessThan(FILE.length);
        }
    }

    @Test
    void loadsFromAWebSeedWhenThereIsNobodyElse() throws Exception {
        try (ScriptedWebServer server = ScriptedWebServer.running(ScriptedWebServer.honest(TORRENT));
                Scene scene = new Scene(seeded(TORRENT, server.seed()), directory)) {
            scene.assertCompletes(scene.start());
        }
    }

    @Test
    void leavesTheWebSeedAloneWhileThePeersServeWell() throws Exception {
        try (ScriptedWebServer server = ScriptedWebServer.elsewhere(ScriptedWebServer.honest(TORRENT));
                Scene scene = new Scene(seeded(TORRENT, server.seed()), directory)) {
            scene.assertCompletes(scene.start(Scene.address(scene.seeder().port())));
            assertThat(server.requests()).isEmpty();
        }
    }

    @Test
    void usesTheWebSeedWhenPeersSendNothing() throws Exception {
        try (ScriptedWebServer server = ScriptedWebServer.elsewhere(ScriptedWebServer.honest(TORRENT));
                Scene scene = new Scene(seeded(TORRENT, server.seed()), directory)) {
            Download download =
                    scene.start(scene.answering(request -> new byte[0]).address());
            scene.assertCompletes(download);
            Awaitility.await().until(() -> server.sent() >= FILE.length); // counted after it was sent
        }
    }

    @Test
    void neverAsksAgainstItsWill() throws Exception {
        try (ScriptedWebServer server = ScriptedWebServer.running(ScriptedWebServer.honest(TORRENT));
                Scene scene = new Scene(seeded(TORRENT, server.seed()), directory)) {
            Download download = scene.downloader(Scene.config().withStallTimeout(Duration.ofSeconds(4)))
                    .start(scene.request().withWebSeeds(WebSeedPolicy.NEVER));
            assertThat(Scene.failure(download).reason()).isEqualTo(Reason.NOBODY_REACHABLE);
            assertThat(server.requests()).isEmpty();
        }
    }

    @Test
    void meetsNoPeerWhereOnlyWebSeedsAreAllowed() throws Exception {
        try (ScriptedWebServer server = ScriptedWebServer.running(ScriptedWebServer.honest(TORRENT));
                Scene scene = new Scene(seeded(TORRENT, server.seed()), directory)) {
            Download download = scene.downloader(Scene.config())
                    .start(scene.request(Scene.address(scene.seeder().port())).withWebSeeds(WebSeedPolicy.ONLY));
            scene.assertCompletes(download);
            Awaitility.await().until(() -> server.sent() == FILE.length); // counted after it was sent
        }
    }

    /** What one server lacks comes from the other, file by file. */
    @Test
    void doesWithoutTheFilesThatAServerLacks() throws Exception {
        TestTorrent tree = TestTorrent.ofDirectory(
                "tree", TestTorrent.file("a", 100_000), TestTorrent.file("b", 300_000), TestTorrent.file("c", 50_000));
        Script honest = ScriptedWebServer.honest(tree);
        Script without = (request, reply) -> {
            if (request.target().endsWith("/b")) {
                reply.empty("404 Not Found");
            } else {
                honest.answer(request, reply);
            }
        };
        Script nothingElse = (request, reply) -> {
            if (request.target().endsWith("/b")) {
                honest.answer(request, reply);
            } else {
                reply.empty("503 Service Unavailable", "Retry-After: 1");
            }
        };
        try (ScriptedWebServer first = ScriptedWebServer.running(without);
                ScriptedWebServer second = ScriptedWebServer.running(nothingElse);
                Scene scene = new Scene(seeded(tree, first.seed(), second.seed()), directory)) {
            Download download =
                    scene.downloader(Scene.config()).start(scene.request().withWebSeeds(WebSeedPolicy.ONLY));
            Awaitility.await().until(() -> second.sent() > 200_000 && first.sent() > 100_000);
            download.close();
            assertThat(Scene.failure(download).reason()).isEqualTo(Reason.CLOSED);
        }
    }

    /** Anything that a server may do wrong, in turn, and in between what was asked for. */
    @Test
    void goesOnWhateverAServerDoesInBetween() throws Exception {
        completes((request, reply) -> {
            switch (request.number() % 5) {
                case 1 -> reply.empty("500 Internal Server Error");
                case 2 -> throw new IllegalStateException("closes without a word");
                case 3 -> {
                    reply.raw("HTTP/1.1 206 Part").flush();
                    throw new IllegalStateException("closes in the head");
                }
                default -> reply.part(request, FILE);
            }
        });
    }

    @Test
    void givesUpOnOtherRangesThanWereAskedFor() throws Exception {
        assertThat(fails(
                        Reason.NOBODY_REACHABLE,
                        (request, reply) -> reply.head(
                                        "206 Partial Content",
                                        "Content-Range: bytes 0-99999/" + FILE.length,
                                        "Content-Length: 100000")
                                .body(FILE, 0, 100_000)))
                .contains("other bytes than were asked for");
    }

    @Test
    void asTheLastResortIsNotAskedWhileASeedIsThere() throws Exception {
        try (ScriptedWebServer server = ScriptedWebServer.elsewhere(ScriptedWebServer.honest(TORRENT));
                Scene scene = new Scene(seeded(TORRENT, server.seed()), directory)) {
            Download download = scene.downloader(Scene.config().withDownloadRate(700_000))
                    .start(scene.request(Scene.address(scene.seeder().port())).withWebSeeds(WebSeedPolicy.LAST));
            scene.assertCompletes(download);
            assertThat(server.requests()).isEmpty();
        }
    }
}
