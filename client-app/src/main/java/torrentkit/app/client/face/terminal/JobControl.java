package torrentkit.app.client.face.terminal;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import torrentkit.app.client.outcome.StopSignal;

/** What a shell does with a job: stopping it (Ctrl-Z) and continuing it, in the foreground or in the background. */
final class JobControl {
    private static final Path STAT = Path.of("/proc/self/stat");
    private static final int GROUP = 2;
    private static final int FOREGROUND_GROUP = 5;

    private JobControl() {}

    /**
     * Whether the terminal is ours to draw on. Its modes may not be changed from the background: the system would stop the process for it.
     */
    static boolean isForeground() {
        try {
            String stat = new String(Files.readAllBytes(STAT), StandardCharsets.ISO_8859_1);
            // The name of the program stands in parentheses and may hold anything.
            String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
            return fields[FOREGROUND_GROUP].equals("-1") || fields[GROUP].equals(fields[FOREGROUND_GROUP]);
        } catch (IOException | RuntimeException e) {
            return true; // no /proc: only Linux tells without native code
        }
    }

    /** Calls these when the process is asked to stop, before it does, and when it goes on. */
    static void handle(Runnable beforeStop, Runnable afterContinue) {
        handleStop(beforeStop);
        StopSignal.handle("CONT", afterContinue);
    }

    private static void handleStop(Runnable beforeStop) {
        StopSignal.handle("TSTP", () -> {
            beforeStop.run();
            stop();
            handleStop(beforeStop);
        });
    }

    /** Puts things back to how the JVM leaves them. */
    static void release() {
        setDefault("TSTP");
        setDefault("CONT");
    }

    /**
     * Stops this process as if nobody handled the signal, so that the shell sees what it expects. The JVM raises no signal that it does not
     * handle itself, so a shell does. Returns when the process is continued.
     */
    private static void stop() {
        setDefault("TSTP");
        try {
            new ProcessBuilder(
                            "sh", "-c", "kill -TSTP " + ProcessHandle.current().pid())
                    .redirectErrorStream(true)
                    .start()
                    .waitFor();
        } catch (IOException e) {
            System.getLogger(JobControl.class.getName())
                    .log(System.Logger.Level.DEBUG, () -> "cannot stop at SIGTSTP: " + e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void setDefault(String name) {
        try {
            Class<?> signal = Class.forName("sun.misc.Signal");
            Class<?> handler = Class.forName("sun.misc.SignalHandler");
            signal.getMethod("handle", signal, handler)
                    .invoke(
                            null,
                            signal.getConstructor(String.class).newInstance(name),
                            handler.getField("SIG_DFL").get(null));
        } catch (ReflectiveOperationException | IllegalArgumentException e) {
            System.getLogger(JobControl.class.getName())
                    .log(System.Logger.Level.DEBUG, () -> "SIG" + name + " keeps its handler: " + e);
        }
    }
}
