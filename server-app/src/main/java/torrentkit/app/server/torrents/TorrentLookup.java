package torrentkit.app.server.torrents;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpResponseStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Function;
import torrentkit.app.server.api.Links;
import torrentkit.app.server.catalogue.Catalogue;
import torrentkit.app.server.catalogue.Catalogue.Found;
import torrentkit.app.server.catalogue.Job;
import torrentkit.app.server.catalogue.LookupThreads;
import torrentkit.app.server.http.Answer;
import torrentkit.app.server.http.HttpAnswers;
import torrentkit.app.server.http.Viewer;
import torrentkit.app.server.http.WebRequest;
import torrentkit.app.server.http.WholeAnswer;
import torrentkit.app.server.torrents.Passes.Handout;
import torrentkit.app.server.torrents.Passes.Pass;
import torrentkit.metainfo.Metainfo;

/** The way from a path in a request to the torrent of it, which is made now if there is none yet; the same for all that tell of it. */
public final class TorrentLookup {
    private static final int BUSY_RETRY_SECONDS = 2;
    private static final int MAX_RETRY_SECONDS = 60;

    private final Catalogue catalogue;
    private final LookupThreads lookups;
    private final Passes passes;

    public TorrentLookup(Catalogue catalogue, LookupThreads lookups, Passes passes) {
        this.catalogue = catalogue;
        this.lookups = lookups;
        this.passes = passes;
    }

    /**
     * Waits for the torrent and answers with it, or with the reason why there is none.
     *
     * @param served makes the answer; called on any thread
     */
    CompletionStage<Answer> answer(WebRequest request, List<String> names, Function<Handout, Answer> served) {
        if (names.isEmpty() || !request.viewer().sees(names)) {
            return CompletableFuture.completedFuture(HttpAnswers.unavailable());
        }
        try {
            return lookups.supply(() -> find(request.viewer(), names)).thenCompose(asked -> {
                CompletableFuture<Answer> answer = asked.thenApply(found -> found instanceof Found.Served torrent
                        ? handedOut(request, names, torrent.metainfo(), served)
                        : withoutTorrent(found));
                return Patience.of(request.headers())
                        .map(patience -> patience.await(answer, () -> accepted(names, patience)))
                        .orElse(answer);
            });
        } catch (RejectedExecutionException e) {
            return CompletableFuture.completedFuture(
                    HttpAnswers.later("Too many requests are waiting; ask again later.", BUSY_RETRY_SECONDS));
        }
    }

    /**
     * A directory with a file that the asker may not see is absent before anything of it is hashed: how long that takes, that it
     * goes on, and what is wrong with a file would tell of it.
     */
    private CompletableFuture<Found> find(Viewer viewer, List<String> names) {
        return viewer.seesEverythingBelow(names) || catalogue.showsAll(names, viewer::sees)
                ? catalogue.find(names)
                : CompletableFuture.completedFuture(new Found.Absent());
    }

    /** 202: where to see how far the hashing is; empty when it ended just now. */
    private Optional<Answer> accepted(List<String> names, Patience patience) {
        return catalogue.jobAt(names).map(job -> {
            WholeAnswer answer = HttpAnswers.text(
                    HttpResponseStatus.ACCEPTED,
                    "The torrent is being made; " + Links.job(job.id()) + " tells how far it is.");
            answer.head()
                    .headers()
                    .set(HttpHeaderNames.LOCATION, Links.job(job.id()))
                    .set(HttpHeaderNames.RETRY_AFTER, secondsLeft(job))
                    .set("preference-applied", patience.applied());
            return answer;
        });
    }

    /** Judged by how long it took until now. */
    private static long secondsLeft(Job job) {
        double done = Math.max(1, job.bytesDone());
        double passed = Duration.between(job.created(), Instant.now()).toMillis() / 1e3;
        double left = passed * (job.bytesTotal() - job.bytesDone()) / done;
        return (long) Math.max(1, Math.min(MAX_RETRY_SECONDS, Math.ceil(left)));
    }

    private Answer handedOut(
            WebRequest request, List<String> names, Metainfo metainfo, Function<Handout, Answer> served) {
        Pass pass = passes.of(request, names, metainfo);
        if (pass instanceof Pass.Hidden) {
            return HttpAnswers.unavailable();
        }
        if (pass instanceof Pass.Keyed keyed) {
            Answer answer = served.apply(new Handout(metainfo, Optional.of(keyed.key())));
            answer.head().headers().set(HttpHeaderNames.CACHE_CONTROL, "private, no-store"); // it is nobody else's
            return answer;
        }
        return served.apply(new Handout(metainfo, Optional.empty()));
    }

    private static Answer withoutTorrent(Found found) {
        if (found instanceof Found.Impossible impossible) {
            return HttpAnswers.text(HttpResponseStatus.UNPROCESSABLE_ENTITY, impossible.sentence());
        }
        if (found instanceof Found.Later later) {
            return HttpAnswers.later(later.sentence(), later.retryAfterSeconds());
        }
        return HttpAnswers.unavailable();
    }
}
