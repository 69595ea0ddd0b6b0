package torrentkit.tracker.client;

import java.net.InetAddress;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * How announcing goes, for display.
 *
 * @param tracker the tracker that was asked last
 * @param error why the last announce failed; empty when it succeeded
 * @param untilNext time to the next announce, 0 while one is under way; empty when there will be none
 * @param complete seeders by the last good answer
 * @param incomplete others by the last good answer
 * @param answers good answers so far
 * @param externalAddress where we are, as the tracker that said so last sees us (BEP 24); it may lie
 */
public record AnnouncerStatus(
        Optional<URI> tracker,
        Optional<String> error,
        Optional<Duration> untilNext,
        OptionalInt complete,
        OptionalInt incomplete,
        long answers,
        Optional<InetAddress> externalAddress) {}
