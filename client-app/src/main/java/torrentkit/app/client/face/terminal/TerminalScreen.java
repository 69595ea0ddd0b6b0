package torrentkit.app.client.face.terminal;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jline.terminal.Attributes;
import org.jline.terminal.Size;
import org.jline.terminal.Terminal;
import org.jline.terminal.TerminalBuilder;
import org.jline.utils.InfoCmp.Capability;
import torrentkit.app.client.outcome.StopSignal;

/**
 * The process's own terminal: its second screen, without echo and line editing, the cursor hidden. Signals and other threads may take it away
 * at any moment; one lock guards what it is told.
 */
final class TerminalScreen implements Screen {
    private static final int TICKS_BETWEEN_LOOKS = 5;
    private static final long PATIENCE_MILLIS = 200;

    private final Terminal terminal;
    private final TerminalMeans means;
    private final Painter painter;
    private final Charset charset;
    private final Attributes original;
    private final OutputStream out = new FileOutputStream(FileDescriptor.out); // which nobody closes before the end
    private final String farewell; // made while there is a terminal to ask
    private final InputStream in = System.in;
    private final ReentrantLock lock = new ReentrantLock();
    private final Thread atExit = new Thread(this::close, "terminal-restore");
    private volatile boolean entered;
    private volatile boolean closed;
    private volatile boolean resized = true;
    private int columns;
    private int rows;
    private Frame shown;
    private int ticks;

    private TerminalScreen(Terminal terminal, TerminalMeans means, Charset charset) {
        this.terminal = terminal;
        this.means = means;
        this.charset = charset;
        painter = new Painter(means);
        original = terminal.getAttributes();
        farewell = means.text(Capability.exit_attribute_mode)
                + means.text(Capability.clear_screen)
                + means.text(Capability.exit_ca_mode)
                + means.text(Capability.cursor_normal);
    }

    /**
     * @param colours whether to use them
     * @param unicode whether the terminal shows more than ASCII
     * @param stop what ends the process without any more ado must give the terminal back first
     * @return empty when there is no terminal, or one on which the cursor cannot be moved
     */
    static Optional<Screen> open(boolean colours, boolean unicode, StopSignal stop) {
        Charset charset = unicode ? StandardCharsets.UTF_8 : StandardCharsets.US_ASCII;
        try {
            Terminal terminal = TerminalBuilder.builder()
                    .system(true)
                    .systemOutput(TerminalBuilder.SystemOutput.ForcedSysOut)
                    .provider(TerminalBuilder.PROP_PROVIDER_JNI)
                    .dumb(false)
                    .nativeSignals(false)
                    .graphemeCluster(false)
                    .encoding(charset)
                    .build();
            TerminalMeans means = new TerminalMeans(terminal, colours);
            if (!means.isEnough()) {
                return Optional.empty();
            }
            TerminalScreen screen = new TerminalScreen(terminal, means, charset);
            screen.begin(stop);
            return Optional.of(screen);
        } catch (IOException | IllegalStateException | LinkageError e) {
            System.getLogger(TerminalScreen.class.getName())
                    .log(System.Logger.Level.DEBUG, "cannot open the terminal", e);
            return Optional.empty();
        }
    }

    private void begin(StopSignal stop) {
        Runtime.getRuntime().addShutdownHook(atExit);
        stop.beforeHalt(this::close);
        StopSignal.handle("WINCH", () -> resized = true);
        JobControl.handle(this::leave, this::enter);
        enter();
    }

    private void enter() {
        lock.lock();
        try {
            if (closed || entered || !JobControl.isForeground()) {
                return;
            }
            terminal.setAttributes(unbuffered(original));
            entered = true;
            shown = null;
            resized = true;
            send(means.text(Capability.enter_ca_mode)
                    + means.text(Capability.cursor_invisible)
                    + means.text(Capability.exit_attribute_mode)
                    + means.text(Capability.clear_screen));
        } finally {
            lock.unlock();
        }
    }

    /** Keys come at once and are not shown; those that raise signals still do, which raw mode would prevent. */
    private static Attributes unbuffered(Attributes usual) {
        Attributes modes = new Attributes(usual);
        modes.setLocalFlag(Attributes.LocalFlag.ICANON, false);
        modes.setLocalFlag(Attributes.LocalFlag.ECHO, false);
        modes.setInputFlag(Attributes.InputFlag.IXON, false);
        modes.setControlChar(Attributes.ControlChar.VMIN, 1);
        modes.setControlChar(Attributes.ControlChar.VTIME, 0);
        return modes;
    }

    /** A write may hang when somebody has stopped the terminal's output, so nobody waits long for the one that does. */
    private void leave() {
        boolean alone = false;
        try {
            alone = lock.tryLock(PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        try {
            if (entered) {
                entered = false;
                send(farewell);
                giveModesBack();
            }
        } finally {
            if (alone) {
                lock.unlock();
            }
        }
    }

    /** When the process ends, JLine's own hook may have come first: it gives the modes back as well, and closes its terminal. */
    private void giveModesBack() {
        try {
            terminal.setAttributes(original);
        } catch (IllegalStateException e) {
            System.getLogger(TerminalScreen.class.getName())
                    .log(System.Logger.Level.DEBUG, "the terminal is closed already", e);
        }
    }

    @Override
    public int columns() {
        return columns;
    }

    @Override
    public int rows() {
        return rows;
    }

    @Override
    public boolean isUnicode() {
        return charset.equals(StandardCharsets.UTF_8);
    }

    @Override
    public boolean isShown() {
        if (!entered && !closed && ++ticks % TICKS_BETWEEN_LOOKS == 0) {
            enter();
        }
        if (entered && resized) {
            resized = false;
            Size size = terminal.getSize();
            columns = size.getColumns();
            rows = size.getRows();
        }
        return entered;
    }

    @Override
    public byte[] typed() {
        try {
            return entered ? in.readNBytes(in.available()) : new byte[0];
        } catch (IOException e) {
            return new byte[0];
        }
    }

    @Override
    public void show(Frame frame) {
        lock.lock();
        try {
            if (entered) {
                boolean other = shown == null || shown.columns() != frame.columns() || shown.rows() != frame.rows();
                send((other ? means.style(Style.PLAIN) + means.text(Capability.clear_screen) : "")
                        + painter.paint(other ? null : shown, frame));
                shown = frame;
            }
        } finally {
            lock.unlock();
        }
    }

    private void send(String text) {
        try {
            if (!text.isEmpty()) {
                out.write(text.getBytes(charset));
                out.flush();
            }
        } catch (IOException e) {
            entered = false; // the terminal is gone
            closed = true;
        }
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            leave();
            JobControl.release();
            removeHook();
        }
    }

    private void removeHook() {
        try {
            Runtime.getRuntime().removeShutdownHook(atExit);
        } catch (IllegalStateException e) {
            // the process is ending: the hook is what called
        }
    }
}
