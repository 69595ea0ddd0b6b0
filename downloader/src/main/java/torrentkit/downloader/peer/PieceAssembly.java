package torrentkit.downloader.peer;

import io.netty.buffer.ByteBuf;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.AtomicReferenceArray;
import torrentkit.piece.Block;
import torrentkit.piece.PieceHasher;
import torrentkit.piece.TorrentLayout;
import torrentkit.storage.Storage;

/**
 * One piece while its blocks arrive from one contributor or several, and after that until it is written. Its memory is taken in segments
 * as blocks arrive, out of a reservation for the whole.
 *
 * <p>Contributors take part through their {@link Share}s, each on its own thread and without a lock: a block is one word, which tells who
 * was asked for it (one contributor, or two when the first is slow) and in the end who sent it. Who makes a block its own by changing the
 * word copies the bytes, and nobody else ever does. Whoever brings the last block delivers the piece; from then on it belongs to a storage
 * thread.
 */
public final class PieceAssembly {
    /** Set in a block's word when its bytes are taken or being taken: the word then names the sender only. */
    private static final long RECEIVED = Long.MIN_VALUE;

    private static final int SECOND = 31; // where the word has the second of those who were asked
    private static final long FIRST_MASK = (1L << SECOND) - 1;

    private final int index;
    private final int length;
    private final TorrentLayout layout;
    private final SegmentPool memory;
    private final AtomicReferenceArray<ByteBuf> segments;
    private final AtomicLongArray blocks; // 0: nobody was asked; else numbers of contributors, counted from 1
    private final AtomicInteger free; // blocks that nobody was asked for
    private final AtomicInteger receivedBytes = new AtomicInteger(); // of blocks that are in place
    private volatile Contributor[] contributors = {};
    private volatile int hint; // where to look first for a free block

    private PieceAssembly(int index, TorrentLayout layout, SegmentPool memory) {
        this.index = index;
        this.length = layout.pieceLength(index);
        this.layout = layout;
        this.memory = memory;
        this.segments = new AtomicReferenceArray<>((length - 1) / memory.segmentBytes() + 1);
        this.blocks = new AtomicLongArray(layout.blockCount(index));
        this.free = new AtomicInteger(blocks.length());
    }

    /** Begins a piece on memory that the caller has reserved, which {@link #release()} returns. */
    static PieceAssembly begin(int index, TorrentLayout layout, SegmentPool memory) {
        return new PieceAssembly(index, layout, memory);
    }

    public int index() {
        return index;
    }

    /** Bytes of the piece. */
    public int length() {
        return length;
    }

    int missingBytes() {
        return length - receivedBytes.get();
    }

    int receivedBytes() {
        return receivedBytes.get();
    }

    boolean hasBlocksToRequest() {
        return free.get() > 0;
    }

    boolean isComplete() {
        return receivedBytes.get() == length;
    }

    /** Takes part; one that has left and comes back goes on where it was. */
    synchronized Share join(Contributor contributor) {
        int number = Arrays.asList(contributors).indexOf(contributor);
        if (number < 0) {
            Contributor[] more = Arrays.copyOf(contributors, contributors.length + 1);
            number = contributors.length;
            more[number] = contributor;
            contributors = more;
        }
        return new Share(this, number + 1);
    }

    /** A block that nobody was asked for, now asked of this contributor; −1 if there is none. */
    int claim(int contributor) {
        int count = blocks.length();
        int from = hint;
        for (int i = 0; i < count && free.get() > 0; i++) {
            int number = from + i < count ? from + i : from + i - count;
            if (blocks.get(number) == 0 && blocks.compareAndSet(number, 0, contributor)) {
                free.decrementAndGet();
                hint = number + 1 < count ? number + 1 : 0;
                return number;
            }
        }
        return -1;
    }

    /** The last block that only another was asked for who needs longer than that, now asked of this contributor too; −1 if there is none. */
    int repeat(int contributor, long nanos) {
        for (int number = repeatable(blocks.length(), contributor, nanos); number >= 0; ) {
            long asked = blocks.get(number);
            if (isAskedOfOne(asked)
                    && asked != contributor
                    && blocks.compareAndSet(number, asked, asked | (long) contributor << SECOND)) {
                return number;
            }
            number = repeatable(number, contributor, nanos);
        }
        return -1;
    }

    /** The last block before this one that {@link #repeat} may ask for, or −1. */
    private int repeatable(int end, int contributor, long nanos) {
        int known = -1; // the contributor that was looked at last, and what was found
        boolean slow = false;
        for (int number = end - 1; number >= 0; number--) {
            long asked = blocks.get(number);
            if (!isAskedOfOne(asked) || asked == contributor) {
                continue;
            }
            if (asked != known) {
                known = (int) asked;
                slow = contributors[known - 1].nanosToAnswer() > nanos;
            }
            if (slow) {
                return number;
            }
        }
        return -1;
    }

    private static boolean isAskedOfOne(long asked) {
        return asked > 0 && asked <= FIRST_MASK;
    }

