package torrentkit.app.client.console;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import torrentkit.app.client.outcome.StopSignal;

/** What can be found out about the terminal without native code: whether there is one, and how wide it is. */
public final class Terminal {
    private static final int DEFAULT_COLUMNS = 80;
    private static final int NARROWEST = 10;
    private static final long PATIENCE_MILLIS = 500;
    private static final Path STANDARD_OUTPUT = Path.of("/proc/self/fd/1");
    private static final Path STANDARD_ERROR = Path.of("/proc/self/fd/2");

    private volatile int columns = DEFAULT_COLUMNS;
    private boolean asked;

    /**
     * Whether the standard output is a terminal. {@link System#console()} would say no when only the standard input is not one, and
     * yes on newer JDKs even when the output is a pipe.
     */
    public static boolean isStandardOutput() {
        return isTerminal(STANDARD_OUTPUT);
    }

    /** Whether the standard error is a terminal. */
    public static boolean isStandardError() {
        return isTerminal(STANDARD_ERROR);
    }

    private static boolean isTerminal(Path descriptor) {
        try {
            String device = Files.readSymbolicLink(descriptor).toString();
            return device.startsWith("/dev/pts/") || device.startsWith("/dev/tty") || device.equals("/dev/console");
        } catch (IOException | UnsupportedOperationException e) {
            return System.console() != null && Runtime.version().feature() < 22; // no /proc: macOS, say
        }
    }

    /** Columns as last known; the first call finds out, since a line that is too long for its terminal cannot be taken back. */
    public synchronized int columns() {
        if (!asked) {
            asked = true;
            StopSignal.handle("WINCH", this::ask);
            try {
                ask().join(PATIENCE_MILLIS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
        return columns;
    }

    /** Asks the terminal on a thread of its own, since starting a process takes longer than drawing a line may. */
    private Thread ask() {
        Thread thread = new Thread(() -> columns = parse(sizeOfTerminal()), "terminal-size");
        thread.setDaemon(true);
        thread.start();
        return thread;
    }

    /** The columns in the answer of {@code stty size}, such as {@code 24 80}. */
    public static int parse(String size) {
        String[] words = size.strip().split(" ");
        try {
            int columns = words.length == 2 ? Integer.parseInt(words[1]) : 0;
            return columns == 0 ? DEFAULT_COLUMNS : Math.max(NARROWEST, columns);
        } catch (NumberFormatException e) {
            return DEFAULT_COLUMNS;
        }
    }

    private static String sizeOfTerminal() {
        try {
            Process stty = new ProcessBuilder("stty", "size")
                    .redirectInput(new File("/dev/tty"))
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            try {
                if (!stty.waitFor(2, TimeUnit.SECONDS)) {
                    return "";
                }
                return new String(stty.getInputStream().readNBytes(32), StandardCharsets.US_ASCII);
            } finally {
                stty.destroy();
            }
        } catch (IOException e) {
            return ""; // no terminal of our own, or no stty: the default width serves
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return "";
        }
    }
}
