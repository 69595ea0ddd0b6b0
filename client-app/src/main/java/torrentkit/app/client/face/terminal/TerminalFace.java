package torrentkit.app.client.face.terminal;

import java.time.ZoneId;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.function.LongSupplier;
import torrentkit.app.client.console.Console;
import torrentkit.app.client.face.MinimalFace;
import torrentkit.app.client.face.Throughput;
import torrentkit.app.client.history.HistoryListener;
import torrentkit.app.client.history.RunState;
import torrentkit.app.client.history.TimedEvent;
import torrentkit.app.client.outcome.StopSignal;

/**
 * The face of {@code -m ncurses}: the whole screen of the terminal, with the peers, the pieces, the throughput and the latest events, and
 * keys to move in it. What the console would print appears among the events; when the face closes and the terminal is as it was, it is
 * printed there, so that the last word stays on the screen.
 */
public final class TerminalFace implements HistoryListener {
    private static final int MAX_LOG = 200;

    private final Screen screen;
    private final Console console;
    private final StopSignal stop;
    private final LongSupplier clock;
    private final ZoneId zone;
    private final RunState run = new RunState();
    private final Throughput throughput = new Throughput();
    private final KeyDecoder keys = new KeyDecoder();
    private final Deque<LogLine> log = new ArrayDeque<>();
    private final Queue<String> printed = new ArrayBlockingQueue<>(MAX_LOG);
    private View view = View.INITIAL;

    /** @param clock milliseconds since 1970, for what has no time of its own */
    TerminalFace(Screen screen, Console console, StopSignal stop, LongSupplier clock, ZoneId zone) {
        this.screen = screen;
        this.console = console;
        this.stop = stop;
        this.clock = clock;
        this.zone = zone;
        console.divert(printed::offer);
    }

    /**
     * Takes the terminal over; without one that can show it, says so once and is the minimal face instead.
     *
     * @param stop raised by the key {@code q}
     */
    public static HistoryListener open(Console console, StopSignal stop) {
        String type = Optional.ofNullable(System.getenv("TERM")).orElse("");
        if (!console.isTerminal()) {
            return instead(console, "standard output is no terminal");
        }
        if (type.isEmpty() || type.equals("dumb")) {
            return instead(
                    console,
                    "the terminal cannot move its cursor (TERM is " + (type.isEmpty() ? "not set" : type) + ")");
        }
        boolean colours = System.getenv().getOrDefault("NO_COLOR", "").isEmpty();
        Optional<Screen> screen = TerminalScreen.open(colours, isUnicode(), stop);
        if (screen.isEmpty()) {
            return instead(
                    console,
                    "standard input and output are not both a terminal that can move its cursor (TERM is " + type
                            + ")");
        }
        return new TerminalFace(screen.get(), console, stop, System::currentTimeMillis, ZoneId.systemDefault());
    }

    private static HistoryListener instead(Console console, String reason) {
        console.error("client-app: warning: -m ncurses shows the minimal face, since " + reason + ".");
        return new MinimalFace(console);
    }

    /** The launcher sets the property when it had to replace a locale that is not UTF-8, which only file names need. */
    private static boolean isUnicode() {
        return !Boolean.getBoolean("torrentkit.app.ascii")
                && System.getProperty("sun.jnu.encoding", "UTF-8").equalsIgnoreCase("UTF-8");
    }

    @Override
    public void accept(TimedEvent event) {
        run.accept(event);
        long millis = event.millis().orElseGet(clock::getAsLong);
        throughput.after(event.event(), millis, run.torrents());
        LogLine.of(event, zone).ifPresent(this::add);
    }

    private void add(LogLine entry) {
        if (log.size() == MAX_LOG) {
            log.removeFirst();
        }
        log.addLast(entry);
    }

    @Override
    public void tick() {
        try {
            look();
        } catch (RuntimeException | Error e) {
            close(); // nobody could read on a screen that is left like this
            throw e;
        }
    }

    private void look() {
        for (String text = printed.poll(); text != null; text = printed.poll()) {
            add(LogLine.printed(clock.getAsLong(), zone, text));
        }
        if (!screen.isShown()) {
            return;
        }
        List<Key> pressed = keys.decode(screen.typed());
        Page page = page();
        for (Key key : pressed) {
            if (key.kind() == Key.Kind.CHARACTER && (key.character() == 'q' || key.character() == 'Q')) {
                stop.request();
            }
            view = view.after(key, page.tableRows(), page.peers(), page.torrents());
            page = page();
        }
        screen.show(Frame.of(page.lines(), screen.columns(), screen.rows(), screen.isUnicode()));
    }

    private Page page() {
        Page.Scene scene = new Page.Scene(
                List.copyOf(run.torrents()),
                throughput.seconds(),
                throughput.measured(),
                List.copyOf(log),
                stop.isRequested());
        return Page.of(scene, view, screen.columns(), screen.rows(), Glyphs.of(screen.isUnicode()));
    }

    @Override
    public boolean lingers() {
        return true;
    }

    @Override
    public void close() {
        screen.close();
        console.undivert();
    }
}
