package torrentkit.tracker.client;

import static org.assertj.core.api.Assertions.assertThat;
import static torrentkit.tracker.TrackerArbitraries.endpoint;

import io.netty.channel.embedded.EmbeddedChannel;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import torrentkit.metainfo.InfoHash;
import torrentkit.tracker.AnnounceEvent;
import torrentkit.tracker.AnnounceException;
import torrentkit.tracker.AnnounceException.Reason;
import torrentkit.tracker.AnnounceRequest;
import torrentkit.tracker.AnnounceResponse;
import torrentkit.tracker.PeerList;
import torrentkit.tracker.Totals;
import torrentkit.wire.PeerId;

/** The announcer over simulated time and trackers that answer when the test says so. */
class AnnouncerTest {
    private static final URI TRACKER = URI.create("http://t.example/announce");

    private record Asked(URI tracker, AnnounceRequest request, CompletableFuture<AnnounceResponse> answer) {}

    private final EmbeddedChannel channel = new EmbeddedChannel();
    private final List<Asked> asked = new ArrayList<>();
    private final List<InetSocketAddress> found = new ArrayList<>();
    private Totals totals = new Totals(0, 0, 100);
    private final Announcer announcer = announcer(List.of(List.of(TRACKER)));

    private Announcer announcer(List<List<URI>> tiers) {
        channel.freezeTime();
        return new Announcer(
                AnnouncerConfig.defaults(),
                new Announcer.Subject(InfoHash.of(new byte[20]), PeerId.random(), 6881),
                tiers,
                () -> totals,
                found::addAll,
                channel.eventLoop(),
                (tracker, request) -> {
                    Asked question = new Asked(tracker, request, new CompletableFuture<>());
                    asked.add(question);
                    return question.answer();
                },
                () -> {});
    }

    private void begin() {
        announcer.begin();
        channel.runPendingTasks();
    }

    private Asked last() {
        return asked.get(asked.size() - 1);
    }

    private void pass(Duration time) {
        channel.advanceTimeBy(time.toNanos(), TimeUnit.NANOSECONDS);
        channel.runScheduledPendingTasks();
        channel.runPendingTasks();
    }

    private void answer(AnnounceResponse response) {
        last().answer().complete(response);
        channel.runPendingTasks();
    }

    private static AnnounceResponse response(PeerList peers) {
        return new AnnounceResponse(
                Duration.ofMinutes(10),
                Optional.of(Duration.ofMinutes(2)),
                OptionalInt.of(3),
                OptionalInt.of(4),
                peers,
                Optional.of("id\u00ff"),
                Optional.empty(),
                Optional.empty());
    }

    @Test
    void announcesOnScheduleWithItsKeyAndTheTrackersId() {
        begin();
        assertThat(asked).hasSize(1);
        AnnounceRequest first = last().request();
        assertThat(first.event()).isEqualTo(AnnounceEvent.STARTED);
        assertThat(first.port()).isEqualTo(6881);
        assertThat(first.numWant()).hasValue(80);
        assertThat(first.trackerId()).isEmpty();
        answer(response(PeerList.of(List.of(endpoint("10.0.0.1", 7)))));
        assertThat(found).containsExactly(endpoint("10.0.0.1", 7));
        AnnouncerStatus status = announcer.status();
        assertThat(status.tracker()).contains(TRACKER);
        assertThat(status.error()).isEmpty();
        assertThat(status.untilNext()).contains(Duration.ofMinutes(10));
        assertThat(status.complete()).hasValue(3);
        assertThat(status.answers()).isEqualTo(1);
        totals = new Totals(1, 60, 40);
        pass(Duration.ofMinutes(10).minusMillis(1));
        assertThat(asked).hasSize(1);
        pass(Duration.ofMillis(1));
        AnnounceRequest second = last().request();
        assertThat(asked).hasSize(2);
        assertThat(second.event()).isEqualTo(AnnounceEvent.NONE);
        assertThat(second.totals()).isEqualTo(totals);
        assertThat(second.trackerId()).contains("id\u00ff");
        assertThat(second.key()).isEqualTo(first.key()).isPresent();
    }

    @Test
    void tellsWhereTheTrackerSeesUsAndDoesNotNameOurselves() throws Exception {
        assertThat(announcer.externalAddress()).isEmpty();
        begin();
        PeerList withUs = PeerList.of(
                List.of(endpoint("10.0.0.1", 6881), endpoint("10.0.0.2", 6881), endpoint("10.0.0.1", 6882)));
        InetAddress self = InetAddress.getByName("10.0.0.1");
        answer(response(withUs).withExternalIp(self));
        assertThat(found).containsExactly(endpoint("10.0.0.2", 6881), endpoint("10.0.0.1", 6882));
        assertThat(announcer.externalAddress()).contains(self);
        assertThat(announcer.status().externalAddress()).contains(self);
        pass(Duration.ofMinutes(10));
        found.clear();
        answer(response(withUs)); // a tracker need not say it each time
        assertThat(found).hasSize(2);
    }

