package torrentkit.downloader.disk;

import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import torrentkit.piece.Bitfield;
import torrentkit.storage.FileStamp;

/**
 * Which pieces need not be hashed, judged by what an earlier run saved and how the files look now. A file is trusted when its stamp is
 * the saved one, or when that run wrote to it after saving and nobody has since its last record.
 */
final class Trust {
    /** So long after its record the last write of a run that was killed may have ended. */
    private static final Duration LAST_WRITE = Duration.ofSeconds(2);

    private final Bitfield verified;
    private final Bitfield toHash;
    private final BitSet changed = new BitSet();

    /** @param found nothing to trust nothing */
    Trust(PartFiles files, Optional<StateFile.Found> found, List<Optional<FileStamp>> now) {
        int count = files.metainfo().layout().pieceCount();
        verified = new Bitfield(count);
        toHash = new Bitfield(count);
        BitSet written = new BitSet(); // by the earlier run, after it had saved
        found.ifPresent(state -> {
            Bitfield begun = state.begun();
            for (int i = begun.nextSet(0); i >= 0; i = begun.nextSet(i + 1)) {
                written.or(files.places().stampsOf(i));
            }
            for (int file = 0; file < now.size(); file++) {
                Optional<FileStamp> then = state.head().stamps().get(file);
                boolean same = then.equals(now.get(file));
                changed.set(file, !same && !(written.get(file) && isOurs(then, now.get(file), state)));
            }
        });
        for (int index = 0; index < count; index++) {
            BitSet touched = files.places().stampsOf(index);
            boolean trusted = found.isPresent() && !touched.intersects(changed);
            if (!files.couldHold(index, now)) {
                continue;
            } else if (trusted && found.get().head().pieces().has(index)) {
                verified.set(index);
            } else if (!trusted || found.get().begun().has(index)) {
                toHash.set(index);
            }
        }
    }

    private static boolean isOurs(Optional<FileStamp> then, Optional<FileStamp> now, StateFile.Found state) {
        if (now.isEmpty()) {
            return false;
        }
        boolean sameFile = then.isEmpty() || then.get().inode() == now.get().inode();
        FileTime end = state.underWay() ? FileTime.from(state.last().toInstant().plus(LAST_WRITE)) : state.last();
        return sameFile
                && now.get().modified().compareTo(end) <= 0
                && now.get().changed().compareTo(end) <= 0;
    }

    /** Pieces that are verified without looking. */
    Bitfield verified() {
        return verified;
    }

    /** Pieces that may be there. */
    Bitfield toHash() {
        return toHash;
    }

    /** Whether a file is not as it was left. */
    boolean isShaken() {
        return !changed.isEmpty();
    }
}
