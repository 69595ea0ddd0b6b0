package torrentkit.app.server.page;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpResponseStatus;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import torrentkit.app.server.api.Chunk;
import torrentkit.app.server.api.LiveSwarm;
import torrentkit.app.server.api.Parameters;
import torrentkit.app.server.api.Views;
import torrentkit.app.server.catalogue.ListedFile;
import torrentkit.app.server.catalogue.LookupThreads;
import torrentkit.app.server.http.Answer;
import torrentkit.app.server.http.HttpAnswers;
import torrentkit.app.server.http.Route;
import torrentkit.app.server.http.WebRequest;
import torrentkit.app.server.http.WholeAnswer;

/** {@code /}: the file source to look around and search in, and what the server is doing. */
public final class PageRoute implements Route {
    static final String POLICY =
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
                    + "form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

    private static final int FILES_ON_A_PAGE = 500;
    private static final int BUSY_RETRY_SECONDS = 2;

    private final Views views;
    private final LookupThreads lookups;

    public PageRoute(Views views, LookupThreads lookups) {
        this.views = views;
        this.lookups = lookups;
    }

    @Override
    public CompletionStage<Answer> answer(WebRequest request, List<String> names) {
        if (!names.isEmpty()) {
            return CompletableFuture.completedFuture(HttpAnswers.unavailable());
        }
        try {
            return lookups.supply(() -> render(request));
        } catch (RejectedExecutionException e) {
            return CompletableFuture.completedFuture(
                    HttpAnswers.later("Too many requests are waiting; ask again later.", BUSY_RETRY_SECONDS));
        }
    }

    private Answer render(WebRequest request) {
        Optional<List<String>> directory =
                Parameters.names(request.parameter("path").orElse(""));
        Optional<String> search = request.parameter("search").filter(text -> !text.isBlank());
        Asked asked = new Asked(
                search.isPresent() ? List.of() : directory.orElse(List.of()), search, request.parameter("after"));
        Optional<Chunk<ListedFile>> files = search.isPresent()
                ? Optional.of(views.files().search(search.get(), asked.after(), FILES_ON_A_PAGE, request.viewer()))
                : directory.flatMap(
                        names -> views.files().list(names, asked.after(), FILES_ON_A_PAGE, request.viewer()));
        List<LiveSwarm> swarms = LiveSwarm.all(views, request.viewer());
        Html html = new Html();
        PageFrame.write(
                html,
                asked,
                views.status().get(),
                () -> new FilesSection(views.links(), swarms).write(html, asked, files),
                () -> new LiveSection(swarms, views.jobs().list(request.viewer()), views.links())
                        .write(html, views.status().get()));
        WholeAnswer answer = HttpAnswers.whole(
                files.isPresent() ? HttpResponseStatus.OK : HttpResponseStatus.NOT_FOUND,
                "text/html; charset=utf-8",
                html.toBytes());
        answer.head()
                .headers()
                .set(HttpHeaderNames.CACHE_CONTROL, "private, no-cache")
                .set("content-security-policy", POLICY)
                .set("referrer-policy", "same-origin")
                .set("cross-origin-opener-policy", "same-origin");
        return answer;
    }
}
