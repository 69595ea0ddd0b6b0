package torrentkit.app.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.ServerSocket;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import torrentkit.app.client.console.DisplayText;
import torrentkit.app.client.outcome.ExitCode;
import torrentkit.metainfo.Metainfo;

class DownloadIT {
    private static final Duration SOON = Duration.ofSeconds(30);

    @TempDir
    Path directory;

    private final Cli cli = new Cli();
    private Path source;
    private Path out;
    private Path torrent;

    @BeforeEach
    void prepare() throws Exception {
        source = Files.createDirectory(directory.resolve("source"));
        out = directory.resolve("out");
        torrent = directory.resolve("t.torrent");
    }

    private Path file(String name, int size) throws Exception {
        byte[] bytes = new byte[size];
        new Random(name.hashCode()).nextBytes(bytes);
        Path file = source.resolve(name);
        Files.createDirectories(file.getParent());
        return Files.write(file, bytes);
    }

    private CompletableFuture<ExitCode> start(Cli client, Object... args) {
        CompletableFuture<ExitCode> code = new CompletableFuture<>();
        Thread thread = new Thread(() -> {
            try {
                code.complete(client.run(args));
            } catch (Throwable e) {
                code.completeExceptionally(e);
            }
        });
        thread.setDaemon(true);
        thread.start();
        return code;
    }

    /** Files below the directory, as relative paths; nothing unfinished may be left there. */
    private static Stream<String> filesBelow(Path top) throws Exception {
        try (Stream<Path> all = Files.walk(top)) {
            return all
                    .filter(Files::isRegularFile)
                    .map(file -> top.relativize(file).toString())
                    .sorted()
                    .toList()
                    .stream();
        }
    }

    @Test
    void downloadsAFile() throws Exception {
        Path original = file("a ö.bin", 3_000_001);
        try (Seed seed = Seed.of(original)) {
            ExitCode code = cli.run("download", seed.torrent(torrent), "-d", out, "--peer", seed.address());
            assertThat(code).isEqualTo(ExitCode.OK);
        }
        assertThat(out.resolve("a ö.bin")).hasSameBinaryContentAs(original);
        assertThat(filesBelow(out)).containsExactly("a ö.bin");
        assertThat(cli.out().lines().toList().get(0))
                .isEqualTo("Downloading a ö.bin (2.9 MiB, 46 pieces) to " + out.resolve("a ö.bin"));
        assertThat(cli.out()).contains("Download complete: " + out.resolve("a ö.bin") + " (2.9 MiB in ");
        assertThat(cli.err()).isEmpty();
    }

    @Test
    void downloadsADirectoryUnderAnotherName() throws Exception {
        Path first = file("top/a/b c.txt", 100_000);
        Path second = file("top/z", 1);
        file("top/empty", 0);
        try (Seed seed = Seed.of(source.resolve("top"))) {
            ExitCode code =
                    cli.run("download", seed.torrent(torrent), "-o", out.resolve("renamed"), "--peer", seed.address());
            assertThat(code).isEqualTo(ExitCode.OK);
        }
        assertThat(filesBelow(out)).containsExactly("renamed/a/b c.txt", "renamed/empty", "renamed/z");
        assertThat(out.resolve("renamed/a/b c.txt")).hasSameBinaryContentAs(first);
        assertThat(out.resolve("renamed/z")).hasSameBinaryContentAs(second);
    }

    @Test
    void quietSaysNothing() throws Exception {
        try (Seed seed = Seed.of(file("a", 100_000))) {
            ExitCode code = cli.run("download", "-q", seed.torrent(torrent), "-d", out, "--peer", seed.address());
            assertThat(code).isEqualTo(ExitCode.OK);
        }
        assertThat(out.resolve("a")).exists();
        assertThat(cli.out() + cli.err()).isEmpty();
    }

    @Test
    void drawsOneLineOnATerminalAndRemovesIt() throws Exception {
        Cli terminal = new Cli(true);
        try (Seed seed = Seed.of(file("a", 20_000_000))) {
            ExitCode code = terminal.run("download", seed.torrent(torrent), "-d", out, "--peer", seed.address());
            assertThat(code).isEqualTo(ExitCode.OK);
        }
        assertThat(terminal.out().lines().filter(line -> line.contains("Download complete: ")))
                .hasSize(1);
        assertThat(terminal.out().substring(terminal.out().lastIndexOf('\n') + 1))
                .as("what is left below the last line")
                .matches("(?s)(.*\\r +\\r)?");
        for (String drawn : terminal.out().split("[\r\n]")) {
            assertThat(drawn.startsWith("Download") || DisplayText.width(drawn) < 80)
                    .isTrue();
        }
    }

