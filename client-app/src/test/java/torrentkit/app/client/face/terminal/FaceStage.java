package torrentkit.app.client.face.terminal;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import torrentkit.app.client.console.Console;
import torrentkit.app.client.console.LogSetup;
import torrentkit.app.client.console.Terminal;
import torrentkit.app.client.face.MinimalFace;
import torrentkit.app.client.history.EventStream;
import torrentkit.app.client.history.HistoryListener;
import torrentkit.app.client.history.TimedEvent;
import torrentkit.app.client.outcome.ExitCode;
import torrentkit.app.client.outcome.Failure;
import torrentkit.app.client.outcome.StopSignal;

/**
 * A program that shows a run that never was, with the program's own console, signals and faces, for tests that look at a terminal. It goes on
 * until it is stopped, or until a file appears: {@code end} ends it well, {@code fail} with a failure, {@code die} at once from another thread; {@code deaf} makes it
 * heed nothing any more, {@code log} makes it log a warning.
 */
public final class FaceStage {
    private static final Duration LOOK = Duration.ofMillis(50);

    private FaceStage() {}

    /** @param args the face's mode, the directory for the files, and how many torrents and peers there are */
    public static void main(String[] args) {
        PrintStream out = stream(FileDescriptor.out);
        Terminal terminal = new Terminal();
        Console console = new Console(out, stream(FileDescriptor.err), Terminal.isStandardOutput(), terminal::columns);
        LogSetup.install(console);
        StopSignal stop = StopSignal.ofProcess();
        System.exit(run(args, console, stop).number());
    }

    private static PrintStream stream(FileDescriptor descriptor) {
        return new PrintStream(new FileOutputStream(descriptor), false, StandardCharsets.UTF_8);
    }

    private static ExitCode run(String[] args, Console console, StopSignal stop) {
        Path directory = Path.of(args[1]);
        HistoryListener face = args[0].equals("ncurses") ? TerminalFace.open(console, stop) : new MinimalFace(console);
        CompletableFuture<ExitCode> outcome = new CompletableFuture<>();
        try (EventStream events = new EventStream(List.of(face, new Dying(directory)))) {
            console.line("Downloading a play to nowhere");
            List<TimedEvent> play = Scenes.run(Integer.parseInt(args[2]), Integer.parseInt(args[3]));
            play.forEach(events::publish);
            ExitCode code = stop.await(outcome, LOOK, () -> {
                if (Files.exists(directory.resolve("end"))) {
                    outcome.complete(ExitCode.OK);
                } else if (Files.exists(directory.resolve("fail"))) {
                    outcome.completeExceptionally(new Failure(ExitCode.DISK_FULL, "The disk is full."));
                } else if (Files.exists(directory.resolve("deaf"))) {
                    beDeaf(console);
                } else if (Files.exists(directory.resolve("log"))) {
                    System.getLogger("stage").log(System.Logger.Level.WARNING, "a warning from \u001b[31msomewhere");
                    directory.resolve("log").toFile().delete();
                }
            });
            console.line("Download complete: the play");
            return code;
        } catch (Failure e) {
            console.error("client-app: " + e.getMessage());
            return e.code();
        }
    }

    /** Never comes back, whatever is asked for. */
    private static void beDeaf(Console console) {
        console.line("deaf from now on");
        new CompletableFuture<Void>().join();
    }

    /** Ends the process from the events' thread, as an error that nobody foresaw might. */
    private record Dying(Path directory) implements HistoryListener {
        @Override
        public void accept(TimedEvent event) {}

        @Override
        public void tick() {
            if (Files.exists(directory.resolve("die"))) {
                System.exit(99);
            }
        }

        @Override
        public void close() {}
    }
}
