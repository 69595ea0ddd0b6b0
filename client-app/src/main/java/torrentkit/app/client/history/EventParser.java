package torrentkit.app.client.history;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * A line of a record as an event. Types and fields that this version does not know are passed over, and so are events with numbers
 * that no torrent can have, so that nobody further on has to look. Pure functions.
 */
final class EventParser {
    /** Most pieces of a torrent, as everywhere in this project. */
    static final int MAX_PIECES = 1 << 21;

    /** Longest piece, as everywhere in this project. */
    private static final int MAX_PIECE_LENGTH = 512 << 20;

    /** Beyond it doubles, and so many readers of JSON, are not exact. */
    private static final long MAX_NUMBER = 1L << 53;

    /** The end of the year 9999. */
    private static final long MAX_TIME = 253_402_300_799_999L;

    private static final int MAX_EXIT_CODE = 255;
    private static final int MAX_NAME = 300;

    private EventParser() {}

    /**
     * What a line says.
     *
     * @param run the mark that tells runs apart; empty in old records
     * @param event empty for the line that begins a run
     */
    record Line(Optional<String> run, Optional<TimedEvent> event) {}

    /** What the line says; empty when it says nothing that is known here. */
    static Optional<Line> parse(String text) {
        Optional<JsonObject> parsed = JsonObject.parse(text);
        Optional<String> type = parsed.flatMap(object -> object.text("type"));
        if (type.isEmpty()) {
            return Optional.empty();
        }
        JsonObject line = parsed.get();
        Optional<String> run = name(line, "run");
        if (type.get().equals("run")) {
            return Optional.of(new Line(run, Optional.empty()));
        }
        OptionalLong time = line.number("time", 0, MAX_TIME);
        Optional<Long> millis = time.isPresent() ? Optional.of(time.getAsLong()) : Optional.empty();
        Optional<String> torrent = name(line, "torrent");
        return event(type.get(), line).map(event -> new Line(run, Optional.of(new TimedEvent(millis, torrent, event))));
    }

    private static Optional<String> name(JsonObject line, String field) {
        return line.text(field).filter(text -> !text.isEmpty() && text.length() <= MAX_NAME);
    }

    private static Optional<? extends HistoryEvent> event(String type, JsonObject line) {
        return switch (type) {
            case "initialized" -> initialized(line);
            case "connected" -> peer(line).map(HistoryEvent.Connected::new);
            case "started" -> withPiece(line, HistoryEvent.Started::new);
            case "completed" -> {
                OptionalLong size = line.number("size", 0, MAX_PIECE_LENGTH);
                yield size.isEmpty()
                        ? Optional.empty()
                        : withPiece(
                                line, (peer, piece) -> new HistoryEvent.Completed(peer, piece, (int) size.getAsLong()));
            }
            case "refused" -> withPiece(line, HistoryEvent.Refused::new);
            case "terminated" -> peer(line).map(peer -> new HistoryEvent.Terminated(peer, text(line, "reason")));
            case "peers" -> Optional.of(new HistoryEvent.Peers(samples(line)));
            case "progress" -> Optional.of(progress(line));
            case "note" -> text(line, "text").map(HistoryEvent.Note::new);
            case "ended" ->
                code(line)
                        .map(code ->
                                new HistoryEvent.Ended(code, text(line, "text").orElse("")));
            case "result" ->
                code(line)
                        .map(code -> new HistoryEvent.Result(
                                text(line, "source").orElse(""),
                                code,
                                text(line, "text").orElse(""),
                                text(line, "path")));
            case "exit" -> code(line).map(HistoryEvent.Exit::new);
            default -> Optional.empty();
        };
    }

    private static Optional<HistoryEvent.Initialized> initialized(JsonObject line) {
        OptionalLong total = line.number("total", 0, MAX_PIECES);
        OptionalLong todo = line.number("todo", 0, total.orElse(0));
        if (total.isEmpty() || todo.isEmpty()) {
            return Optional.empty();
        }
        OptionalLong bytes = line.number("totalBytes", 0, MAX_NUMBER);
        OptionalLong pieceLength = line.number("pieceLength", 1, MAX_PIECE_LENGTH);
        return Optional.of(new HistoryEvent.Initialized(
                text(line, "name").orElse(""),
                (int) total.getAsLong(),
                (int) todo.getAsLong(),
                bytes.isPresent() ? Optional.of(bytes.getAsLong()) : Optional.empty(),
                pieceLength.isPresent() ? Optional.of((int) pieceLength.getAsLong()) : Optional.empty(),
                line.text("have").filter(ranges -> ranges.length() <= EventJson.MAX_RANGES)));
    }

    private interface OfPiece {
        HistoryEvent event(String peer, int piece);
    }

    private static Optional<HistoryEvent> withPiece(JsonObject line, OfPiece kind) {
        OptionalLong piece = line.number("piece", 0, MAX_PIECES - 1);
        return piece.isEmpty() ? Optional.empty() : peer(line).map(peer -> kind.event(peer, (int) piece.getAsLong()));
    }

    private static List<HistoryEvent.Sample> samples(JsonObject line) {
        return line.objects("peers").stream()
                .limit(EventJson.MAX_SAMPLES)
                .flatMap(sample -> peer(sample).map(peer -> sample(peer, sample)).stream())
                .toList();
    }

    private static HistoryEvent.Sample sample(String peer, JsonObject line) {
        return new HistoryEvent.Sample(
                peer,
                text(line, "client").orElse(""),
                text(line, "status").orElse("connected"),
                amount(line, "downloaded"),
                amount(line, "uploaded"),
                amount(line, "downloadRate"),
                amount(line, "uploadRate"),
                (int) line.number("pieces", 0, MAX_PIECES).orElse(0),
                text(line, "flags").orElse(""));
    }

    private static HistoryEvent.Progress progress(JsonObject line) {
        return new HistoryEvent.Progress(
                text(line, "phase").orElse("downloading"),
                amount(line, "verifiedBytes"),
                amount(line, "downloaded"),
                amount(line, "uploaded"),
                amount(line, "wasted"),
                amount(line, "downloadRate"),
                amount(line, "uploadRate"),
                (int) line.number("peers", 0, Integer.MAX_VALUE).orElse(0),
                text(line, "bottleneck"));
    }

    private static long amount(JsonObject line, String name) {
        return line.number(name, 0, MAX_NUMBER).orElse(0);
    }

    private static Optional<Integer> code(JsonObject line) {
        OptionalLong code = line.number("code", 0, MAX_EXIT_CODE);
        return code.isPresent() ? Optional.of((int) code.getAsLong()) : Optional.empty();
    }

    private static Optional<String> text(JsonObject line, String name) {
        return line.text(name).filter(text -> text.length() <= EventJson.MAX_TEXT);
    }

    /** A peer as an object, or, as people write it, as one text. */
    private static Optional<String> peer(JsonObject line) {
        Optional<JsonObject> peer = line.object("peer");
        if (peer.isEmpty()) {
            return name(line, "peer");
        }
        OptionalLong port = peer.get().number("port", 0, 0xffff);
        OptionalInt known = port.isPresent() ? OptionalInt.of((int) port.getAsLong()) : OptionalInt.empty();
        return name(peer.get(), "address").map(address -> new PeerName(address, known).joined());
    }
}
