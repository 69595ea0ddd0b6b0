package torrentkit.app.client.interop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.awaitility.core.ConditionTimeoutException;
import torrentkit.metainfo.InfoHash;
import torrentkit.metainfo.Metainfo;
import torrentkit.testing.Needs;

/** Everything that one test starts: a network, a directory, and programs, none of which survives {@link #close()}. */
final class Lab implements AutoCloseable {
    private static final Path MODULE =
            Path.of(System.getProperty("basedir", "")).toAbsolutePath();

    private final Path directory;
    private final Network network;
    private final List<Running> programs = new ArrayList<>();
    private final Thread atExit = new Thread(this::end); // for a test run that is interrupted
    private int count;

    /** @param directory an empty one, for all files */
    Lab(Path directory, Network network) {
        this.directory = directory;
        this.network = network;
        Runtime.getRuntime().addShutdownHook(atExit);
    }

    Network network() {
        return network;
    }

    /** A new directory. */
    Path directory(String name) throws IOException {
        return Files.createDirectory(directory.resolve(++count + "-" + name));
    }

    /** A path at which there is nothing yet. */
    Path path(String name) {
        return directory.resolve(++count + "-" + name);
    }

    /** Starts a program in the lab's network and directory. */
    Running start(List<?> command) throws IOException {
        List<String> words = new ArrayList<>(network.prefix());
        command.forEach(word -> words.add(word.toString()));
        String name = Path.of(command.get(0).toString()).getFileName().toString();
        ProcessBuilder program = new ProcessBuilder(words).directory(directory.toFile());
        // Nobody's settings but ours, file names in UTF-8, and the JVM that runs the tests for the apps.
        program.environment()
                .putAll(Map.of(
                        "HOME",
                        directory.toString(),
                        "LC_ALL",
                        "C.UTF-8",
                        "JAVA_HOME",
                        System.getProperty("java.home")));
        Running running = Running.start(name, program, path(name + ".log"));
        programs.add(running);
        return running;
    }

    /** Starts {@code client-app}. */
    Running client(Object... arguments) throws IOException {
        List<Object> command = new ArrayList<>(List.of(launcher("client-app")));
        command.addAll(List.of(arguments));
        return start(command);
    }

    /** Starts {@code server-app} on free ports and waits until it serves. */
    ServerApp server(Path root, Object... options) throws IOException {
        List<Object> command = new ArrayList<>(
                List.of(launcher("server-app"), root, "--port", 0, "--tracker-port", 0, "--peer-port", 0));
        command.addAll(List.of(options));
        return new ServerApp(this, start(command));
    }

    /** An app as the build has put it together. */
    static Path launcher(String app) {
        Path launcher = MODULE.resolveSibling(app)
                .resolve("target")
                .resolve(app)
                .resolve("bin")
                .resolve(app);
        assertThat(launcher).as("the build's result; 'mvn package' makes it").isExecutable();
        return launcher;
    }

    /** A GET as a shell script would do it: the status, with the answer's body in the file. */
    int get(String url, Path to) throws Exception {
        Needs.program("curl", "curl");
        Running curl = start(List.of("curl", "-sS", "--max-time", 300, "-o", to, "-w", "status %{http_code}", url));
        curl.succeeds();
        return Integer.parseInt(found(Pattern.compile("status (\\d+)"), curl.output()));
    }

    /** Waits until the HTTP tracker at this port knows of a seeder. */
    void awaitSeeder(int trackerPort, Path torrent) {
        InfoHash infoHash = Metainfo.read(torrent).infoHash();
        String hash = infoHash.toString().replaceAll("..", "%$0");
        String url = "http://" + network.address() + ":" + trackerPort + "/scrape?info_hash=" + hash;
        Path answer = path("scrape");
        Pattern seeder = Pattern.compile("8:completei[1-9]");
        try {
            await("a seeder of " + infoHash)
                    .atMost(Running.SOON)
                    .pollInterval(Duration.ofMillis(200))
                    .until(() -> get(url, answer) == 200
                            && seeder.matcher(Files.readString(answer, StandardCharsets.ISO_8859_1))
                                    .find());
        } catch (ConditionTimeoutException late) {
            throw new AssertionError("No seeder of " + torrent + ". " + printed(), late);
        }
    }

    /** What each program has printed so far, for a failure that one of them has to explain. */
    private String printed() {
        return programs.stream()
                .filter(program -> !program.name().equals("curl"))
                .map(program ->
                        program.name() + (program.isAlive() ? "" : ", which ended,") + " printed:\n" + program.output())
                .collect(Collectors.joining("\n"));
    }

    /** The pattern's first group. */
    static String found(Pattern pattern, String text) {
        Matcher matcher = pattern.matcher(text);
        assertThat(matcher.find()).as(() -> pattern + " in:\n" + text).isTrue();
        return matcher.group(1);
    }

    @Override
    public void close() {
        Runtime.getRuntime().removeShutdownHook(atExit);
        end();
    }

    private void end() {
        List.copyOf(programs).forEach(Running::close);
        network.close();
    }
}
