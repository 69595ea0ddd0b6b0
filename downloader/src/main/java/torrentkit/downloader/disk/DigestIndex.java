package torrentkit.downloader.disk;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Comparator;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;
import torrentkit.piece.Bitfield;
import torrentkit.piece.PieceHashes;

/** Finds pieces by their digests. Twelve bytes a piece; immutable. */
final class DigestIndex {
    private final PieceHashes hashes;
    private final long[] beginnings; // ascending, of the digests
    private final int[] pieces; // in the same order

    DigestIndex(PieceHashes hashes, Bitfield wanted) {
        this.hashes = hashes;
        ByteBuffer digests = ByteBuffer.wrap(hashes.toBytes());
        pieces = IntStream.range(0, wanted.size())
                .filter(wanted::has)
                .boxed()
                .sorted(Comparator.comparingLong(piece -> digests.getLong(piece * PieceHashes.DIGEST_LENGTH)))
                .mapToInt(Integer::intValue)
                .toArray();
        beginnings = Arrays.stream(pieces)
                .mapToLong(piece -> digests.getLong(piece * PieceHashes.DIGEST_LENGTH))
                .toArray();
    }

    /** Tells every piece that has this digest. */
    void find(byte[] digest, IntConsumer piece) {
        long beginning = ByteBuffer.wrap(digest).getLong();
        int at = Arrays.binarySearch(beginnings, beginning);
        while (at > 0 && beginnings[at - 1] == beginning) {
            at--;
        }
        for (; at >= 0 && at < pieces.length && beginnings[at] == beginning; at++) {
            if (hashes.matches(pieces[at], digest)) {
                piece.accept(pieces[at]);
            }
        }
    }
}
