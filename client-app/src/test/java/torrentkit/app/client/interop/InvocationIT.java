package torrentkit.app.client.interop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What a script sees of the packaged program: its exit code, exactly one line on the standard error when something went wrong and none
 * when nothing did, and under a final name either the whole content or what was there before.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class InvocationIT {
    private static final int LIMIT_SECONDS = 120;

    private Path directory;
    private InvocationStage stage;

    @BeforeAll
    void open(@TempDir Path empty) throws Exception {
        directory = empty;
        stage = new InvocationStage(directory);
    }

    @AfterAll
    void close() throws Exception {
        stage.close();
    }

    /** One call: what is asked, what comes out, and where content could appear. */
    private record Call(int code, Path out, List<String> arguments) {
        @Override
        public String toString() {
            return code + ": client-app " + String.join(" ", arguments);
        }
    }

    /** What a call left. */
    private record Outcome(int code, List<String> output, List<String> errors) {}

    private static Call call(int code, Path out, Object... arguments) {
        return new Call(
                code, out, Arrays.stream(arguments).map(Object::toString).toList());
    }

    /** A download of the stage's file, with options that most calls need. */
    private Call download(int code, Path out, Object... more) throws Exception {
        List<Object> arguments = new ArrayList<>(List.of("download", stage.torrent(stage.file), "-d", out));
        arguments.addAll(List.of(more));
        return call(code, out, arguments.toArray());
    }

    Stream<Call> successes() throws Exception {
        String peer = stage.peer();
        Path existing = Files.writeString(stage.fresh().resolve("a.bin"), "something else")
                .getParent();
        Path overwritten =
                Files.writeString(stage.fresh().resolve("a.bin"), "old").getParent();
        Path complete = copied(stage.file);
        Path old = copied(stage.file);
        Path list =
                stage.text("# two of them\n" + stage.torrent(stage.file) + "\n\n" + stage.torrent(stage.other) + "\n");
        Path listed = stage.fresh();
        Path several = stage.fresh();
        Path selected = stage.fresh();
        return Stream.of(
                call(0, directory, "--version"),
                call(0, directory, "--help"),
                call(0, directory, "download", "--help"),
                download(0, stage.fresh(), "--peer", peer),
                download(0, stage.fresh(), "--peer", peer, "-q"),
                download(0, stage.fresh(), "--peer", peer, "-m", "none"),
                download(0, stage.fresh(), "--peer", peer, "--json"),
                download(0, stage.fresh(), "--peer", peer, "--sequential", "--limit-rate", "100M", "--workers", 1),
                download(0, stage.fresh(), "--peer", peer, "--port", "20000-60000", "--bind", "127.0.0.1"),
                download(0, stage.fresh(), "--peer", peer, "--digest", "sha-256:" + InvocationStage.sha256(stage.file)),
                download(0, stage.fresh(), "--peer", peer, "--seed-ratio", 0),
                download(0, stage.fresh(), "--peer", peer, "--seed-time", "1s", "--retry", 2),
                download(
                        0,
                        stage.fresh(),
                        "--peer",
                        peer,
                        "--on-complete",
                        "test -s \"$1\" && test \"$TORRENT_NAME\" = a.bin"),
                download(0, stage.fresh(), "--reuse", old.resolve("a.bin"), "--peer", stage.silentPeer()),
                download(0, existing, "--no-clobber"),
                download(0, overwritten, "--overwrite", "--peer", peer),
                download(0, complete),
                call(
                        0,
                        several,
                        "download",
                        stage.torrent(stage.file),
                        stage.torrent(stage.other),
                        stage.torrent(stage.tree),
                        "-d",
                        several,
                        "--peer",
                        peer),
                call(0, listed, "download", "-i", list, "-d", listed, "--peer", peer),
                call(0, selected, "download", stage.torrent(stage.tree), "-d", selected, "-s", 2, "--peer", peer),
                call(0, directory, "download", "--list", stage.torrent(stage.tree)),
                call(0, directory, "verify", stage.torrent(stage.file), stage.file));
    }

    @ParameterizedTest
    @MethodSource("successes")
    void saysNothingOnTheStandardErrorWhenItWentWell(Call call) throws Exception {
        Map<String, Long> before = visible(call.out);
        Outcome outcome = run(call);
        assertThat(outcome.errors).isEmpty();
        assertThat(outcome.code).isZero();
        assertOnlyWholeContent(call.out, before);
        if (call.arguments.contains("--json")) {
            assertThat(outcome.output).isNotEmpty().allMatch(line -> line.startsWith("{") && line.endsWith("}"));
        }
    }

    Stream<Call> failures() throws Exception {
        String peer = stage.peer();
        Path somethingElse =
                Files.writeString(stage.fresh().resolve("a.bin"), "x").getParent();
        Path anotherKind =
                Files.createDirectories(stage.fresh().resolve("a.bin")).getParent();
        Path complete = copied(stage.file);
        Path damaged = copied(stage.file);
        Files.write(damaged.resolve("a.bin"), new byte[700_001]);
        Path noDirectory = Files.createFile(stage.fresh().resolve("file"));
        Path nothing = directory.resolve("nothing there");
        Path onePlace = stage.fresh();
        Path worst = stage.fresh();
        String wrong = "sha-256:" + "0".repeat(64);
        Path out = stage.fresh();
        return Stream.of(
                call(28, out),
                call(28, out, "nonsense"),
                call(28, out, "download"),
                download(28, out, "--nonsense"),
                download(28, out, "--overwrite", "--no-clobber"),
                download(28, out, "--port", 65536),
                download(28, out, "--deadline", "soon"),
                download(28, out, "-o", "-", "--json"),
                call(28, out, "download", "ftp://127.0.0.1/x.torrent", "-d", out),
                call(28, out, "download", stage.torrent(stage.tree), "-o", "-", "--peer", peer),
                call(3, out, "download", nothing, "-d", out),
                call(3, out, "download", "-i", nothing, "-d", out),
                call(3, out, "download", stage.url("/status/404"), "-d", out),
                call(3, out, "download", stage.torrent(stage.tree), "-d", out, "-s", 9, "--peer", peer),
                call(3, out, "download", stage.torrent(stage.tree), "-d", out, "-x", "*", "--peer", peer),
                call(3, out, "download", "--replay", nothing),
                call(24, out, "download", stage.url("/status/401"), "-d", out),
                call(29, out, "download", stage.url("/status/503"), "-d", out),
                call(22, out, "download", stage.url("/status/500"), "-d", out),
                call(25, out, "download", stage.url("/page"), "-d", out),
                call(25, out, "download", stage.text("no torrent"), "-d", out),
                call(26, out, "download", stage.text("d4:infod4:name1:aee"), "-d", out),
                call(27, out, "download", "magnet:?xt=urn:btih:nonsense", "-d", out),
                call(6, out, "download", "magnet:?xt=urn:btih:" + "0".repeat(40), "-d", out, "--no-lsd"),
                call(6, out, "download", "http://127.0.0.1:1/x.torrent", "-d", out),
                call(19, out, "download", "http://no-such-host.invalid/x.torrent", "-d", out),
                download(6, out, "--no-lsd"),
                download(6, out, "--no-lsd", "--peer", "127.0.0.1:1", "--stall-timeout", "1s"),
                download(6, out, "--peer", peer, "--port", stage.takenPort()),
                download(6, out, "--no-lsd", "--tracker", "http://127.0.0.1:1/announce", "--stall-timeout", 1),
                download(6, out, "--no-lsd", "--tracker", stage.url("/status/500"), "--stall-timeout", 1),
                download(6, out, "--no-lsd", "--tracker", "udp://127.0.0.1:1", "--stall-timeout", 1, "--retry", 1),
                download(2, out, "--peer", stage.silentPeer(), "--deadline", "2s"),
                download(13, somethingElse, "--peer", peer),
                download(13, anotherKind, "--peer", peer),
                download(18, noDirectory, "--peer", peer),
                download(32, out, "--peer", peer, "--digest", wrong),
                download(32, complete, "--digest", wrong),
                download(1, stage.fresh(), "--peer", peer, "--on-complete", "exit 3"),
                call(3, worst, "download", nothing, stage.torrent(stage.file), "-d", worst, "--peer", peer),
                call(
                        11,
                        onePlace,
                        "download",
                        stage.torrent(stage.file),
                        stage.torrent(damaged.resolve("a.bin")),
                        "-j",
                        1,
                        "-d",
                        onePlace,
                        "--peer",
                        peer),
                call(32, out, "verify", stage.torrent(stage.file), damaged.resolve("a.bin")));
    }

    @ParameterizedTest
    @MethodSource("failures")
    void saysWhyInOneLineWhenItFails(Call call) throws Exception {
        Map<String, Long> before = visible(call.out);
        Outcome outcome = run(call);
        assertThat(outcome.errors).as(outcome.errors.toString()).hasSize(1);
        assertThat(outcome.errors.get(0))
                .startsWith("client-app: ")
                .endsWith(".")
                .doesNotContain("Exception");
        assertThat(outcome.code).as(outcome.errors.toString()).isEqualTo(call.code);
        assertOnlyWholeContent(call.out, before);
    }

    @Test
    void saysThatTheDiskIsFull() throws Exception {
        try (SmallDisk disk = SmallDisk.mount(directory.resolve("full"), 256)) {
            Outcome outcome = run(download(9, disk.path(), "--peer", stage.peer()));
            assertThat(outcome.errors).hasSize(1);
            assertThat(outcome.code).isEqualTo(9);
            assertThat(visible(disk.path())).isEmpty();
        }
    }

    @Test
    void saysThatTheDiskMayNotBeWritten() throws Exception {
        try (SmallDisk disk =
                SmallDisk.mount(directory.resolve("readonly"), 4096).readOnly()) {
            Outcome outcome = run(download(16, disk.path(), "--peer", stage.peer()));
            assertThat(outcome.errors).hasSize(1);
            assertThat(outcome.code).isEqualTo(16);
        }
    }

    @Test
    void warnsOfARecordThatCannotBeWrittenAndDownloads() throws Exception {
        Path out = stage.fresh();
        Outcome outcome = run(download(0, out, "--peer", stage.peer(), "--record", out.resolve("none/history.log")));
        assertThat(outcome.code).isZero();
        assertThat(outcome.errors).hasSize(1).allMatch(line -> line.startsWith("client-app: warning: "));
        assertThat(out.resolve("a.bin")).hasSameBinaryContentAs(stage.file);
    }

    @Test
    void writesAFileToTheStandardOutput() throws Exception {
        Path to = directory.resolve("piped");
        Process client =
                start(List.of("download", stage.torrent(stage.file), "-q", "-o", "-", "--peer", stage.peer()), to);
        assertThat(client.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)).isTrue();
        assertThat(client.exitValue()).isZero();
        assertThat(to).hasSameBinaryContentAs(stage.file);
        assertThat(errors()).isEmpty();
    }

    @Test
    void endsQuietlyWhenNobodyReadsTheStandardOutputAnyMore() throws Exception {
        Process client =
                start(List.of("download", stage.torrent(stage.file), "-q", "-o", "-", "--peer", stage.peer()), null);
        try (InputStream some = client.getInputStream()) {
            assertThat(some.readNBytes(10)).isEqualTo(Arrays.copyOf(Files.readAllBytes(stage.file), 10));
        }
        assertThat(client.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)).isTrue();
        assertThat(client.exitValue()).isEqualTo(141);
        assertThat(errors()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"INT", "TERM", "HUP"})
    void anInterruptedRunLeavesNothingUnderTheFinalName(String signal) throws Exception {
        Path out = stage.fresh();
        Path printed = directory.resolve("interrupted-" + signal);
        Process client =
                start(List.of("download", stage.torrent(stage.file), "-d", out, "--peer", stage.silentPeer()), printed);
        await().atMost(Running.SOON).until(() -> Files.readString(printed).contains("Downloading a.bin"));
        new ProcessBuilder("kill", "-" + signal, Long.toString(client.pid()))
                .start()
                .waitFor();
        assertThat(client.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)).isTrue();
        assertThat(client.exitValue()).isEqualTo(7);
        assertThat(errors()).hasSize(1).allMatch(line -> line.contains("0 of 11 pieces verified"));
        assertThat(visible(out)).isEmpty();
    }

    @Test
    void aRunWhoseTargetIsInUseSaysSo() throws Exception {
        Path out = stage.fresh();
        Path printed = directory.resolve("first");
        Process first =
                start(List.of("download", stage.torrent(stage.file), "-d", out, "--peer", stage.silentPeer()), printed);
        try {
            await().atMost(Running.SOON).until(() -> Files.list(out).findAny().isPresent());
            Outcome second = run(download(11, out, "--peer", stage.peer()));
            assertThat(second.errors).hasSize(1);
            assertThat(second.code).isEqualTo(11);
        } finally {
            first.destroy();
            first.waitFor();
        }
    }

    private Outcome run(Call call) throws Exception {
        Path printed = directory.resolve("printed");
        Process client = start(call.arguments, printed);
        if (!client.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)) {
            client.destroyForcibly();
            throw new AssertionError(call + " does not end: " + Files.readString(printed) + errors());
        }
        return new Outcome(client.exitValue(), Files.readAllLines(printed), errors());
    }

    /** Starts the program in a directory of its own; without a file its output is a pipe. */
    private Process start(List<?> arguments, Path output) throws IOException {
        List<String> command =
                new ArrayList<>(List.of(Lab.launcher("client-app").toString()));
        arguments.forEach(argument -> command.add(argument.toString()));
        ProcessBuilder program = new ProcessBuilder(command)
                .directory(Files.createDirectories(directory.resolve("work")).toFile())
                .redirectInput(Redirect.from(new File("/dev/null")))
                .redirectError(directory.resolve("errors").toFile());
        if (output != null) {
            program.redirectOutput(output.toFile());
        }
        program.environment().put("LC_ALL", "C.UTF-8");
        program.environment().put("JAVA_HOME", System.getProperty("java.home"));
        return program.start();
    }

    private List<String> errors() throws IOException {
        return Files.readAllLines(directory.resolve("errors"));
    }

    private Path copied(Path original) throws IOException {
        Path to = stage.fresh();
        Files.copy(original, to.resolve(original.getFileName()));
        return to;
    }

    /** The files below that are under a final name, with a sum of their bytes. */
    private Map<String, Long> visible(Path top) throws IOException {
        Map<String, Long> files = new TreeMap<>();
        if (top.equals(directory) || !Files.isDirectory(top)) {
            return files;
        }
        try (Stream<Path> all = Files.walk(top)) {
            for (Path path : (Iterable<Path>) all::iterator) {
                String name = top.relativize(path).toString();
                if (Files.isRegularFile(path) && !name.contains(".part") && !name.startsWith(".")) {
                    files.put(name, checksum(path));
                }
            }
        }
        return files;
    }

    private static long checksum(Path file) throws IOException {
        CRC32 sum = new CRC32();
        sum.update(Files.readAllBytes(file));
        return sum.getValue();
    }

    /** Each file is the whole content, or as it was before. */
    private void assertOnlyWholeContent(Path out, Map<String, Long> before) throws IOException {
        Path source = stage.file.getParent();
        for (Map.Entry<String, Long> file : visible(out).entrySet()) {
            if (!file.getValue().equals(before.get(file.getKey()))) {
                assertThat(file.getValue()).as(file.getKey()).isEqualTo(checksum(source.resolve(file.getKey())));
            }
        }
    }
}
