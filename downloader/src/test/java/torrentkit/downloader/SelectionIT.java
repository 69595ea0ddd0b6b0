package torrentkit.downloader;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.BitSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import torrentkit.downloader.DownloadProgress.Phase;
import torrentkit.testing.Frames;
import torrentkit.testing.ScriptedPeer;
import torrentkit.testing.ScriptedSeed;
import torrentkit.testing.TestTorrent;

/** Downloads of some files of a torrent. */
@Timeout(60)
class SelectionIT {
    private static final int PIECE = TestTorrent.PIECE;

    /** The middle file begins and ends inside pieces that it shares with its neighbours: pieces 2, 3, 4 and 5 of 8. */
    private static final TestTorrent TORRENT = TestTorrent.ofDirectory(
            "three",
            TestTorrent.file("first", 2 * PIECE + 10),
            TestTorrent.file("inner/wanted", 3 * PIECE),
            TestTorrent.file("last", 2 * PIECE + 100));

    private static final Set<Integer> WANTED = Set.of(2, 3, 4, 5);

    private static final String UPLOAD_ONLY = "11:upload_onlyi1e";

    @TempDir
    Path directory;

    private static FileSelection wanted() {
        BitSet files = new BitSet();
        files.set(1);
        return FileSelection.of(files);
    }

    private static Set<Path> filesBelow(Path top) throws IOException {
        try (Stream<Path> all = Files.walk(top)) {
            return all.filter(Files::isRegularFile).map(top::relativize).collect(Collectors.toCollection(TreeSet::new));
        }
    }

    @Test
    void fetchesOnlyThePiecesOfWhatIsWantedAndWritesNothingElse() throws Exception {
        try (Scene scene = new Scene(TORRENT, directory)) {
            Set<Integer> asked = ConcurrentHashMap.newKeySet();
            ScriptedSeed seed = scene.answering(request -> {
                asked.add(request.index());
                return ScriptedSeed.honest(TORRENT, request);
            });
            Download download = scene.downloader(Scene.config())
                    .start(scene.request(seed.address()).withFiles(wanted()));
            Path target = download.outcome().get(50, TimeUnit.SECONDS);
            assertThat(asked).isEqualTo(WANTED);
            assertThat(filesBelow(target)).containsExactly(Path.of("inner", "wanted"));
            assertThat(target.resolve("inner/wanted")).hasBinaryContent(TORRENT.file(1));
            DownloadProgress progress = download.progress();
            assertThat(progress.phase()).isEqualTo(Phase.COMPLETE);
            assertThat(progress.totalPieces()).isEqualTo(4);
            assertThat(progress.verifiedPieces()).isEqualTo(4);
            assertThat(progress.totalBytes()).isEqualTo(4L * PIECE);
            assertThat(progress.verifiedBytes()).isEqualTo(4L * PIECE);
            DownloadEvent.Started started =
                    scene.events(DownloadEvent.Started.class).get(0);
            assertThat(started.pieces()).isEqualTo(4);
            assertThat(started.todo()).isEqualTo(4);
            assertThat(started.have().size()).isEqualTo(8);
        }
    }

    @Test
    void isNotInterestedInPiecesThatItDoesNotWant() throws Exception {
        try (Scene scene = new Scene(TORRENT, directory)) {
            Downloader downloader = scene.downloader(Scene.config());
            Download download = downloader.start(scene.request().withFiles(wanted()));
            Awaitility.await().until(() -> download.progress().phase() == Phase.DOWNLOADING);
            try (ScriptedPeer peer =
                    ScriptedPeer.join(downloader.port(), TORRENT.metainfo().infoHash())) {
                peer.expect(Frames.HAVE_NONE);
                peer.send(Frames.frame(Frames.HAVE_NONE), Frames.have(0), Frames.have(7), Frames.have(1));
                peer.send(Frames.have(3));
                peer.expect(Frames.INTERESTED);
                peer.send(Frames.frame(Frames.UNCHOKE));
                assertThat(peer.expect(Frames.REQUEST).index()).isEqualTo(3);
            }
        }
    }

