package torrentkit.app.client.face.web;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import torrentkit.app.client.history.HistoryEvent;
import torrentkit.app.client.history.TimedEvent;

/** The latest events for the page's log. Those of pieces are so many that they have a share of their own, and push out no others. */
final class EventLog {
    static final int MAX_OF_PIECES = 100;
    static final int MAX_OTHERS = 200;

    private record Numbered(long number, TimedEvent event) {}

    private final Deque<Numbered> ofPieces = new ArrayDeque<>();
    private final Deque<Numbered> others = new ArrayDeque<>();
    private long number;

    /** Takes an event in; samples are no events to a person. */
    void add(TimedEvent event) {
        if (!HistoryEvent.isSample(event.event())) {
            boolean ofPiece =
                    event.event() instanceof HistoryEvent.Started || event.event() instanceof HistoryEvent.Completed;
            Deque<Numbered> share = ofPiece ? ofPieces : others;
            if (share.size() == (ofPiece ? MAX_OF_PIECES : MAX_OTHERS)) {
                share.removeFirst();
            }
            share.addLast(new Numbered(number++, event));
        }
    }

    boolean isEmpty() {
        return ofPieces.isEmpty() && others.isEmpty();
    }

    /** In the order in which they came. */
    List<TimedEvent> events() {
        List<Numbered> all = new ArrayList<>(ofPieces);
        all.addAll(others);
        all.sort(Comparator.comparingLong(Numbered::number));
        return all.stream().map(Numbered::event).toList();
    }

    void clear() {
        ofPieces.clear();
        others.clear();
    }
}
