package torrentkit.app.server.api;

import java.time.Instant;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * How the server as a whole is doing, whoever asks.
 *
 * @param notReady why it is not ready to serve, a sentence; empty when it is
 */
public record ServerStatus(
        String version,
        Instant started,
        Optional<String> notReady,
        Ports ports,
        Counts counts,
        Traffic traffic,
        Hashing hashing,
        Memory memory) {
    /** Where it listens. @param tracker HTTP and UDP */
    public record Ports(
            OptionalInt http, OptionalInt https, OptionalInt tracker, OptionalInt trackerHttps, OptionalInt peers) {}

    /**
     * @param files below the file source; empty while they are being listed
     * @param torrents that are served
     * @param loaded torrents among them that have peers, or just had
     * @param peers connected
     */
    public record Counts(OptionalLong files, long torrents, int loaded, int peers) {}

    /**
     * @param peerBytes sent to peers since the start
     * @param fileBytes sent over HTTP since the start
     * @param swarmBytes that peers say they have received, from whomever, since the start
     * @param uploadRate bytes a second to peers
     */
    public record Traffic(long peerBytes, long fileBytes, long swarmBytes, double uploadRate) {}

    /**
     * @param hashedBytes of what is being hashed
     * @param totalBytes of what is being hashed
     */
    public record Hashing(int running, int waiting, long hashedBytes, long totalBytes) {}

    /** @param direct bytes outside the heap */
    public record Memory(long heap, long heapMax, long direct) {}
}
