package torrentkit.app.server.http;

import io.netty.channel.Channel;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import java.net.InetSocketAddress;
import java.time.ZonedDateTime;
import java.util.Optional;

/** What all connections of a front end share. Thread-safe. */
final class HttpService {
    final HttpRoutes routes;
    final Gate gate;
    final HttpStatistics statistics = new HttpStatistics();
    final AnswerMemory memory = new AnswerMemory();
    private volatile HttpLimits limits;
    private volatile Optional<AccessLog> accessLog = Optional.empty();

    HttpService(HttpRoutes routes, Gate gate, HttpLimits limits) {
        this.routes = routes;
        this.gate = gate;
        this.limits = limits;
    }

    /** Those for a connection that begins now. */
    HttpLimits limits() {
        return limits;
    }

    void limits(HttpLimits next) {
        limits = next;
    }

    void accessLog(Optional<AccessLog> next) {
        accessLog = next;
    }

    /**
     * An answer was sent, as far as its client took it.
     *
     * @param request empty when what came was none
     * @param bytes of the body that were sent
     */
    void answered(Channel channel, Optional<HttpRequest> request, Optional<String> user, int status, long bytes) {
        statistics.answered(request.map(HttpRequest::method).orElse(HttpMethod.valueOf("NONE")), status, bytes);
        Optional<AccessLog> log = accessLog;
        if (log.isPresent() && channel.remoteAddress() instanceof InetSocketAddress remote) {
            log.get().write(AccessLine.of(remote.getAddress(), user, ZonedDateTime.now(), request, status, bytes));
        }
    }
}
