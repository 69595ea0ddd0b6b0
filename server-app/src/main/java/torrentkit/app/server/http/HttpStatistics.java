package torrentkit.app.server.http;

import io.netty.channel.Channel;
import io.netty.handler.codec.http.HttpMethod;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;

/** What is counted while it happens, on every event loop. Thread-safe. */
final class HttpStatistics {
    private static final int CLASSES = 6; // of status codes, by their first digit; 0 is none

    private final LongAdder[][] requests = new LongAdder[HttpCounters.Method.values().length][CLASSES];
    private final LongAdder inFlight = new LongAdder();
    private final LongAdder bodyBytes = new LongAdder();
    private final LongAdder accepted = new LongAdder();
    private final LongAdder refused = new LongAdder();
    private final LongAdder open = new LongAdder();
    private final LongAdder handshakeFailures = new LongAdder();

    HttpStatistics() {
        for (LongAdder[] ofMethod : requests) {
            for (int i = 0; i < CLASSES; i++) {
                ofMethod[i] = new LongAdder();
            }
        }
    }

    void connected(Channel channel) {
        accepted.increment();
        open.increment();
        channel.closeFuture().addListener(closed -> open.decrement());
    }

    void connectionRefused() {
        refused.increment();
    }

    void handshakeFailed() {
        handshakeFailures.increment();
    }

    void begun() {
        inFlight.increment();
    }

    void ended() {
        inFlight.decrement();
    }

    /** @param bytes of the body that were sent */
    void answered(HttpMethod method, int status, long bytes) {
        requests[HttpCounters.Method.of(method).ordinal()][Math.min(status / 100, CLASSES - 1)].increment();
        bodyBytes.add(bytes);
    }

    HttpCounters snapshot() {
        List<HttpCounters.Requests> counts = new ArrayList<>();
        for (HttpCounters.Method method : HttpCounters.Method.values()) {
            for (int i = 1; i < CLASSES; i++) {
                counts.add(new HttpCounters.Requests(method, i, requests[method.ordinal()][i].sum()));
            }
        }
        return new HttpCounters(
                List.copyOf(counts),
                inFlight.sum(),
                bodyBytes.sum(),
                open.sum(),
                accepted.sum(),
                refused.sum(),
                handshakeFailures.sum());
    }
}
