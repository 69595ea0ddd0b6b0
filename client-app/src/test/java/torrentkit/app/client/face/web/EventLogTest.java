package torrentkit.app.client.face.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import torrentkit.app.client.history.HistoryEvent;
import torrentkit.app.client.history.TimedEvent;

class EventLogTest {
    private final EventLog log = new EventLog();

    private TimedEvent happens(HistoryEvent event) {
        TimedEvent timed = new TimedEvent(Optional.empty(), Optional.empty(), event);
        log.add(timed);
        return timed;
    }

    @Test
    void keepsTheOrderInWhichThingsHappened() {
        TimedEvent first = happens(new HistoryEvent.Started("a", 1));
        TimedEvent second = happens(new HistoryEvent.Note("b"));
        TimedEvent third = happens(new HistoryEvent.Completed("a", 1, 5));

        assertThat(log.events()).containsExactly(first, second, third);
    }

    @Test
    void piecesPushOutPiecesOnly() {
        TimedEvent note = happens(new HistoryEvent.Note("early"));
        for (int piece = 0; piece < 10_000; piece++) {
            happens(new HistoryEvent.Started("a", piece));
        }
        assertThat(log.events()).hasSize(1 + EventLog.MAX_OF_PIECES).startsWith(note);
        for (int i = 0; i < 10_000; i++) {
            happens(new HistoryEvent.Connected("peer " + i));
        }
        assertThat(log.events())
                .hasSize(EventLog.MAX_OTHERS + EventLog.MAX_OF_PIECES)
                .doesNotContain(note);
    }

    @Test
    void takesNoSamples() {
        happens(new HistoryEvent.Peers(List.of()));

        assertThat(log.events()).isEmpty();
    }
}
