package torrentkit.app.client.download;

import java.io.File;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import torrentkit.app.client.outcome.ExitCode;
import torrentkit.app.client.outcome.Failure;
import torrentkit.app.client.outcome.StopSignal;
import torrentkit.metainfo.Metainfo;

/**
 * The command of {@code --on-complete}. What comes from the torrent, names above all, reaches it as an argument and in variables of its
 * environment; none of it is ever part of the text that the shell reads.
 */
final class CompletionHook {
    private final String command;
    private final StopSignal stop;
    private final Output output;

    /** Where what the command prints goes. */
    enum Output {
        /** The same as ours. */
        INHERITED,
        /** All of it to the standard error, since the standard output is taken. */
        ERROR_ONLY,
        /** Nowhere, since a face has the whole terminal. */
        NOWHERE
    }

    CompletionHook(String command, StopSignal stop, Output output) {
        this.command = command;
        this.stop = stop;
        this.output = output;
    }

    /**
     * Runs it to its end.
     *
     * @param tick done every second meanwhile
     * @throws Failure {@link ExitCode#OTHER} if it cannot be started or does not end with 0; the content is in place all the same
     */
    void run(Metainfo metainfo, Path content, String source, Runnable tick) {
        String path = content.toAbsolutePath().normalize().toString();
        ProcessBuilder builder = new ProcessBuilder("/bin/sh", "-c", text(), "client-app", path)
                .redirectInput(Redirect.from(new File("/dev/null")))
                .redirectOutput(output == Output.NOWHERE ? Redirect.DISCARD : Redirect.INHERIT)
                .redirectError(output == Output.NOWHERE ? Redirect.DISCARD : Redirect.INHERIT);
        Map<String, String> environment = builder.environment();
        environment.put("TORRENT_PATH", path);
        environment.put("TORRENT_NAME", withoutNul(metainfo.name()));
        environment.put("TORRENT_INFO_HASH", metainfo.infoHash().toString());
        environment.put("TORRENT_BYTES", Long.toString(metainfo.layout().totalLength()));
        environment.put("TORRENT_SOURCE", withoutNul(source));
        Process process = start(builder, path);
        stop.await(process.onExit(), Duration.ofMillis(LiveEvents.PERIOD_MILLIS), tick);
        if (process.exitValue() != 0) {
            throw new Failure(
                    ExitCode.OTHER,
                    "The command of --on-complete ended with " + process.exitValue() + "; the content is complete: "
                            + path + ".");
        }
    }

    /** The user's own text, and before it what sends its output elsewhere. */
    private String text() {
        return output == Output.ERROR_ONLY ? "exec 1>&2\n" + command : command;
    }

    private static String withoutNul(String text) {
        return text.replace('\0', '?');
    }

    private static Process start(ProcessBuilder builder, String path) {
        try {
            return builder.start();
        } catch (IOException e) {
            throw new Failure(
                    ExitCode.OTHER,
                    "The command of --on-complete cannot be started: " + e.getMessage() + "; the content is complete: "
                            + path + ".",
                    e);
        }
    }
}
