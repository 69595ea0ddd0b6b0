package torrentkit.app.server.origin;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/** How many bytes of files were handed to sockets: in all, and by path for as many paths as fit. Thread-safe. */
public final class OriginTraffic {
    private static final int MAX_PATHS = 10_000;

    private final LongAdder total = new LongAdder();
    private final Map<List<String>, LongAdder> byPath = new ConcurrentHashMap<>();

    /** What the files at this path were sent with is counted here. Called once a request, by any thread. */
    Meter meter(List<String> names) {
        LongAdder ofPath = byPath.get(names);
        if (ofPath == null && byPath.size() < MAX_PATHS) {
            ofPath = byPath.computeIfAbsent(List.copyOf(names), path -> new LongAdder());
        }
        LongAdder counted = ofPath;
        return bytes -> {
            total.add(bytes);
            if (counted != null) {
                counted.add(bytes);
            }
        };
    }

    /** Counts the bytes of one answer. */
    @FunctionalInterface
    interface Meter {
        void sent(long bytes);
    }

    /** Bytes of all files since the start. */
    public long sentBytes() {
        return total.sum();
    }

    /**
     * Bytes of the file at this path, or of the files below it, since the start. Looks at every path that was ever asked for: for a
     * person or a page, not for each packet.
     */
    public long sentBytes(List<String> names) {
        return byPath.entrySet().stream()
                .filter(entry -> entry.getKey().size() >= names.size()
                        && entry.getKey().subList(0, names.size()).equals(names))
                .mapToLong(entry -> entry.getValue().sum())
                .sum();
    }
}
