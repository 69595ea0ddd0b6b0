package torrentkit.tracker.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import torrentkit.tracker.AnnounceEvent;
import torrentkit.tracker.AnnounceException;
import torrentkit.tracker.AnnounceException.Reason;
import torrentkit.tracker.AnnounceResponse;
import torrentkit.tracker.PeerList;

class AnnounceScheduleTest {
    private static final URI A = URI.create("http://a.example/announce");
    private static final URI B = URI.create("http://b.example/announce");
    private static final URI C = URI.create("udp://c.example:6969");
    private static final AnnounceException DEAD = new AnnounceException(Reason.UNREACHABLE, "dead");

    private long now = -1000;

    private AnnounceSchedule schedule(List<List<URI>> tiers) {
        return new AnnounceSchedule(tiers, AnnouncerConfig.defaults(), new Random(1), now);
    }

    private static AnnounceResponse response(Duration interval, Optional<Duration> min) {
        return new AnnounceResponse(
                interval,
                min,
                OptionalInt.empty(),
                OptionalInt.empty(),
                PeerList.EMPTY,
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    private static AnnounceResponse halfHour() {
        return response(Duration.ofMinutes(30), Optional.empty());
    }

    private Duration wait(AnnounceSchedule schedule) {
        return Duration.ofNanos(schedule.nextAt() - now);
    }

    private void succeed(AnnounceSchedule schedule, AnnounceResponse response) {
        schedule.succeeded(schedule.eventFor(schedule.tracker()), response, now);
    }

    @Test
    void beginsAtOnceWithStarted() {
        AnnounceSchedule schedule = schedule(List.of(List.of(A)));
        assertThat(wait(schedule)).isZero();
        assertThat(schedule.eventFor(A)).isEqualTo(AnnounceEvent.STARTED);
        assertThat(schedule.joined()).isEmpty();
        succeed(schedule, halfHour());
        assertThat(wait(schedule)).isEqualTo(Duration.ofMinutes(30));
        assertThat(schedule.eventFor(A)).isEqualTo(AnnounceEvent.NONE);
        assertThat(schedule.joined()).containsExactly(A);
    }

    @Test
    void skipsTrackersThatNobodyCanContactAndRepeatedOnes() {
        AnnounceSchedule schedule = schedule(List.of(
                List.of(URI.create("wss://x/announce"), URI.create("http:///announce")),
                List.of(URI.create("udp://noport/announce"), B, B)));
        assertThat(schedule.tracker()).isEqualTo(B);
        schedule.failed(DEAD, now);
        assertThat(schedule.tracker()).isEqualTo(B);
        assertThat(wait(schedule)).isPositive();
        assertThat(schedule(List.of(List.of(URI.create("dht://x")))).hasTracker())
                .isFalse();
    }

    @Test
    void clampsTheIntervalToAMinuteAndADay() {
        AnnounceSchedule schedule = schedule(List.of(List.of(A)));
        succeed(schedule, response(Duration.ZERO, Optional.empty()));
        assertThat(wait(schedule)).isEqualTo(Duration.ofMinutes(1));
        succeed(schedule, response(Duration.ofSeconds(Integer.MAX_VALUE), Optional.empty()));
        assertThat(wait(schedule)).isEqualTo(Duration.ofDays(1));
    }

    @Test
    void triesEveryTrackerOfATierAtOnceAndThenTheNextTier() {
        AnnounceSchedule schedule = schedule(List.of(List.of(A, B), List.of(C)));
        List<URI> asked = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            assertThat(wait(schedule)).isZero();
            asked.add(schedule.tracker());
            schedule.failed(DEAD, now);
        }
        assertThat(asked.subList(0, 2)).containsExactlyInAnyOrder(A, B);
        assertThat(asked.get(2)).isEqualTo(C);
        assertThat(wait(schedule)).isBetween(Duration.ofSeconds(11), Duration.ofSeconds(19));
        assertThat(schedule.tracker()).isEqualTo(asked.get(0));
    }

    @Test
    void shufflesWithinATierOnly() {
        List<URI> many = IntStream.range(0, 20)
                .mapToObj(i -> URI.create("http://t" + i + "/announce"))
                .toList();
        AnnounceSchedule schedule = schedule(List.of(List.of(A), many));
        assertThat(schedule.tracker()).isEqualTo(A);
        List<URI> asked = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            schedule.failed(DEAD, now);
            asked.add(schedule.tracker());
        }
        assertThat(asked).containsExactlyInAnyOrderElementsOf(many).isNotEqualTo(many);
    }

