package torrentkit.tracker.client;

import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import torrentkit.tracker.AnnounceEvent;
import torrentkit.tracker.AnnounceException;
import torrentkit.tracker.AnnounceResponse;

/**
 * Which tracker is asked next, when, and with which event. Pure: it reads no clock and opens no socket. Times are nanoseconds of
 * the caller's clock.
 *
 * <p>BEP 12: trackers of a tier are tried in random order, and the one that answers moves to its front; a later tier is only
 * tried when all earlier ones have failed. One after the other is asked at once; when the last has failed, there is a pause,
 * which doubles from {@link #FIRST_PAUSE} to {@link #LONGEST_PAUSE}, give or take a quarter. A tracker that asks for a delay
 * (BEP 31) gets it.
 *
 * <p>A tracker may ask for intervals below the configured least, down to {@link #SHORTEST}: while a swarm is young that lets its
 * peers find each other. It gets {@link #SHORT_ANNOUNCES} of them and no more, however long it goes on asking. Whoever wants more
 * peers all the time is heard, but for each announce in a row before which they were wanted, the next waits twice as long, up to
 * {@code 2^}{@value #MOST_DOUBLINGS} times.
 */
final class AnnounceSchedule {
    static final Duration FIRST_PAUSE = Duration.ofSeconds(15);
    static final Duration LONGEST_PAUSE = Duration.ofMinutes(30);
    /** How soon a tracker without {@code min interval} may be asked again by somebody who has run out of peers. */
    static final Duration POLITE_GAP = Duration.ofMinutes(5);
    /** The least that a {@code min interval} is taken for. */
    static final Duration LEAST_GAP = Duration.ofSeconds(15);
    /** The shortest interval of a young swarm that is taken as it is. */
    static final Duration SHORTEST = Duration.ofSeconds(5);
    /** So many intervals of a tracker may be shorter than the configured least. */
    static final int SHORT_ANNOUNCES = 12;

    private static final int MOST_DOUBLINGS = 3;
    /** A torrent can name any number of trackers; these many are asked. */
    static final int MAX_TRACKERS = 100;

    private final List<List<URI>> tiers = new ArrayList<>();
    private final AnnouncerConfig config;
    private final Random random;
    private final Map<URI, Long> restingUntil = new HashMap<>();
    private final Map<URI, String> trackerIds = new HashMap<>();
    private final Map<URI, Integer> shortIntervals = new HashMap<>();
    private final Set<URI> joined = new HashSet<>();
    private int tier;
    private int place;
    private int failedRounds;
    private boolean completedPending;
    private boolean answered;
    private boolean wanted;
    private int inARow;
    private long nextAt;
    private long earliestAt;

    /**
     * @param tiers trackers as the metainfo has them; those that nobody can contact are skipped
     * @param now the first announce is due at once
     */
    AnnounceSchedule(List<List<URI>> tiers, AnnouncerConfig config, Random random, long now) {
        this.config = config;
        this.random = random;
        this.nextAt = now;
        Set<URI> seen = new HashSet<>();
        for (List<URI> uris : tiers) {
            List<URI> usable = new ArrayList<>();
            for (URI uri : uris) {
                if (seen.size() < MAX_TRACKERS && TrackerUrl.isSupported(uri) && seen.add(uri)) {
                    usable.add(uri);
                }
            }
            Collections.shuffle(usable, random);
            if (!usable.isEmpty()) {
                this.tiers.add(usable);
            }
        }
    }

    /** Whether there is anybody to ask. */
    boolean hasTracker() {
        return !tiers.isEmpty();
    }

    /** When the next announce is due. */
    long nextAt() {
        return nextAt;
    }

    /** The tracker whose turn it is. Only while {@link #hasTracker}. */
    URI tracker() {
        return tiers.get(tier).get(place);
    }

    /** What to tell a tracker: every one hears {@code started} first, and {@code completed} is repeated until it was heard. */
    AnnounceEvent eventFor(URI tracker) {
        if (!joined.contains(tracker)) {
            return AnnounceEvent.STARTED;
        }
        return completedPending ? AnnounceEvent.COMPLETED : AnnounceEvent.NONE;
    }

    /** What the tracker gave as its {@code tracker id}. */
    Optional<String> trackerId(URI tracker) {
        return Optional.ofNullable(trackerIds.get(tracker));
    }

