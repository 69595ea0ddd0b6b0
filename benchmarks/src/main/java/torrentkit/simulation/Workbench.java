package torrentkit.simulation;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import torrentkit.downloader.work.WorkQueue;

/** The pieces that one peer has under assembly, and who is to blame when one is wrong: the door to the product's work queue. */
final class Workbench {
    private final SwarmRun run;
    private final WorkQueue queue;
    private final Map<Integer, Assembly> pieces = new HashMap<>();
    private final Map<Integer, Set<Download>> blamed = new HashMap<>();

    Workbench(SwarmRun run, WorkQueue queue) {
        this.run = run;
        this.queue = queue;
    }

    /** The piece under assembly, or null. */
    Assembly find(int piece) {
        return pieces.get(piece);
    }

    /** The piece, which the queue has just given to somebody. */
    Assembly begin(int piece) {
        return pieces.computeIfAbsent(
                piece,
                index -> new Assembly(
                        index, run.layout().pieceLength(index), run.scenario().blockBytes()));
    }

    /** A download stops with a piece. @param keep whether what has arrived is of use to others */
    void leave(Assembly piece, Download download, boolean keep) {
        if (pieces.get(piece.piece()) != piece) {
            return;
        }
        boolean kept = keep && piece.receivedBytes() > 0;
        if (queue.giveBack(piece.piece(), download, kept) && !kept) {
            pieces.remove(piece.piece());
            run.wasted(piece.receivedBytes());
        }
    }

    /** A piece has all its blocks. */
    void deliver(Assembly piece) {
        pieces.remove(piece.piece());
        queue.deliver(piece.piece());
        List.copyOf(piece.contributors()).forEach(download -> download.unneeded(piece));
    }

    long unfinishedBytes() {
        return pieces.values().stream().mapToLong(Assembly::receivedBytes).sum();
    }

    static boolean isRight(Assembly piece) {
        return piece.senders().stream().noneMatch(Download::isPoisoned);
    }

    /** A piece is wrong. Answers who is certain to have sent wrong bytes. */
    List<Download> wrong(Assembly piece) {
        List<Download> senders = piece.senders();
        if (senders.size() == 1) {
            return senders;
        }
        senders.forEach(sender -> sender.suspect(true));
        blamed.computeIfAbsent(piece.piece(), index -> new HashSet<>()).addAll(senders);
        return List.of();
    }

    /** A piece is right. Answers who sent other bytes of it before. */
    List<Download> right(Assembly piece) {
        List<Download> senders = piece.senders();
        if (senders.size() == 1) {
            senders.get(0).suspect(false);
        }
        List<Download> liars = new ArrayList<>(blamed.getOrDefault(piece.piece(), Set.of()));
        blamed.remove(piece.piece());
        liars.removeIf(sender -> !sender.isPoisoned());
        return liars;
    }
}
