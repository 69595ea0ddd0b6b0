package torrentkit.app.server.origin;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.LastHttpContent;
import java.util.function.BooleanSupplier;
import torrentkit.app.server.http.Answer;
import torrentkit.storage.ServedFile;

/** A file, or parts of it. Owns the open file until all is sent or the answer is discarded. */
final class FileAnswer implements Answer {
    private final HttpResponse head;
    private final ServedFile file;
    private final FileBody body;
    private final FileSending sending;
    private final OriginTraffic.Meter meter;
    private final BooleanSupplier needless;

    /** @param needless whether to break off, asked while it is being sent */
    FileAnswer(
            HttpResponse head,
            ServedFile file,
            FileBody body,
            FileSending sending,
            OriginTraffic.Meter meter,
            BooleanSupplier needless) {
        this.head = head;
        this.file = file;
        this.body = body;
        this.sending = sending;
        this.meter = meter;
        this.needless = needless;
        head.headers()
                .set(HttpHeaderNames.CONTENT_TYPE, body.contentType())
                .set(HttpHeaderNames.CONTENT_LENGTH, body.length());
    }

    @Override
    public HttpResponse head() {
        return head;
    }

    @Override
    public void write(ChannelHandlerContext context, boolean headOnly, ChannelPromise written) {
        context.write(head);
        if (headOnly || body.parts().isEmpty()) {
            file.close();
            context.writeAndFlush(LastHttpContent.EMPTY_LAST_CONTENT, written);
        } else {
            new FileTransfer(context, file, body.parts(), sending, meter, needless, written).start();
        }
    }

    @Override
    public void discard() {
        file.close();
    }
}
