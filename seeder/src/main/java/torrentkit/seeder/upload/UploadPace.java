package torrentkit.seeder.upload;

import java.util.List;
import torrentkit.peer.RateLimit;
import torrentkit.piece.Block;

/**
 * How fast one peer gets its blocks: the limits that its uploads pass, and the bytes that were taken from them but not read yet. Belongs
 * to the connection's event loop.
 */
final class UploadPace {
    /**
     * All peers' batches together are this part of a second's bytes. So a slow peer gets its blocks one by one rather than many every
     * few seconds, and one that is slow by its own limit need not wait for long behind those that share the others with it.
     */
    private static final int ROUNDS_PER_SECOND = 50;

    private final RateLimit[] limits;
    private final UploadSlots slots;
    private final int[] changes; // when the bytes were taken
    private int paid;

    UploadPace(List<RateLimit> limits, UploadSlots slots) {
        this.limits = limits.toArray(RateLimit[]::new);
        this.slots = slots;
        this.changes = new int[this.limits.length];
        note();
    }

    /** Whether any limit limits. */
    boolean isLimited() {
        for (RateLimit limit : limits) {
            if (limit.isLimited()) {
                return true;
            }
        }
        return false;
    }

    /** Bytes of blocks that should be sent together; a single block may be larger. */
    int batchBytes() {
        long rate = Long.MAX_VALUE;
        for (RateLimit limit : limits) {
            if (limit.isLimited()) {
                rate = Math.min(rate, limit.leastBytesPerSecond());
            }
        }
        long batch = rate / ROUNDS_PER_SECOND / Math.max(1, slots.unchoked());
        return (int) Math.max(Block.LENGTH, Math.min(BlockBatch.MAX_DATA_BYTES, batch));
    }

    /** Bytes that were taken and may be used, now or when the wait for them is over. */
    int paid() {
        return paid;
    }

    /**
     * Takes bytes from every limit.
     *
     * @return nanoseconds until they may be sent
     */
    long pay(int bytes) {
        note();
        long wait = 0;
        for (RateLimit limit : limits) {
            wait = Math.max(wait, limit.reserve(bytes));
        }
        paid += bytes;
        return wait;
    }

    private void note() {
        for (int i = 0; i < limits.length; i++) {
            changes[i] = limits[i].changes();
        }
    }

    /** Bytes are sent that were taken before. */
    void use(int bytes) {
        paid = Math.max(0, paid - bytes);
    }

    /** Gives back what was taken and not used. */
    void giveBack() {
        for (int i = 0; i < limits.length; i++) {
            if (changes[i] == limits[i].changes()) { // else it has forgotten that they were taken
                limits[i].giveBack(paid);
            }
        }
        paid = 0;
    }

    /** Whether a limit was changed since bytes were last taken, so that the wait for them means nothing any more. */
    boolean isOutdated() {
        for (int i = 0; i < limits.length; i++) {
            if (changes[i] != limits[i].changes()) {
                return true;
            }
        }
        return false;
    }
}
