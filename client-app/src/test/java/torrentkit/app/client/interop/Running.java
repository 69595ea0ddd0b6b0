package torrentkit.app.client.interop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A program that was started, with all that it prints. Its input is empty. */
final class Running implements AutoCloseable {
    /** For what takes a second or two, on a machine that has other work. */
    static final Duration SOON = Duration.ofSeconds(90);

    private static final Duration POLL = Duration.ofMillis(20);

    private final String name;
    private final Process process;
    private final Path log;

    private Running(String name, Process process, Path log) {
        this.name = name;
        this.process = process;
        this.log = log;
    }

    static Running start(String name, ProcessBuilder program, Path log) throws IOException {
        Process process =
                program.redirectErrorStream(true).redirectOutput(log.toFile()).start();
        process.getOutputStream().close();
        return new Running(name, process, log);
    }

    /** The program's own, without its directory. */
    String name() {
        return name;
    }

    /** Both output streams so far. */
    String output() {
        try {
            return new String(Files.readAllBytes(log), StandardCharsets.UTF_8); // never fails on what is not UTF-8
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    boolean isAlive() {
        return process.isAlive();
    }

    long pid() {
        return process.pid();
    }

    /** Waits until it has printed this. */
    void awaitOutput(String text) {
        await(name + " prints " + text).atMost(SOON).pollInterval(POLL).until(() -> {
            boolean alive = process.isAlive(); // asked first: what is printed last comes before the end
            if (output().contains(text)) {
                return true;
            }
            assertThat(alive)
                    .as(() -> name + " ended without '" + text + "':\n" + output())
                    .isTrue();
            return false;
        });
    }

    /** Waits for its end. */
    int exitCode() throws InterruptedException {
        return exitCodeWithin(SOON);
    }

    int exitCodeWithin(Duration limit) throws InterruptedException {
        boolean ended = process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS);
        assertThat(ended)
                .as(() -> name + " has not ended within " + limit.toSeconds() + " s:\n" + output())
                .isTrue();
        return process.exitValue();
    }

    /** Waits for its end, which shall be a good one. */
    void succeeds() throws InterruptedException {
        assertThat(exitCode()).as(() -> name + " printed:\n" + output()).isZero();
    }

    /** @param signal such as {@code INT} */
    void signal(String signal) throws Exception {
        new ProcessBuilder("sh", "-c", "kill -" + signal + " " + process.pid())
                .inheritIO()
                .start()
                .waitFor();
    }

    /** {@code kill -9}. */
    void kill() throws InterruptedException {
        process.destroyForcibly();
        process.waitFor();
    }

    /** Kills it and whatever it has started, and sees to it that they are gone. */
    @Override
    public void close() {
        // Itself first: a shell would go on to its next command.
        List<ProcessHandle> all = Stream.concat(Stream.of(process.toHandle()), process.descendants())
                .toList();
        all.forEach(ProcessHandle::destroyForcibly);
        await(name + " is gone")
                .atMost(SOON)
                .pollInterval(POLL)
                .until(() -> all.stream().noneMatch(ProcessHandle::isAlive));
    }
}
