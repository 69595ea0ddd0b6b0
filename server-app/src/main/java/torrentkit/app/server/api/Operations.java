package torrentkit.app.server.api;

import com.fasterxml.jackson.core.JsonGenerator;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpResponseStatus;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import torrentkit.app.server.catalogue.Job;
import torrentkit.app.server.catalogue.ListedFile;
import torrentkit.app.server.http.Answer;
import torrentkit.app.server.http.HttpAnswers;
import torrentkit.app.server.http.WebRequest;
import torrentkit.metainfo.InfoHash;
import torrentkit.seeder.PeerStatus;

/** What the API can be asked for. */
final class Operations {
    private static final int HASH_CHARS = 2 * InfoHash.LENGTH;

    private final Views views;
    private final JsonForms forms;
    private final byte[] description;

    /** Writes one item of a list. */
    @FunctionalInterface
    private interface Item<T> {
        void write(JsonGenerator json, T item) throws IOException;
    }

    Operations(Views views) {
        this.views = views;
        this.forms = new JsonForms(views.links());
        try (InputStream resource = Operations.class.getResourceAsStream("openapi.json")) {
            description = resource.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    List<Operation> all() {
        return List.of(
                get("files", this::files),
                get("torrents", this::torrents),
                get("torrents/{infoHash}", this::torrent),
                get("swarms", this::swarms),
                get("swarms/{infoHash}", this::swarm),
                get("jobs", this::jobs),
                get("jobs/{id}", this::job),
                new Operation(HttpMethod.POST, "warm", this::warm),
                get("status", this::status),
                get(
                        "openapi.json",
                        (request, named) -> HttpAnswers.whole(HttpResponseStatus.OK, "application/json", description)));
    }

    private static Operation get(String template, Operation.Action action) {
        return new Operation(HttpMethod.GET, template, action);
    }

    private Answer files(WebRequest request, List<String> named) {
        Parameters parameters = new Parameters(request);
        Optional<String> search = parameters.text("search").filter(text -> !text.isBlank());
        List<String> directory = parameters.path();
        if (search.isPresent() && !directory.isEmpty()) {
            throw ApiProblem.badRequest("The parameters path and search are not for the same request.");
        }
        Optional<String> after = parameters.text("after");
        int limit = parameters.limit();
        Chunk<ListedFile> found = search.isPresent()
                ? views.files().search(search.get(), after, limit, request.viewer())
                : views.files()
                        .list(directory, after, limit, request.viewer())
                        .orElseThrow(() -> ApiProblem.absent("directory"));
        return ok(json -> chunk(json, "files", found, forms::file));
    }

    private Answer torrents(WebRequest request, List<String> named) {
        Parameters parameters = new Parameters(request);
        Chunk<ListedTorrent> found =
                views.torrents().list(parameters.text("after"), parameters.limit(), request.viewer());
        return ok(json -> chunk(
                json,
                "torrents",
                found,
                (to, torrent) -> forms.torrent(to, torrent, views.swarms().figures(torrent))));
    }

    private Answer torrent(WebRequest request, List<String> named) {
        InfoHash infoHash = infoHash(named.get(0));
        ListedTorrent torrent =
                views.torrents().find(infoHash, request.viewer()).orElseThrow(() -> ApiProblem.absent("torrent"));
        return ok(json -> forms.torrent(json, torrent, views.swarms().figures(torrent)));
    }

    private Answer swarms(WebRequest request, List<String> named) {
        Parameters parameters = new Parameters(request);
        Optional<InfoHash> after = parameters.text("after").map(Operations::infoHash);
        List<LiveSwarm> all = LiveSwarm.all(views, request.viewer());
        Chunk<LiveSwarm> found = part(
                all.stream()
                        .filter(swarm ->
                                after.isEmpty() || swarm.torrent().infoHash().compareTo(after.get()) > 0)
                        .toList(),
                parameters.limit(),
                swarm -> swarm.torrent().infoHash().toString());
        return ok(json -> {
            json.writeStartObject();
            json.writeObjectFieldStart("total");
            json.writeNumberField("swarms", all.size());
            JsonForms.figures(json, LiveSwarm.total(all));
            json.writeEndObject();
            items(json, "swarms", found, (to, swarm) -> forms.swarm(to, swarm, Optional.empty()));
            json.writeEndObject();
        });
    }

    private Answer swarm(WebRequest request, List<String> named) {
        InfoHash infoHash = infoHash(named.get(0));
        LiveSwarm swarm =
                LiveSwarm.find(views, infoHash, request.viewer()).orElseThrow(() -> ApiProblem.absent("swarm"));
        List<PeerStatus> peers = views.swarms().peers(infoHash);
        return ok(json -> forms.swarm(json, swarm, Optional.of(peers)));
    }

    private Answer jobs(WebRequest request, List<String> named) {
        Parameters parameters = new Parameters(request);
        List<Job> all = views.jobs().list(request.viewer());
        Optional<String> after = parameters.text("after");
        int start = 0;
        for (int i = 0; after.isPresent() && i < all.size(); i++) {
            if (all.get(i).id().equals(after.get())) {
                start = i + 1;
            }
        }
        Chunk<Job> found = part(all.subList(start, all.size()), parameters.limit(), Job::id);
        return ok(json -> chunk(json, "jobs", found, forms::job));
    }

    private Answer job(WebRequest request, List<String> named) {
        Job job = views.jobs().find(named.get(0), request.viewer()).orElseThrow(() -> ApiProblem.absent("job"));
        return ok(json -> forms.job(json, job));
    }

    private Answer warm(WebRequest request, List<String> named) {
        String glob = new Parameters(request).required("glob");
        try {
            if (!views.jobs().warm(glob, request.viewer())) {
                throw ApiProblem.busy();
            }
        } catch (IllegalArgumentException e) {
            throw ApiProblem.badRequest(e.getMessage());
        }
        return ApiAnswers.json(HttpResponseStatus.ACCEPTED, json -> {
            json.writeStartObject();
            json.writeStringField("glob", glob);
            json.writeObjectFieldStart("links");
            json.writeStringField("jobs", "/api/v1/jobs");
            json.writeEndObject();
            json.writeEndObject();
        });
    }

    private Answer status(WebRequest request, List<String> named) {
        ServerStatus status = views.status().get();
        long uptime =
                Math.max(0, Duration.between(status.started(), Instant.now()).toSeconds());
        return ok(json -> forms.status(json, status, uptime));
    }

    private static InfoHash infoHash(String text) {
        if (text.length() != HASH_CHARS || !text.chars().allMatch(c -> c < 0x80 && Character.digit(c, 16) >= 0)) {
            throw ApiProblem.badRequest("An info-hash is " + HASH_CHARS + " hexadecimal digits.");
        }
        return InfoHash.parse(text);
    }

    private static <T> Chunk<T> part(List<T> rest, int limit, Function<T, String> cursor) {
        return Chunk.of(rest.subList(0, Math.min(rest.size(), limit + 1)), limit, cursor);
    }

    private static Answer ok(ApiAnswers.Body body) {
        return ApiAnswers.json(HttpResponseStatus.OK, body);
    }

    private static <T> void chunk(JsonGenerator json, String name, Chunk<T> chunk, Item<T> form) throws IOException {
        json.writeStartObject();
        items(json, name, chunk, form);
        json.writeEndObject();
    }

    private static <T> void items(JsonGenerator json, String name, Chunk<T> chunk, Item<T> form) throws IOException {
        json.writeArrayFieldStart(name);
        for (T item : chunk.items()) {
            form.write(json, item);
        }
        json.writeEndArray();
        if (chunk.next().isPresent()) {
            json.writeStringField("next", chunk.next().get());
        }
    }
}
