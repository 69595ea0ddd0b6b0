package torrentkit.downloader.web;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.ArrayDeque;
import java.util.BitSet;
import java.util.Deque;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import torrentkit.downloader.peer.Share;
import torrentkit.piece.Block;
import torrentkit.piece.TorrentLayout;

/**
 * What one connection to a web seed is at: blocks of consecutive pieces, in their order in the torrent, and the bytes of the first of
 * them that have come. Belongs to the worker's event loop.
 */
final class SeedRun {
    /** Told of what becomes of the bytes. */
    interface Receiver {
        /** A block is whole and has been put into its piece. */
        void received(Share share, int bytes, Share.Arrival arrival);
    }

    /** Consecutive blocks of one piece. */
    private static final class Stretch {
        private final Share share;
        private final int end;
        private int next;

        Stretch(Share share, int from, int end) {
            this.share = share;
            this.next = from;
            this.end = end;
        }
    }

    private static final ByteBuf ZEROS = Unpooled.unreleasableBuffer(Unpooled.wrappedBuffer(new byte[Block.LENGTH]));

    private final TorrentLayout layout;
    private final Receiver receiver;
    private final Deque<Stretch> stretches = new ArrayDeque<>();
    private final ByteBuf begun = Unpooled.buffer(Block.LENGTH, Block.LENGTH); // of a block that came in parts

    SeedRun(TorrentLayout layout, Receiver receiver) {
        this.layout = layout;
        this.receiver = receiver;
    }

    /**
     * Takes all blocks of a piece that nobody else is at; where there are none, those that others would need longer for.
     *
     * @param nanos until this connection would have them
     * @return whether there are any
     */
    boolean add(Share share, long nanos) {
        BitSet blocks = new BitSet();
        for (int number = share.nextToRequest(); number >= 0; number = share.nextToRequest()) {
            blocks.set(number);
        }
        if (blocks.isEmpty()) {
            for (int number = share.nextToRepeat(nanos); number >= 0; number = share.nextToRepeat(nanos)) {
                blocks.set(number);
            }
        }
        for (int from = blocks.nextSetBit(0); from >= 0; ) {
            int end = blocks.nextClearBit(from);
            stretches.add(new Stretch(share, from, end));
            from = blocks.nextSetBit(end);
        }
        return !blocks.isEmpty();
    }

    boolean isEmpty() {
        return stretches.isEmpty();
    }

    /** The byte of the torrent that is needed next. */
    long position() {
        Stretch first = stretches.getFirst();
        return begin(first.share, first.next) + begun.readableBytes();
    }

    /** One behind the last byte that is needed without a gap. */
    long end() {
        long end = begin(stretches.getFirst().share, stretches.getFirst().next);
        for (Stretch stretch : stretches) {
            if (begin(stretch.share, stretch.next) != end) {
                break;
            }
            end = end(stretch);
        }
        return end;
    }

    /** One behind the last byte of all. */
    long lastEnd() {
        return end(stretches.getLast());
    }

    private long end(Stretch stretch) {
        int last = stretch.end - 1;
        return begin(stretch.share, last) + layout.blockLength(stretch.share.index(), last);
    }

    private long begin(Share share, int number) {
        return layout.pieceOffset(share.index()) + (long) number * Block.LENGTH;
    }

    /** Bytes that are needed and have not come. */
    long missingBytes() {
        long bytes = 0;
        for (Stretch stretch : stretches) {
            bytes += end(stretch) - begin(stretch.share, stretch.next);
        }
        return bytes - begun.readableBytes();
    }

    /** Consumes bytes from the place that is needed next, up to the next gap. Must not be empty. */
    void accept(ByteBuf data) {
        Stretch first = stretches.getFirst();
        int length = layout.blockLength(first.share.index(), first.next);
        if (!begun.isReadable() && data.readableBytes() >= length) {
            ByteBuf block = data.slice(data.readerIndex(), length);
            data.skipBytes(length);
            put(first, length, block);
            return;
        }
        begun.writeBytes(data, Math.min(length - begun.readableBytes(), data.readableBytes()));
        if (begun.readableBytes() == length) {
            put(first, length, begun);
            begun.clear();
        }
    }

    private void put(Stretch stretch, int length, ByteBuf block) {
        Share.Arrival arrival = stretch.share.put(stretch.next, block);
        stretch.share.answered();
        stretch.next++;
        if (stretch.next == stretch.end) {
            stretches.removeFirst();
        }
        receiver.received(stretch.share, length, arrival);
    }

    /** Consumes so many zeros from the place that is needed next: a pad file, which nobody sends. */
    void acceptZeros(long count) {
        for (long left = count; left > 0 && !isEmpty(); ) {
            ByteBuf zeros = ZEROS.duplicate().writerIndex((int) Math.min(Block.LENGTH, left));
            while (zeros.isReadable() && !isEmpty()) {
                int before = zeros.readableBytes();
                accept(zeros);
                left -= before - zeros.readableBytes();
            }
        }
    }

    /** Whether blocks of the piece are awaited. */
    boolean isAt(Share share) {
        for (Stretch stretch : stretches) {
            if (stretch.share == share) {
                return true;
            }
        }
        return false;
    }

    /** Awaits nothing more of the piece, whose other blocks may be asked of others. */
    void drop(Share share) {
        if (!isEmpty() && stretches.getFirst().share == share) {
            begun.clear();
        }
        for (Iterator<Stretch> all = stretches.iterator(); all.hasNext(); ) {
            Stretch stretch = all.next();
            if (stretch.share == share) {
                for (int number = stretch.next; number < stretch.end; number++) {
                    share.unrequest(number);
                    share.answered();
                }
                all.remove();
            }
        }
    }

    /** The pieces that it awaits blocks of. */
    List<Share> shares() {
        Set<Share> shares = new LinkedHashSet<>();
        stretches.forEach(stretch -> shares.add(stretch.share));
        return List.copyOf(shares);
    }
}
