package torrentkit.simulation;

/**
 * How far a swarm was after so many seconds.
 *
 * @param second since the start
 * @param originBytes that the origin had sent
 * @param peerBytes that the others had sent
 * @param verifiedBytes that they all had
 * @param finished peers that had everything
 */
public record Moment(int second, long originBytes, long peerBytes, long verifiedBytes, int finished) {
    static Moment of(SwarmRun run) {
        long sent = 0;
        long verified = 0;
        int finished = 0;
        for (SimulatedPeer peer : run.peers()) {
            sent += peer.uplink().sentBytes();
            verified += peer.verifiedBytes();
            finished += peer.finishedAt() >= 0 ? 1 : 0;
        }
        long origin = run.peer(0).uplink().sentBytes();
        return new Moment((int) (run.agenda().now() / Agenda.SECOND), origin, sent - origin, verified, finished);
    }
}
