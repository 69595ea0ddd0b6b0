package torrentkit.app.client.history.analysis;

import java.util.ArrayList;
import java.util.List;

/** Stretches of time in ascending order, for drawing. When there are many, the shortest gaps between them are closed. Not thread-safe. */
final class Spans {
    private static final int MAX = 400;

    /** A stretch of time, milliseconds since the torrent began. */
    record Span(long from, long to) {}

    private final List<Span> spans = new ArrayList<>();
    private long closedGap = 1;

    void add(long from, long to) {
        append(spans, new Span(from, to));
        while (spans.size() > MAX) {
            closedGap *= 2;
            List<Span> all = List.copyOf(spans);
            spans.clear();
            all.forEach(span -> append(spans, span));
        }
    }

    private void append(List<Span> list, Span span) {
        int last = list.size() - 1;
        if (last >= 0 && span.from() - list.get(last).to() < closedGap) {
            list.set(
                    last,
                    new Span(list.get(last).from(), Math.max(list.get(last).to(), span.to())));
        } else {
            list.add(span);
        }
    }

    List<Span> list() {
        return List.copyOf(spans);
    }
}
