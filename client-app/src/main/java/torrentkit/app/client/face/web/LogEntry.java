package torrentkit.app.client.face.web;

import java.util.Optional;
import java.util.OptionalInt;
import torrentkit.app.client.history.HistoryEvent;

/** An event as the page's log has it. Texts are as they came. */
record LogEntry(String type, Optional<String> peer, OptionalInt piece, Optional<String> text) {
    /** Empty for samples, which are no events to a person. */
    static Optional<LogEntry> of(HistoryEvent event) {
        if (event instanceof HistoryEvent.Initialized) {
            return Optional.of(new LogEntry("initialized", Optional.empty(), OptionalInt.empty(), Optional.empty()));
        } else if (event instanceof HistoryEvent.Connected connected) {
            return ofPeer("connected", connected.peer(), OptionalInt.empty(), Optional.empty());
        } else if (event instanceof HistoryEvent.Started started) {
            return ofPeer("started", started.peer(), OptionalInt.of(started.piece()), Optional.empty());
        } else if (event instanceof HistoryEvent.Completed completed) {
            return ofPeer("completed", completed.peer(), OptionalInt.of(completed.piece()), Optional.empty());
        } else if (event instanceof HistoryEvent.Refused refused) {
            return ofPeer("refused", refused.peer(), OptionalInt.of(refused.piece()), Optional.empty());
        } else if (event instanceof HistoryEvent.Terminated terminated) {
            return ofPeer("terminated", terminated.peer(), OptionalInt.empty(), terminated.reason());
        } else if (event instanceof HistoryEvent.Note note) {
            return Optional.of(new LogEntry("note", Optional.empty(), OptionalInt.empty(), Optional.of(note.text())));
        } else if (event instanceof HistoryEvent.Ended ended) {
            String type = ended.code() == 0 ? "ended" : "failed";
            return Optional.of(new LogEntry(type, Optional.empty(), OptionalInt.empty(), Optional.of(ended.text())));
        } else if (event instanceof HistoryEvent.Result result) {
            return Optional.of(new LogEntry(
                    result.code() == 0 ? "ended" : "failed",
                    Optional.empty(),
                    OptionalInt.empty(),
                    Optional.of(result.source() + ": " + result.text())));
        } else if (event instanceof HistoryEvent.Exit exit) {
            String text = "The run ends with exit code " + exit.code() + ".";
            return Optional.of(new LogEntry("note", Optional.empty(), OptionalInt.empty(), Optional.of(text)));
        }
        return Optional.empty();
    }

    private static Optional<LogEntry> ofPeer(String type, String peer, OptionalInt piece, Optional<String> text) {
        return Optional.of(new LogEntry(type, Optional.of(peer), piece, text));
    }
}
