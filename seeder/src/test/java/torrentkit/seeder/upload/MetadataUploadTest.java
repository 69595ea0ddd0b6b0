package torrentkit.seeder.upload;

import static org.assertj.core.api.Assertions.assertThat;
import static torrentkit.testing.Frames.extended;

import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import torrentkit.peer.MetadataSession;
import torrentkit.peer.PeerChannel;
import torrentkit.peer.RateLimit;
import torrentkit.testing.TestTorrent;
import torrentkit.wire.ExtensionHandshake;
import torrentkit.wire.MetadataMessage;
import torrentkit.wire.PeerId;

class MetadataUploadTest {
    /** Its info dictionary has four pieces. */
    private static final TestTorrent TORRENT = TestTorrent.ofFile("payload.bin", 3_000 * TestTorrent.PIECE + 1);

    private static final byte[] INFO = TORRENT.metainfo().infoBytes();
    private static final int PIECES = 4;
    private static final int THEIR_NUMBER = 5;

    private final PeerChannel channel = new PeerChannel();

    @AfterEach
    void close() {
        channel.finishAndReleaseAll();
    }

    private ExtensionHandshake open(RateLimit... limits) throws IOException {
        MetadataSession session = new MetadataSession(channel.connection(true, PeerId.random(), false), 0);
        MetadataUpload.offer(session, TORRENT.metainfo(), List.of(limits));
        channel.open(session, Duration.ofDays(1));
        ExtensionHandshake ours = ExtensionHandshake.parse(extendedSent(0).get(0));
        channel.receive(
                extended(0, ("d1:md11:ut_metadatai" + THEIR_NUMBER + "eee").getBytes(StandardCharsets.ISO_8859_1)));
        return ours;
    }

    /** Payloads of the messages under this number that were sent since the last call. */
    private List<byte[]> extendedSent(int number) throws IOException {
        List<byte[]> payloads = new ArrayList<>();
        DataInputStream in = new DataInputStream(new ByteArrayInputStream(channel.sent()));
        while (in.available() > 0) {
            byte[] frame = new byte[in.readInt()];
            in.readFully(frame);
            if (frame[0] == 20 && frame[1] == number) {
                payloads.add(Arrays.copyOfRange(frame, 2, frame.length));
            }
        }
        return payloads;
    }

    private List<MetadataMessage> answersTo(int... pieces) throws IOException {
        for (int piece : pieces) {
            channel.receive(extended(1, new MetadataMessage.Request(piece).toBytes()));
        }
        return answers();
    }

    private List<MetadataMessage> answers() throws IOException {
        return extendedSent(THEIR_NUMBER).stream()
                .map(payload -> MetadataMessage.parse(payload).orElseThrow())
                .toList();
    }

    @Test
    void offersTheInfoDictionaryAndSendsItsPieces() throws IOException {
        ExtensionHandshake ours = open();
        assertThat(ours.metadataSize()).hasValue(INFO.length);
        assertThat(ours.extensions()).containsEntry("ut_metadata", 1);
        List<MetadataMessage> answers = answersTo(3, 0);
        MetadataMessage.Data last = (MetadataMessage.Data) answers.get(0);
        assertThat(last.piece()).isEqualTo(3);
        assertThat(last.totalBytes()).hasValue(INFO.length);
        assertThat(last.bytes()).isEqualTo(Arrays.copyOfRange(INFO, 3 * 16_384, INFO.length));
        assertThat(((MetadataMessage.Data) answers.get(1)).bytes()).isEqualTo(Arrays.copyOf(INFO, 16_384));
    }

    @Test
    void refusesPiecesThatThereAreNot() throws IOException {
        open();
        assertThat(answersTo(PIECES, Integer.MAX_VALUE))
                .containsExactly(new MetadataMessage.Reject(PIECES), new MetadataMessage.Reject(Integer.MAX_VALUE));
    }

    @Test
    void sendsTheWholeAFewTimesAndThenNoMore() throws IOException {
        open();
        for (int i = 0; i < 3 * PIECES; i++) {
            assertThat(answersTo(i % PIECES)).hasSize(1).first().isInstanceOf(MetadataMessage.Data.class);
        }
        assertThat(answersTo(0)).containsExactly(new MetadataMessage.Reject(0));
    }

    @Test
    void partsFromWhoGoesOnAfterAThousandRefusals() throws IOException {
        open();
        for (int i = 0; i < 1_000; i++) {
            assertThat(answersTo(PIECES)).hasSize(1);
        }
        assertThat(channel.isActive()).isTrue();
        answersTo(PIECES);
        assertThat(channel.isActive()).isFalse();
    }

    @Test
    void passesOverWhatItDidNotAskFor() throws IOException {
        open();
        channel.receive(
                extended(1, new MetadataMessage.Reject(0).toBytes()),
                extended(1, new MetadataMessage.Data(0, 5, new byte[5]).toBytes()));
        assertThat(answers()).isEmpty();
        assertThat(channel.isActive()).isTrue();
    }

    @Test
    void sendsNoFasterThanTheLimitsAllow() throws IOException {
        long[] now = {0};
        open(RateLimit.of(16_384, () -> now[0]));
        assertThat(answersTo(0, 1)).isEmpty(); // a second's worth each, of which a tenth may go ahead
        channel.advanceTimeBy(901, TimeUnit.MILLISECONDS);
        now[0] += 901_000_000L;
        channel.runScheduledPendingTasks();
        assertThat(answers()).hasSize(1);
        channel.advanceTimeBy(1_001, TimeUnit.MILLISECONDS);
        now[0] += 1_001_000_000L;
        channel.runScheduledPendingTasks();
        assertThat(answers()).hasSize(1);
    }

    @Test
    void endsWithWhoSendsNonsense() throws IOException {
        open();
        channel.receive(extended(1, new byte[] {'d'}));
        assertThat(channel.isActive()).isFalse();
    }
}