    @Test
    void aSecondRunFindsItComplete() throws Exception {
        try (Seed seed = Seed.of(file("a", 100_000))) {
            seed.torrent(torrent);
            assertThat(cli.run("download", torrent, "-d", out, "--peer", seed.address()))
                    .isEqualTo(ExitCode.OK);
        }
        Cli again = new Cli();
        assertThat(again.run("download", torrent, "-d", out)).isEqualTo(ExitCode.OK);
        assertThat(again.out()).contains("complete already");
    }

    @Test
    void sharesUntilStoppedWithSeed() throws Exception {
        Path original = file("a", 1_000_000);
        Cli sharer = new Cli();
        CompletableFuture<ExitCode> sharing;
        int port = freePort();
        try (Seed seed = Seed.of(original)) {
            seed.torrent(torrent);
            sharing = start(sharer, "download", torrent, "-d", out, "--peer", seed.address(), "--seed", "--port", port);
            await().atMost(SOON).until(() -> sharer.out().contains("Sharing it"));
        }
        Path second = directory.resolve("second");
        assertThat(cli.run("download", torrent, "-d", second, "--peer", "127.0.0.1:" + port))
                .isEqualTo(ExitCode.OK);
        assertThat(second.resolve("a")).hasSameBinaryContentAs(original);
        sharer.stop.request();
        assertThat(sharing.get(10, TimeUnit.SECONDS)).isEqualTo(ExitCode.OK);
        assertThat(sharer.out()).contains("Stopped; 976.6 KiB sent to others.");
        assertThat(sharer.err()).isEmpty();
    }

    @Test
    void sharesWhatIsCompleteAlready() throws Exception {
        Path original = file("a", 1_000_000);
        try (Seed seed = Seed.of(original)) {
            seed.torrent(torrent);
        }
        int port = freePort();
        Cli sharer = new Cli();
        CompletableFuture<ExitCode> sharing =
                start(sharer, "download", torrent, "-d", source, "--seed", "--port", port);
        await().atMost(SOON).until(() -> sharer.out().contains("Sharing it"));
        assertThat(cli.run("download", torrent, "-d", out, "--peer", "127.0.0.1:" + port))
                .isEqualTo(ExitCode.OK);
        assertThat(out.resolve("a")).hasSameBinaryContentAs(original);
        sharer.stop.request();
        assertThat(sharing.get(10, TimeUnit.SECONDS)).isEqualTo(ExitCode.OK);
    }

    @Test
    void stopsWithWorkUnfinishedAndGoesOnFromThere() throws Exception {
        Path original = file("a", 1_000_000);
        try (Seed seed = Seed.of(original)) {
            seed.torrent(torrent);
        }
        Path wrong = Files.copy(original, directory.resolve("wrong"));
        try (FileChannel channel = FileChannel.open(wrong, StandardOpenOption.WRITE)) {
            channel.write(ByteBuffer.wrap(new byte[] {1}), 999_999); // all but the last piece can be had from the part
        }
        CompletableFuture<ExitCode> stopped = start(cli, "download", torrent, "-d", out, "--port", freePort());
        await().atMost(SOON).until(() -> cli.out().contains("Downloading"));
        cli.stop.request();
        assertThat(stopped.get(10, TimeUnit.SECONDS)).isEqualTo(ExitCode.INTERRUPTED);
        assertThat(cli.err()).contains("of 16 pieces verified");
        assertThat(out.resolve("a")).doesNotExist();

        Path part = out.resolve("a." + metainfoHash().substring(0, 8) + ".part");
        Files.deleteIfExists(part);
        Files.copy(wrong, part);
        Cli next = new Cli();
        try (Seed seed = Seed.of(original)) {
            assertThat(next.run("download", torrent, "-d", out, "--peer", seed.address()))
                    .isEqualTo(ExitCode.OK);
            assertThat(seed.uploadedBytes()).isLessThanOrEqualTo(65_536);
        }
        assertThat(out.resolve("a")).hasSameBinaryContentAs(original);
    }

    private String metainfoHash() {
        return Metainfo.read(torrent).infoHash().toString();
    }

    @Test
    void refusesASecondDownloadOfTheSameTarget() throws Exception {
        try (Seed seed = Seed.of(file("a", 100_000))) {
            seed.torrent(torrent);
        }
        CompletableFuture<ExitCode> first = start(cli, "download", torrent, "-d", out, "--port", freePort());
        await().atMost(SOON)
                .until(() -> Files.exists(out) && filesBelow(out).findAny().isPresent());
        Cli second = new Cli();
        assertThat(second.run("download", torrent, "-d", out, "--peer", "127.0.0.1:1"))
                .isEqualTo(ExitCode.IN_USE);
        assertThat(second.err().lines()).hasSize(1);
        cli.stop.request();
        assertThat(first.get(10, TimeUnit.SECONDS)).isEqualTo(ExitCode.INTERRUPTED);
    }

