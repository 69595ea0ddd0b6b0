package torrentkit.app.client.console;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogManager;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;

/**
 * How the libraries' log reaches a person: warnings on the standard error, one line each, pushed past the progress line; more with
 * {@code -v}. java.util.logging makes an object of this class when somebody logs first, and not at all in the runs where nobody
 * does; that is why what it needs is static.
 */
public final class LogSetup {
    private static volatile Console console;
    private static volatile boolean verbose;

    /** For {@link LogManager} only. */
    public LogSetup() {
        Logger root = LogManager.getLogManager().getLogger("");
        if (root != null && console != null) {
            root.setLevel(verbose ? Level.FINE : Level.WARNING);
            root.addHandler(new ToConsole(console, verbose));
            // Netty tells at length which parts of the JDK it found; that helps nobody here.
            Logger.getLogger("io.netty").setLevel(Level.WARNING);
        }
    }

    /** Names this class to the JDK. Called once, before anything logs. */
    public static void install(Console where) {
        console = where;
        System.setProperty("java.util.logging.config.class", LogSetup.class.getName());
    }

    /** From now on shows debug messages and stack traces as well. Called before anything logs. */
    public static void setVerbose(boolean on) {
        verbose = on;
    }

    public static boolean isVerbose() {
        return verbose;
    }

    /** A stack trace, line by line on the standard error. */
    public static void printTrace(Console console, Throwable thrown) {
        StringWriter trace = new StringWriter();
        thrown.printStackTrace(new PrintWriter(trace));
        trace.toString().lines().forEach(line -> console.error(line.replace("\t", "    ")));
    }

    private static final class ToConsole extends Handler {
        private final Console console;
        private final boolean verbose;

        ToConsole(Console console, boolean verbose) {
            this.console = console;
            this.verbose = verbose;
            setFormatter(new SimpleFormatter());
        }

        @Override
        public void publish(LogRecord record) {
            if (!isLoggable(record)) {
                return;
            }
            String level = record.getLevel().intValue() >= Level.SEVERE.intValue()
                    ? "error"
                    : record.getLevel().intValue() >= Level.WARNING.intValue() ? "warning" : "debug";
            console.error("client-app: " + level + ": " + getFormatter().formatMessage(record));
            if (verbose && record.getThrown() != null) {
                printTrace(console, record.getThrown());
            }
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    }
}
