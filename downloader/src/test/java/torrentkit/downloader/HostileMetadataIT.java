package torrentkit.downloader;

import static org.assertj.core.api.Assertions.assertThat;
import static torrentkit.testing.Frames.extended;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import torrentkit.downloader.DownloadException.Reason;
import torrentkit.metainfo.Metainfo;
import torrentkit.testing.Frames;
import torrentkit.testing.Leftovers;
import torrentkit.testing.ScriptedPeer;
import torrentkit.testing.ScriptedPeer.Frame;
import torrentkit.testing.ScriptedSeed;
import torrentkit.testing.TestTorrent;
import torrentkit.wire.ExtensionHandshake;
import torrentkit.wire.MetadataMessage;

/** Peers that lie about the metadata, or keep it to themselves. */
@Timeout(90)
class HostileMetadataIT {
    /** Its info dictionary has four pieces. */
    private static final TestTorrent TORRENT = TestTorrent.ofFile("payload.bin", 3_000 * TestTorrent.PIECE + 1);

    private static final byte[] INFO = TORRENT.metainfo().infoBytes();
    private static final int THEIR_NUMBER = 42;

    /** What a peer says to a request for a piece: payloads of ut_metadata messages. */
    private interface Answer {
        List<byte[]> to(int piece) throws IOException;
    }

    @TempDir
    Path directory;

    private Leftovers leftovers;
    private Scene scene;

    @BeforeEach
    void open() {
        leftovers = Leftovers.before();
        scene = new Scene(TORRENT, directory);
    }

    @AfterEach
    void close() {
        scene.close();
        leftovers.assertNone(directory);
    }

    private ScriptedSeed seed(long claimed, Answer answer) {
        return scene.seed(script(claimed, answer));
    }

    private static ScriptedSeed.Script script(long claimed, Answer answer) {
        return peer -> {
            peer.readHandshake();
            peer.send(
                    Frames.handshake(TORRENT.metainfo().infoHash(), ScriptedPeer.newPeerId(), true, true),
                    Frames.frame(Frames.HAVE_ALL),
                    extended(0, ascii("d1:md11:ut_metadatai" + THEIR_NUMBER + "ee13:metadata_sizei" + claimed + "ee")));
            int ours = 0;
            while (true) {
                Frame frame = peer.expect(Frames.EXTENDED);
                byte[] payload = Arrays.copyOfRange(frame.body(), 1, frame.body().length);
                if (frame.body()[0] == 0) {
                    ours = ExtensionHandshake.parse(payload).extensions().get(MetadataMessage.EXTENSION);
                } else {
                    assertThat(frame.body()[0]).isEqualTo((byte) THEIR_NUMBER);
                    MetadataMessage message = MetadataMessage.parse(payload).orElseThrow();
                    if (message instanceof MetadataMessage.Request request) {
                        for (byte[] reply : answer.to(request.piece())) {
                            peer.send(extended(ours, reply));
                        }
                    }
                }
            }
        };
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    private static byte[] truth(int piece) {
        int from = piece * MetadataMessage.PIECE_BYTES;
        return Arrays.copyOfRange(INFO, from, from + MetadataMessage.pieceBytes(INFO.length, piece));
    }

    private static List<byte[]> honest(int piece) {
        return List.of(new MetadataMessage.Data(piece, INFO.length, truth(piece)).toBytes());
    }

    private static List<byte[]> poisoned(int piece) {
        byte[] bytes = truth(piece);
        bytes[bytes.length - 1] ^= 1;
        return List.of(new MetadataMessage.Data(piece, INFO.length, bytes).toBytes());
    }

    private ScriptedSeed liar() {
        return seed(INFO.length, HostileMetadataIT::poisoned);
    }

    private CompletableFuture<Metainfo> fetch(DownloaderConfig config, InetSocketAddress... peers) throws IOException {
        return scene.downloader(config)
                .fetchMetainfo(MetadataRequest.of(TORRENT.metainfo().infoHash()).withPeers(List.of(peers)));
    }

    private void assertComes(InetSocketAddress... peers) throws Exception {
        Metainfo metainfo = fetch(Scene.config(), peers).get(80, TimeUnit.SECONDS);
        assertThat(metainfo.infoBytes()).isEqualTo(INFO);
    }

    private void assertComesDespite(ScriptedSeed hostile) throws Exception {
        assertComes(
                hostile.address(), seed(INFO.length, HostileMetadataIT::honest).address());
    }

    private Reason failureWith(ScriptedSeed hostile) throws Exception {
        return MetadataIT.failure(fetch(Scene.config().withStallTimeout(Duration.ofSeconds(6)), hostile.address()))
                .reason();
    }

    @Test
    void comesFromAnHonestScript() throws Exception {
        assertComes(seed(INFO.length, HostileMetadataIT::honest).address());
    }

    @Test
    void comesFromOneHonestPeerAmongManyLiars() throws Exception {
        List<InetSocketAddress> peers = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
            peers.add(liar().address());
        }
        peers.add(seed(INFO.length, HostileMetadataIT::honest).address());
        assertComes(peers.toArray(InetSocketAddress[]::new));
    }

