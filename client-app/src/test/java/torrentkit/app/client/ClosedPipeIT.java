package torrentkit.app.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The standard output closed by its reader, or on a full disk. */
class ClosedPipeIT {
    @TempDir
    private Path directory;

    private Path torrent;

    @BeforeEach
    void makeTorrent() throws Exception {
        Path content = Files.createDirectory(directory.resolve("content"));
        for (int file = 0; file < 3000; file++) { // more than a pipe holds
            Files.write(content.resolve("a file with quite a long name, which has the number " + file), new byte[1]);
        }
        torrent = directory.resolve("t.torrent");
        try (Seed seed = Seed.of(content)) {
            seed.torrent(torrent);
        }
    }

    private record Ended(String output, String errors) {}

    /** @param rest follows the command, in which {@code $?} cannot tell how it ended, so that is printed */
    private Ended run(List<String> command, String redirection, String rest) throws Exception {
        String line = command.stream().map(word -> "'" + word + "'").collect(Collectors.joining(" "));
        Process shell = new ProcessBuilder(
                        "sh", "-c", "{ " + line + redirection + "; echo \"ended with $?\" >&2; } " + rest)
                .redirectError(directory.resolve("errors").toFile())
                .start();
        String output = new String(shell.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(shell.waitFor()).isZero();
        return new Ended(output, Files.readString(directory.resolve("errors")));
    }

    @Test
    void endsQuietlyAsIfTheSystemHadEndedIt() throws Exception {
        Ended ended = run(Tmux.java(ClientApp.class, "info", torrent), "", "| head -1");
        assertThat(ended.output).hasLineCount(1);
        assertThat(ended.errors).isEqualTo("ended with 141\n");
    }

    @Test
    void stopsADownloadThatNobodyFollowsAnyMore() throws Exception {
        List<String> command = Tmux.java(
                ClientApp.class,
                "download",
                torrent,
                "-d",
                directory.resolve("into"),
                "--peer",
                "127.0.0.1:1",
                "--metrics-port",
                "0",
                "--no-record");
        Ended ended = run(command, "", "| true");
        assertThat(ended.errors).isEqualTo("ended with 141\n");
    }

    @Test
    void complainsAboutAFullDisk() throws Exception {
        Ended ended = run(Tmux.java(ClientApp.class, "info", torrent), " >/dev/full", "");
        assertThat(ended.errors)
                .startsWith("client-app: Cannot write to the standard output")
                .endsWith("ended with 9\n");
    }
}
