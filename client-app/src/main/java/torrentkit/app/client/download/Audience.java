package torrentkit.app.client.download;

import java.io.OutputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import torrentkit.app.client.console.Console;
import torrentkit.app.client.face.MinimalFace;
import torrentkit.app.client.face.terminal.TerminalFace;
import torrentkit.app.client.face.web.WebFace;
import torrentkit.app.client.history.EventStream;
import torrentkit.app.client.history.HistoryListener;
import torrentkit.app.client.history.HistoryLog;
import torrentkit.app.client.history.JsonLines;
import torrentkit.app.client.metrics.MetricsServer;
import torrentkit.app.client.outcome.ExitCode;
import torrentkit.app.client.outcome.Failure;
import torrentkit.app.client.outcome.StopSignal;

/** Who follows a run, live or replayed: each is opened, and its classes are loaded, only when it was asked for. */
public final class Audience {
    private static final System.Logger LOG = System.getLogger(Audience.class.getName());

    private final FaceOptions options;
    private final Console console;
    private final StopSignal stop;
    private final List<HistoryListener> listeners = new ArrayList<>();

    private Audience(FaceOptions options, Console console, StopSignal stop) {
        this.options = options;
        this.console = console;
        this.stop = stop;
    }

    /**
     * Opens all that the options ask for but for the record.
     *
     * @param output the standard output, for {@code --json}
     * @throws Failure if one of them cannot be opened, such as a port; none is open then
     */
    public static Audience open(FaceOptions options, Console console, StopSignal stop, Optional<OutputStream> output) {
        Audience audience = new Audience(options, console, stop);
        try {
            audience.open(output);
        } catch (RuntimeException | Error e) {
            audience.listeners.forEach(HistoryListener::close);
            throw e;
        }
        return audience;
    }

    /** Those that were opened. Whoever takes them closes them. */
    public List<HistoryListener> listeners() {
        return listeners;
    }

    /** The same as the listeners of a stream that has begun, with the record. */
    EventStream live(RecordOptions records) {
        records.record().ifPresent(file -> record(file, records.isAsked()));
        return new EventStream(listeners);
    }

    /** A record that cannot be written is no reason not to download. */
    private void record(Path file, boolean asked) {
        if (!asked) {
            listeners.add(HistoryLog.unasked(file));
            return;
        }
        try {
            listeners.add(HistoryLog.open(file));
        } catch (Failure e) {
            console.error("client-app: warning: " + e.getMessage() + " This run is not recorded.");
        }
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
                MetricsServer.openIfFree(address, note -> LOG.log(System.Logger.Level.DEBUG, note))
                        .ifPresent(listeners::add);
            }
        }
    }

    private void openFace() {
        switch (options.mode()) {
            case MINIMAL -> listeners.add(new MinimalFace(console));
            case WEB -> {
                InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), options.webPort());
                listeners.add(
                        options.webPortWanted() ? WebFace.open(address, console) : WebFace.openNear(address, console));
            }
            case NCURSES -> listeners.add(TerminalFace.open(console, stop));
            case NONE -> {}
        }
    }
}
