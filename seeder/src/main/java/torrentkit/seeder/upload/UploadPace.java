package torrentkit.seeder.upload;

import java.util.List;
import torrentkit.peer.RateLimit;
import torrentkit.piece.Block;

/**
 * How fast one peer gets its blocks: the limits that its uploads pass, and the bytes that were taken from them but not read yet. Belongs
 * to the connection's event loop.
 */
final class UploadPace {
    /** A batch is this part of a second's bytes, so that a slow peer gets its blocks one by one rather than many every few seconds. */
    private static final int BATCHES_PER_SECOND = 20;

    private final RateLimit[] limits;
    private final long[] rates; // when the bytes were taken
    private int paid;

    UploadPace(List<RateLimit> limits) {
        this.limits = limits.toArray(RateLimit[]::new);
        this.rates = new long[this.limits.length];
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
                rate = Math.min(rate, limit.bytesPerSecond());
            }
        }
        return (int) Math.max(Block.LENGTH, Math.min(BlockBatch.MAX_DATA_BYTES, rate / BATCHES_PER_SECOND));
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
        long wait = 0;
        for (int i = 0; i < limits.length; i++) {
            rates[i] = limits[i].bytesPerSecond();
            wait = Math.max(wait, limits[i].reserve(bytes));
        }
        paid += bytes;
        return wait;
    }

    /** Bytes are sent that were taken before. */
    void use(int bytes) {
        paid = Math.max(0, paid - bytes);
    }

    /** Gives back what was taken and not used. */
    void giveBack() {
        for (RateLimit limit : limits) {
            limit.giveBack(paid);
        }
        paid = 0;
    }

    /** Whether a limit was changed since bytes were last taken, so that the wait for them means nothing any more. */
    boolean isOutdated() {
        for (int i = 0; i < limits.length; i++) {
            if (rates[i] != limits[i].bytesPerSecond()) {
                return true;
            }
        }
        return false;
    }
}
