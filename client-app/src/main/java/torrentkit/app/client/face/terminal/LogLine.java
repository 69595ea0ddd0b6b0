package torrentkit.app.client.face.terminal;

import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.Optional;
import torrentkit.app.client.history.HistoryEvent;
import torrentkit.app.client.history.TimedEvent;

/**
 * A line of the event log.
 *
 * @param time of the day, {@code 13:05:59}; empty when unknown
 * @param text as it came, not clean
 */
record LogLine(String time, Style style, String text) {
    /** What an event is worth to a reader; the many pieces are not in the log, the map shows them. */
    static Optional<LogLine> of(TimedEvent timed, ZoneId zone) {
        String time = timed.millis().map(millis -> time(millis, zone)).orElse("");
        HistoryEvent event = timed.event();
        if (event instanceof HistoryEvent.Initialized begun) {
            String had = begun.todo() < begun.total()
                    ? ", " + (begun.total() - begun.todo()) + " of " + begun.total() + " pieces from an earlier run"
                    : "";
            return Optional.of(new LogLine(time, Style.PLAIN, "began " + begun.name() + had));
        }
        if (event instanceof HistoryEvent.Connected connected) {
            return Optional.of(new LogLine(time, Style.PLAIN, "connected " + connected.peer()));
        }
        if (event instanceof HistoryEvent.Terminated gone) {
            String reason = gone.reason().map(why -> ": " + why).orElse("");
            return Optional.of(new LogLine(time, Style.FAINT, "gone " + gone.peer() + reason));
        }
        if (event instanceof HistoryEvent.Refused refused) {
            return Optional.of(new LogLine(
                    time, Style.BAD, "piece " + refused.piece() + " of " + refused.peer() + " had the wrong hash"));
        }
        if (event instanceof HistoryEvent.Note note) {
            return Optional.of(new LogLine(time, Style.STRONG, note.text()));
        }
        if (event instanceof HistoryEvent.Ended ended) {
            return Optional.of(new LogLine(time, ended.code() == 0 ? Style.GOOD : Style.BAD, ended.text()));
        }
        return Optional.empty();
    }

    /** What the console was asked to print. */
    static LogLine printed(long millis, ZoneId zone, String text) {
        boolean bad = text.startsWith("client-app: ");
        return new LogLine(time(millis, zone), bad ? Style.BAD : Style.STRONG, bad ? text.substring(12) : text);
    }

    private static String time(long millis, ZoneId zone) {
        ZonedDateTime at = Instant.ofEpochMilli(millis).atZone(zone);
        return two(at.getHour()) + ":" + two(at.getMinute()) + ":" + two(at.getSecond());
    }

    private static String two(int number) {
        return (number < 10 ? "0" : "") + number;
    }
}
