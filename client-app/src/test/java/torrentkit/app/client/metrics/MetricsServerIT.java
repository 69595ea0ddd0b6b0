package torrentkit.app.client.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import torrentkit.app.client.history.HistoryEvent;
import torrentkit.app.client.history.HistoryEvent.Completed;
import torrentkit.app.client.history.HistoryEvent.Connected;
import torrentkit.app.client.history.HistoryEvent.Ended;
import torrentkit.app.client.history.HistoryEvent.Initialized;
import torrentkit.app.client.history.HistoryEvent.Progress;
import torrentkit.app.client.history.HistoryEvent.Refused;
import torrentkit.app.client.history.HistoryEvent.Started;
import torrentkit.app.client.history.HistoryEvent.Terminated;
import torrentkit.app.client.history.TimedEvent;
import torrentkit.app.client.http.RawClient;
import torrentkit.app.client.outcome.ExitCode;
import torrentkit.app.client.outcome.Failure;
import torrentkit.testing.Leftovers;
import torrentkit.testing.Needs;

class MetricsServerIT {
    private static final InetSocketAddress ANY = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    private static final String ONE = "11".repeat(20);
    private static final String TWO = "22".repeat(20);

    private final MetricsServer metrics = MetricsServer.open(ANY);

    @AfterEach
    void close() {
        metrics.close();
    }

    private void happens(String torrent, HistoryEvent... events) {
        for (HistoryEvent event : events) {
            metrics.accept(new TimedEvent(Optional.of(1L), Optional.of(torrent), event));
        }
    }

    private static Initialized begun(int total, int todo) {
        return new Initialized("a name", total, todo, Optional.empty(), Optional.empty(), Optional.empty());
    }

    private String scrape() throws IOException {
        String answer = RawClient.get(metrics.address(), "/metrics");
        assertThat(answer).startsWith("HTTP/1.1 200 OK\r\n").contains("content-type: text/plain; version=0.0.4");
        return answer.substring(answer.indexOf("\r\n\r\n") + 4);
    }

    private void happensInARun() {
        happens(
                ONE,
                begun(10, 6),
                new Connected("192.0.2.1:1"),
                new Connected("[2001:db8::1]:2"),
                new Started("192.0.2.1:1", 4),
                new Completed("192.0.2.1:1", 4, 1000),
                new Started("192.0.2.1:1", 5),
                new Completed("[2001:db8::1]:2", 6, 1000),
                new Refused("[2001:db8::1]:2", 7),
                new Terminated("[2001:db8::1]:2", Optional.empty()),
                new Progress("downloading", 6000, 3500, 700, 500, 1200.5, 300, 1, Optional.of("rate limit")));
        happens(TWO, begun(3, 3), new Completed("192.0.2.1:1", 0, 24), new Ended(0, "done"));
    }

    @Test
    void tellsWhatHappened() throws IOException {
        happensInARun();

        assertThat(scrape().lines())
                .contains(
                        "downloaded{peer=\"192.0.2.1:1\"} 1024.0",
                        "downloaded{peer=\"[2001:db8::1]:2\"} 1000.0",
                        "downloaded_bytes_total{torrent=\"1\"} 2000.0",
                        "downloaded_bytes_total{torrent=\"2\"} 24.0",
                        "torrentkit_download_pieces{torrent=\"1\"} 10.0",
                        "torrentkit_download_completed_pieces{torrent=\"1\"} 6.0",
                        "torrentkit_download_peers{state=\"downloading\",torrent=\"1\"} 1.0",
                        "torrentkit_download_peers{state=\"terminated\",torrent=\"1\"} 1.0",
                        "torrentkit_download_peers{state=\"connected\",torrent=\"1\"} 0.0",
                        "torrentkit_download_received_bytes_total{torrent=\"1\"} 3500.0",
                        "torrentkit_download_sent_bytes_total{torrent=\"1\"} 700.0",
                        "torrentkit_download_wasted_bytes_total{torrent=\"1\"} 500.0",
                        "torrentkit_download_hash_failures_total{torrent=\"1\"} 1.0",
                        "torrentkit_download_receive_bytes_per_second{torrent=\"1\"} 1200.5",
                        "torrentkit_download_send_bytes_per_second{torrent=\"1\"} 300.0",
                        "torrentkit_download_torrents{phase=\"downloading\"} 1.0",
                        "torrentkit_download_torrents{phase=\"complete\"} 1.0",
                        "torrentkit_download_limited_torrents{bottleneck=\"rate limit\"} 1.0");
    }

    @Test
    void hasFiguresBeforeAnythingHappened() throws IOException {
        assertThat(scrape()).contains("torrentkit_download_torrents{phase=\"downloading\"} 0.0");
    }