    @Test
    void saysThatEverybodyLied() throws Exception {
        assertThat(failureWith(liar())).isEqualTo(Reason.WRONG_DATA);
    }

    @Test
    void bansWhoLiesAboutTheLengthOfAPiece() throws Exception {
        assertThat(failureWith(seed(
                        INFO.length,
                        piece -> List.of(new MetadataMessage.Data(piece, INFO.length, new byte[1]).toBytes()))))
                .isEqualTo(Reason.WRONG_DATA);
    }

    @Test
    void bansWhoContradictsItself() throws Exception {
        assertThat(failureWith(seed(
                        INFO.length,
                        piece -> List.of(new MetadataMessage.Data(piece, INFO.length + 1, truth(piece)).toBytes()))))
                .isEqualTo(Reason.WRONG_DATA);
    }

    @Test
    void bansWhoClaimsMoreThanIsTaken() throws Exception {
        AtomicInteger asked = new AtomicInteger();
        assertThat(failureWith(seed(Metainfo.MAX_INFO_BYTES + 1L, piece -> {
                    asked.incrementAndGet();
                    return List.of();
                })))
                .isEqualTo(Reason.WRONG_DATA);
        assertThat(asked).hasValue(0);
    }

    @Test
    void comesDespiteOneWhoClaimsAsMuchAsIsTakenAndSendsNothing() throws Exception {
        assertComesDespite(seed(Metainfo.MAX_INFO_BYTES, piece -> List.of()));
    }

    @Test
    void comesDespiteOneWhoIsSilent() throws Exception {
        assertComesDespite(seed(INFO.length, piece -> List.of()));
    }

    @Test
    void comesDespiteOneWhoRejectsEverything() throws Exception {
        assertComesDespite(
                seed(INFO.length, piece -> Collections.nCopies(10, new MetadataMessage.Reject(piece).toBytes())));
    }

    @Test
    void comesDespiteOneWhoSendsWhatNobodyAskedFor() throws Exception {
        assertComesDespite(seed(
                INFO.length,
                piece -> List.of(
                        new MetadataMessage.Data(999, INFO.length, new byte[16_384]).toBytes(),
                        new MetadataMessage.Data(Integer.MAX_VALUE, INFO.length, new byte[0]).toBytes())));
    }

    @Test
    void comesDespiteOneWhoSendsGarbage() throws Exception {
        assertComesDespite(seed(INFO.length, piece -> List.of(ascii("i1e"), new byte[0], new byte[200_000])));
    }

    @Test
    void comesDespiteOneWhoAsksUsForIt() throws Exception {
        assertComesDespite(
                seed(INFO.length, piece -> Collections.nCopies(200, new MetadataMessage.Request(piece).toBytes())));
    }

    /** One that hangs up when it is asked, and one that is asked after it. */
    @Test
    void comesDespiteOneWhoHangsUp() throws Exception {
        assertComesDespite(seed(INFO.length, piece -> {
            throw new IOException("enough");
        }));
    }

    @Test
    void partsFromOneWhoRejectsWithoutEnd() throws Exception {
        CountDownLatch gone = new CountDownLatch(1);
        ScriptedSeed.Script storm =
                script(INFO.length, piece -> Collections.nCopies(100, new MetadataMessage.Reject(piece).toBytes()));
        ScriptedSeed seed = scene.seed(peer -> {
            try {
                storm.run(peer);
            } finally {
                gone.countDown();
            }
        });
        CompletableFuture<Metainfo> fetch = fetch(Scene.config(), seed.address());
        assertThat(gone.await(60, TimeUnit.SECONDS)).isTrue();
        assertThat(fetch).isNotDone();
        fetch.cancel(false);
    }

    @Test
    void leavesNothingBehindWhenItIsCancelledInTheMiddle() throws Exception {
        CountDownLatch asked = new CountDownLatch(1);
        CompletableFuture<Metainfo> fetch = fetch(
                Scene.config(),
                seed(INFO.length, piece -> {
                            asked.countDown();
                            return List.of();
                        })
                        .address());
        assertThat(asked.await(60, TimeUnit.SECONDS)).isTrue();
        fetch.cancel(false);
    }
}
