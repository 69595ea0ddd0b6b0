package torrentkit.downloader.peer;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.OptionalInt;

/** The pieces that one worker is at, oldest first. Belongs to the worker's event loop, but for what is said to be for any thread. */
final class Assemblies {
    private final Deque<PieceAssembly> pieces = new ArrayDeque<>();
    private volatile long missingBytes;
    private volatile int oldest = -1;

    void add(PieceAssembly piece) {
        pieces.add(piece);
        count();
    }

    void remove(PieceAssembly piece) {
        pieces.remove(piece);
        count();
    }

    boolean isEmpty() {
        return pieces.isEmpty();
    }

    List<PieceAssembly> all() {
        return List.copyOf(pieces);
    }

    /** The one of this piece, or null. */
    PieceAssembly find(int index) {
        for (PieceAssembly piece : pieces) {
            if (piece.index() == index) {
                return piece;
            }
        }
        return null;
    }

    /** The oldest that has blocks to ask for, or null. */
    PieceAssembly firstWithBlocksToRequest() {
        for (PieceAssembly piece : pieces) {
            if (piece.hasBlocksToRequest()) {
                return piece;
            }
        }
        return null;
    }

    /** Adds up what is missing: once a second and once a piece, never once a block. */
    void count() {
        long bytes = 0;
        for (PieceAssembly piece : pieces) {
            bytes += piece.missingBytes();
        }
        missingBytes = bytes;
        oldest = pieces.isEmpty() ? -1 : pieces.peekFirst().index();
    }

    /** Bytes that had not arrived when last counted. Any thread. */
    long missingBytes() {
        return missingBytes;
    }

    /** The piece of the oldest. Any thread. */
    OptionalInt oldest() {
        int piece = oldest;
        return piece < 0 ? OptionalInt.empty() : OptionalInt.of(piece);
    }
}
