package torrentkit.app.server.origin;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Has the kernel fetch parts of files from the disk without handing them to us, so that the event loop that sends them does not wait
 * for the disk: they are sent to nowhere first, which copies nothing. Where there is no nowhere, nothing is done. Thread-safe.
 */
final class PageWarmer implements AutoCloseable {
    private static final Path NOWHERE = Path.of("/dev/null");

    private final FileChannel nowhere; // null where there is none

    PageWarmer() {
        FileChannel opened;
        try {
            opened = FileChannel.open(NOWHERE, StandardOpenOption.WRITE);
        } catch (IOException e) {
            opened = null;
        }
        nowhere = opened;
    }

    /** Blocks until the bytes are in memory, or are found not to be there. */
    void warm(FileChannel file, long position, long count) throws IOException {
        long done = 0;
        while (nowhere != null && done < count) {
            long step = file.transferTo(position + done, count - done, nowhere);
            if (step <= 0) {
                return;
            }
            done += step;
        }
    }

    @Override
    public void close() {
        try {
            if (nowhere != null) {
                nowhere.close();
            }
        } catch (IOException e) {
            throw new IllegalStateException("nothing was written to " + NOWHERE, e);
        }
    }
}