    /** Trackers that believe us to be in the swarm, and must be told when we leave. */
    Set<URI> joined() {
        return Set.copyOf(joined);
    }

    /** The tracker whose turn it was has answered. */
    void succeeded(AnnounceEvent event, AnnounceResponse response, long now) {
        URI tracker = tracker();
        Collections.swap(tiers.get(tier), place, 0);
        tier = 0;
        place = 0;
        failedRounds = 0;
        answered = true;
        joined.add(tracker);
        response.trackerId().ifPresent(id -> trackerIds.put(tracker, id));
        Duration interval = clamp(response.interval(), leastInterval(tracker, response), config.maxInterval());
        Duration gap = clamp(response.minInterval().orElse(POLITE_GAP), LEAST_GAP, interval);
        inARow = wanted ? Math.min(inARow + 1, MOST_DOUBLINGS) : 0;
        wanted = false;
        nextAt = now + interval.toNanos();
        earliestAt = now
                + clamp(gap.multipliedBy(1L << inARow), Duration.ZERO, interval).toNanos();
        if (event == AnnounceEvent.COMPLETED) {
            completedPending = false;
        } else if (completedPending) {
            nextAt = now;
        }
    }

    /** The least interval that a tracker gets, which may be short a few times. */
    private Duration leastInterval(URI tracker, AnnounceResponse response) {
        if (response.interval().isZero()
                || response.interval().compareTo(config.minInterval()) >= 0
                || shortIntervals.merge(tracker, 1, Integer::sum) > SHORT_ANNOUNCES) {
            return config.minInterval();
        }
        return config.minInterval().compareTo(SHORTEST) < 0 ? config.minInterval() : SHORTEST;
    }

    /** The tracker whose turn it was has not answered, or refused. */
    void failed(AnnounceException failure, long now) {
        URI tracker = tracker();
        if (failure.retryNever()) {
            tiers.get(tier).remove(place);
            if (tiers.get(tier).isEmpty()) {
                tiers.remove(tier);
                place = 0;
            }
        } else {
            failure.retryIn()
                    .ifPresent(delay -> restingUntil.put(
                            tracker,
                            now
                                    + clamp(delay, Duration.ZERO, config.maxInterval())
                                            .toNanos()));
            place++;
        }
        if (seek(now)) {
            nextAt = now;
        } else if (hasTracker()) {
            failedRounds++;
            startRound(now + pause());
        }
    }

    /** A new round after {@code at}, or as soon as one of the trackers may be asked again. */
    private void startRound(long at) {
        long soonest = Long.MAX_VALUE;
        for (List<URI> uris : tiers) {
            for (URI uri : uris) {
                soonest = Math.min(soonest, Math.max(0, restingUntil.getOrDefault(uri, at) - at));
            }
        }
        nextAt = at + soonest;
        tier = 0;
        place = 0;
        seek(nextAt);
    }

    /** Goes on to the next tracker that does not rest, from the present place on; false when there is none in this round. */
    private boolean seek(long now) {
        for (; tier < tiers.size(); tier++, place = 0) {
            for (; place < tiers.get(tier).size(); place++) {
                Long until = restingUntil.get(tracker());
                if (until == null || until - now <= 0) {
                    return true;
                }
            }
        }
        return false;
    }

    private long pause() {
        int doublings = Math.min(failedRounds - 1, 16);
        long nanos = Math.min(LONGEST_PAUSE.toNanos(), FIRST_PAUSE.toNanos() << doublings);
        return (long) (nanos * (0.75 + random.nextDouble() / 2));
    }

    /** More peers are wanted: the next announce comes as early as the tracker allows. Failures are not retried any sooner. */
    void wantPeers(long now) {
        if (!answered || failedRounds > 0) {
            return;
        }
        wanted = true;
        if (earliestAt - nextAt < 0) {
            nextAt = earliestAt - now > 0 ? earliestAt : now;
        }
    }

    /** The download is complete: tell the tracker now. */
    void completed(long now) {
        completedPending = true;
        if (answered && failedRounds == 0) {
            nextAt = now;
        }
    }

    private static Duration clamp(Duration value, Duration least, Duration most) {
        return value.compareTo(most) > 0 ? most : value.compareTo(least) < 0 ? least : value;
    }
}
