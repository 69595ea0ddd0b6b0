package torrentkit.app.server;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.DateFormatter;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import java.nio.charset.StandardCharsets;
import java.util.Date;
import java.util.List;

/** The responses of the HTTP side, each complete but for what concerns the connection. */
final class HttpAnswers {
    /** The words that users of this service know. */
    static final String UNAVAILABLE = "Requested file unavailable";

    private HttpAnswers() {}

    static FullHttpResponse of(TorrentAnswer answer, List<String> ifNoneMatch) {
        if (answer instanceof TorrentAnswer.Torrent torrent) {
            return torrent(torrent, ifNoneMatch);
        }
        if (answer instanceof TorrentAnswer.Impossible impossible) {
            return text(HttpResponseStatus.UNPROCESSABLE_ENTITY, impossible.sentence());
        }
        if (answer instanceof TorrentAnswer.Later later) {
            FullHttpResponse response = text(HttpResponseStatus.SERVICE_UNAVAILABLE, later.sentence());
            response.headers().set(HttpHeaderNames.RETRY_AFTER, later.retryAfterSeconds());
            return response;
        }
        return text(HttpResponseStatus.NOT_FOUND, UNAVAILABLE);
    }

    private static FullHttpResponse torrent(TorrentAnswer.Torrent torrent, List<String> ifNoneMatch) {
        String tag = EntityTag.of(torrent.bytes());
        if (EntityTag.matches(ifNoneMatch, tag)) {
            FullHttpResponse response = response(HttpResponseStatus.NOT_MODIFIED, Unpooled.EMPTY_BUFFER);
            response.headers().set(HttpHeaderNames.ETAG, tag).set(HttpHeaderNames.CACHE_CONTROL, "no-cache");
            return response;
        }
        FullHttpResponse response = response(HttpResponseStatus.OK, Unpooled.wrappedBuffer(torrent.bytes()));
        response.headers()
                .set(HttpHeaderNames.CONTENT_TYPE, "application/x-bittorrent")
                .set(HttpHeaderNames.CONTENT_LENGTH, torrent.bytes().length)
                .set(HttpHeaderNames.CONTENT_DISPOSITION, ContentDisposition.attachment(torrent.fileName()))
                .set(HttpHeaderNames.ETAG, tag)
                .set(
                        HttpHeaderNames.CACHE_CONTROL,
                        "no-cache"); // a cache may keep it, and asks whether the file has changed
        return response;
    }

    static FullHttpResponse text(HttpResponseStatus status, String text) {
        byte[] body = text.getBytes(StandardCharsets.UTF_8);
        FullHttpResponse response = response(status, Unpooled.wrappedBuffer(body));
        response.headers()
                .set(HttpHeaderNames.CONTENT_TYPE, "text/plain; charset=utf-8")
                .set(HttpHeaderNames.CONTENT_LENGTH, body.length);
        return response;
    }

    static FullHttpResponse methodNotAllowed() {
        FullHttpResponse response = text(HttpResponseStatus.METHOD_NOT_ALLOWED, "Only GET and HEAD are answered here.");
        response.headers().set(HttpHeaderNames.ALLOW, "GET, HEAD");
        return response;
    }

    private static FullHttpResponse response(HttpResponseStatus status, ByteBuf body) {
        FullHttpResponse response = new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, status, body);
        response.headers()
                .set(HttpHeaderNames.DATE, DateFormatter.format(new Date()))
                .set("x-content-type-options", "nosniff");
        return response;
    }
}
