package torrentkit.downloader.discovery;

import static org.assertj.core.api.Assertions.assertThat;
import static torrentkit.testing.Frames.extended;

import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import torrentkit.peer.MetadataSession;
import torrentkit.peer.PeerChannel;
import torrentkit.wire.PeerId;
import torrentkit.wire.PexMessage;
import torrentkit.wire.PexMessage.Contact;

class ExchangeWithPeerTest {
    private static final long SECOND = 1_000_000_000L;
    private static final int THEIR_NUMBER = 9;

    private final List<InetSocketAddress> heard = new ArrayList<>();
    private final List<Peer> peers = new ArrayList<>();
    private long now;
    private final PeerExchange exchange = new PeerExchange(heard::addAll, () -> now);

    /** A peer that connected to us and said where it listens. */
    private final class Peer {
        private final PeerChannel channel = new PeerChannel();

        Peer(int port) {
            MetadataSession session = new MetadataSession(channel.connection(true, PeerId.random(), false), 0);
            exchange.extend(session);
            channel.open(session, Duration.ofDays(1));
            channel.sent();
            String handshake = "d1:md6:ut_pexi" + THEIR_NUMBER + "ee1:pi" + port + "e11:upload_onlyi1ee";
            channel.receive(extended(0, handshake.getBytes(StandardCharsets.ISO_8859_1)));
            peers.add(this);
        }

        /** What it is told when a second passes. */
        Optional<PexMessage> told() {
            channel.advanceTimeBy(1, TimeUnit.SECONDS);
            channel.runScheduledPendingTasks();
            byte[] sent = channel.sent();
            if (sent.length == 0) {
                return Optional.empty();
            }
            byte[] payload = Arrays.copyOfRange(sent, 6, sent.length);
            assertThat(sent).isEqualTo(extended(THEIR_NUMBER, payload));
            return Optional.of(PexMessage.parse(payload));
        }

        void tells(Contact... contacts) {
            channel.receive(extended(1, new PexMessage(List.of(contacts), List.of()).toBytes()));
        }

        void leaves() {
            channel.close();
            channel.runPendingTasks();
        }
    }

    @AfterEach
    void close() {
        peers.forEach(peer -> peer.channel.finishAndReleaseAll());
    }

    private static InetSocketAddress at(int port) {
        return new InetSocketAddress("127.0.0.1", port);
    }

    private static Contact contact(int port) {
        return new Contact(at(port), PexMessage.SEED);
    }

    @Test
    void tellsOfOthersAndNotOfThePeerItself() {
        Peer first = new Peer(7001);
        assertThat(first.told()).isEmpty();
        Peer second = new Peer(7002);
        assertThat(first.told()).contains(new PexMessage(List.of(contact(7002)), List.of()));
        assertThat(second.told()).contains(new PexMessage(List.of(contact(7001)), List.of()));
    }

    @Test
    void tellsOnceAMinuteWhoCameAndWhoWent() {
        Peer first = new Peer(7001);
        Peer second = new Peer(7002);
        assertThat(first.told()).isPresent();
        new Peer(7003);
        second.leaves();
        now += 59 * SECOND;
        assertThat(first.told()).isEmpty();
        now += SECOND;
        assertThat(first.told()).contains(new PexMessage(List.of(contact(7003)), List.of(at(7002))));
        now += 600 * SECOND;
        assertThat(first.told()).isEmpty();
    }

    @Test
    void tellsOfFiftyAtATime() {
        Peer first = new Peer(7001);
        IntStream.range(0, 60).forEach(i -> new Peer(8000 + i));
        assertThat(first.told().orElseThrow().added()).hasSize(50);
        assertThat(first.told()).isEmpty();
        now += 60 * SECOND;
        assertThat(first.told().orElseThrow().added()).hasSize(10);
        now += 60 * SECOND;
        assertThat(first.told()).isEmpty();
    }

    @Test
    void passesOnWhatItHears() {
        Peer peer = new Peer(7001);
        peer.tells(contact(9001), new Contact(at(0), 0), new Contact(new InetSocketAddress("224.0.0.1", 5), 0));
        assertThat(heard).containsExactly(at(9001));
    }

    @Test
    void ignoresWhoTellsTooOftenAndPartsFromWhoGoesOn() {
        Peer peer = new Peer(7001);
        for (int i = 0; i < 103; i++) { // one, two early ones, and a hundred that are ignored
            peer.tells(contact(9000 + i));
        }
        assertThat(heard).containsExactly(at(9000), at(9001), at(9002));
        assertThat(peer.channel.isActive()).isTrue();
        now += 45 * SECOND;
        peer.tells(contact(9999));
        assertThat(heard).contains(at(9999));
        peer.tells(contact(9998));
        assertThat(peer.channel.isActive()).isFalse();
    }

    @Test
    void takesABoundedNumberFromOnePeer() {
        Peer peer = new Peer(7001);
        for (int message = 0; message < 10; message++) {
            int from = 200 * message;
            peer.tells(IntStream.range(0, 200)
                    .mapToObj(i -> contact(10_000 + from + i))
                    .toArray(Contact[]::new));
            now += 45 * SECOND;
        }
        assertThat(heard).hasSize(1_000);
    }

    @Test
    void endsWithWhoSendsNonsense() {
        Peer peer = new Peer(7001);
        peer.channel.receive(extended(1, new byte[] {'x'}));
        assertThat(peer.channel.isActive()).isFalse();
    }
}
