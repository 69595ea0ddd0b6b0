package torrentkit.downloader.web;

import java.util.Optional;
import torrentkit.downloader.peer.Share;
import torrentkit.downloader.peer.Workplace;
import torrentkit.metainfo.Metainfo;
import torrentkit.piece.Bitfield;
import torrentkit.piece.TorrentLayout;

/** The pieces that a web seed is not known to lack, and which of them its workers take next. Belongs to its event loop. */
final class SeedPieces {
    private static final long LEAST = 1 << 20;
    private static final long MOST_BESIDE = 4 << 20;
    private static final long MOST_ALONE = 8 << 20;
    private static final int SECONDS_OF_A_RUN = 2;

    private final WebSeed seed;
    private final Workplace workplace;
    private final TorrentLayout layout;
    private final Bitfield available;
    private int next;

    SeedPieces(WebSeed seed, Workplace workplace, Metainfo metainfo) {
        this.seed = seed;
        this.workplace = workplace;
        this.layout = metainfo.layout();
        this.available = Bitfield.full(layout.pieceCount());
    }

    /** A file is not there: nothing of it is asked for. Answers whether anything is left. */
    boolean lacks(int file) {
        long from = layout.fileOffset(file);
        long end = from + layout.fileLength(file);
        for (long piece = from / layout.pieceLength(); piece * layout.pieceLength() < end; piece++) {
            available.clear((int) piece);
        }
        return available.count() > 0;
    }

    /** A piece for a run to begin with. */
    Optional<Share> take(WebWorker worker) {
        if (seed.mayLoadForNothing()) {
            return first(worker);
        }
        if (seed.use() == SeedUse.ALONE) { // where the last run ended, so that few gaps are left
            Optional<Share> share = take(worker, next);
            if (share.isPresent()) {
                return share;
            }
        }
        Bitfield pieces = seed.use() == SeedUse.WHAT_PEERS_LACK ? lacking() : available;
        return taken(workplace.assemblies().take(pieces, worker, seed, true));
    }

    /** The first piece: all that is behind it comes with it. */
    private Optional<Share> first(WebWorker worker) {
        for (int index = available.nextSet(0); index >= 0; index = available.nextSet(index + 1)) {
            Optional<Share> share = take(worker, index);
            if (share.isPresent()) {
                return share;
            }
        }
        return taken(workplace.assemblies().take(available, worker, seed, true));
    }

    /** This piece, to go on with a run; empty when somebody is at it or has it. */
    Optional<Share> take(WebWorker worker, int index) {
        if (index >= layout.pieceCount()
                || !available.has(index)
                || !workplace.queue().isFree(index)) {
            return Optional.empty();
        }
        Bitfield one = new Bitfield(layout.pieceCount());
        one.set(index);
        return taken(workplace.assemblies().take(one, worker, seed, true));
    }

    private Optional<Share> taken(Optional<Share> share) {
        share.ifPresent(taken -> next = taken.index() + 1);
        return share;
    }

    private Bitfield lacking() {
        Bitfield lacking = workplace.queue().lacking();
        for (int i = lacking.nextSet(0); i >= 0; i = lacking.nextSet(i + 1)) {
            if (!available.has(i)) {
                lacking.clear(i);
            }
        }
        return lacking;
    }

    /** Bytes that are asked for together at a pace. */
    long runBytes(double bytesPerSecond) {
        if (seed.mayLoadForNothing()) {
            return LEAST; // more is taken as it comes
        }
        long most = seed.use() == SeedUse.ALONE ? MOST_ALONE : MOST_BESIDE;
        return Math.max(LEAST, Math.min(most, (long) (SECONDS_OF_A_RUN * bytesPerSecond)));
    }
}
