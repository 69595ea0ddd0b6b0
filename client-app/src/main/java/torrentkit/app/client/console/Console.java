package torrentkit.app.client.console;

import java.io.OutputStream;
import java.io.PrintStream;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.IntSupplier;

/**
 * The two output streams and the one line that is rewritten in place. Everything passes through {@link DisplayText}, so no outside
 * text reaches a terminal raw. Messages and log lines from other threads push the progress line away and it comes back below
 * them. Thread-safe.
 */
public final class Console {
    private static final int ECHO = "^C".length();
    private static final int MOST_KEPT = 100;

    private final OutputStream raw;
    private final PrintStream err;
    private final IntSupplier columns;
    private PrintStream out;
    private boolean terminal;
    private boolean quiet;
    private String progress = "";
    private Consumer<String> diversion;
    private final Deque<Diverted> diverted = new ArrayDeque<>();
    private int forgotten;
    private BiConsumer<String, String> copy = (level, text) -> {};
    private Runnable whenOutputFails = () -> {};

    /** What would have been printed while somebody else had the screen. */
    private record Diverted(PrintStream stream, String text) {}

    /**
     * @param terminal whether the standard output is a terminal, so that a line may be rewritten
     * @param columns the terminal's width now; only asked for when it is one
     */
    public Console(PrintStream out, PrintStream err, boolean terminal, IntSupplier columns) {
        this(out, out, err, terminal, columns);
    }

    /** @param raw what {@code out} writes to, which unlike that one tells of failures */
    public Console(OutputStream raw, PrintStream out, PrintStream err, boolean terminal, IntSupplier columns) {
        this.raw = raw;
        this.out = out;
        this.err = err;
        this.terminal = terminal;
        this.columns = columns;
    }

    public synchronized boolean isTerminal() {
        return terminal;
    }

    /** The standard output, for content; from now on everything else that would go there goes to the standard error. */
    public synchronized OutputStream reserveOutput() {
        clearProgress();
        out.flush();
        out = err;
        terminal = false;
        return raw;
    }

    /** From now on what is printed is also told to this, with the level {@code info} or {@code error}; quiet or not. */
    synchronized void copyTo(BiConsumer<String, String> other) {
        copy = other;
    }

    /** What to do, once, when the standard output takes no more, since its reader is gone or a disk is full. */
    public synchronized void whenOutputFails(Runnable once) {
        whenOutputFails = once;
    }

    /** From now on nothing but errors is shown. */
    public synchronized void setQuiet(boolean only) {
        quiet = only;
    }

    public synchronized boolean isQuiet() {
        return quiet;
    }

    /**
     * From now on somebody else draws on the terminal: what would be printed there goes to the listener, on whatever thread, and is kept
     * until {@link #undivert}. What the standard error gets that is no terminal goes there at once all the same.
     */
    public synchronized void divert(Consumer<String> listener) {
        clearProgress();
        diversion = listener;
    }

    /** The terminal is as it was: prints what has been kept, the latest of it if it is much, and goes on as usual. */
    public synchronized void undivert() {
        diversion = null;
        if (forgotten > 0) {
            print(err, "client-app: " + forgotten + " earlier lines are left out.");
            forgotten = 0;
        }
        while (!diverted.isEmpty()) {
            Diverted next = diverted.removeFirst();
            print(next.stream, next.text);
        }
    }

    /** Columns that a progress line may take: a full line would wrap, and a terminal writes {@code ^C} behind it. */
    public int columns() {
        return Math.max(1, columns.getAsInt() - 1 - ECHO);
    }

    /** A line on the standard output, unless quiet. */
    public synchronized void line(String text) {
        copy.accept("info", text);
        if (!quiet) {
            print(out, text);
        }
    }

    /** What the command was asked for, such as the text of {@code info}: on the standard output, quiet or not. */
    public synchronized void result(String text) {
        print(out, text);
    }

    /** A line on the standard error. */
    public synchronized void error(String text) {
        copy.accept("error", text);
        print(err, text);
    }

    /** Shows this in place of the last such text. Does nothing when quiet or not on a terminal. */
    public synchronized void progress(String text) {
        if (quiet || !terminal || diversion != null) {
            return;
        }
        String line = DisplayText.cut(DisplayText.clean(text), columns());
        int rest = Math.min(DisplayText.width(progress), columns()) - DisplayText.width(line);
        // Spaces instead of an escape sequence: they erase on every terminal, a dumb one too.
        out.print("\r" + line + " ".repeat(Math.max(0, rest)));
        out.flush();
        progress = line;
    }

    /** Removes the progress line, so that whatever comes next starts on a clean one. */
    public synchronized void clearProgress() {
        if (!progress.isEmpty()) {
            out.print("\r" + " ".repeat(Math.min(DisplayText.width(progress), columns()) + ECHO) + "\r");
            out.flush();
            progress = "";
        }
    }

    private void print(PrintStream stream, String text) {
        if (diversion != null) {
            diversion.accept(text);
            if (stream == out || Terminal.isStandardError()) {
                keep(stream, text);
                return;
            }
        }
        String shown = progress;
        clearProgress();
        stream.println(DisplayText.clean(text));
        stream.flush();
        if (stream == out && out.checkError()) {
            Runnable once = whenOutputFails;
            whenOutputFails = () -> {};
            once.run();
        }
        if (!shown.isEmpty()) {
            progress(shown);
        }
    }

    private void keep(PrintStream stream, String text) {
        if (diverted.size() == MOST_KEPT) {
            diverted.removeFirst();
            forgotten++;
        }
        diverted.addLast(new Diverted(stream, text));
    }
}
