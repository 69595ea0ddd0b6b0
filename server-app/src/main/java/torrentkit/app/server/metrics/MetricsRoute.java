package torrentkit.app.server.metrics;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.prometheus.metrics.expositionformats.ExpositionFormatWriter;
import io.prometheus.metrics.expositionformats.ExpositionFormats;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import torrentkit.app.server.catalogue.LookupThreads;
import torrentkit.app.server.http.Answer;
import torrentkit.app.server.http.HttpAnswers;
import torrentkit.app.server.http.Route;
import torrentkit.app.server.http.WebRequest;
import torrentkit.app.server.http.WholeAnswer;

/** {@code /metrics}: all figures in Prometheus' text format, or in that of OpenMetrics where the asker prefers it. */
public final class MetricsRoute implements Route {
    private static final int BUSY_RETRY_SECONDS = 2;

    private final Metrics metrics;
    private final LookupThreads lookups;

    public MetricsRoute(Metrics metrics, LookupThreads lookups) {
        this.metrics = metrics;
        this.lookups = lookups;
    }

    @Override
    public CompletionStage<Answer> answer(WebRequest request, List<String> names) {
        if (!names.isEmpty()) {
            return CompletableFuture.completedFuture(HttpAnswers.unavailable());
        }
        String accept = request.headers().get(HttpHeaderNames.ACCEPT, "");
        try {
            return lookups.supply(() -> read(accept));
        } catch (RejectedExecutionException e) {
            return CompletableFuture.completedFuture(
                    HttpAnswers.later("Too many requests are waiting; ask again later.", BUSY_RETRY_SECONDS));
        }
    }

    private Answer read(String accept) {
        ExpositionFormats formats = ExpositionFormats.init();
        ExpositionFormatWriter writer = accept.contains("application/openmetrics-text")
                ? formats.getOpenMetricsTextFormatWriter()
                : formats.getPrometheusTextFormatWriter();
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        try {
            writer.write(text, metrics.read());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        WholeAnswer answer = HttpAnswers.whole(HttpResponseStatus.OK, writer.getContentType(), text.toByteArray());
        answer.head().headers().set(HttpHeaderNames.CACHE_CONTROL, "no-store");
        return answer;
    }
}
