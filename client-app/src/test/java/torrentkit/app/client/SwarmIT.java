package torrentkit.app.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import torrentkit.app.client.outcome.ExitCode;
import torrentkit.tracker.server.Tracker;
import torrentkit.tracker.server.TrackerConfig;

/** Tracker, seeder and clients together: nothing but the .torrent tells a client whom to ask. */
class SwarmIT {
    private static final Duration SOON = Duration.ofSeconds(30);

    @TempDir
    Path directory;

    private final Cli cli = new Cli();
    private Path original;
    private Path torrent;
    private Tracker tracker;
    private Seed seed;

    @BeforeEach
    void startSwarm() throws Exception {
        byte[] bytes = new byte[2_000_000];
        new Random(3).nextBytes(bytes);
        original =
                Files.write(Files.createDirectory(directory.resolve("source")).resolve("a"), bytes);
        torrent = directory.resolve("t.torrent");
        InetAddress loopback = InetAddress.getLoopbackAddress();
        tracker = Tracker.open(TrackerConfig.defaults().withListen(new InetSocketAddress(loopback, 0)));
        seed = Seed.of(original);
        tracker.register(seed.metainfo().infoHash());
        tracker.registerLocalSeed(
                seed.metainfo().infoHash(),
                seed.seeder().peerId(),
                seed.seeder().port(),
                Optional.of(loopback));
    }

    @AfterEach
    void stopSwarm() {
        seed.close();
        tracker.close();
    }

    private URI announce(String form) {
        return URI.create(String.format(form, tracker.port()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://127.0.0.1:%d/announce", "udp://127.0.0.1:%d/announce"})
    void findsItsPeersThroughTheTracker(String tracker) throws Exception {
        Path out = directory.resolve("out");
        assertThat(cli.run("download", seed.torrent(torrent, announce(tracker)), "-d", out))
                .isEqualTo(ExitCode.OK);
        assertThat(out.resolve("a")).hasSameBinaryContentAs(original);
        assertThat(cli.err()).isEmpty();
        assertThat(this.tracker.counts(seed.metainfo().infoHash()).incomplete()).isZero(); // it said goodbye
    }

    @Test
    void oneThatSharesServesTheNextWhenTheSeedIsGone() throws Exception {
        seed.torrent(torrent, announce("http://127.0.0.1:%d/announce"));
        Path first = directory.resolve("first");
        Cli sharer = new Cli();
        CompletableFuture<ExitCode> sharing = CompletableFuture.supplyAsync(
                () -> sharer.run("download", torrent, "-d", first, "--seed"), task -> new Thread(task).start());
        await().atMost(SOON).until(() -> sharer.out().contains("Sharing it"));
        seed.close();
        Path second = directory.resolve("second");
        assertThat(cli.run("download", torrent, "-d", second)).isEqualTo(ExitCode.OK);
        assertThat(second.resolve("a")).hasSameBinaryContentAs(original);
        sharer.stop.request();
        assertThat(sharing.get(10, TimeUnit.SECONDS)).isEqualTo(ExitCode.OK);
        assertThat(sharer.out()).contains("Stopped; 1.9 MiB sent to others.");
    }
}
