package torrentkit.app.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import torrentkit.app.client.outcome.ExitCode;
import torrentkit.tracker.server.Tracker;
import torrentkit.tracker.server.TrackerConfig;

class DoctorIT {
    @TempDir
    Path work;

    private final Cli cli = new Cli();

    private Path content() throws Exception {
        return Files.write(work.resolve("content"), new byte[100_000]);
    }

    @Test
    void findsNothingInTheWayOfADownloadThatWorks() throws Exception {
        try (Seed seed = Seed.of(content());
                Tracker tracker = Tracker.open(TrackerConfig.defaults()
                        .withListen(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0)))) {
            tracker.register(seed.metainfo().infoHash());
            tracker.registerLocalSeed(
                    seed.metainfo().infoHash(),
                    seed.seeder().peerId(),
                    seed.seeder().port(),
                    Optional.empty());
            Path torrent = seed.torrent(
                    work.resolve("x.torrent"), URI.create("http://127.0.0.1:" + tracker.port() + "/announce"));

            assertThat(cli.run("doctor", torrent, "-d", work)).isEqualTo(ExitCode.OK);

            assertThat(cli.out())
                    .contains("names 1 peer of a swarm of 1 seed and 1 downloader")
                    .contains("1 of 1 peer can be reached")
                    .endsWith("Nothing stands in the way of a download.\n");
            assertThat(tracker.counts(seed.metainfo().infoHash()).incomplete())
                    .as("what was announced is taken back")
                    .isZero();
        }
    }

    @Test
    void namesTheTrackerThatDoesNotAnswerAndThePeerThatIsNotThere() throws Exception {
        int nobody;
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            nobody = taken.getLocalPort();
        }
        try (Seed seed = Seed.of(content())) {
            Path torrent =
                    seed.torrent(work.resolve("x.torrent"), URI.create("http://127.0.0.1:" + nobody + "/announce"));

            assertThat(cli.run("doctor", torrent, "-d", work, "--peer", "127.0.0.1:" + nobody))
                    .isEqualTo(ExitCode.NETWORK);

            assertThat(cli.out())
                    .containsPattern("problem +tracker +.*127.0.0.1:" + nobody)
                    .containsPattern("problem +peers +None of 1 peer can be reached")
                    .contains("A download would fail. First of all: Check that the tracker runs");
        }
    }

    @Test
    void torrentWithoutTrackerAndAPeerThatAnswersIsAWarningOnly() throws Exception {
        try (Seed seed = Seed.of(content())) {
            Path torrent = seed.torrent(work.resolve("x.torrent"));
            assertThat(cli.run("doctor", torrent, "-d", work, "--peer", seed.address()))
                    .isEqualTo(ExitCode.OK);
            assertThat(cli.out()).containsPattern("warning +tracker +The source names no tracker");
        }
    }
}
