package torrentkit.app.server.api;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import java.util.stream.Collectors;
import torrentkit.app.server.catalogue.LookupThreads;
import torrentkit.app.server.http.Answer;
import torrentkit.app.server.http.Route;
import torrentkit.app.server.http.WebRequest;
import torrentkit.app.server.http.WholeAnswer;

/** {@code /api/v1}: finds the operation that is asked for, has it done off the event loop, and turns refusals into problems. */
public final class ApiRoute implements Route {
    private static final int BUSY_RETRY_SECONDS = 2;

    private final List<Operation> operations;
    private final LookupThreads lookups;

    public ApiRoute(Views views, LookupThreads lookups) {
        this.operations = new Operations(views).all();
        this.lookups = lookups;
    }

    @Override
    public Set<HttpMethod> methods() {
        return Set.of(HttpMethod.GET, HttpMethod.HEAD, HttpMethod.POST);
    }

    @Override
    public CompletionStage<Answer> answer(WebRequest request, List<String> names) {
        HttpMethod method = request.isHead() ? HttpMethod.GET : request.method();
        List<HttpMethod> others = new ArrayList<>();
        for (Operation operation : operations) {
            Optional<List<String>> named = operation.match(names);
            if (named.isPresent() && operation.method().equals(method)) {
                return start(operation, request, named.get());
            }
            named.ifPresent(match -> others.add(operation.method()));
        }
        return CompletableFuture.completedFuture(
                others.isEmpty() ? ApiAnswers.problem(ApiProblem.absent("resource")) : methodNotAllowed(others));
    }

    private CompletionStage<Answer> start(Operation operation, WebRequest request, List<String> named) {
        try {
            return lookups.supply(() -> perform(operation, request, named));
        } catch (RejectedExecutionException e) {
            WholeAnswer answer = ApiAnswers.problem(ApiProblem.busy());
            answer.head().headers().set(HttpHeaderNames.RETRY_AFTER, BUSY_RETRY_SECONDS);
            return CompletableFuture.completedFuture(answer);
        }
    }

    private static Answer perform(Operation operation, WebRequest request, List<String> named) {
        try {
            if (operation.method().equals(HttpMethod.POST)) {
                refuseFromElsewhere(request);
            }
            return operation.action().answer(request, named);
        } catch (ApiProblem problem) {
            return ApiAnswers.problem(problem);
        }
    }

    /**
     * A page of somebody else's must not have a browser do something here in the name of the person in front of it. Browsers say
     * by themselves where a page is from; over plain HTTP only in {@code Origin}. What is no browser says nothing.
     */
    private static void refuseFromElsewhere(WebRequest request) {
        HttpHeaders headers = request.headers();
        String site = headers.get("sec-fetch-site");
        String origin = headers.get(HttpHeaderNames.ORIGIN);
        boolean fromElsewhere = site != null
                ? !site.equals("same-origin") && !site.equals("none")
                : origin != null && !isOf(headers.get(HttpHeaderNames.HOST, ""), origin);
        if (fromElsewhere) {
            throw ApiProblem.forbidden("A page of another site may not ask for this.");
        }
    }

    /** Whether the origin is that of the host; the scheme may be that of a proxy before this server. */
    private static boolean isOf(String host, String origin) {
        return !host.isEmpty()
                && (origin.equalsIgnoreCase("http://" + host) || origin.equalsIgnoreCase("https://" + host));
    }

    private static Answer methodNotAllowed(List<HttpMethod> allowed) {
        String names = allowed.stream()
                .map(method -> method.equals(HttpMethod.GET) ? "GET, HEAD" : method.name())
                .collect(Collectors.joining(", "));
        WholeAnswer answer = ApiAnswers.problem(ApiProblem.methodNotAllowed(names));
        answer.head().headers().set(HttpHeaderNames.ALLOW, names);
        return answer;
    }

    /** For the test that holds the description against what there is. */
    List<Operation> operations() {
        return operations;
    }
}
