package torrentkit.app.client.download;

import java.io.OutputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import torrentkit.app.client.console.Console;
import torrentkit.app.client.history.HistoryEvent;
import torrentkit.app.client.history.HistoryFile;
import torrentkit.app.client.history.HistoryListener;
import torrentkit.app.client.history.Replay;
import torrentkit.app.client.history.ReplaySpeed;
import torrentkit.app.client.history.RunChoice;
import torrentkit.app.client.history.TimedEvent;
import torrentkit.app.client.outcome.ExitCode;
import torrentkit.app.client.outcome.StopSignal;

/** {@code download --replay}: a record shown by any face, with nobody contacted. */
final class ReplayRun {
    private ReplayRun() {}

    static ExitCode run(Path record, Optional<String> speed, FaceOptions faces, Console console, StopSignal stop) {
        ReplaySpeed factor = speed.map(ReplaySpeed::parse).orElse(ReplaySpeed.AS_IT_HAPPENED);
        Replay replay = new Replay(
                HistoryFile.scan(record, stop::isRequested), new RunChoice(OptionalInt.empty(), false), factor, stop);
        Optional<OutputStream> output = faces.json() ? Optional.of(console.reserveOutput()) : Optional.empty();
        List<HistoryListener> listeners =
                Audience.open(faces, console, stop, output).listeners();
        listeners.add(new Ends(console));
        replay.play(listeners);
        return ExitCode.OK;
    }

    /** Says how the recorded downloads ended, as the run itself did. */
    private record Ends(Console console) implements HistoryListener {
        @Override
        public void accept(TimedEvent event) {
            if (event.event() instanceof HistoryEvent.Ended end) {
                console.line(end.text());
            }
        }

        @Override
        public void close() {}
    }
}
