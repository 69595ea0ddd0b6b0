package torrentkit.simulation;

import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import torrentkit.piece.TorrentLayout;

/**
 * What is simulated: one origin, one torrent, these peers.
 *
 * @param name what a person calls it
 * @param contentBytes of the torrent
 * @param pieceBytes of a piece
 * @param blockBytes that are asked for and sent together; more than the 16 KiB of the protocol makes large swarms cheaper
 * @param originUp bits per second that the origin can send
 * @param peers the others
 * @param tuning positions of the knobs
 * @param seed of all chance
 * @param limit seconds after which the run is ended, finished or not
 */
public record Scenario(
        String name,
        long contentBytes,
        int pieceBytes,
        int blockBytes,
        double originUp,
        List<PeerPlan> peers,
        Tuning tuning,
        long seed,
        double limit) {
    private static final int MAX_BLOCKS = 64;

    /** @throws IllegalArgumentException if a piece would have more blocks than are simulated */
    public Scenario {
        peers = List.copyOf(peers);
        if ((pieceBytes - 1) / blockBytes >= MAX_BLOCKS) {
            throw new IllegalArgumentException(
                    "a simulated piece has at most " + MAX_BLOCKS + " blocks, not " + pieceBytes + " / " + blockBytes);
        }
    }

    /** 64 MiB in pieces of 256 KiB. */
    public static Scenario of(String name, double originMbit, List<PeerPlan> peers) {
        return new Scenario(name, 64L << 20, 256 << 10, 16 << 10, originMbit * 1e6, peers, Tuning.STANDARD, 1, 3600);
    }

    public Scenario withContent(long bytes, int piece, int block) {
        return new Scenario(name, bytes, piece, block, originUp, peers, tuning, seed, limit);
    }

    public Scenario with(Knob knob, double value) {
        return withTuning(tuning.with(knob, value));
    }

    public Scenario withTuning(Tuning knobs) {
        return new Scenario(name, contentBytes, pieceBytes, blockBytes, originUp, peers, knobs, seed, limit);
    }

    public Scenario withSeed(long number) {
        return new Scenario(name, contentBytes, pieceBytes, blockBytes, originUp, peers, tuning, number, limit);
    }

    public Scenario withLimit(double seconds) {
        return new Scenario(name, contentBytes, pieceBytes, blockBytes, originUp, peers, tuning, seed, seconds);
    }

    /** The same with each peer changed. */
    public Scenario withPeers(UnaryOperator<PeerPlan> change) {
        List<PeerPlan> changed = new ArrayList<>(peers);
        changed.replaceAll(change);
        return withPeers(changed);
    }

    /** The same with other peers. */
    public Scenario withPeers(List<PeerPlan> others) {
        return new Scenario(name, contentBytes, pieceBytes, blockBytes, originUp, others, tuning, seed, limit);
    }

    TorrentLayout layout() {
        return TorrentLayout.of(pieceBytes, contentBytes);
    }

    /**
     * The time before which nobody can bring the content to every honest peer, seconds: the origin has to send it once, each peer to
     * receive it, and all links up together to send it to all. Where everybody joins at once, max(F/u_s, F/d_min, N F/(u_s + sum u_i)).
     */
    public double bound() {
        double bits = contentBytes * 8.0;
        double bound = bits / originUp;
        double finishing = 0;
        double up = originUp;
        double missed = 0; // bits that could have been sent if all had been there from the beginning
        for (PeerPlan peer : peers) {
            if (peer.mustFinish()) {
                bound = Math.max(bound, peer.joins() + bits / peer.down());
                finishing++;
            }
            if (peer.conduct().isHonest()) {
                up += peer.up();
                missed += peer.mustFinish() ? peer.up() * peer.joins() : 0;
            }
        }
        return Math.max(bound, (finishing * bits + missed) / up);
    }
}
