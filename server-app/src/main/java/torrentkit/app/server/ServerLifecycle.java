package torrentkit.app.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import torrentkit.app.server.config.Configuration;
import torrentkit.app.server.config.ConfigurationException;
import torrentkit.app.server.config.Reloadable;
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
        Configuration mixed = fixed.isEmpty() ? fresh : keeping(fixed, before, fresh);
        List<String> applied = differences(mixed);
        apply(mixed, running.get());
        return new Changes(applied, fixed);
    }

    private static Configuration keeping(List<String> fixed, Configuration before, Configuration fresh) {
        try {
            return fresh.keeping(fixed, before);
        } catch (ConfigurationException e) {
            List<String> problems = new ArrayList<>(e.problems());
            problems.add("the new settings do not go with those that need a restart: " + String.join(", ", fixed));
            throw new ConfigurationException(problems);
        }
    }

    private void apply(Configuration fresh, Reloadable to) {
        readiness.now(Readiness.State.RELOADING);
        try {
            to.prepare(fresh.settings()).run();
            read = Optional.of(fresh);
        } finally {
            readiness.now(Readiness.State.READY);
        }
    }

    /**
     * Reads the settings again and puts all of them into force: parts whose settings cannot change while they run are closed and
     * opened again, the others go on. Starts when the server does not run.
     *
     * @return with nothing left that needs a restart
     * @throws ConfigurationException if anything cannot be used; then all settings stay as they are
     * @throws ListenException if a port cannot be had; then all of it is started anew with the settings that it had
     */
    public synchronized Changes reset() {
        Configuration fresh = readAgain();
        List<String> different = differences(fresh);
        if (running.isEmpty()) {
            read = Optional.of(fresh);
            start();
            return new Changes(different, List.of());
        }
        Optional<Side> side = Side.toReopenFor(different);
        if (side.isPresent()) {
            reopen(side.get(), fresh, running.get());
        } else {
            apply(fresh, running.get());
        }
        return new Changes(different, List.of());
    }

    private void reopen(Side side, Configuration fresh, TorrentServer server) {
        Runnable ofThoseThatStay = server.prepareBelow(side, fresh.settings());
        ofThoseThatStay.run(); // first, because what is opened stands on it
        try {
            server.reopen(fresh.settings(), side);
        } catch (IOException | RuntimeException e) {
            running = Optional.empty();
            start();
            throw e instanceof IOException unread ? unreadable(fresh, unread) : (RuntimeException) e;
        }
        read = Optional.of(fresh);
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

    /**
     * What can be asked for in a directory, some thousand at most, each as nested data; a last entry {@code more-after} when there
     * are more.
     *
     * @param path below the served directory; empty for itself
     * @param after a name of it, after which to begin; empty for the first
     * @throws NoSuchElementException if there is no such directory, or the server does not run
     */
    public List<Map<String, Object>> files(String path, String after) {
        return inventory().files(path, after);
    }

    /** The paths that have a torrent, as {@link #files} has them. @param after a path after which to begin; empty for the first */
    public List<Map<String, Object>> torrents(String after) {
        return inventory().torrents(after);
    }

    /** The torrents that are being loaded now, each as nested data. */
    public List<Map<String, Object>> swarms() {
        return inventory().swarms();
    }

    /**
     * Begins to hash ahead of requests; how far it is shows {@link #context} under {@code content warming}.
     *
     * @param glob of paths below the served directory
     * @throws IllegalArgumentException if the glob is none
     */
    public Map<String, Object> warm(String glob) {
        return inventory().warm(glob);
    }

    private synchronized Inventory inventory() {
        return new Inventory(
                running.orElseThrow(() -> new NoSuchElementException("the server does not run; go starts it")));
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
