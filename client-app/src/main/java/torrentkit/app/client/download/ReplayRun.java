package torrentkit.app.client.download;

import java.io.OutputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import torrentkit.app.client.console.Console;
import torrentkit.app.client.history.HistoryFile;
import torrentkit.app.client.history.HistoryListener;
import torrentkit.app.client.history.Replay;
import torrentkit.app.client.history.ReplaySpeed;
import torrentkit.app.client.history.RunChoice;
import torrentkit.app.client.outcome.ExitCode;
import torrentkit.app.client.outcome.StopSignal;

/** {@code replay} and {@code download --replay}: a record shown by any face, with nobody contacted. */
final class ReplayRun {
    private ReplayRun() {}

    /**
     * @param run which one of the record, as {@link RunChoice#parse} has it
     * @param speed as {@link ReplaySpeed#parse} has it
     */
    static ExitCode run(
            Path record, String run, Optional<String> speed, FaceOptions faces, Console console, StopSignal stop) {
        faces.check(false);
        console.setQuiet(faces.quiet());
        RunChoice choice = RunChoice.parse(run);
        ReplaySpeed factor = speed.map(ReplaySpeed::parse).orElse(ReplaySpeed.AS_IT_HAPPENED);
        Replay replay = new Replay(HistoryFile.scan(record, stop::isRequested), choice, factor, stop);
        Optional<OutputStream> output = faces.json() ? Optional.of(console.reserveOutput()) : Optional.empty();
        List<HistoryListener> listeners =
                new ArrayList<>(Audience.open(faces, console, stop, output).listeners());
        if (!faces.json()) {
            listeners.add(new ReplayReport(
                    console,
                    faces.mode() != FaceOptions.Mode.NCURSES)); // after the face, so that the screen is free at the end
        }
        replay.play(listeners);
        return ExitCode.OK;
    }
}
