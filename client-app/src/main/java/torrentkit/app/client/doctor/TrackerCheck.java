package torrentkit.app.client.doctor;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import torrentkit.app.client.console.Quantity;
import torrentkit.app.client.doctor.Finding.Subject;
import torrentkit.app.client.outcome.ExitCode;
import torrentkit.app.client.outcome.Failures;
import torrentkit.app.client.outcome.StopSignal;
import torrentkit.metainfo.InfoHash;
import torrentkit.tracker.AnnounceEvent;
import torrentkit.tracker.AnnounceException;
import torrentkit.tracker.AnnounceRequest;
import torrentkit.tracker.AnnounceResponse;
import torrentkit.tracker.Totals;
import torrentkit.tracker.client.TrackerClient;
import torrentkit.wire.PeerId;

/** Whether the trackers answer, what they know, and under which address they see us. Announces us, and takes it back. */
final class TrackerCheck {
    private final TrackerClient client;
    private final StopSignal stop;
    private final InfoHash infoHash;
    private final long left;
    private final PeerId peerId;
    private final int port;
    private final Set<InetSocketAddress> peers = new LinkedHashSet<>();
    private final Set<InetAddress> seenAs = new LinkedHashSet<>();
    private final List<URI> announcedTo = new ArrayList<>();

    /** @param left bytes that we lack */
    TrackerCheck(TrackerClient client, StopSignal stop, InfoHash infoHash, long left, PeerId peerId, int port) {
        this.client = client;
        this.stop = stop;
        this.infoHash = infoHash;
        this.left = left;
        this.peerId = peerId;
        this.port = port;
    }

    List<Finding> look(List<List<URI>> tiers) {
        List<URI> trackers = tiers.stream().flatMap(List::stream).distinct().toList();
        if (trackers.isEmpty()) {
            return List.of(Finding.warning(
                    Subject.TRACKER,
                    "The source names no tracker.",
                    "Name one with --tracker, or a peer with --peer."));
        }
        List<Finding> findings = new ArrayList<>();
        for (URI tracker : trackers) {
            findings.add(ask(tracker));
        }
        if (announcedTo.isEmpty()) { // one that answers is enough
            return findings;
        }
        return findings.stream()
                .map(finding -> finding.verdict() != Finding.Verdict.PROBLEM
                        ? finding
                        : Finding.warning(
                                finding.subject(),
                                finding.text(),
                                finding.advice().orElse("")))
                .toList();
    }

    private Finding ask(URI tracker) {
        long start = System.nanoTime();
        try {
            AnnounceResponse answer = stop.await(client.announce(tracker, request(AnnounceEvent.STARTED)));
            announcedTo.add(tracker);
            answer.externalIp().ifPresent(seenAs::add);
            answer.peers().addresses().stream().filter(peer -> !isOurs(peer)).forEach(peers::add);
            long millis = (System.nanoTime() - start) / 1_000_000;
            String text = TrackerClient.shown(tracker) + " answered in " + millis + " ms and names "
                    + Quantity.count(answer.peers().size(), "peer") + counts(answer) + ".";
            return answer.warning().isEmpty()
                    ? Finding.ok(Subject.TRACKER, text)
                    : Finding.warning(
                            Subject.TRACKER,
                            text + " It warns: "
                                    + Failures.sentence(answer.warning().get()),
                            "Ask whoever runs the tracker.");
        } catch (AnnounceException e) {
            return Finding.problem(
                    Subject.TRACKER, ExitCode.NETWORK, Failures.sentence(e.getMessage()), advice(e.reason()));
        }
    }

    /** We are one of those that are not complete. */
    private static String counts(AnnounceResponse answer) {
        return answer.complete().isEmpty() || answer.incomplete().isEmpty()
                ? ""
                : " of a swarm of " + Quantity.count(answer.complete().getAsInt(), "seed") + " and "
                        + Quantity.count(answer.incomplete().getAsInt(), "downloader") + ", us included";
    }

    private static String advice(AnnounceException.Reason reason) {
        return switch (reason) {
            case REFUSED ->
                "Get the torrent anew from where it came from: the tracker does not take this one, or not from you.";
            case UNREACHABLE -> "Check that the tracker runs, and that no firewall is between it and this machine.";
            case MALFORMED -> "Check the tracker's URL in the torrent: something else answers there.";
            case FORBIDDEN -> "Use a tracker with an http, https or udp URL.";
        };
    }

    /** Ourselves, as announced a moment before to another tracker or by this announce. */
    private boolean isOurs(InetSocketAddress peer) {
        return peer.getPort() == port
                && (seenAs.contains(peer.getAddress()) || Interfaces.own().contains(peer.getAddress()));
    }

    private AnnounceRequest request(AnnounceEvent event) {
        return AnnounceRequest.of(infoHash, peerId, port, new Totals(0, 0, left), event);
    }

    /** Peers that trackers named. */
    Set<InetSocketAddress> peers() {
        return peers;
    }

    /** What trackers said that our announce came from. */
    Set<InetAddress> seenAs() {
        return seenAs;
    }

    /** Takes the announces back, so that nobody looks for us when we are gone. */
    void leave() {
        List<CompletableFuture<AnnounceResponse>> farewells = announcedTo.stream()
                .map(tracker -> client.announce(tracker, request(AnnounceEvent.STOPPED)))
                .toList();
        CompletableFuture.allOf(farewells.toArray(CompletableFuture[]::new))
                .handle((done, failure) -> null)
                .join();
    }
}
