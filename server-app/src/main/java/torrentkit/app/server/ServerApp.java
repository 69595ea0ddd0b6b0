package torrentkit.app.server;

import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import torrentkit.app.server.config.ConfigurationException;
import torrentkit.app.server.config.SettingSources;
import torrentkit.app.server.http.ListenException;
import torrentkit.app.server.text.Shown;
import torrentkit.storage.StorageException;

/** The command line of the on-demand torrent server. */
@Command(
        name = "server-app",
        mixinStandardHelpOptions = true,
        versionProvider = ServerApp.Version.class,
        sortOptions = false,
        description = {
            "Serves the files below a directory: a GET of /torrent/PATH answers a torrent of PATH, made on demand. "
                    + "This process is its tracker and first seed. SIGHUP has it read its settings again.",
            ""
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:stopped by SIGTERM or SIGINT",
            "1:failed",
            "2:options or configuration cannot be used",
            "3:a port cannot be listened on"
        })
public final class ServerApp implements Callable<Integer> {
    static final int CLOSE_SECONDS = 4; // of the five that a stop may take

    @Parameters(index = "0", arity = "0..1", paramLabel = "DIR", description = "The directory to serve.")
    private String directory;

    @Option(
            names = "--config",
            paramLabel = "FILE",
            description = "Settings in HOCON, or a directory of *.conf files; options come before them.")
    private String config;

    @Option(
            names = "--host",
            paramLabel = "H",
            description = "Address to listen on for HTTP (default: localhost; 0.0.0.0: every interface).")
    private String host;

    @Option(names = "--port", paramLabel = "N", description = "HTTP port (default: 8080).")
    private String port;

    @Option(
            names = "--tracker-port",
            paramLabel = "N",
            description = "Port of the tracker on every interface (default: 6969).")
    private String trackerPort;

    @Option(
            names = "--peer-port",
            paramLabel = "N",
            description = "Port of the seed on every interface (default: the first free one from 6881 to 6889).")
    private String peerPort;

    @Option(
            names = "--announce-host",
            paramLabel = "H",
            description =
                    "Name or address under which clients reach this machine (default: the address that the request for "
                            + "the torrent was sent to).")
    private String announceHost;

    @Option(
            names = "--print-config",
            description = "Print every setting with the value in force and where it comes from, and end.")
    private boolean printConfig;

    @Option(
            names = "--check-config",
            description = "Check the settings and the files that they name, say all that is wrong with them, and end.")
    private boolean checkConfig;

    @Spec
    private CommandSpec spec;

    private ServerApp() {}

    /** Runs until the process is asked to stop. */
    public static void main(String[] arguments) {
        if (arguments.length == 1 && List.of("--version", "-V").contains(arguments[0])) {
            System.out.println(version()); // needs no parser of options, which takes longer to load than all the rest
            return;
        }
        System.setProperty("picocli.converters.excludes", "java\\..*"); // options here are strings
        System.exit(run(arguments, System.out, System.err));
    }

    private static int run(String[] arguments, PrintStream out, PrintStream err) {
        CommandLine line = new CommandLine(new ServerApp());
        OtherCommands.addAsked(line, arguments);
        line.setOut(new PrintWriter(out, true));
        line.setErr(new PrintWriter(err, true));
        line.setParameterExceptionHandler((e, given) -> {
            e.getCommandLine().getErr().println(Shown.text(e.getMessage()) + ". See server-app --help.");
            return ExitCode.CONFIGURATION;
        });
        line.setExecutionExceptionHandler((e, command, parsed) -> failed(e, command.getErr()));
        return line.execute(arguments);
    }

    private static int failed(Exception e, PrintWriter err) {
        if (e instanceof ConfigurationException) {
            err.println(e.getMessage());
            return ExitCode.CONFIGURATION;
        }
        if (e instanceof ListenException) {
            err.println(e.getMessage());
            return ExitCode.LISTEN;
        }
        if (e instanceof UncheckedIOException
                || e instanceof StorageException
                || e instanceof IllegalArgumentException) {
            err.println(Shown.text(e.getMessage()));
            return ExitCode.OTHER;
        }
        err.println("server-app failed: " + Shown.text(e.toString()));
        return ExitCode.OTHER;
    }

