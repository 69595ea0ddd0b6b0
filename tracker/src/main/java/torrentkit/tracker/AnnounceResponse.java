package torrentkit.tracker;

import java.net.InetAddress;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * A tracker's answer to an announce that it accepts (BEP 3). A refusal is not an answer but an {@link AnnounceException} or, on
 * the tracker's side, a {@link ClientException}.
 *
 * @param interval until the next regular announce, whole seconds
 * @param minInterval the least time between announces, whole seconds, where the tracker states one
 * @param complete seeders in the swarm
 * @param incomplete peers that are not seeders
 * @param peers others to talk to
 * @param trackerId to be sent with later announces; a character a byte (ISO-8859-1)
 * @param warning something that a person may want to read
 * @param externalIp the address from which the announce came (BEP 24)
 */
public record AnnounceResponse(
        Duration interval,
        Optional<Duration> minInterval,
        OptionalInt complete,
        OptionalInt incomplete,
        PeerList peers,
        Optional<String> trackerId,
        Optional<String> warning,
        Optional<InetAddress> externalIp) {
    public AnnounceResponse {
        Objects.requireNonNull(interval, "interval");
        Objects.requireNonNull(peers, "peers");
    }

    /** An answer of the usual fields. */
    public static AnnounceResponse of(
            Duration interval, Duration minInterval, int complete, int incomplete, PeerList peers) {
        return new AnnounceResponse(
                interval,
                Optional.of(minInterval),
                OptionalInt.of(complete),
                OptionalInt.of(incomplete),
                peers,
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    /** The same with the address from which the announce came. */
    public AnnounceResponse withExternalIp(InetAddress address) {
        return new AnnounceResponse(
                interval, minInterval, complete, incomplete, peers, trackerId, warning, Optional.of(address));
    }
}
