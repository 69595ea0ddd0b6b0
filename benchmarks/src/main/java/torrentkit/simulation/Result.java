package torrentkit.simulation;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * What came of a scenario.
 *
 * @param scenario what was run
 * @param finished when each peer that was to finish did, seconds, sorted; those that did not are missing
 * @param unfinished peers that were to finish and did not
 * @param originBytes that the origin sent
 * @param sentBytes of all, the origin included
 * @param receivedBytes of all
 * @param bytesOnTheWay that were sent and not received at the end
 * @param verifiedBytes of pieces that were found good
 * @param wastedBytes that arrived twice, wrong, or of pieces that were given up
 * @param pendingBytes of pieces that were not complete at the end
 * @param announces to the tracker
 * @param mostAnnounces in one second
 * @param bans how often somebody was banned by somebody
 * @param fullestLink the greatest share of what a link could have carried that it did carry
 * @param moments how far it was in each second
 */
public record Result(
        Scenario scenario,
        List<Double> finished,
        int unfinished,
        long originBytes,
        long sentBytes,
        long receivedBytes,
        long bytesOnTheWay,
        long verifiedBytes,
        long wastedBytes,
        long pendingBytes,
        long announces,
        long mostAnnounces,
        int bans,
        double fullestLink,
        List<Moment> moments) {

    static Result of(SwarmRun run) {
        List<Double> finished = new ArrayList<>();
        int unfinished = 0;
        long sent = 0;
        long received = 0;
        long verified = 0;
        long pending = 0;
        int bans = 0;
        double fullest = 0;
        double seconds = Math.max(run.agenda().seconds(), 1e-9);
        double payload = run.tuning().of(Knob.PAYLOAD_PERCENT) / 100;
        for (SimulatedPeer peer : run.peers()) {
            if (peer.number() > 0 && peer.plan().mustFinish()) {
                if (peer.finishedAt() >= 0) {
                    finished.add(peer.finishedAt() / (double) Agenda.SECOND);
                } else {
                    unfinished++;
                }
            }
            sent += peer.uplink().sentBytes();
            received += peer.downlink().receivedBytes();
            verified += peer.verifiedBytes();
            pending += peer.unverifiedBytes();
            bans += peer.banned();
            double there = Math.max(1e-9, seconds - peer.plan().joins());
            fullest = Math.max(
                    fullest,
                    peer.uplink().sentBytes()
                            * 8
                            / payload
                            / there
                            / peer.plan().up());
            fullest = Math.max(
                    fullest,
                    peer.downlink().receivedBytes()
                            * 8
                            / payload
                            / there
                            / peer.plan().down());
        }
        Collections.sort(finished);
        return new Result(
                run.scenario(),
                List.copyOf(finished),
                unfinished,
                run.peer(0).uplink().sentBytes(),
                sent,
                received,
                run.bytesOnTheWay(),
                verified,
                run.wastedBytes(),
                pending,
                run.tracker().load().all(),
                run.tracker().load().mostInOneSecond(),
                bans,
                fullest,
                List.copyOf(run.moments()));
    }

    /** When the last was done, seconds; infinite when somebody was not. */
    public double all() {
        return unfinished > 0 || finished.isEmpty() ? Double.POSITIVE_INFINITY : finished.get(finished.size() - 1);
    }

    /** When half were done, seconds. */
    public double median() {
        return finished.isEmpty() ? Double.POSITIVE_INFINITY : finished.get(finished.size() / 2);
    }

    /** {@link #all} over what is possible at best. */
    public double overBound() {
        return all() / scenario.bound();
    }

    /** How often the origin sent the content. */
    public double copies() {
        return originBytes / (double) scenario.contentBytes();
    }

    /** Announces per second until all were done. */
    public double announcesPerSecond() {
        return announces / all();
    }

    /** What arrived for nothing, of all that arrived. */
    public double wasted() {
        return wastedBytes / (double) Math.max(1, receivedBytes);
    }
}