    @Override
    public Integer call() throws InterruptedException {
        Map<String, String> environment = System.getenv();
        SettingSources sources =
                new SettingSources(Optional.ofNullable(config).map(ServerApp::path), environment, options());
        if (printConfig || checkConfig) {
            return ConfigurationReport.print(sources, printConfig, checkConfig, spec.commandLine());
        }
        ServerLifecycle server = ServerLifecycle.of(sources);
        ServiceManager.follow(server.readiness(), environment);
        ProcessSignals signals = ProcessSignals.install(List.of("TERM", "INT"));
        ProcessSignals.at("HUP", () -> reload(server));
        server.go();
        report(server);
        signals.await();
        log().info("stopping");
        stopForSureIn(CLOSE_SECONDS);
        server.stop();
        signals.done();
        return ExitCode.OK;
    }

    private static void report(ServerLifecycle server) {
        Optional<Path> home =
                Optional.ofNullable(System.getProperty("torrentkit.app.home")).map(Path::of);
        String clientApp = StartReport.clientApp(home, Path.of("").toAbsolutePath());
        StartReport.lines(
                        server.configuration().orElseThrow().settings(),
                        server.running().orElseThrow(),
                        clientApp)
                .forEach(log()::info);
    }

    private static void reload(ServerLifecycle server) {
        try {
            ServerLifecycle.Changes changes = server.reload();
            log().info(
                            "settings read again; {}",
                            changes.applied().isEmpty()
                                    ? "none has changed"
                                    : "changed: " + String.join(", ", changes.applied()));
            if (!changes.needRestart().isEmpty()) {
                log().warn(
                                "these settings stay as they were until the server is restarted: {}",
                                String.join(", ", changes.needRestart()));
            }
        } catch (ConfigurationException e) {
            e.problems().forEach(problem -> log().error("{}", problem));
            log().error("so all settings stay as they are");
        } catch (RuntimeException e) {
            log().error("settings could not be read again", e);
        }
    }

    /** Not before it is needed: telling the version must not wait for the logging to be set up. */
    private static Logger log() {
        return LoggerFactory.getLogger(ServerApp.class);
    }

    static Path path(String file) {
        try {
            return Path.of(file);
        } catch (InvalidPathException e) {
            throw new ConfigurationException(
                    "configuration file " + Shown.text(file) + " is not a path: " + e.getReason(), e);
        }
    }

    private Map<String, String> options() {
        Map<String, String> options = new LinkedHashMap<>();
        put(options, "torrent-server.file-source", directory);
        put(options, "webserver.host", host);
        put(options, "webserver.port", port);
        put(options, "torrent-server.tracker-port", trackerPort);
        put(options, "torrent-server.peer-port", peerPort);
        put(options, "torrent-server.announce-host", announceHost);
        return options;
    }

    private static void put(Map<String, String> options, String key, String value) {
        if (value != null) {
            options.put(key, value);
        }
    }

    /** Whatever hangs while closing, the process ends: it was asked to. */
    static void stopForSureIn(int seconds) {
        Thread guard = new Thread(
                () -> {
                    try {
                        TimeUnit.SECONDS.sleep(seconds);
                        Runtime.getRuntime().halt(ExitCode.OK);
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                },
                "stop-guard");
        guard.setDaemon(true);
        guard.start();
    }

    private static String version() {
        return "server-app " + versionNumber();
    }

    static String versionNumber() {
        String version = ServerApp.class.getPackage().getImplementationVersion();
        return version == null ? "(not packaged)" : version;
    }

    static final class Version implements IVersionProvider {
        @Override
        public String[] getVersion() {
            return new String[] {version()};
        }
    }
}