    @Test
    void givesEachOfTheFirstPeersAFigureAndTheRestOne() throws IOException {
        happens(ONE, begun(2000, 2000));
        for (int i = 0; i < 1000; i++) {
            happens(ONE, new Completed("192.0.2.1:" + i, i, 2));
        }
        List<String> peers =
                scrape().lines().filter(line -> line.startsWith("downloaded{")).toList();

        assertThat(peers).hasSize(RunFigures.MAX_PEERS + 1).contains("downloaded{peer=\"other\"} 1600.0");
    }

    @Test
    void givesEachOfTheFirstTorrentsAFigureAndTheRestOne() throws IOException {
        for (int i = 0; i < 300; i++) {
            happens("torrent " + i, begun(2, 2), new Completed("192.0.2.1:1", 0, 5));
        }
        assertThat(scrape().lines().filter(line -> line.startsWith("downloaded_bytes_total{")))
                .hasSize(RunFigures.MAX_TORRENTS + 1)
                .contains("downloaded_bytes_total{torrent=\"other\"} 1000.0");
    }

    @Test
    void takesNoWordsOfOthersIntoLabels() throws IOException {
        happens(
                ONE,
                begun(2, 2),
                new Completed("\"} 1\nevil 5", 0, 7),
                new Completed("x".repeat(500), 1, 7),
                new Progress("phase \u202e", 0, 0, 0, 0, 0, 0, 0, Optional.of("evil")));
        String text = scrape();

        assertThat(text)
                .contains("downloaded{peer=\"other\"} 14.0")
                .contains("torrentkit_download_torrents{phase=\"other\"} 1.0")
                .contains("torrentkit_download_limited_torrents{bottleneck=\"other\"} 1.0")
                .doesNotContain("evil", "xxx", "\u202e");
    }

    @Test
    void speaksOpenMetricsToWhoeverPrefersThat() throws IOException {
        happensInARun();

        assertThat(RawClient.ask(
                        metrics.address(),
                        "GET /metrics HTTP/1.1\r\nHost: localhost:5000\r\n"
                                + "Accept: application/openmetrics-text; version=1.0.0\r\n\r\n"))
                .contains("content-type: application/openmetrics-text")
                .endsWith("# EOF\n");
    }

    @Test
    void promtoolFindsNothingToSayAgainstThem(@TempDir Path directory) throws IOException, InterruptedException {
        Needs.program("promtool", "prometheus");
        happensInARun();
        Path text = Files.writeString(directory.resolve("metrics"), scrape());
        Path said = directory.resolve("promtool.log");
        Process promtool = new ProcessBuilder("promtool", "check", "metrics")
                .redirectInput(text.toFile())
                .redirectErrorStream(true)
                .redirectOutput(said.toFile())
                .start();
        assertThat(promtool.waitFor()).as(Files.readString(said)).isZero();
        assertThat(said).isEmptyFile();
    }

    @Test
    void loadsWhatMakesTheTextWhenItIsAskedFor(@TempDir Path directory) throws IOException, InterruptedException {
        Path classes = directory.resolve("classes");
        Process quiet = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xlog:class+load:file=" + classes,
                        "-cp",
                        System.getProperty("java.class.path"),
                        Unasked.class.getName())
                .inheritIO()
                .start();
        assertThat(quiet.waitFor()).isZero();
        List<String> loaded = new ArrayList<>();
        Matcher line = Pattern.compile("\\] (\\S+) source:").matcher(Files.readString(classes));
        while (line.find()) {
            loaded.add(line.group(1));
        }
        assertThat(loaded)
                .contains(MetricsServer.class.getName())
                .noneMatch(name -> name.startsWith("io.prometheus.") || name.startsWith("io.netty."));
    }

    /** A run whose metrics nobody reads. */
    static final class Unasked {
        public static void main(String[] arguments) {
            try (MetricsServer metrics = MetricsServer.open(ANY)) {
                metrics.accept(new TimedEvent(Optional.of(1L), Optional.of(ONE), begun(1, 1)));
                metrics.accept(new TimedEvent(Optional.of(1L), Optional.of(ONE), new Completed("192.0.2.1:1", 0, 5)));
            }
        }
    }

    @Test
    void aTakenPortIsAFailureWhenItWasAskedForAndANoteOtherwise() {
        List<String> notes = new ArrayList<>();

        assertThat(MetricsServer.openIfFree(metrics.address(), notes::add)).isEmpty();
        assertThat(notes).singleElement().asString().startsWith("No metrics of this run: Port ");
        assertThatThrownBy(() -> MetricsServer.open(metrics.address()))
                .isInstanceOf(Failure.class)
                .hasMessageEndingWith("Choose another with --metrics-port.")
                .extracting(thrown -> ((Failure) thrown).code())
                .isEqualTo(ExitCode.NETWORK);
    }

    @Test
    void leavesNothingBehind(@TempDir Path directory) throws IOException {
        metrics.close();
        Leftovers leftovers = Leftovers.before();
        MetricsServer asked = MetricsServer.open(ANY);
        RawClient.get(asked.address(), "/metrics");
        asked.close();
        MetricsServer.open(ANY).close();
        leftovers.assertNone(directory);
    }
}
