package torrentkit.downloader.web;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpResponse;
import java.time.Instant;
import java.util.OptionalLong;

/**
 * Gets parts of a web seed's files, one after the other: keeps its connection, follows redirects, and tells apart what an answer means.
 * Belongs to the web seed's event loop.
 */
final class RangeFetch implements RangeConnection.Listener {
    /** The body of an answer that is of no use is read when it is no longer than this; otherwise the connection ends. */
    static final long MAX_DRAINED = 64 * 1024;

    /** Whoever wants the bytes. Called on the event loop; after each call but the first three the next part may be fetched. */
    interface Listener {
        /** Bytes of the file come, perhaps others than were asked for. */
        void begins(SeedFiles.Span asked, RangeAnswer.Bytes bytes);

        /** Some of them; the buffer is only lent. */
        void data(ByteBuf data);

        /** So many bytes were read, of use or not; more come when {@link RangeFetch#read} is called. */
        void readDone(long bytes);

        /** All of them have come. */
        void ended();

        /**
         * It did not work, and may later.
         *
         * @param retrySeconds for how long the server wants to be left alone
         */
        void failed(String why, OptionalLong retrySeconds);

        /** The file is not there, or is another. */
        void lacks(SeedFiles.Span asked, String why);

        /** What answers there is no use. */
        void never(String why);
    }

    private enum State {
        IDLE,
        CONNECTING,
        ASKED,
        STREAMING,
        /** What comes is of no use; something else is done afterwards. */
        DRAINING
    }

    private final WebSeed seed;
    private final Listener listener;
    private final Redirects redirects = new Redirects();
    private State state = State.IDLE;
    private RangeConnection connection; // null when there is none
    private SeedFiles.Span span; // what is asked for
    private WebUrl asked; // where
    private Runnable afterwards; // while draining
    private boolean reused; // whether the connection had served before
    private long readBytes;

    RangeFetch(WebSeed seed, Listener listener) {
        this.seed = seed;
        this.listener = listener;
    }

    /** Whether nothing is under way. */
    boolean isIdle() {
        return state == State.IDLE;
    }

    /** Whether no connection stands that could have sent something. */
    boolean isConnecting() {
        return state == State.CONNECTING;
    }

    /** Asks for a part of a file; only while idle. */
    void fetch(SeedFiles.Span part) {
        span = part;
        ask(redirects.begin(part.file(), () -> seed.files().url(part.file())));
    }

    /** Ends the connection and what was under way, of which nothing more is told. */
    void stop() {
        state = State.IDLE;
        afterwards = null;
        if (connection != null) {
            connection.close();
            connection = null;
        }
    }

    /** Lets the next bytes come; when idle, the news that the connection has ended. */
    void read() {
        if (connection != null) {
            connection.read();
        }
    }

    private void ask(WebUrl url) {
        asked = url;
        if (connection != null && connection.serves(url)) {
            reused = true;
            send();
            return;
        }
        stop();
        reused = false;
        state = State.CONNECTING;
        seed.dialler().connect(url, seed.loop(), redirects.least()).whenComplete((channel, failure) -> {
            if (state != State.CONNECTING || asked != url) {
                if (channel != null) {
                    channel.close();
                }
            } else if (failure == null) {
                connected(url, channel);
            } else {
                fail("no connection to " + url.hostField() + ": " + HttpFailures.reason(failure), OptionalLong.empty());
            }
        });
    }

    private void connected(WebUrl url, Channel channel) {
        connection = RangeConnection.on(channel, url, seed.userAgent(), this);
        seed.connected();
        send();
    }

    private void send() {
        state = State.ASKED;
        connection.ask(asked, span);
        connection.read();
    }

    @Override
    public void head(HttpResponse head) {
        redirects.answered(connection.reach());
        long fileLength = seed.layout().fileLength(span.file());
        RangeAnswer answer = RangeAnswers.judge(head, span, fileLength, Instant.now());
        if (answer instanceof RangeAnswer.Bytes bytes) {
            state = State.STREAMING;
            listener.begins(span, bytes);
        } else if (answer instanceof RangeAnswer.Elsewhere elsewhere) {
            drain(head, () -> follow(elsewhere.location()));
        } else if (answer instanceof RangeAnswer.Later later) {
            drain(head, () -> fail(later.why(), later.retrySeconds()));
        } else if (answer instanceof RangeAnswer.NotThisFile not) {
            drain(head, () -> lack(not.why()));
        } else if (answer instanceof RangeAnswer.Never never) {
            stop();
            listener.never(never.why());
        }
    }

    /** Reads the rest of an answer that is of no use, if that is short, and then does something else. */
    private void drain(HttpResponse head, Runnable then) {
        state = State.DRAINING;
        afterwards = then;
        OptionalLong length = RangeAnswers.number(head.headers().get(HttpHeaderNames.CONTENT_LENGTH));
        if (length.orElse(Long.MAX_VALUE) > MAX_DRAINED) {
            connection.close();
            connection = null;
            drained();
        }
    }

    private void drained() {
        state = State.IDLE;
        Runnable then = afterwards;
        afterwards = null;
        then.run();
    }

    private void follow(String location) {
        WebUrl next;
        try {
            next = redirects.follow(asked, location);
        } catch (IllegalArgumentException e) {
            lack(String.valueOf(e.getMessage()));
            return;
        }
        ask(next);
    }

    private void fail(String why, OptionalLong retrySeconds) {
        redirects.forget();
        stop();
        listener.failed(why, retrySeconds);
    }

    private void lack(String why) {
        if (redirects.forget()) { // the place to which it was moved once is no more
            fetch(span);
        } else {
            listener.lacks(span, why);
        }
    }

    @Override
    public void data(ByteBuf data) {
        readBytes += data.readableBytes();
        if (state == State.STREAMING) {
            listener.data(data);
        }
    }

    @Override
    public void ended() {
        if (state == State.DRAINING) {
            drained();
        } else if (state == State.STREAMING) {
            state = State.IDLE;
            listener.ended();
        }
    }

    @Override
    public void readDone() {
        long bytes = readBytes;
        readBytes = 0;
        listener.readDone(bytes);
    }

    @Override
    public void lost(String why) {
        connection = null;
        if (state == State.DRAINING) {
            drained();
        } else if (state == State.ASKED && reused) { // the server had ended it while it was idle
            ask(asked);
        } else if (state != State.IDLE) {
            fail(why, OptionalLong.empty());
        }
    }

    @Override
    public void nonsense(String why) {
        stop();
        listener.never(why);
    }
}
