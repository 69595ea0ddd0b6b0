package torrentkit.app.client.history;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.IntPredicate;
import torrentkit.app.client.outcome.Failure;
import torrentkit.app.client.outcome.Failures;

/** The events of a record one after another, in the order of its lines. Not thread-safe. */
public final class HistoryReader implements AutoCloseable {
    private static final int SHOWN = 40;

    private final Path file;
    private final InputStream in;
    private final LineReader lines;
    private final RunNumbers runs = new RunNumbers();
    private final IntPredicate wanted;
    private long passedOver;
    private String firstPassedOver = "";

    /**
     * @param file for messages
     * @param in its content; closed with this
     * @param wanted which runs, counted from 1
     */
    HistoryReader(Path file, InputStream in, IntPredicate wanted) {
        this.file = file;
        this.in = in;
        this.lines = new LineReader(in, EventJson.MAX_LINE_BYTES);
        this.wanted = wanted;
    }

    /**
     * An event and where it stands.
     *
     * @param run counted from 1
     * @param line counted from 1
     */
    public record Entry(int run, long line, TimedEvent event) {}

    /**
     * The next event of the runs that are wanted; empty at the end.
     *
     * @throws Failure when the disk fails
     */
    public Optional<Entry> next() {
        while (advance()) {
            Optional<EventParser.Line> line = parsed();
            if (line.isPresent()) {
                int run = runs.of(line.get());
                if (line.get().event().isPresent() && wanted.test(run)) {
                    return Optional.of(
                            new Entry(run, lines.number(), line.get().event().get()));
                }
            }
        }
        return Optional.empty();
    }

    /** Goes one line on, whatever it says; false at the end. */
    boolean skim(Skimmed skimmed) {
        if (!advance()) {
            return false;
        }
        Optional<EventParser.Line> line = parsed();
        if (line.isPresent()) {
            skimmed.line(runs.of(line.get()), line.get());
        }
        return true;
    }

    private boolean advance() {
        try {
            return lines.advance();
        } catch (UncheckedIOException e) {
            throw Failures.reading("cannot read the record " + file, file, e.getCause());
        }
    }

    /** Told of each line that means something. */
    interface Skimmed {
        void line(int run, EventParser.Line line);
    }

    private Optional<EventParser.Line> parsed() {
        Optional<EventParser.Line> line = Optional.empty();
        String text = "";
        if (!lines.isTooLong()) {
            text = lines.number() == 1 ? withoutByteOrderMark(lines.text()) : lines.text();
            if (text.isBlank()) {
                return Optional.empty();
            }
            line = EventParser.parse(text);
        }
        if (line.isEmpty()) {
            if (passedOver++ == 0) {
                firstPassedOver = describe(text);
            }
        }
        return line;
    }

    private static String withoutByteOrderMark(String text) {
        return text.startsWith("\uFEFF") ? text.substring(1) : text;
    }

    private String describe(String text) {
        String what = lines.isTooLong()
                ? "longer than " + EventJson.MAX_LINE_BYTES + " bytes"
                : "'" + (text.length() > SHOWN ? text.substring(0, SHOWN) + "…" : text) + "'";
        return "line " + lines.number() + " is " + what;
    }

    /** How much of the file has been read. */
    long bytes() {
        return lines.bytes();
    }

    /** Runs that were seen so far. */
    int runs() {
        return runs.count();
    }

    /** Lines so far that say nothing known: damaged, of a later version, or with numbers that cannot be. */
    public long passedOver() {
        return passedOver;
    }

    /** The first of them in words, such as {@code line 3 is 'nonsense'}; empty when there is none. */
    String firstPassedOver() {
        return firstPassedOver;
    }

    @Override
    public void close() {
        try {
            in.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
