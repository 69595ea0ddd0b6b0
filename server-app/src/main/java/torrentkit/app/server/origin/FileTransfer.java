package torrentkit.app.server.origin;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.channel.DefaultFileRegion;
import io.netty.channel.FileRegion;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import torrentkit.app.server.text.Shown;
import torrentkit.storage.ContentChangedException;
import torrentkit.storage.ServedFile;
import torrentkit.storage.StorageException;

/**
 * Sends the parts of a body one after the other in chunks. Before each chunk the file is looked at again, on a thread that may block;
 * if it has changed the connection is closed, since a body cannot be taken back, and so it is when peers give the client what it
 * asked for. The next chunk follows when the socket has taken the one before, so a slow client costs one chunk. Confined to the
 * channel's event loop but for {@link #prepare}; however it ends, the file is closed once.
 */
final class FileTransfer {
    private static final Logger LOG = LoggerFactory.getLogger(FileTransfer.class);

    private final ChannelHandlerContext context;
    private final ServedFile file;
    private final Iterator<FileBody.Part> parts;
    private final FileSending sending;
    private final OriginTraffic.Meter meter;
    private final BooleanSupplier needless;
    private final ChannelPromise written;
    private final ChannelFutureListener whenClosed = closed -> fail(new ClosedChannelException());

    private long position; // of the next chunk in the file
    private long end; // of the part that is being sent
    private boolean copied;
    private boolean busy; // a thread looks at the file: not to be closed now
    private boolean ended;
    private int reserved; // bytes taken from the rate limit and not sent yet
    private Future<?> pause;

    FileTransfer(
            ChannelHandlerContext context,
            ServedFile file,
            List<FileBody.Part> parts,
            FileSending sending,
            OriginTraffic.Meter meter,
            BooleanSupplier needless,
            ChannelPromise written) {
        this.context = context;
        this.file = file;
        this.parts = parts.iterator();
        this.sending = sending;
        this.meter = meter;
        this.needless = needless;
        this.written = written;
    }

    void start() {
        Channel channel = context.channel();
        channel.closeFuture().addListener(whenClosed);
        if (!ended) {
            next();
        }
    }

    private void next() {
        while (position == end) {
            if (!parts.hasNext()) {
                finish();
                return;
            }
            FileBody.Part part = parts.next();
            if (part instanceof FileBody.Part.Text text) {
                context.write(Unpooled.wrappedBuffer(text.bytes()));
            } else if (part instanceof FileBody.Part.OfFile piece) {
                position = piece.range().start();
                end = piece.range().end();
                copied = sending.copies(context.pipeline(), piece.length());
            }
        }
        reserved = (int) Math.min(end - position, sending.chunkBytes(copied));
        long wait = sending.limit().reserve(reserved);
        if (wait == 0) {
            look();
        } else {
            context.flush();
            pause = context.executor().schedule(this::look, wait, TimeUnit.NANOSECONDS);
        }
    }

    private void look() {
        pause = null;
        busy = true;
        try {
            sending.threads().execute(this::prepare);
        } catch (RejectedExecutionException e) { // the server is being stopped
            busy = false;
            fail(e);
        }
    }

    /** Makes the next chunk, on a thread that may block. */
    private void prepare() {
        Object chunk = null;
        Throwable failure = null;
        try {
            chunk = copied ? copy() : region();
        } catch (RuntimeException | Error e) {
            failure = e;
        }
        Object made = chunk;
        Throwable why = failure;
        try {
            context.executor().execute(() -> made(made, why));
        } catch (RejectedExecutionException e) { // the event loop has ended: nobody else will touch the file
            ReferenceCountUtil.release(made);
            file.close();
        }
    }

    private ByteBuf copy() {
        ByteBuf chunk = context.alloc().directBuffer(reserved, reserved);
        try {
            file.read(chunk.nioBuffer(0, reserved), position);
            return chunk.writerIndex(reserved);
        } catch (RuntimeException | Error e) {
            chunk.release();
            throw e;
        }
    }

    private FileRegion region() {
        try {
            sending.warmer().warm(file.channel(), position, reserved);
        } catch (IOException e) {
            throw new StorageException("cannot read " + file.real(), file.real(), e);
        }
        file.requireUnchanged();
        return new DefaultFileRegion(file.channel(), position, reserved) {
            @Override
            protected void deallocate() {} // the file is for the next region, too
        };
    }

    private void made(Object chunk, Throwable failure) {
        busy = false;
        if (ended) {
            ReferenceCountUtil.release(chunk);
            file.close();
        } else if (failure != null) {
            fail(failure);
        } else {
            send(chunk);
        }
    }

    private void send(Object chunk) {
        int length = reserved;
        reserved = 0;
        position += length;
        context.writeAndFlush(chunk).addListener((ChannelFutureListener) sent -> {
            if (sent.isSuccess()) {
                meter.sent(length);
                if (!ended && hasMore() && needless.getAsBoolean()) {
                    fail(new CancellationException("the client gets it from peers now"));
                } else if (!ended) {
                    next();
                }
            } else {
                meter.sent(chunk instanceof FileRegion region ? region.transferred() : 0);
                fail(sent.cause());
            }
        });
    }

    private boolean hasMore() {
        return position < end || parts.hasNext();
    }

    private void finish() {
        end();
        context.writeAndFlush(LastHttpContent.EMPTY_LAST_CONTENT, written);
    }

    /** The session closes the connection when an answer fails. */
    private void fail(Throwable cause) {
        if (ended) {
            return;
        }
        if (cause instanceof ContentChangedException) {
            LOG.info("stopped sending: {}", Shown.text(cause.getMessage()));
        } else {
            LOG.debug("stopped sending {}", file.real(), cause);
        }
        end();
        written.tryFailure(cause);
    }

    private void end() {
        ended = true;
        context.channel().closeFuture().removeListener(whenClosed);
        if (pause != null) {
            pause.cancel(false);
        }
        if (reserved > 0) {
            sending.limit().giveBack(reserved);
        }
        if (!busy) {
            file.close();
        }
    }
}