    @Test
    void trackerThatAnswersMovesToTheFrontOfItsTier() {
        AnnounceSchedule schedule = schedule(List.of(List.of(A, B)));
        URI first = schedule.tracker();
        schedule.failed(DEAD, now);
        URI second = schedule.tracker();
        succeed(schedule, halfHour());
        assertThat(schedule.tracker()).isEqualTo(second).isNotEqualTo(first);
        schedule.failed(DEAD, now);
        assertThat(schedule.tracker()).isEqualTo(first);
    }

    @Test
    void returnsToTheFirstTierWithEveryAnnounce() {
        AnnounceSchedule schedule = schedule(List.of(List.of(A), List.of(B)));
        schedule.failed(DEAD, now);
        assertThat(schedule.tracker()).isEqualTo(B);
        succeed(schedule, halfHour());
        assertThat(schedule.tracker()).isEqualTo(A);
        assertThat(schedule.eventFor(A)).isEqualTo(AnnounceEvent.STARTED);
        assertThat(schedule.joined()).containsExactly(B);
    }

    @Test
    void waitsLongerAfterEachFailedRound() {
        AnnounceSchedule schedule = schedule(List.of(List.of(A)));
        long expected = 15;
        for (int i = 0; i < 30; i++) {
            schedule.failed(DEAD, now);
            assertThat(wait(schedule)).isBetween(Duration.ofMillis(expected * 750), Duration.ofMillis(expected * 1250));
            now = schedule.nextAt();
            expected = Math.min(2 * expected, 1800);
        }
        succeed(schedule, halfHour());
        schedule.failed(DEAD, now);
        assertThat(wait(schedule)).isLessThan(Duration.ofSeconds(19));
    }

    @Test
    void trackerThatAsksForADelayGetsIt() {
        AnnounceSchedule schedule = schedule(List.of(List.of(A), List.of(B)));
        schedule.failed(AnnounceException.refused("busy", Optional.of(Duration.ofMinutes(10)), false), now);
        assertThat(schedule.tracker()).isEqualTo(B);
        schedule.failed(DEAD, now);
        assertThat(schedule.tracker()).isEqualTo(B);
        now += Duration.ofMinutes(11).toNanos();
        schedule.failed(DEAD, now);
        assertThat(schedule.tracker()).isEqualTo(A);
    }

    @Test
    void onlyTrackerThatAsksForADelayGetsItToo() {
        AnnounceSchedule schedule = schedule(List.of(List.of(A)));
        schedule.failed(AnnounceException.refused("busy", Optional.of(Duration.ofMinutes(10)), false), now);
        assertThat(wait(schedule)).isEqualTo(Duration.ofMinutes(10));
        assertThat(schedule.tracker()).isEqualTo(A);
    }

    @Test
    void trackerThatNeverWantsToBeAskedAgainIsNot() {
        AnnounceSchedule schedule = schedule(List.of(List.of(A), List.of(B)));
        AnnounceException never = AnnounceException.refused("go", Optional.empty(), true);
        schedule.failed(never, now);
        assertThat(schedule.tracker()).isEqualTo(B);
        schedule.failed(never, now);
        assertThat(schedule.hasTracker()).isFalse();
    }

    @Test
    void completionIsToldAtOnceAndUntilItIsHeard() {
        AnnounceSchedule schedule = schedule(List.of(List.of(A)));
        succeed(schedule, halfHour());
        schedule.completed(now);
        assertThat(wait(schedule)).isZero();
        assertThat(schedule.eventFor(A)).isEqualTo(AnnounceEvent.COMPLETED);
        schedule.failed(DEAD, now);
        assertThat(schedule.eventFor(A)).isEqualTo(AnnounceEvent.COMPLETED);
        succeed(schedule, halfHour());
        assertThat(schedule.eventFor(A)).isEqualTo(AnnounceEvent.NONE);
        assertThat(wait(schedule)).isEqualTo(Duration.ofMinutes(30));
    }

    @Test
    void completionBeforeTheFirstAnswerIsToldAfterStarted() {
        AnnounceSchedule schedule = schedule(List.of(List.of(A)));
        schedule.completed(now);
        assertThat(schedule.eventFor(A)).isEqualTo(AnnounceEvent.STARTED);
        succeed(schedule, halfHour());
        assertThat(wait(schedule)).isZero();
        assertThat(schedule.eventFor(A)).isEqualTo(AnnounceEvent.COMPLETED);
    }

