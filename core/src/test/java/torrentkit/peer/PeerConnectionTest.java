package torrentkit.peer;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import torrentkit.piece.Bitfield;
import torrentkit.piece.TorrentLayout;
import torrentkit.testing.Frames;
import torrentkit.wire.PeerId;
import torrentkit.wire.PeerMessage;

/** When what was queued leaves. */
class PeerConnectionTest {
    private static final TorrentLayout LAYOUT = TorrentLayout.of(16 * 1024, 100_000);

    private final PeerChannel channel = new PeerChannel();
    private final PeerConnection connection = open();

    private PeerConnection open() {
        PeerConnection opened = channel.connection(false, PeerId.random(), true);
        channel.open(
                new RecordedHalves(opened, LAYOUT, new Bitfield(LAYOUT.pieceCount())).session, Duration.ofMinutes(2));
        opened.flush();
        channel.sent();
        return opened;
    }

    @AfterEach
    void close() {
        channel.finishAndReleaseAll();
    }

    private void pass(long millis) {
        channel.advanceTimeBy(millis, TimeUnit.MILLISECONDS);
        channel.runPendingTasks();
    }

    @Test
    void smallMessagesLeaveTogetherAfterAMoment() {
        connection.write(new PeerMessage.Have(1));
        connection.flushSoon();
        pass(20);
        connection.write(new PeerMessage.Have(2));
        connection.flushSoon();
        assertThat(channel.sent()).isEmpty();
        pass(20);
        assertThat(channel.sent()).isEqualTo(Frames.join(Frames.have(1), Frames.have(2)));
    }

    @Test
    void smallMessagesLeaveWithWhatIsSentMeanwhile() {
        connection.write(new PeerMessage.Have(1));
        connection.flushSoon();
        connection.write(PeerMessage.Interested.INSTANCE);
        connection.flush();
        assertThat(channel.sent()).isEqualTo(Frames.join(Frames.have(1), Frames.frame(Frames.INTERESTED)));
    }

    @Test
    void theMomentBeginsAnewAfterItIsOver() {
        for (int index = 0; index < 3; index++) {
            connection.write(new PeerMessage.Have(index));
            connection.flushSoon();
            assertThat(channel.sent()).isEmpty();
            pass(40);
            assertThat(channel.sent()).isEqualTo(Frames.have(index));
        }
    }

    @Test
    void whatWaitsLeavesBeforeItIsClosed() {
        connection.write(new PeerMessage.Have(1));
        connection.flushSoon();
        connection.close("done");
        assertThat(channel.sent()).isEqualTo(Frames.have(1));
        pass(40);
        assertThat(channel.isOpen()).isFalse();
        assertThat(channel.sent()).isEmpty();
    }
}
