package torrentkit.testing;

import io.netty.buffer.ByteBufAllocator;
import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Makes a buffer that was never released fail the test class after which Netty's leak detector finds it. Registered for every JUnit
 * class of the modules that have this on their test class path; builds run with the detector at {@code paranoid}.
 */
public final class LeakGuard implements BeforeAllCallback, AfterAllCallback {
    private static final Logger DETECTOR =
            Logger.getLogger("io.netty.util.ResourceLeakDetector"); // held: loggers are weak
    private static final List<String> REPORTS = new ArrayList<>(); // guarded by itself
    private static volatile boolean registered;

    static {
        DETECTOR.addHandler(new Handler() {
            @Override
            public void publish(LogRecord record) {
                synchronized (REPORTS) {
                    REPORTS.add(record.getMessage());
                }
            }

            @Override
            public void flush() {}

            @Override
            public void close() {}
        });
    }

    @Override
    public void beforeAll(ExtensionContext context) {
        registered = true;
    }

    /** Whether the build has this watch over every class. */
    static boolean isRegistered() {
        return registered;
    }

    @Override
    public void afterAll(ExtensionContext context) throws InterruptedException {
        if (context.getRequiredTestClass().getEnclosingClass() == null) {
            List<String> found = found();
            if (!found.isEmpty()) {
                throw new AssertionError(found.size() + " buffers were not released:\n" + String.join("\n", found));
            }
        }
    }

    /** What the detector has found since the last call. */
    static List<String> found() throws InterruptedException {
        collectGarbage();
        ByteBufAllocator.DEFAULT.directBuffer(1).release(); // the detector looks when a buffer is taken
        synchronized (REPORTS) {
            List<String> found = List.copyOf(REPORTS);
            REPORTS.clear();
            return found;
        }
    }

    private static void collectGarbage() throws InterruptedException {
        ReferenceQueue<Object> queue = new ReferenceQueue<>();
        List<WeakReference<Object>> canaries = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            canaries.add(new WeakReference<>(new Object(), queue));
            System.gc();
            queue.remove(5_000);
        }
    }
}