    @Test
    void goesOnUploadingWhatItHasAndIsNoSeeder() throws Exception {
        try (Scene scene = new Scene(TORRENT, directory);
                Announced announced = new Announced()) {
            Downloader downloader = scene.downloader(DownloaderConfig.defaults());
            DownloadRequest request = DownloadRequest.of(
                            TORRENT.metainfo().withTrackers(List.of(List.of(announced.url()))), scene.target())
                    .withPeers(List.of(scene.honest().address()))
                    .withFiles(wanted())
                    .withSeedAfterwards(true);
            Download download = downloader.start(request);
            download.outcome().get(50, TimeUnit.SECONDS);
            try (ScriptedPeer peer =
                    ScriptedPeer.join(downloader.port(), TORRENT.metainfo().infoHash())) {
                assertThat(peer.expect(Frames.BITFIELD).body()).containsExactly(0b0011_1100);
                assertThat(text(peer.expect(Frames.EXTENDED))).contains(UPLOAD_ONLY);
                peer.send(Frames.frame(Frames.INTERESTED)).expect(Frames.UNCHOKE);
                peer.send(Frames.request(3, 0, PIECE));
                assertThat(peer.expect(Frames.PIECE).data()).isEqualTo(TORRENT.piece(3));
            }
            downloader.close();
            assertThat(announced.questions).isNotEmpty().noneMatch(question -> question.contains("event=completed"));
            assertThat(announced.questions.get(announced.questions.size() - 1))
                    .contains("event=stopped")
                    .contains("left=" + (TORRENT.content().length - 4 * PIECE) + "&");
        }
    }

    @Test
    void tellsThePeersThatItDownloadsNothingMore() throws Exception {
        try (Scene scene = new Scene(TORRENT, directory)) {
            Downloader downloader = scene.downloader(Scene.config());
            Download download =
                    downloader.start(scene.request().withFiles(wanted()).withSeedAfterwards(true));
            Awaitility.await().until(() -> download.progress().phase() == Phase.DOWNLOADING);
            try (ScriptedPeer peer =
                    ScriptedPeer.join(downloader.port(), TORRENT.metainfo().infoHash())) {
                assertThat(text(peer.expect(Frames.EXTENDED))).doesNotContain(UPLOAD_ONLY);
                peer.send(Frames.frame(Frames.HAVE_NONE));
                download.addPeers(List.of(scene.honest().address()));
                String told = "";
                while (!told.contains(UPLOAD_ONLY)) { // others may be said between
                    told = text(peer.expect(Frames.EXTENDED));
                }
                assertThat(download.outcome()).succeedsWithin(50, TimeUnit.SECONDS);
            }
        }
    }

    private static String text(ScriptedPeer.Frame frame) {
        return new String(frame.body(), StandardCharsets.ISO_8859_1);
    }

    /** A tracker that notes what it is told. */
    private static final class Announced implements AutoCloseable {
        private final List<String> questions = new CopyOnWriteArrayList<>();
        private final ServerSocket listener;

        Announced() throws IOException {
            listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
            Thread thread = new Thread(this::answer, "noting-tracker");
            thread.setDaemon(true);
            thread.start();
        }

        URI url() {
            return URI.create("http://127.0.0.1:" + listener.getLocalPort() + "/announce");
        }

        private void answer() {
            while (!listener.isClosed()) {
                try (Socket socket = listener.accept();
                        BufferedReader in = new BufferedReader(
                                new InputStreamReader(socket.getInputStream(), StandardCharsets.ISO_8859_1))) {
                    questions.add(in.readLine() + "&");
                    for (String line = in.readLine(); line != null && !line.isEmpty(); line = in.readLine()) {
                        // headers say nothing new
                    }
                    String body = "d8:intervali1800e5:peers0:e";
                    socket.getOutputStream()
                            .write(("HTTP/1.1 200 OK\r\nContent-Length: " + body.length() + "\r\n\r\n" + body)
                                    .getBytes(StandardCharsets.ISO_8859_1));
                } catch (IOException e) {
                    continue; // closed, or a client that went
                }
            }
        }

        @Override
        public void close() throws IOException {
            listener.close();
        }
    }
}
