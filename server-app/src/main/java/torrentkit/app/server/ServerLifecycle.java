package torrentkit.app.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.TreeSet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import torrentkit.app.server.config.Configuration;
import torrentkit.app.server.config.ConfigurationException;
import torrentkit.app.server.config.SettingSources;
import torrentkit.app.server.health.Readiness;
import torrentkit.app.server.http.ListenException;
import torrentkit.app.server.text.NestedText;

/**
 * The server as something that is started, stopped and told of new settings: by the command line, by signals, by the console, and
 * by whoever holds one in jshell.
 *
 * <pre>{@code
 * var server = ServerLifecycle.of(Map.of("torrent-server.file-source", "server-app/samples"));
 * server.go();
 * server.context("web", "port");
 * server.stop();
 * }</pre>
 *
 * <p>Thread-safe: one thing happens at a time, and each method returns when what it does is done.
 */
public final class ServerLifecycle implements AutoCloseable {
    private final SettingSources sources;
    private final Readiness readiness = new Readiness();
    private Optional<Configuration> read = Optional.empty(); // what is in force while the server runs
    private Optional<TorrentServer> running = Optional.empty();

    /** What new settings led to. Names are those of settings, for example {@code webserver.port}. */
    public record Changes(List<String> applied, List<String> needRestart) {}

    private ServerLifecycle(SettingSources sources) {
        this.sources = sources;
    }

    /** A server that is not started yet. @param settings by full key, for example {@code webserver.port} */
    public static ServerLifecycle of(Map<String, String> settings) {
        return of(new SettingSources(Optional.empty(), System.getenv(), settings));
    }

    /** A server that is not started yet. @param configuration a HOCON file or a directory of {@code *.conf} files */
    public static ServerLifecycle of(Path configuration) {
        return of(new SettingSources(Optional.of(configuration), System.getenv(), Map.of()));
    }

    /** A server that is not started yet. @param sources read whenever it is started or reset */
    public static ServerLifecycle of(SettingSources sources) {
        return new ServerLifecycle(sources);
    }

    /**
     * Reads the settings and starts; nothing when it runs already.
     *
     * @throws ConfigurationException if the settings cannot be used
     * @throws ListenException if a port cannot be had
     */
    public synchronized void go() {
        if (running.isEmpty()) {
            read = Optional.of(readAgain());
            start();
        }
    }

    /** Starts with the settings as they were read last; nothing when it runs already. Throws what {@link #go} throws. */
    public synchronized void start() {
        if (running.isEmpty()) {
            Configuration configuration = read.orElseGet(this::readAgain);
            read = Optional.of(configuration);
            running = Optional.of(open(configuration));
        }
    }

    private TorrentServer open(Configuration configuration) {
        try {
            return TorrentServer.open(configuration.settings(), readiness);
        } catch (IOException e) {
            throw unreadable(configuration, e);
        }
    }

    private static RuntimeException unreadable(Configuration configuration, IOException e) {
        return new UncheckedIOException(
                "cannot serve " + configuration.settings().content().fileSource() + ": " + e.getMessage(), e);
    }

    /** Stops: gives up what is announced, closes every connection, file and thread; nothing when it does not run. */
    public synchronized void stop() {
        running.ifPresent(TorrentServer::close);
        running = Optional.empty();
    }

    /** {@link #stop}. */
    @Override
    public void close() {
        stop();
    }

    /**
     * Reads the settings again and puts into force what can be without dropping a transfer; the rest stays as it is. Files that
     * settings name, such as certificates and rules, are read again even if no setting has changed.
     *
     * @throws ConfigurationException if anything cannot be used; then all settings stay as they are
     */
    public synchronized Changes reload() {
        Configuration fresh = readAgain();
        if (running.isEmpty()) {
            List<String> different = differences(fresh);
            read = Optional.of(fresh);
            return new Changes(different, List.of());
        }
        Configuration before = read.orElseThrow();
        List<String> fixed = Side.fixed(fresh.differences(before));
        Configuration mixed = fixed.isEmpty() ? fresh : fresh.keeping(fixed, before);
        List<String> applied = differences(mixed);
        readiness.now(Readiness.State.RELOADING);
        try {
            running.get().prepare(mixed.settings()).run();
            read = Optional.of(mixed);
        } finally {
            readiness.now(Readiness.State.READY);
        }
        return new Changes(applied, fixed);
    }

    /**
     * Reads the settings again and puts all of them into force: parts whose settings cannot change while they run are closed and
     * opened again, the others go on. Starts when the server does not run.
     *
     * @return with nothing left that needs a restart
     * @throws ConfigurationException if anything cannot be used; then all settings stay as they are
     * @throws ListenException if a port cannot be had; then the server runs with the settings that it had
     */
    public synchronized Changes reset() {
        if (running.isEmpty()) {
            Configuration fresh = readAgain();
            List<String> different = differences(fresh);
            read = Optional.of(fresh);
            start();
            return new Changes(different, List.of());
        }
        Changes live = reload();
        if (live.needRestart().isEmpty()) {
            return live;
        }
        Configuration before = read.orElseThrow();
        Configuration fresh = readAgain();
        TreeSet<String> applied = new TreeSet<>(live.applied());
        applied.addAll(differences(fresh));
        Side.toReopenFor(fresh.differences(before)).ifPresent(side -> reopen(side, fresh, before));
        read = Optional.of(fresh);
        return new Changes(List.copyOf(applied), List.of());
    }

    private void reopen(Side side, Configuration fresh, Configuration before) {
        try {
            running.orElseThrow().reopen(fresh.settings(), side);
        } catch (IOException | RuntimeException e) {
            running = Optional.empty();
            running = Optional.of(open(before));
            throw e instanceof IOException unread ? unreadable(fresh, unread) : (RuntimeException) e;
        }
    }

    private Configuration readAgain() {
        Configuration configuration = Configuration.read(sources);
        configuration.warnings().forEach(log()::warn);
        return configuration;
    }

    private List<String> differences(Configuration fresh) {
        return read.map(before -> List.copyOf(fresh.differences(before))).orElse(List.of());
    }

    /**
     * The running system as nested data: maps by name, lists, texts, numbers, and true or false.
     *
     * @param keys the way down to the part that is wanted; none for all of it
     * @throws NoSuchElementException if there is nothing under these keys
     */
    public synchronized Object context(String... keys) {
        Map<String, Object> context = new LinkedHashMap<>();
        context.put("state", readiness.state().words());
        running.ifPresent(server -> context.putAll(server.context()));
        Object found = context;
        for (int depth = 0; depth < keys.length; depth++) {
            found = found instanceof Map<?, ?> map ? map.get(keys[depth]) : null;
            if (found == null) {
                throw new NoSuchElementException("there is nothing under "
                        + String.join(" ", List.of(keys).subList(0, depth + 1)));
            }
        }
        return found;
    }

    /** {@link #context} as indented text, HOCON of one value a line. */
    public String printContext(String... keys) {
        return NestedText.indented(context(keys));
    }

    /** Whether requests are answered. */
    public Readiness readiness() {
        return readiness;
    }

    /** The settings in force, or those that {@link #start} would use. */
    public synchronized Optional<Configuration> configuration() {
        return read;
    }

    /** What runs now. */
    synchronized Optional<TorrentServer> running() {
        return running;
    }

    /** Not before it is needed: telling the version must not wait for the logging to be set up. */
    private static Logger log() {
        return LoggerFactory.getLogger(ServerLifecycle.class);
    }
}