    @Test
    void wantingPeersRespectsTheMinInterval() {
        AnnounceSchedule schedule = schedule(List.of(List.of(A)));
        succeed(schedule, response(Duration.ofMinutes(10), Optional.of(Duration.ofSeconds(30))));
        schedule.wantPeers(now);
        assertThat(wait(schedule)).isEqualTo(Duration.ofSeconds(30));
        now += Duration.ofMinutes(2).toNanos();
        schedule.wantPeers(now);
        assertThat(wait(schedule)).isLessThanOrEqualTo(Duration.ZERO);
    }

    private Duration gapWhenPeersAreWanted(AnnounceResponse response) {
        AnnounceSchedule schedule = schedule(List.of(List.of(A)));
        succeed(schedule, response);
        schedule.wantPeers(now);
        return wait(schedule);
    }

    @Test
    void wantingPeersIsPoliteToTrackersThatStateNoMinimum() {
        assertThat(gapWhenPeersAreWanted(halfHour())).isEqualTo(AnnounceSchedule.POLITE_GAP);
        assertThat(gapWhenPeersAreWanted(response(Duration.ofMinutes(10), Optional.of(Duration.ZERO))))
                .isEqualTo(AnnounceSchedule.LEAST_GAP);
        assertThat(gapWhenPeersAreWanted(response(Duration.ofMinutes(2), Optional.empty())))
                .isEqualTo(Duration.ofMinutes(2));
    }

    @Test
    void wantingPeersAllTheTimeIsHeardEverMoreSeldom() {
        AnnounceSchedule schedule = schedule(List.of(List.of(A)));
        AnnounceResponse response = response(Duration.ofMinutes(30), Optional.of(Duration.ofSeconds(30)));
        for (int seconds : new int[] {30, 60, 120, 240, 240}) {
            succeed(schedule, response);
            schedule.wantPeers(now);
            schedule.wantPeers(now);
            assertThat(wait(schedule)).isEqualTo(Duration.ofSeconds(seconds));
            now = schedule.nextAt();
        }
        succeed(schedule, response);
        now = schedule.nextAt();
        succeed(schedule, response);
        schedule.wantPeers(now);
        assertThat(wait(schedule)).isEqualTo(Duration.ofSeconds(30));
    }

    @Test
    void takesTheShortIntervalsOfAYoungSwarm() {
        AnnounceSchedule schedule = schedule(List.of(List.of(A)));
        for (int seconds : new int[] {5, 10, 20, 40}) {
            succeed(schedule, response(Duration.ofSeconds(seconds), Optional.of(Duration.ofSeconds(5))));
            assertThat(wait(schedule)).isEqualTo(Duration.ofSeconds(seconds));
            now = schedule.nextAt();
        }
        succeed(schedule, response(Duration.ofSeconds(1), Optional.empty()));
        assertThat(wait(schedule)).isEqualTo(AnnounceSchedule.SHORTEST);
    }

    /** Whatever a tracker says and however much more peers are wanted. */
    @Test
    void neverHammersATracker() {
        for (Optional<Duration> min : List.of(Optional.<Duration>empty(), Optional.of(Duration.ZERO))) {
            AnnounceSchedule schedule = schedule(List.of(List.of(A)));
            long start = now;
            int announces = 0;
            for (; now - start < Duration.ofMinutes(60).toNanos(); now = Math.max(now, schedule.nextAt())) {
                succeed(schedule, response(Duration.ofSeconds(1), min));
                schedule.wantPeers(now);
                assertThat(wait(schedule)).isGreaterThanOrEqualTo(AnnounceSchedule.SHORTEST);
                announces++;
            }
            assertThat(announces).isLessThanOrEqualTo(60 + AnnounceSchedule.SHORT_ANNOUNCES);
        }
    }

    @Test
    void wantingPeersDoesNotShortenThePauseAfterFailures() {
        AnnounceSchedule schedule = schedule(List.of(List.of(A)));
        schedule.wantPeers(now);
        schedule.failed(DEAD, now);
        long before = schedule.nextAt();
        schedule.wantPeers(now);
        schedule.completed(now);
        assertThat(schedule.nextAt()).isEqualTo(before);
    }
}
