package torrentkit.app.server.api;

import java.util.OptionalDouble;

/**
 * How a swarm is doing.
 *
 * @param seeds peers that have everything, this server among them
 * @param leechers peers that have not
 * @param connected peers that are connected to this server
 * @param uploadRate bytes a second that leave this server for it
 * @param serverBytes bytes of it that this server sent, to peers and over HTTP
 * @param swarmBytes bytes that its peers have received, from whomever, by what they tell the tracker or hold; at least {@code
 *     serverBytes}
 * @param contentBytes of its files; of several swarms together, of all their files
 */
public record SwarmFigures(
        int seeds,
        int leechers,
        int connected,
        double uploadRate,
        long serverBytes,
        long swarmBytes,
        long contentBytes) {
    public static final SwarmFigures NONE = new SwarmFigures(0, 0, 0, 0, 0, 0, 0);

    /** Peers tell what they received at their next announce only, so that what was sent here may not be among it yet. */
    public SwarmFigures {
        swarmBytes = Math.max(swarmBytes, serverBytes);
    }

    /** Which part of what the swarm moved came from this server, 0 to 1; empty while nothing has been moved. */
    public OptionalDouble serverShare() {
        return swarmBytes == 0 ? OptionalDouble.empty() : OptionalDouble.of((double) serverBytes / swarmBytes);
    }

    /** How often this server sent the content; empty where there is none. */
    public OptionalDouble copies() {
        return contentBytes == 0 ? OptionalDouble.empty() : OptionalDouble.of((double) serverBytes / contentBytes);
    }

    /** Both together. */
    public SwarmFigures plus(SwarmFigures other) {
        return new SwarmFigures(
                seeds + other.seeds,
                leechers + other.leechers,
                connected + other.connected,
                uploadRate + other.uploadRate,
                serverBytes + other.serverBytes,
                swarmBytes + other.swarmBytes,
                contentBytes + other.contentBytes);
    }
}
