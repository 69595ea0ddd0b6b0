package torrentkit.peer;

import io.netty.channel.IoHandle;
import io.netty.channel.IoHandler;
import io.netty.channel.IoHandlerContext;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.IoRegistration;
import java.util.concurrent.locks.LockSupport;

/**
 * Lets an event loop with little to do gather its work: it wakes up for sockets once in {@link #GATHERING_NANOS} at most, so that what
 * trickles in over slow links, and what other threads hand in, is dealt with together. Each wake-up then reads more, and sends more at
 * a time. A loop that is busy, as with a fast link, does not wait, and neither does one that was asleep before.
 *
 * <p>Belongs to its loop's thread, but for {@link #wakeup()}.
 */
final class GatheringIoHandler implements IoHandler {
    /** The shortest time between two wake-ups of a loop with little to do: what a request may wait at most. */
    static final long GATHERING_NANOS = 16_000_000;

    private final IoHandler sockets;
    private final Load load = new Load();
    private long awokenAt = System.nanoTime() - GATHERING_NANOS;

    private GatheringIoHandler(IoHandler sockets) {
        this.sockets = sockets;
    }

    /** @param sockets makes what a loop really drives its sockets with */
    static IoHandlerFactory over(IoHandlerFactory sockets) {
        return loop -> new GatheringIoHandler(sockets.newHandler(loop));
    }

    @Override
    public int run(IoHandlerContext context) {
        long now = System.nanoTime();
        load.tasksEnded(now);
        if (context.canBlock()) {
            long early = Math.min(awokenAt + GATHERING_NANOS - now, context.delayNanos(now));
            if (early > 0 && !load.isHigh()) {
                LockSupport.parkNanos(early);
            }
        }
        int handled = sockets.run(load.over(context));
        long ended = System.nanoTime();
        load.socketsEnded(ended);
        awokenAt = ended - load.activeNanos();
        return handled;
    }

    @Override
    public void initialize() {
        sockets.initialize();
    }

    @Override
    public void prepareToDestroy() {
        sockets.prepareToDestroy();
    }

    @Override
    public void destroy() {
        sockets.destroy();
    }

    @Override
    public IoRegistration register(IoHandle handle) throws Exception {
        return sockets.register(handle);
    }

    @Override
    public void wakeup() {
        sockets.wakeup();
    }

    @Override
    public boolean isCompatible(Class<? extends IoHandle> handleType) {
        return sockets.isCompatible(handleType);
    }

    /** How much of its time the loop works: sockets' events as the handler below reports them, and tasks. */
    private static final class Load implements IoHandlerContext {
        private static final long WINDOW_NANOS = 40_000_000;

        /** Part of the time, as 1/n, from which a loop counts as busy. */
        private static final int BUSY_PART = 4;

        private IoHandlerContext context;
        private long windowBegan = System.nanoTime();
        private long worked;
        private long active;
        private long tasksBegan = windowBegan;
        private boolean high;

        IoHandlerContext over(IoHandlerContext outer) {
            context = outer;
            active = 0;
            return this;
        }

        void socketsEnded(long now) {
            worked += active;
            tasksBegan = now;
        }

        void tasksEnded(long now) {
            worked += now - tasksBegan;
            long window = now - windowBegan;
            if (window > WINDOW_NANOS) {
                high = worked * BUSY_PART > window;
                windowBegan = now;
                worked = 0;
            }
        }

        boolean isHigh() {
            return high;
        }

        long activeNanos() {
            return active;
        }

        @Override
        public boolean canBlock() {
            return context.canBlock();
        }

        @Override
        public long delayNanos(long currentTimeNanos) {
            return context.delayNanos(currentTimeNanos);
        }

        @Override
        public long deadlineNanos() {
            return context.deadlineNanos();
        }

        @Override
        public boolean shouldReportActiveIoTime() {
            return true;
        }

        @Override
        public void reportActiveIoTime(long nanos) {
            active += nanos;
        }
    }
}
