package torrentkit.seeder.upload;

import java.util.Random;
import java.util.concurrent.Executor;
import torrentkit.storage.WarmBuffers;

/**
 * What all uploads of a process share.
 *
 * @param storage where blocks are read; tasks may block there
 * @param slots who may download from us
 * @param buffers for batches of piece messages, {@link BlockBatch#MAX_BYTES} each
 */
public record UploadResources(Executor storage, UploadSlots slots, WarmBuffers buffers) implements AutoCloseable {
    private static final int WARM_BATCHES = 16;

    /** @param slots peers that are unchoked at the same time, at least 2 */
    public static UploadResources of(Executor storage, int slots) {
        return new UploadResources(
                storage, new UploadSlots(slots, new Random()), new WarmBuffers(BlockBatch.MAX_BYTES, WARM_BATCHES));
    }

    /** Frees buffers; the executor is the caller's. */
    @Override
    public void close() {
        buffers.close();
    }
}
