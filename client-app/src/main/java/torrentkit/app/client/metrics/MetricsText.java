package torrentkit.app.client.metrics;

import io.prometheus.metrics.expositionformats.ExpositionFormatWriter;
import io.prometheus.metrics.expositionformats.ExpositionFormats;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.CounterSnapshot.CounterDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import torrentkit.app.client.history.PeerState;
import torrentkit.app.client.http.Answer;

/** A run's figures in the text format of Prometheus, or of OpenMetrics where the asker prefers it. */
final class MetricsText {
    private static final String PREFIX = "torrentkit_download_";
    private static final String TORRENT = "torrent";

    private final MetricSnapshots.Builder metrics = MetricSnapshots.builder();
    private final Map<String, TorrentFigures> torrents;

    private MetricsText(RunFigures.Reading reading) {
        torrents = reading.torrents();
        byPeer(reading.downloadedByPeer());
        // The twin of the one above, whose labels nobody outside can choose.
        counter("downloaded_bytes", "Bytes of pieces that were verified in this run.", TorrentFigures::downloaded);
        gauge(PREFIX + "pieces", "Pieces of the torrent.", TorrentFigures::pieces);
        gauge(PREFIX + "completed_pieces", "Pieces that are there, verified.", TorrentFigures::completedPieces);
        counter(PREFIX + "received_bytes", "Bytes of blocks from peers, of use or not.", TorrentFigures::received);
        counter(PREFIX + "sent_bytes", "Bytes of blocks sent to peers.", TorrentFigures::sent);
        counter(PREFIX + "wasted_bytes", "Bytes of blocks from peers that were of no use.", TorrentFigures::wasted);
        counter(PREFIX + "hash_failures", "Pieces with a wrong hash.", TorrentFigures::hashFailures);
        gauge(
                PREFIX + "receive_bytes_per_second",
                "Bytes of blocks from peers a second, over the last few seconds.",
                TorrentFigures::downloadRate);
        gauge(
                PREFIX + "send_bytes_per_second",
                "Bytes of blocks to peers a second, over the last few seconds.",
                TorrentFigures::uploadRate);
        peers();
        counts();
    }

    static Answer of(RunFigures.Reading reading, String accept) {
        ExpositionFormats formats = ExpositionFormats.init();
        ExpositionFormatWriter writer = accept.contains("application/openmetrics-text")
                ? formats.getOpenMetricsTextFormatWriter()
                : formats.getPrometheusTextFormatWriter();
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        try {
            writer.write(text, new MetricsText(reading).metrics.build());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return Answer.ok(writer.getContentType(), text.toByteArray());
    }

    private void byPeer(Map<String, Long> bytes) {
        GaugeSnapshot.Builder gauge = GaugeSnapshot.builder()
                .name("downloaded")
                .help("Bytes of verified pieces by the peer they came from, for the first " + RunFigures.MAX_PEERS
                        + " peers; the rest are one, other.");
        bytes.forEach((peer, count) -> gauge.dataPoint(point(count, Labels.of("peer", peer))));
        metrics.metricSnapshot(gauge.build());
    }

    private void counter(String name, String help, ToDoubleFunction<TorrentFigures> figure) {
        CounterSnapshot.Builder counter = CounterSnapshot.builder().name(name).help(help);
        torrents.forEach((torrent, figures) -> counter.dataPoint(CounterDataPointSnapshot.builder()
                .value(figure.applyAsDouble(figures))
                .labels(Labels.of(TORRENT, torrent))
                .build()));
        metrics.metricSnapshot(counter.build());
    }

    private void gauge(String name, String help, ToDoubleFunction<TorrentFigures> figure) {
        GaugeSnapshot.Builder gauge = GaugeSnapshot.builder().name(name).help(help);
        torrents.forEach((torrent, figures) ->
                gauge.dataPoint(point(figure.applyAsDouble(figures), Labels.of(TORRENT, torrent))));
        metrics.metricSnapshot(gauge.build());
    }

    private void peers() {
        GaugeSnapshot.Builder gauge =
                GaugeSnapshot.builder().name(PREFIX + "peers").help("Peers by what they do.");
        torrents.forEach((torrent, figures) -> {
            for (PeerState.Status status : PeerState.Status.values()) {
                long count = figures.peers().getOrDefault(status, 0L);
                String state = status.name().toLowerCase(Locale.ROOT);
                gauge.dataPoint(point(count, Labels.of("state", state, TORRENT, torrent)));
            }
        });
        metrics.metricSnapshot(gauge.build());
    }

    /** How many torrents are in what phase, and how many are held up by what. */
    private void counts() {
        GaugeSnapshot.Builder phases =
                GaugeSnapshot.builder().name(PREFIX + "torrents").help("Torrents by phase.");
        for (String phase : TorrentFigures.PHASES) {
            phases.dataPoint(
                    point(sum(figures -> figures.phases().getOrDefault(phase, 0L)), Labels.of("phase", phase)));
        }
        GaugeSnapshot.Builder limits = GaugeSnapshot.builder()
                .name(PREFIX + "limited_torrents")
                .help("Torrents by what keeps them from being faster.");
        for (String limit : TorrentFigures.BOTTLENECKS) {
            limits.dataPoint(point(
                    sum(figures -> figures.bottlenecks().getOrDefault(limit, 0L)), Labels.of("bottleneck", limit)));
        }
        metrics.metricSnapshot(phases.build());
        metrics.metricSnapshot(limits.build());
    }

    private double sum(ToDoubleFunction<TorrentFigures> figure) {
        return torrents.values().stream().mapToDouble(figure).sum();
    }

    private static GaugeDataPointSnapshot point(double value, Labels labels) {
        return GaugeDataPointSnapshot.builder().value(value).labels(labels).build();
    }
}
