package torrentkit.app.server.http;

import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpUtil;
import java.util.Optional;

/** A request of a connection and what is known of its answer. Belongs to the connection's event loop. */
final class Exchange {
    final HttpRequest request;

    /** What there is to say without looking at what the request asks for. */
    final Optional<Answer> refusal;

    private final HttpStatistics statistics;
    private boolean inFlight;

    Exchange(HttpRequest request, Optional<Answer> refusal, HttpStatistics statistics) {
        this.request = request;
        this.refusal = refusal;
        this.statistics = statistics;
    }

    /** The request is whole. */
    void begin() {
        inFlight = true;
        statistics.begun();
    }

    /** The answer is sent, or never will be. May be called more than once. */
    void end() {
        if (inFlight) {
            inFlight = false;
            statistics.ended();
        }
    }

    boolean isHead() {
        return request.method().equals(HttpMethod.HEAD);
    }

    boolean isRefused() {
        return refusal.isPresent();
    }

    /** Whether no other request can follow on the connection. */
    boolean isLast() {
        return isRefused() || !HttpUtil.isKeepAlive(request);
    }

    /** The request as it is told of: empty when there was none in what came. */
    Optional<HttpRequest> told() {
        return request.decoderResult().isSuccess() ? Optional.of(request) : Optional.empty();
    }
}
