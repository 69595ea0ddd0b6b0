package torrentkit.app.client.download;

import java.time.Duration;
import java.util.Optional;

/**
 * When sharing shall end: at the first of these that is reached; without any, only a signal ends it.
 *
 * @param time after completion
 * @param ratio bytes sent to others for each byte of the content
 * @param swarmDone when nobody lacks anything
 */
record SharingGoal(Optional<Duration> time, Optional<Double> ratio, boolean swarmDone) {
    static final SharingGoal NEVER = new SharingGoal(Optional.empty(), Optional.empty(), false);

    /**
     * Why sharing may end now, if it may.
     *
     * @param shared time since completion
     * @param sent bytes that others got
     * @param size bytes of the content
     * @param othersDone whether everybody else has all
     */
    Optional<String> reached(Duration shared, long sent, long size, boolean othersDone) {
        if (time.isPresent() && shared.compareTo(time.get()) >= 0) {
            return Optional.of("the time of --seed-time is over");
        }
        if (ratio.isPresent() && sent >= ratio.get() * size) {
            return Optional.of("the ratio of --seed-ratio is reached");
        }
        return swarmDone && othersDone ? Optional.of("nobody in the swarm lacks anything") : Optional.empty();
    }

    /** For the sentence that says until when. */
    String words() {
        StringBuilder words = new StringBuilder();
        time.ifPresent(limit -> words.append(" for ").append(TimeSpan.format(limit)));
        ratio.ifPresent(limit -> words.append(words.isEmpty() ? "" : " or")
                .append(" until a ratio of ")
                .append(limit));
        if (swarmDone) {
            words.append(words.isEmpty() ? "" : " or").append(" until the swarm is done");
        }
        return words.isEmpty() ? " until stopped" : words.toString();
    }
}
