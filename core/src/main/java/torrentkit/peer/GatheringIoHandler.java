package torrentkit.peer;

import io.netty.channel.IoHandle;
import io.netty.channel.IoHandler;
import io.netty.channel.IoHandlerContext;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.IoRegistration;
import java.util.concurrent.locks.LockSupport;

/**
 * Lets an event loop gather its work while data trickles in over slow links: it then wakes up for sockets once in
 * {@link #GATHERING_NANOS} at most, and deals with what came meanwhile, and with what other threads handed in, together. Each wake-up
 * reads more, and sends more at a time, instead of one for each packet. {@link Gathering} judges when.
 *
 * <p>Belongs to its loop's thread, but for {@link #wakeup()}.
 */
final class GatheringIoHandler implements IoHandler {
    /** The shortest time between two wake-ups of a loop with a slow flow: what a request may wait at most. */
    static final long GATHERING_NANOS = 16_000_000;

    private final IoHandler sockets;
    private final Gathering gathering = new Gathering();
    private LoopFlow flow;
    private long windowBegan = System.nanoTime();
    private long bytesBefore;
    private long burstsBefore;
    private long awokenAt = windowBegan;

    private GatheringIoHandler(IoHandler sockets) {
        this.sockets = sockets;
    }

    /** @param sockets makes what a loop really drives its sockets with */
    static IoHandlerFactory over(IoHandlerFactory sockets) {
        return loop -> new GatheringIoHandler(sockets.newHandler(loop));
    }

    @Override
    public int run(IoHandlerContext context) {
        if (gathering.waits() && context.canBlock()) {
            long now = System.nanoTime();
            long early = Math.min(awokenAt + GATHERING_NANOS - now, context.delayNanos(now));
            if (early > 0) {
                LockSupport.parkNanos(early);
            }
            awokenAt = Math.max(now, now + early);
        }
        int handled = sockets.run(context);
        measure();
        return handled;
    }

    private void measure() {
        long now = System.nanoTime();
        if (now - windowBegan >= Gathering.WINDOW_NANOS) {
            if (flow == null) {
                flow = LoopFlow.ofThisLoop();
            }
            long moved = flow.bytes() - bytesBefore;
            gathering.windowEnded(moved * Gathering.WINDOW_NANOS / (now - windowBegan), flow.bursts() - burstsBefore);
            bytesBefore = flow.bytes();
            burstsBefore = flow.bursts();
            windowBegan = now;
        }
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
}