    /** Whether {@link #repeat} would find a block for this contributor, which need not take part yet. */
    boolean hasBlocksToRepeat(Contributor by, long nanos) {
        for (Contributor contributor : contributors) {
            if (contributor != by && contributor.nanosToAnswer() > nanos) { // else there is no need to look at blocks
                return repeatable(blocks.length(), Arrays.asList(contributors).indexOf(by) + 1, nanos) >= 0;
            }
        }
        return false;
    }

    /** The contributor is not asked for the block any more. */
    void unclaim(int contributor, int number) {
        while (true) {
            long asked = blocks.get(number);
            long first = asked & FIRST_MASK;
            long second = asked >>> SECOND;
            if (asked < 0 || first != contributor && second != contributor) {
                return;
            }
            long rest = first == contributor ? second : first;
            if (blocks.compareAndSet(number, asked, rest)) {
                if (rest == 0) {
                    free.incrementAndGet();
                }
                return;
            }
        }
    }

    /** A contributor has brought a block, which counts even when it was not asked for it any more. */
    Share.Arrival put(int contributor, int number, ByteBuf data) {
        long asked = blocks.get(number);
        while (asked >= 0) {
            if (blocks.compareAndSet(number, asked, RECEIVED | contributor)) {
                if (asked == 0) {
                    free.decrementAndGet();
                }
                return copied(contributor, number, data, asked);
            }
            asked = blocks.get(number);
        }
        return Share.Arrival.LATE;
    }

    private Share.Arrival copied(int contributor, int number, ByteBuf data, long asked) {
        int begin = number * Block.LENGTH;
        int bytes = layout.blockLength(index, number);
        segment(begin / memory.segmentBytes()).setBytes(begin % memory.segmentBytes(), data, data.readerIndex(), bytes);
        boolean last = receivedBytes.addAndGet(bytes) == length; // whoever sees all bytes sees them in place
        if (asked != contributor) {
            tellUnneeded(asked & FIRST_MASK, contributor, number);
            tellUnneeded(asked >>> SECOND, contributor, number);
        }
        return last ? Share.Arrival.LAST : Share.Arrival.TAKEN;
    }

    private void tellUnneeded(long other, int contributor, int number) {
        if (other != 0 && other != contributor) {
            contributors[(int) other - 1].unneeded(this, number);
        }
    }

    /** Who brought this block; only once it has come. */
    Contributor sender(int number) {
        return contributors[(int) (blocks.get(number) & FIRST_MASK) - 1];
    }

    /** Those who take part or did, whether they brought anything or not. */
    List<Contributor> contributors() {
        return List.of(contributors);
    }

    /** Those who brought blocks, the one who brought most of them first. Only once the piece is complete. */
    public List<Contributor> senders() {
        Contributor[] all = contributors;
        int[] counts = new int[all.length];
        for (int i = 0; i < blocks.length(); i++) {
            counts[(int) (blocks.get(i) & FIRST_MASK) - 1]++;
        }
        List<Contributor> senders = new ArrayList<>(1);
        int most = 0;
        for (int i = 0; i < all.length; i++) {
            if (counts[i] > 0) {
                senders.add(counts[i] > most ? 0 : senders.size(), all[i]);
                most = Math.max(most, counts[i]);
            }
        }
        return senders;
    }

    /** The SHA-1 of all bytes. Called on a storage thread. */
    public byte[] digest(PieceHasher hasher) {
        for (int i = 0; i < segments.length(); i++) {
            hasher.update(bytes(i));
        }
        return hasher.digest();
    }

    /** The SHA-1 of one block. Called on a storage thread. */
    byte[] digest(int number, PieceHasher hasher) {
        int begin = number * Block.LENGTH;
        int within = begin % memory.segmentBytes();
        ByteBuffer segment = bytes(begin / memory.segmentBytes());
        hasher.update(segment.slice(within, layout.blockLength(index, number)));
        return hasher.digest();
    }

    int blockCount() {
        return blocks.length();
    }

    /** Writes all bytes to their place. Called on a storage thread. */
    public void writeTo(Storage storage) {
        for (int i = 0; i < segments.length(); i++) {
            storage.write(index, i * memory.segmentBytes(), bytes(i));
        }
    }

    /** Gives the memory back. To be called exactly once, when nobody puts blocks any more. */
    public void release() {
        for (int i = 0; i < segments.length(); i++) {
            ByteBuf segment = segments.getAndSet(i, null);
            if (segment != null) {
                memory.give(segment);
            }
        }
        memory.release(length);
    }

    private ByteBuf segment(int number) {
        ByteBuf segment = segments.get(number);
        if (segment == null) {
            ByteBuf taken = memory.take();
            if (segments.compareAndSet(number, null, taken)) {
                return taken;
            }
            memory.give(taken);
            segment = segments.get(number);
        }
        return segment;
    }

    private ByteBuffer bytes(int number) {
        int begin = number * memory.segmentBytes();
        return segments.get(number).nioBuffer(0, Math.min(memory.segmentBytes(), length - begin));
    }

    @Override
    public String toString() {
        return "piece " + index + ", " + receivedBytes + " of " + length + " bytes";
    }
}
