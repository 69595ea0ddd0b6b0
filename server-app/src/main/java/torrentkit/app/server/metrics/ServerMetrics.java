package torrentkit.app.server.metrics;

import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.DoubleSupplier;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import torrentkit.app.server.catalogue.Catalogue;
import torrentkit.app.server.http.HttpCounters;
import torrentkit.seeder.SeededTorrent;
import torrentkit.seeder.Seeder;
import torrentkit.tracker.server.Tracker;

/** The figures of the server, side by side under one prefix. */
public final class ServerMetrics {
    private ServerMetrics() {}

    /** Bytes that left this server, by the way they went. @param web of answers to requests for files */
    public static void sent(Metrics metrics, Seeder seeder, LongSupplier web) {
        metrics.counter(
                        "torrentkit_sent_bytes",
                        "Bytes of content sent, by way.",
                        "way",
                        Map.of(
                                "peer", seeder::uploadedBytes,
                                "web", web::getAsLong))
                .gauge("torrentkit_peers", "Peers that are connected to the seed.", seeder::connections)
                .gauge("torrentkit_torrents_loaded", "Torrents in memory, because peers fetch them.", seeder::torrents)
                .gauge(
                        "torrentkit_origin_copies",
                        "Bytes sent to peers of the torrents in memory, over the bytes of their contents.",
                        () -> copies(seeder.loaded()));
    }

    private static double copies(Collection<SeededTorrent> torrents) {
        double sent = 0;
        long size = 0;
        for (SeededTorrent torrent : torrents) {
            sent += torrent.uploadedBytes();
            size += torrent.metainfo().layout().totalLength();
        }
        return size == 0 ? 0 : sent / size;
    }

    public static void tracker(Metrics metrics, Tracker tracker) {
        metrics.counter(
                        "torrentkit_tracker_announces",
                        "Announces answered with peers.",
                        () -> tracker.stats().announces())
                .counter(
                        "torrentkit_tracker_scrapes",
                        "Scrapes answered.",
                        () -> tracker.stats().scrapes())
                .counter(
                        "torrentkit_tracker_refusals",
                        "Announces and scrapes refused with a reason.",
                        () -> tracker.stats().refusals())
                .counter(
                        "torrentkit_tracker_malformed",
                        "Requests to the tracker that were none.",
                        () -> tracker.stats().malformed())
                .gauge(
                        "torrentkit_tracker_connections",
                        "Connections to the tracker.",
                        () -> tracker.stats().connections())
                .counter(
                        "torrentkit_swarm_moved_bytes",
                        "Bytes that peers say they received, from whomever.",
                        () -> tracker.stats().traffic().downloadedBytes());
    }

    public static void catalogue(Metrics metrics, Catalogue catalogue) {
        metrics.gauge(
                        "torrentkit_source_files",
                        "Files below the file source.",
                        () -> catalogue.status().files())
                .gauge(
                        "torrentkit_source_bytes",
                        "Bytes in the files below the file source.",
                        () -> catalogue.status().bytes())
                .gauge(
                        "torrentkit_torrents",
                        "Paths that have a torrent, served at once when asked for.",
                        () -> catalogue.status().torrents())
                .gauge(
                        "torrentkit_hashing_jobs",
                        "Contents that are or will be hashed.",
                        "state",
                        Map.of(
                                "hashing", () -> catalogue.hashing().hashing(),
                                "queued", () -> catalogue.hashing().queued()))
                .counter(
                        "torrentkit_hashed_contents",
                        "Contents whose hashing has ended.",
                        "outcome",
                        Map.of(
                                "done", () -> catalogue.hashing().done(),
                                "failed", () -> catalogue.hashing().failed()))
                .counter(
                        "torrentkit_hashed_bytes",
                        "Bytes read and hashed.",
                        () -> catalogue.hashing().bytes());
    }

    public static void http(Metrics metrics, Supplier<HttpCounters> http) {
        Map<String, DoubleSupplier> byStatus = new TreeMap<>();
        for (int status = 2; status <= 5; status++) {
            int statusClass = status;
            byStatus.put(
                    status + "xx",
                    () -> http.get().requests().stream()
                            .filter(requests -> requests.statusClass() == statusClass)
                            .mapToLong(HttpCounters.Requests::count)
                            .sum());
        }
        metrics.counter("torrentkit_http_requests", "Requests answered, by class of status.", "status", byStatus)
                .gauge(
                        "torrentkit_http_requests_in_flight",
                        "Requests whose answer is not sent yet.",
                        () -> http.get().requestsInFlight())
                .counter(
                        "torrentkit_http_sent_bytes",
                        "Bytes of the bodies of answers.",
                        () -> http.get().bodyBytesSent())
                .gauge(
                        "torrentkit_http_connections",
                        "Connections.",
                        () -> http.get().connections())
                .counter(
                        "torrentkit_http_connections_refused",
                        "Connections over a limit.",
                        () -> http.get().refusedConnections())
                .counter(
                        "torrentkit_http_tls_failures",
                        "TLS handshakes that failed.",
                        () -> http.get().failedHandshakes());
    }

    /** @param lags by the name of the loops */
    public static void loops(Metrics metrics, Map<String, LoopLag> lags) {
        Map<String, DoubleSupplier> seconds = new TreeMap<>();
        lags.forEach((name, lag) -> seconds.put(name, lag::seconds));
        metrics.gauge(
                "torrentkit_event_loop_lag_seconds",
                "The longest delay of a task on an event loop in the last half minute.",
                "loops",
                seconds);
    }
}