    @Test
    void givesUpWhenNobodyCanBeReached() throws Exception {
        try (Seed seed = Seed.of(file("a", 100_000))) {
            seed.torrent(torrent);
        }
        ExitCode code =
                cli.run("download", torrent, "-d", out, "--peer", "127.0.0.1:" + freePort(), "--stall-timeout", 1);
        assertThat(code).isEqualTo(ExitCode.NETWORK);
        assertThat(cli.err().lines()).hasSize(1);
        assertThat(out.resolve("a")).doesNotExist();
    }

    @Test
    void saysThatThePortIsTaken() throws Exception {
        try (Seed seed = Seed.of(file("a", 100_000));
                ServerSocket taken = new ServerSocket(0)) {
            ExitCode code = cli.run(
                    "download",
                    seed.torrent(torrent),
                    "-d",
                    out,
                    "--peer",
                    seed.address(),
                    "--port",
                    taken.getLocalPort());
            assertThat(code).isEqualTo(ExitCode.NETWORK);
        }
        assertThat(cli.err().lines()).hasSize(1);
        assertThat(cli.err()).contains("--port");
    }

    @Test
    void eachOfSeveralSourcesHasItsOwnOutcome() throws Exception {
        Path first = file("a", 500_000);
        Path second = file("b", 300_000);
        Path missing = directory.resolve("missing.torrent");
        Path again = directory.resolve("again.torrent");
        try (Seed a = Seed.of(first);
                Seed b = Seed.of(second)) {
            Files.copy(a.torrent(torrent), again);
            ExitCode code = cli.run(
                    "download",
                    "--json",
                    torrent,
                    missing,
                    b.torrent(directory.resolve("b.torrent")),
                    again,
                    "-d",
                    out,
                    "--peer",
                    a.address(),
                    "--peer",
                    b.address());
            assertThat(code).isEqualTo(ExitCode.NOT_FOUND);
        }
        assertThat(filesBelow(out)).containsExactly("a", "b");
        assertThat(cli.err().lines()).hasSize(1).allMatch(line -> line.contains(missing.toString()));
        assertThat(cli.out().lines().filter(line -> line.contains("\"type\":\"result\"")))
                .hasSize(4)
                .satisfiesExactly(
                        line -> assertThat(line).contains("\"code\":0", "\"path\":\"" + out.resolve("a")),
                        line -> assertThat(line).contains("\"code\":3"),
                        line -> assertThat(line).contains("\"code\":0", "\"path\":\"" + out.resolve("b")),
                        line -> assertThat(line).contains("\"code\":0"));
        assertThat(cli.out().lines().reduce("", (before, line) -> line)).contains("\"type\":\"exit\"", "\"code\":3");
    }

    @Test
    void aSelectionMayGrowLater() throws Exception {
        file("top/a", 200_000);
        file("top/b", 300_000);
        try (Seed seed = Seed.of(source.resolve("top"))) {
            seed.torrent(torrent);
            assertThat(cli.run("download", torrent, "-d", out, "-s", 2, "--peer", seed.address()))
                    .isEqualTo(ExitCode.OK);
            assertThat(out.resolve("top/a")).doesNotExist();
            assertThat(cli.run("download", torrent, "-d", out, "--peer", seed.address()))
                    .isEqualTo(ExitCode.OK);
            assertThat(seed.uploadedBytes()).isLessThan(600_000);
        }
        assertThat(filesBelow(out)).containsExactly("top/a", "top/b");
        assertThat(cli.err()).isEmpty();
    }

    @Test
    void sharesContentThatIsThere() throws Exception {
        Path original = file("a", 1_000_000);
        Cli sharer = new Cli();
        CompletableFuture<ExitCode> sharing =
                start(sharer, "seed", original, "--metrics-port", 0, "--max-upload-rate", "100M");
        await().atMost(SOON).until(() -> sharer.out().contains("Sharing it until stopped."));
        String port = sharer.out().replaceFirst("(?s).* on port (\\d+): magnet.*", "$1");
        String magnet = sharer.out().replaceFirst("(?s).*(magnet:\\S+).*", "$1");
        assertThat(cli.run("download", magnet, "-d", out, "--peer", "127.0.0.1:" + port))
                .isEqualTo(ExitCode.OK);
        assertThat(out.resolve("a")).hasSameBinaryContentAs(original);
        sharer.stop.request();
        assertThat(sharing.get(10, TimeUnit.SECONDS)).isEqualTo(ExitCode.OK);
        assertThat(sharer.err()).isEmpty();
    }

    private static int freePort() throws Exception {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    @Test
    void saysThatTheAddressToBindIsNotOfThisMachine() {
        ExitCode code = cli.run("download", "0".repeat(39) + "1", "--peer", "127.0.0.1:1", "--bind", "192.0.2.1");
        assertThat(code).isEqualTo(ExitCode.NETWORK);
        assertThat(cli.err())
                .startsWith("client-app: Option --bind: nothing can be listened on at 192.0.2.1: ")
                .endsWith("Give an address that this machine has.\n");
    }
}
