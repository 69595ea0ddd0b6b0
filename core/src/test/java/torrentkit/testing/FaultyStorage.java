package torrentkit.testing;

import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import torrentkit.storage.Storage;
import torrentkit.storage.StorageException;

/** A storage that fails from a given moment on; until then it passes everything to the one that it decorates. */
public final class FaultyStorage implements Storage {
    private final Storage storage;
    private final AtomicLong readsLeft;
    private final AtomicLong writesLeft;
    private final Supplier<? extends RuntimeException> fault;

    private FaultyStorage(Storage storage, long reads, long writes, Supplier<? extends RuntimeException> fault) {
        this.storage = storage;
        this.readsLeft = new AtomicLong(reads);
        this.writesLeft = new AtomicLong(writes);
        this.fault = fault;
    }

    /** A disk that is full after so many writes. */
    public static FaultyStorage fullAfter(int writes, Storage storage) {
        return new FaultyStorage(
                storage,
                Long.MAX_VALUE,
                writes,
                () -> new StorageException(
                        StorageException.Kind.DISK_FULL, "cannot write. The disk is full.", null, null));
    }

    /** Reads fail in a given way after so many. */
    public static FaultyStorage failingReads(int reads, Supplier<? extends RuntimeException> fault, Storage storage) {
        return new FaultyStorage(storage, reads, Long.MAX_VALUE, fault);
    }

    @Override
    public void read(int index, int begin, ByteBuffer dst) {
        failUnlessLeft(readsLeft);
        storage.read(index, begin, dst);
    }

    @Override
    public void write(int index, int begin, ByteBuffer src) {
        failUnlessLeft(writesLeft);
        storage.write(index, begin, src);
    }

    private void failUnlessLeft(AtomicLong left) {
        if (left.getAndDecrement() <= 0) {
            left.set(0);
            throw fault.get();
        }
    }

    @Override
    public void close() {
        storage.close();
    }
}
