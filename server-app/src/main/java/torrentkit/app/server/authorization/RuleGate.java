package torrentkit.app.server.authorization;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpResponseStatus;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import torrentkit.app.server.http.Admission;
import torrentkit.app.server.http.Gate;
import torrentkit.app.server.http.HttpAnswers;
import torrentkit.app.server.http.Viewer;
import torrentkit.app.server.http.WebRequest;
import torrentkit.app.server.http.WholeAnswer;
import torrentkit.app.server.text.Shown;

/** The gate that lets through what the {@link Authorizer} allows, in the name of the caller and with the caller's view of the paths. */
public final class RuleGate implements Gate {
    private static final Logger LOG = LoggerFactory.getLogger(RuleGate.class);

    private final Authorizer authorizer;
    private final Visibility visibility;

    public RuleGate(Authorizer authorizer, Visibility visibility) {
        this.authorizer = authorizer;
        this.visibility = visibility;
    }

    /** What a caller may know of, and who that is. */
    record CallerView(Caller caller, Visibility visibility) implements Viewer {
        @Override
        public boolean sees(List<String> names) {
            return visibility.sees(caller, names);
        }

        @Override
        public boolean seesEverythingBelow(List<String> names) {
            return visibility.below(caller, names) == Visibility.Below.EVERYTHING;
        }
    }

    @Override
    public CompletionStage<Admission> admit(WebRequest request) {
        RequestFacts facts = new RequestFacts(
                request.method().name(),
                request.path(),
                request.query(),
                request.headers()::getAll,
                request.clientCertificates().orElse(List.of()),
                request.remote().getAddress());
        return authorizer
                .decide(facts)
                .thenApply(decision -> decision instanceof Decision.Denied denied
                        ? refused(facts, denied)
                        : admitted(request, ((Decision.Allowed) decision).caller()));
    }

    private Admission admitted(WebRequest request, Caller caller) {
        return new Admission.Admitted(request.withUser(caller.name(), new CallerView(caller, visibility)));
    }

    private static Admission refused(RequestFacts request, Decision.Denied denied) {
        LOG.debug(
                "{} to {} {} of {}: {}",
                denied.status(),
                Shown.text(request.method()),
                Shown.text(request.rulePath()),
                Shown.text(denied.caller().name().orElse("somebody without a name")),
                denied.sentence());
        WholeAnswer answer = HttpAnswers.text(HttpResponseStatus.valueOf(denied.status()), denied.sentence());
        denied.headers().forEach((name, values) -> answer.head().headers().set(name, values));
        answer.head().headers().set(HttpHeaderNames.CACHE_CONTROL, "no-store");
        return new Admission.Refused(answer, denied.caller().name());
    }
}
