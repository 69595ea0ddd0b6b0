package torrentkit.app.client.history;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Which run of a file each line belongs to, counted from 1 in the order in which runs began. Lines carry the mark of their run; old
 * ones do not: there a run begins with a torrent's first event, {@code initialized}, unless the torrent has a name of its own that the
 * run did not have yet. Not thread-safe.
 */
final class RunNumbers {
    /** Runs that may be written at the same time; of more, the longest silent one counts as new when it speaks again. */
    private static final int MAX_OPEN = 10_000;

    private final Map<String, Integer> numbers = new LinkedHashMap<>(16, 0.75f, true);
    private final Set<String> unmarkedTorrents = new HashSet<>();
    private int unmarked;
    private int count;

    /** The line's run. */
    int of(EventParser.Line line) {
        return line.run().map(this::marked).orElseGet(() -> unmarked(line.event()));
    }

    private int marked(String mark) {
        Integer known = numbers.get(mark);
        if (known != null) {
            return known;
        }
        if (numbers.size() == MAX_OPEN) {
            numbers.remove(numbers.keySet().iterator().next());
        }
        numbers.put(mark, ++count);
        return count;
    }

    private int unmarked(Optional<TimedEvent> event) {
        if (event.isEmpty()) {
            beginUnmarked();
        } else if (event.get().event() instanceof HistoryEvent.Initialized) {
            boolean another = unmarkedTorrents.size() == RunState.MAX_TORRENTS
                    || !unmarkedTorrents.add(event.get().torrent().orElse(""));
            if (another) {
                beginUnmarked();
                unmarkedTorrents.add(event.get().torrent().orElse(""));
            }
        }
        if (unmarked == 0) {
            unmarked = ++count;
        }
        return unmarked;
    }

    private void beginUnmarked() {
        unmarked = ++count;
        unmarkedTorrents.clear();
    }

    /** How many runs there were so far. */
    int count() {
        return count;
    }
}
