package torrentkit.peer;

import static org.assertj.core.api.Assertions.assertThat;
import static torrentkit.testing.Frames.extended;
import static torrentkit.testing.Frames.frame;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import torrentkit.testing.Frames;
import torrentkit.wire.ExtensionHandshake;
import torrentkit.wire.PeerId;

/** The extension protocol, which sessions of both kinds have. */
class SwarmSessionTest {
    private final PeerChannel channel = new PeerChannel();
    private final List<String> calls = new ArrayList<>();
    private final MetadataSession session = new MetadataSession(channel.connection(true, PeerId.random(), true), 4711);
    private ExtensionLink link;

    @AfterEach
    void close() {
        channel.finishAndReleaseAll();
    }

    private final class Recorder implements ExtensionReceiver {
        private final String name;

        Recorder(String name) {
            this.name = name;
        }

        @Override
        public void introduced(ExtensionHandshake told) {
            calls.add(name + " introduced " + told.extensions());
        }

        @Override
        public void received(byte[] payload) {
            calls.add(name + " " + new String(payload, StandardCharsets.ISO_8859_1));
        }

        @Override
        public void tick() {
            calls.add(name + " tick");
        }

        @Override
        public void closed() {
            calls.add(name + " closed");
        }
    }

    private void open() {
        session.extend("ut_first", made -> new Recorder("first"));
        session.extend("ut_second", made -> {
            link = made;
            return new Recorder("second");
        });
        session.tellMetadataBytes(12_345);
        channel.open(session, Duration.ofSeconds(130));
    }

    private static byte[] latin(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    @Test
    void saysWhichExtensionsItTakesUnderWhichNumber() {
        open();
        byte[] sent = channel.sent();
        byte[] nothing = frame(Frames.HAVE_NONE);
        assertThat(sent).startsWith(nothing);
        ExtensionHandshake told = ExtensionHandshake.parse(Arrays.copyOfRange(sent, nothing.length + 6, sent.length));
        assertThat(told.extensions()).isEqualTo(Map.of("ut_first", 1, "ut_second", 2));
        assertThat(told.metadataSize()).isEqualTo(OptionalLong.of(12_345));
        assertThat(told.listenPort()).hasValue(4711);
    }

    @Test
    void deliversMessagesByOurNumberAndPassesOverOthers() {
        open();
        channel.receive(
                extended(0, latin("d1:md9:ut_secondi77eee")),
                extended(2, latin("x")),
                extended(3, latin("y")),
                extended(255, latin("z")),
                extended(1, new byte[0]));
        assertThat(calls)
                .containsExactly(
                        "first introduced {ut_second=77}", "second introduced {ut_second=77}", "second x", "first ");
    }

    @Test
    void sendsUnderTheirNumberOnceTheyHaveToldIt() {
        open();
        channel.sent();
        assertThat(link.isOpen()).isFalse();
        assertThat(link.send(latin("early"))).isFalse();
        channel.receive(extended(0, latin("d1:md9:ut_secondi77eee")));
        assertThat(link.send(latin("hello"))).isTrue();
        session.burstEnded();
        assertThat(channel.sent()).isEqualTo(extended(77, latin("hello")));
        channel.receive(extended(0, latin("d1:md9:ut_secondi0eee")));
        assertThat(link.send(latin("late"))).isFalse();
    }

    @Test
    void tellsReceiversOfTheClockAndOnceOfTheEnd() {
        open();
        channel.advanceTimeBy(1, TimeUnit.SECONDS);
        channel.runScheduledPendingTasks();
        channel.close();
        channel.runPendingTasks();
        assertThat(calls).containsExactly("first tick", "second tick", "first closed", "second closed");
        assertThat(link.send(latin("x"))).isFalse();
    }

    @Test
    void endsAtHandshakesWithoutEnd() {
        open();
        byte[] one = extended(0, latin("de"));
        for (int i = 0; i < 100; i++) {
            channel.receive(one);
        }
        assertThat(channel.isActive()).isTrue();
        channel.receive(one);
        assertThat(channel.isActive()).isFalse();
    }

    @Test
    void takesBitfieldsOfAnyTorrentWhenItKnowsNone() {
        open();
        channel.receive(frame(Frames.BITFIELD, new byte[1]), Frames.have(9));
        channel.receive(frame(Frames.BITFIELD, new byte[262_144]), extended(1, latin("still here")));
        assertThat(calls).containsExactly("first still here");
        channel.receive(Frames.lying(262_146, Frames.BITFIELD));
        assertThat(channel.isActive()).isFalse();
    }
}
