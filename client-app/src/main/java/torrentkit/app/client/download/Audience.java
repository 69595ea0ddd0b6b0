package torrentkit.app.client.download;

import java.io.OutputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import torrentkit.app.client.console.Console;
import torrentkit.app.client.face.MinimalFace;
import torrentkit.app.client.face.web.WebFace;
import torrentkit.app.client.history.EventStream;
import torrentkit.app.client.history.HistoryEvent;
import torrentkit.app.client.history.HistoryListener;
import torrentkit.app.client.history.JsonLines;
import torrentkit.app.client.metrics.MetricsServer;
import torrentkit.app.client.outcome.ExitCode;
import torrentkit.app.client.outcome.Failure;
import torrentkit.app.client.outcome.StopSignal;

/** Who follows a run, live or replayed: each is opened, and its classes are loaded, only when it was asked for. */
final class Audience {
    private final FaceOptions options;
    private final Console console;
    private final StopSignal stop;
    private final List<HistoryListener> listeners = new ArrayList<>();
    private final List<String> notes = new ArrayList<>();

    private Audience(FaceOptions options, Console console, StopSignal stop) {
        this.options = options;
        this.console = console;
        this.stop = stop;
    }

    /**
     * Opens all that the options ask for.
     *
     * @param output the standard output, for {@code --json}
     * @throws Failure if one of them cannot be opened, such as a port; none is open then
     */
    static EventStream open(FaceOptions options, Console console, StopSignal stop, Optional<OutputStream> output) {
        Audience audience = new Audience(options, console, stop);
        try {
            audience.open(output);
        } catch (RuntimeException | Error e) {
            audience.listeners.forEach(HistoryListener::close);
            throw e;
        }
        EventStream events = new EventStream(audience.listeners);
        audience.notes.forEach(note -> events.publish("", new HistoryEvent.Note(note)));
        return events;
    }

    private void open(Optional<OutputStream> output) {
        if (options.json() && output.isPresent()) {
            // Nobody reads it any more: that is no reason for a complaint, but one to stop.
            listeners.add(new JsonLines(
                    new PrintStream(output.get(), false), () -> stop.request(new Failure(ExitCode.INTERRUPTED, ""))));
        }
        openFace();
        int port = options.metricsPort();
        if (port != 0) {
            InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
            if (options.metricsWanted()) {
                listeners.add(MetricsServer.open(address));
            } else {
                MetricsServer.openIfFree(address, notes::add).ifPresent(listeners::add);
            }
        }
    }

    private void openFace() {
        switch (options.mode()) {
            case MINIMAL -> listeners.add(new MinimalFace(console));
            case WEB ->
                listeners.add(WebFace.open(
                        new InetSocketAddress(InetAddress.getLoopbackAddress(), options.webPort()), console));
            case NCURSES ->
                throw new Failure(
                        ExitCode.BAD_OPTION,
                        "Option -m: this version has no full-screen face yet. Choose minimal or web.");
            case NONE -> {}
        }
    }
}
