package torrentkit.app.client.torrent;

import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import torrentkit.app.client.command.ClientCommand;
import torrentkit.app.client.command.JsonResult;
import torrentkit.app.client.command.Option;
import torrentkit.app.client.command.Parameter;
import torrentkit.app.client.command.Syntax;
import torrentkit.app.client.console.Console;
import torrentkit.app.client.console.Quantity;
import torrentkit.app.client.outcome.ExitCode;
import torrentkit.app.client.outcome.Failure;
import torrentkit.app.client.outcome.Failures;
import torrentkit.app.client.outcome.StopSignal;
import torrentkit.app.client.source.HttpAccess;
import torrentkit.app.client.source.HttpOptions;
import torrentkit.app.client.source.Source;
import torrentkit.app.client.source.SwarmOptions;
import torrentkit.app.client.source.TorrentSource;
import torrentkit.metainfo.InfoHash;
import torrentkit.tracker.AnnounceException;
import torrentkit.tracker.ScrapeRequest;
import torrentkit.tracker.ScrapeResponse;
import torrentkit.tracker.SwarmCounts;
import torrentkit.tracker.client.TrackerClient;
import torrentkit.tracker.client.TrackerClientConfig;

/** {@code client-app scrape}: how many peers each tracker knows of (BEP 48, BEP 15), without joining the swarm. */
public final class ScrapeCommand extends ClientCommand {
    private static final int MOST_TRACKERS = 100;

    private final Parameter<String> source = Parameter.text("SOURCE").description(SourceText.WHAT);

    private final Option<Boolean> json = Option.flag("--json").description("Print a JSON object.");

    private final SwarmOptions swarm = new SwarmOptions();
    private final HttpOptions http = new HttpOptions();

    /** What a tracker said: counts, or a sentence about why there are none. */
    private record Answer(URI tracker, SwarmCounts counts, String trouble) {}

    public ScrapeCommand(Console console, StopSignal stop) {
        super(console, stop);
    }

    @Override
    protected void describe(Syntax syntax) {
        syntax.description(
                        "Asks each tracker of a torrent how many seeds, leechers and completed downloads it knows of.")
                .add(source, json, swarm, http);
    }

    @Override
    public ExitCode run() {
        HttpAccess access = http.access();
        Source found = TorrentSource.open(source.get(), swarm.with(access), stop);
        List<URI> trackers = trackers(found);
        if (trackers.isEmpty()) {
            throw new Failure(
                    ExitCode.NETWORK, found.name() + " names no tracker that could be asked. Give one with --tracker.");
        }
        List<Answer> answers = ask(trackers, found.infoHash(), access);
        if (json.get()) {
            console.result(json(found.infoHash(), answers));
        } else {
            answers.forEach(answer -> console.result(TrackerClient.shown(answer.tracker()) + ": " + text(answer)));
        }
        if (answers.stream().allMatch(answer -> answer.counts() == null)) {
            throw new Failure(
                    ExitCode.NETWORK,
                    "None of " + Quantity.count(answers.size(), "tracker")
                            + " told how many peers there are; see above.");
        }
        return ExitCode.OK;
    }

    private static List<URI> trackers(Source source) {
        List<List<URI>> tiers = source instanceof Source.Torrent torrent
                ? torrent.metainfo().trackers()
                : ((Source.Magnet) source).link().tiers();
        return tiers.stream()
                .flatMap(List::stream)
                .distinct()
                .limit(MOST_TRACKERS)
                .toList();
    }

    private List<Answer> ask(List<URI> trackers, InfoHash infoHash, HttpAccess access) {
        ScrapeRequest request = new ScrapeRequest(List.of(infoHash));
        try (TrackerClient client = TrackerClient.open(access.applyTo(TrackerClientConfig.defaults()))) {
            Map<URI, CompletableFuture<ScrapeResponse>> asked = new LinkedHashMap<>();
            trackers.forEach(tracker -> asked.put(tracker, client.scrape(tracker, request)));
            List<Answer> answers = new ArrayList<>();
            asked.forEach((tracker, answer) -> answers.add(answer(tracker, answer, infoHash)));
            return answers;
        }
    }

    private Answer answer(URI tracker, CompletableFuture<ScrapeResponse> asked, InfoHash infoHash) {
        try {
            SwarmCounts counts = stop.await(asked).files().get(infoHash);
            return new Answer(tracker, counts, "The tracker does not know this torrent.");
        } catch (AnnounceException e) {
            return new Answer(tracker, null, Failures.sentence(e.getMessage()));
        }
    }

    private static String text(Answer answer) {
        SwarmCounts counts = answer.counts();
        return counts == null
                ? answer.trouble()
                : Quantity.count(counts.complete(), "seed") + ", " + Quantity.count(counts.incomplete(), "leecher")
                        + ", " + counts.downloaded() + " completed";
    }

    /**
     * {@code infoHash}, and {@code trackers}: each with {@code tracker} (its URL, without secrets), and either {@code seeds},
     * {@code leechers} and {@code completed}, or {@code error}.
     */
    private static String json(InfoHash infoHash, List<Answer> answers) {
        return JsonResult.line(json -> {
            json.writeStringField("infoHash", infoHash.toString());
            json.writeArrayFieldStart("trackers");
            for (Answer answer : answers) {
                json.writeStartObject();
                json.writeStringField("tracker", TrackerClient.shown(answer.tracker()));
                if (answer.counts() == null) {
                    json.writeStringField("error", answer.trouble());
                } else {
                    json.writeNumberField("seeds", answer.counts().complete());
                    json.writeNumberField("leechers", answer.counts().incomplete());
                    json.writeNumberField("completed", answer.counts().downloaded());
                }
                json.writeEndObject();
            }
            json.writeEndArray();
        });
    }
}
