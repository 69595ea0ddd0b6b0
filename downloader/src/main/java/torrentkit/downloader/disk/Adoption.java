package torrentkit.downloader.disk;

import java.nio.ByteBuffer;
import java.util.BitSet;
import torrentkit.piece.TorrentLayout;
import torrentkit.storage.FileStamp;

/** Brings what the rest holds of files that are wanted by now to the part. One thread, before anything else is written. */
final class Adoption {
    private static final int COPY_BYTES = 128 << 10;

    private final PartFiles files;
    private final RestFile rest;
    private final TorrentLayout layout;
    private final long restBytes;
    private final BitSet moved = new BitSet();

    private Adoption(PartFiles files, RestFile rest) {
        this.files = files;
        this.rest = rest;
        this.layout = files.metainfo().layout();
        this.restBytes = rest.stamp().map(FileStamp::size).orElse(0L);
    }

    /** Answers the pieces whose bytes have moved. */
    static BitSet run(PartFiles files, RestFile rest) {
        Adoption adoption = new Adoption(files, rest);
        BitSet wanted = files.places().wanted();
        for (int file = wanted.nextSetBit(0); file >= 0; file = wanted.nextSetBit(file + 1)) {
            if (files.place(file) == FilePlaces.Place.REST) {
                files.places().want(file);
                adoption.take(file);
            }
        }
        return adoption.moved;
    }

    /** A file shares its first and its last piece at most, which may be the same. */
    private void take(int wanted) {
        if (restBytes == 0 || layout.fileLength(wanted) == 0) {
            return;
        }
        long begin = layout.fileOffset(wanted);
        int first = (int) (begin / layout.pieceLength());
        int last = (int) ((begin + layout.fileLength(wanted) - 1) / layout.pieceLength());
        for (int index : first == last ? new int[] {first} : new int[] {first, last}) {
            Slices.ofPiece(layout, index, (file, position, length) -> {
                if (file == wanted && rest.reaches(restBytes, position + length - 1)) {
                    copy(index, position, length);
                    moved.set(index);
                }
            });
        }
    }

    private void copy(int index, long position, int length) {
        ByteBuffer buffer = ByteBuffer.allocate(Math.min(length, COPY_BYTES));
        for (int done = 0; done < length; done += buffer.limit()) {
            buffer.clear().limit(Math.min(buffer.capacity(), length - done));
            rest.read(position + done, buffer);
            files.write(index, (int) (position + done - layout.pieceOffset(index)), buffer.flip());
        }
    }
}
