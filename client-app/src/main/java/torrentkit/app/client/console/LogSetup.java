package torrentkit.app.client.console;

import io.netty.util.internal.logging.InternalLoggerFactory;
import io.netty.util.internal.logging.JdkLoggerFactory;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogManager;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;
import java.util.stream.Stream;
import torrentkit.app.client.outcome.ExitCode;
import torrentkit.app.client.outcome.Failure;
import torrentkit.app.client.outcome.Failures;

/**
 * How the libraries' log reaches a person: warnings on the standard error, one line each, pushed past the progress line, unless quiet; more
 * with {@code -v}; and everything in the file of {@code --log-file}. java.util.logging makes an object of this class when somebody logs
 * first, and not at all in the runs where nobody does; that is why what it needs is static.
 */
public final class LogSetup {
    private static volatile Console console;
    private static volatile boolean verbose;
    private static volatile LogFile file;

    /** For {@link LogManager} only. */
    public LogSetup() {
        Logger root = LogManager.getLogManager().getLogger("");
        if (root != null && console != null) {
            root.setLevel(verbose || file != null ? Level.FINE : Level.WARNING);
            root.addHandler(new ToConsole(console, verbose));
            // Netty tells at length which parts of the JDK it found; that helps nobody here.
            Logger.getLogger("io.netty").setLevel(Level.WARNING);
        }
    }

    /** Names this class to the JDK, and java.util.logging to Netty, which looks for other libraries first. Called before anything logs. */
    public static void install(Console where) {
        console = where;
        System.setProperty("java.util.logging.config.class", LogSetup.class.getName());
        InternalLoggerFactory.setDefaultFactory(JdkLoggerFactory.INSTANCE);
    }

    /** From now on shows debug messages and stack traces as well. Called before anything logs. */
    public static void setVerbose(boolean on) {
        verbose = on;
    }

    public static boolean isVerbose() {
        return verbose;
    }

    /**
     * From now on everything that is logged or printed goes to this file as well, debug messages too. Called before anything logs.
     *
     * @throws Failure if it cannot be written
     */
    public static void writeTo(Path path, Console where) {
        try {
            LogFile opened = LogFile.open(path);
            file = opened;
            where.copyTo((level, text) -> {
                if (!opened.write(level, text)) {
                    where.error("client-app: warning: " + path + " cannot be written any more; the log ends there.");
                }
            });
        } catch (IOException e) {
            throw Failures.writing("cannot write the log file", path, e, ExitCode.CANNOT_CREATE);
        }
    }

    /** A stack trace, line by line on the standard error. */
    public static void printTrace(Console console, Throwable thrown) {
        traceLines(thrown).forEach(console::error);
    }

    private static Stream<String> traceLines(Throwable thrown) {
        StringWriter trace = new StringWriter();
        thrown.printStackTrace(new PrintWriter(trace));
        return trace.toString().lines().map(line -> line.replace("\t", "    "));
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
            int level = record.getLevel().intValue();
            String word = level >= Level.SEVERE.intValue()
                    ? "error"
                    : level >= Level.WARNING.intValue() ? "warning" : "debug";
            String text = getFormatter().formatMessage(record);
            boolean shown = verbose || level >= Level.WARNING.intValue() && !console.isQuiet();
            if (shown) {
                console.error("client-app: " + word + ": " + text); // which copies it into the file
            } else if (file != null) {
                file.write(word, text);
            }
            if (record.getThrown() != null && verbose) {
                printTrace(console, record.getThrown());
            } else if (record.getThrown() != null && file != null) {
                traceLines(record.getThrown()).forEach(line -> file.write(word, line));
            }
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    }
}
