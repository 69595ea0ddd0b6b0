package torrentkit.app.server.http;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.DateFormatter;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.Date;
import java.util.stream.Collectors;

/** Answers that several routes give. */
public final class HttpAnswers {
    /** The words that users of this service know. */
    public static final String UNAVAILABLE = "Requested file unavailable";

    private HttpAnswers() {}

    /** A sentence for a person. */
    public static WholeAnswer text(HttpResponseStatus status, String text) {
        return whole(status, "text/plain; charset=utf-8", text.getBytes(StandardCharsets.UTF_8));
    }

    /** What is absent, hidden or not served: nobody learns which. */
    public static WholeAnswer unavailable() {
        return text(HttpResponseStatus.NOT_FOUND, UNAVAILABLE);
    }

    /** 503 with the time after which to ask again. */
    public static WholeAnswer later(String sentence, int retryAfterSeconds) {
        WholeAnswer answer = text(HttpResponseStatus.SERVICE_UNAVAILABLE, sentence);
        answer.head().headers().set(HttpHeaderNames.RETRY_AFTER, retryAfterSeconds);
        return answer;
    }

    /** @param body not copied; must not change */
    public static WholeAnswer whole(HttpResponseStatus status, String contentType, byte[] body) {
        FullHttpResponse response = response(status, Unpooled.wrappedBuffer(body));
        response.headers()
                .set(HttpHeaderNames.CONTENT_TYPE, contentType)
                .set(HttpHeaderNames.CONTENT_LENGTH, body.length);
        return new WholeAnswer(response);
    }

    /**
     * A small file made for this request, to be saved under a name; or 304 when the asker has the same already.
     *
     * @param body not copied; must not change
     */
    public static Answer attachment(WebRequest request, String contentType, byte[] body, String fileName) {
        String tag = EntityTag.of(body);
        if (EntityTag.matches(request.headers().getAll(HttpHeaderNames.IF_NONE_MATCH), tag)) {
            return notModified(tag);
        }
        WholeAnswer answer = whole(HttpResponseStatus.OK, contentType, body);
        answer.head()
                .headers()
                .set(HttpHeaderNames.CONTENT_DISPOSITION, ContentDisposition.attachment(fileName))
                .set(HttpHeaderNames.ETAG, tag)
                .set(
                        HttpHeaderNames.CACHE_CONTROL,
                        "no-cache"); // a cache may keep it, and asks whether the file has changed
        return answer;
    }

    /** 304: what the asker has is current. */
    public static WholeAnswer notModified(String entityTag) {
        FullHttpResponse response = response(HttpResponseStatus.NOT_MODIFIED, Unpooled.EMPTY_BUFFER);
        response.headers().set(HttpHeaderNames.ETAG, entityTag).set(HttpHeaderNames.CACHE_CONTROL, "no-cache");
        return new WholeAnswer(response);
    }

    static WholeAnswer methodNotAllowed(Collection<HttpMethod> allowed) {
        String names = allowed.stream().map(HttpMethod::name).sorted().collect(Collectors.joining(", "));
        WholeAnswer answer = text(
                HttpResponseStatus.METHOD_NOT_ALLOWED, "Only " + names.replace(", ", " and ") + " are answered here.");
        answer.head().headers().set(HttpHeaderNames.ALLOW, names);
        return answer;
    }

    private static FullHttpResponse response(HttpResponseStatus status, ByteBuf body) {
        FullHttpResponse response = new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, status, body);
        addCommonTo(response.headers());
        return response;
    }

    /** What every answer says. */
    public static void addCommonTo(HttpHeaders headers) {
        headers.set(HttpHeaderNames.DATE, DateFormatter.format(new Date())).set("x-content-type-options", "nosniff");
    }
}