    @Test
    void doesNotBelieveAnExternalAddressThatNobodyCanHave() throws Exception {
        begin();
        answer(response(PeerList.EMPTY).withExternalIp(InetAddress.getByName("0.0.0.0")));
        assertThat(announcer.externalAddress()).isEmpty();
        pass(Duration.ofMinutes(10));
        answer(response(PeerList.EMPTY).withExternalIp(InetAddress.getByName("224.0.0.1")));
        assertThat(announcer.externalAddress()).isEmpty();
    }

    @Test
    void asksOnlyOneQuestionAtATime() {
        begin();
        announcer.wantPeers();
        announcer.completed();
        pass(Duration.ofHours(1));
        assertThat(asked).hasSize(1);
        answer(response(PeerList.EMPTY));
        assertThat(asked).hasSize(2);
        assertThat(last().request().event()).isEqualTo(AnnounceEvent.COMPLETED);
    }

    @Test
    void wantsPeersEarlierButNotTooEarly() {
        begin();
        answer(response(PeerList.EMPTY));
        for (int i = 0; i < 10; i++) {
            announcer.wantPeers();
        }
        pass(Duration.ofSeconds(119));
        assertThat(asked).hasSize(1);
        pass(Duration.ofSeconds(1));
        assertThat(asked).hasSize(2);
    }

    @Test
    void showsWhatFailedAndTriesAgain() {
        begin();
        last().answer().completeExceptionally(new AnnounceException(Reason.UNREACHABLE, "nobody there"));
        channel.runPendingTasks();
        assertThat(announcer.status().error()).contains("nobody there");
        pass(Duration.ofSeconds(19));
        assertThat(asked).hasSize(2);
        assertThat(last().request().event()).isEqualTo(AnnounceEvent.STARTED);
    }

    @Test
    void goesOnWhenTheReceiverOrTheTotalsFail() {
        Announcer fragile = new Announcer(
                AnnouncerConfig.defaults(),
                new Announcer.Subject(InfoHash.of(new byte[20]), PeerId.random(), 6881),
                List.of(List.of(TRACKER)),
                () -> {
                    throw new IllegalStateException("test");
                },
                peers -> {
                    throw new IllegalStateException("test");
                },
                channel.eventLoop(),
                (tracker, request) -> CompletableFuture.completedFuture(response(PeerList.EMPTY)),
                () -> {});
        fragile.begin();
        channel.runPendingTasks();
        pass(Duration.ofMinutes(10));
        assertThat(fragile.status().answers()).isEqualTo(2);
    }

    @Test
    void saysGoodbyeToEveryTrackerThatKnowsUs() {
        begin();
        answer(response(PeerList.EMPTY));
        CompletableFuture<Void> stopped = announcer.stop();
        channel.runPendingTasks();
        assertThat(last().request().event()).isEqualTo(AnnounceEvent.STOPPED);
        assertThat(last().request().numWant()).hasValue(0);
        assertThat(stopped).isNotDone();
        answer(response(PeerList.EMPTY));
        assertThat(stopped).isCompleted();
        pass(Duration.ofHours(2));
        assertThat(asked).hasSize(2);
        assertThat(announcer.status().untilNext()).isEmpty();
    }

    @Test
    void saysGoodbyeToATrackerThatMayHaveHeardUs() {
        begin();
        announcer.stop();
        channel.runPendingTasks();
        assertThat(asked.get(0).answer()).isCancelled();
        assertThat(last().request().event()).isEqualTo(AnnounceEvent.STOPPED);
    }

    @Test
    void goodbyeTakesTwoSecondsAtMost() {
        begin();
        answer(response(PeerList.EMPTY));
        CompletableFuture<Void> stopped = announcer.stop();
        channel.runPendingTasks();
        pass(Duration.ofMillis(1999));
        assertThat(stopped).isNotDone();
        pass(Duration.ofMillis(1));
        assertThat(stopped).isCompleted();
        assertThat(last().answer()).isCancelled();
    }

    @Test
    void goodbyeToNobodyIsDoneAtOnce() {
        Announcer alone = announcer(List.of());
        alone.begin();
        channel.runPendingTasks();
        assertThat(alone.status().error()).contains("there is no tracker to ask");
        CompletableFuture<Void> stopped = alone.stop();
        channel.runPendingTasks();
        assertThat(stopped).isCompleted();
        assertThat(asked).isEmpty();
    }
}
