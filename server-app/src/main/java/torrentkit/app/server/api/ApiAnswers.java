package torrentkit.app.server.api;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpResponseStatus;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import torrentkit.app.server.http.HttpAnswers;
import torrentkit.app.server.http.WholeAnswer;

/** Answers in JSON. Only ASCII is written, so that no name of a file does anything to a terminal that shows it. */
final class ApiAnswers {
    private static final JsonFactory JSON =
            JsonFactory.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build();

    private ApiAnswers() {}

    /** Writes one JSON value. */
    @FunctionalInterface
    interface Body {
        void write(JsonGenerator json) throws IOException;
    }

    static WholeAnswer json(HttpResponseStatus status, Body body) {
        return whole(status, "application/json", body);
    }

    /** Problem details (RFC 9457). */
    static WholeAnswer problem(ApiProblem problem) {
        HttpResponseStatus status = problem.status();
        return whole(status, "application/problem+json", json -> {
            json.writeStartObject();
            json.writeStringField("type", "about:blank");
            json.writeStringField("title", status.reasonPhrase());
            json.writeNumberField("status", status.code());
            json.writeStringField("detail", problem.getMessage());
            json.writeEndObject();
        });
    }

    private static WholeAnswer whole(HttpResponseStatus status, String type, Body body) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (JsonGenerator json = JSON.createGenerator(bytes)) {
            body.write(json);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        WholeAnswer answer = HttpAnswers.whole(status, type, bytes.toByteArray());
        answer.head().headers().set(HttpHeaderNames.CACHE_CONTROL, "no-store");
        return answer;
    }
}
