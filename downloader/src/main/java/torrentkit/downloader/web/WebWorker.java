package torrentkit.downloader.web;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpResponse;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import torrentkit.downloader.peer.PieceAssembly;
import torrentkit.downloader.peer.Share;
import torrentkit.downloader.peer.Workplace;
import torrentkit.downloader.work.Suggestions;
import torrentkit.downloader.work.Worker;

/**
 * One connection to a web seed at work: takes a run of consecutive pieces, asks for their bytes file by file, and fills the pieces as the
 * bytes stream in, no faster than the rate limit allows. Belongs to the web seed's event loop, but for the {@link Worker} answers.
 */
final class WebWorker implements Worker, RangeConnection.Listener {
    private static final long SECOND = 1_000_000_000L;

    /** Without a block for so long, the server is taken for dead. */
    private static final long ANSWER_TIMEOUT = 30 * SECOND;

    /** Without a block for so long, a worker counts as stalled, and others may share its pieces. */
    private static final long SILENCE = 3 * SECOND;

    /** Bytes that are of no use are read when they are no more than this; otherwise the connection ends. */
    private static final long MAX_GAP = 64 * 1024;

    private static final int MAX_REDIRECTS = 5;

    private enum State {
        /** Nothing to do, not allowed to, or waiting for a pause to end. */
        IDLE,
        CONNECTING,
        ASKED,
        STREAMING,
        /** What comes is of no use; something else is done afterwards. */
        DRAINING
    }

    private final WebSeed seed;
    private final int number;
    private final Workplace workplace;
    private final SeedRun run;
    private final ReadPace readPace;
    private final Suggestions none = new Suggestions();
    private State state = State.IDLE;
    private RangeConnection connection; // null when there is none
    private SeedBody body; // while streaming
    private WebUrl asked; // where the answer that is awaited comes from
    private SeedFiles.Span span; // what it is to hold
    private Runnable afterwards; // while draining
    private boolean reused; // whether the connection had served before
    private int redirects;
    private boolean fromPublic; // whether a server at a public address sent us where we go
    private WebUrl movedTo; // where the file is in truth
    private int movedFile = -1;
    private long discarded; // of the body, told already
    private long lastBytes;
    private long lastTick;
    private long receivedBytes;
    private volatile long lastProgress;
    private volatile double bytesPerSecond;
    private volatile long missing;
    private volatile int oldest = -1;

    WebWorker(WebSeed seed, int number) {
        this.seed = seed;
        this.number = number;
        this.workplace = seed.workplace();
        this.run = new SeedRun(seed.layout(), this::received);
        this.readPace = new ReadPace(workplace.rateLimit(), seed.loop(), this::waited);
        this.lastTick = seed.now();
    }

    /** Which of its seed's it is, from 0. */
    int number() {
        return number;
    }

    /** Whether our own rate limit is what holds it back. Any thread. */
    boolean isHeld() {
        return readPace.isHeld();
    }

    /** Whether it has work. Any thread. */
    boolean isBusy() {
        return oldest >= 0;
    }

    /** The piece that it is at. Any thread. */
    OptionalInt piece() {
        int index = oldest;
        return index < 0 ? OptionalInt.empty() : OptionalInt.of(index);
    }

    /** Goes on if there is something to do and it may. */
    void go() {
        if (state != State.IDLE || seed.isPaused()) {
            return;
        }
        if (!seed.mayAsk(this)) {
            stop();
        } else if (!run.isEmpty() || takeRun()) {
            request();
        } else {
            missing = 0;
            oldest = -1;
        }
    }

    /** Drops everything. */
    void stop() {
        state = State.IDLE;
        disconnect();
        for (Share share : run.shares()) {
            leave(share);
        }
        missing = 0;
        oldest = -1;
    }

    private boolean takeRun() {
        Optional<Share> first = seed.take(this);
        if (first.isEmpty() || !take(first.get())) {
            return false;
        }
        long most = seed.runBytes(bytesPerSecond);
        int next = first.get().index() + 1;
        while (run.lastEnd() - run.position() < most && run.end() == run.lastEnd() && takeNext(next)) {
            next++;
        }
        counted();
        return true;
    }

    private boolean takeNext(int index) {
        Optional<Share> share = seed.take(this, index);
        return share.isPresent() && take(share.get());
    }

    private boolean take(Share share) {
        if (!run.add(share, nanosFor(share.assembly().length()))) {
            leave(share);
            return false;
        }
        workplace.started(share.index(), seed);
        return true;
    }

    private void leave(Share share) {
        run.drop(share);
        int lost = workplace.assemblies().leave(share, this, true);
        workplace.wasted(lost);
        workplace.workReturned();
    }

    private void counted() {
        missing = run.missingBytes();
        oldest = run.isEmpty() ? -1 : run.shares().get(0).index();
    }

    /** Asks for the bytes that are needed next, which are in one file. */
    private void request() {
        passPadding();
        if (run.isEmpty()) {
            go();
            return;
        }
        span = seed.files().span(run.position(), run.end());
        redirects = 0;
        fromPublic = false;
        ask(movedFile == span.file() ? movedTo : seed.files().url(span.file()));
    }

    private void passPadding() {
        while (!run.isEmpty()) {
            SeedFiles.Span next = seed.files().span(run.position(), run.end());
            if (!seed.files().isPadding(next.file())) {
                return;
            }
            run.acceptZeros(next.length());
        }
    }

    private void ask(WebUrl url) {
        asked = url;
        lastProgress = seed.now();
        if (connection != null && connection.serves(url)) {
            reused = true;
            send();
            return;
        }
        disconnect();
        reused = false;
        state = State.CONNECTING;
        seed.dialler().connect(url, seed.loop(), fromPublic).whenComplete((channel, failure) -> {
            if (failure == null) {
                connected(url, channel);
            } else if (state == State.CONNECTING && asked == url) {
                failed(
                        "no connection to " + url.hostField() + ": " + HttpFailures.reason(failure),
                        OptionalLong.empty());
            }
        });
    }

    private void connected(WebUrl url, Channel channel) {
        if (state != State.CONNECTING || asked != url) {
            channel.close();
            return;
        }
        connection = RangeConnection.on(channel, url, seed.userAgent(), this);
        seed.connected();
        send();
    }

    private void send() {
        state = State.ASKED;
        lastProgress = seed.now();
        connection.ask(asked, span);
        connection.read();
    }

    @Override
    public void head(HttpResponse head) {
        fromPublic |= !connection.isLocal();
        long fileLength = seed.layout().fileLength(span.file());
        RangeAnswer answer = RangeAnswers.judge(head, span, fileLength, Instant.now());
        if (answer instanceof RangeAnswer.Bytes bytes) {
            stream(bytes, seed.layout().fileOffset(span.file()));
        } else if (answer instanceof RangeAnswer.Elsewhere elsewhere) {
            drain(head, () -> follow(elsewhere.location()));
        } else if (answer instanceof RangeAnswer.Later later) {
            drain(head, () -> failed(later.why(), later.retrySeconds()));
        } else if (answer instanceof RangeAnswer.NotThisFile not) {
            drain(head, () -> lacks(not.why()));
        } else if (answer instanceof RangeAnswer.Never never) {
            seed.giveUp(never.why());
        }
    }

    private void stream(RangeAnswer.Bytes bytes, long fileOffset) {
        if (bytes.begin() < span.begin() || bytes.end() > span.end()) {
            seed.servesWholeFiles();
        }
        if (bytes.begin() < span.begin() && !seed.mayLoadForNothing()) {
            seed.giveUp("it does not serve parts of files: HTTP 206 was expected for a Range request, 200 found");
            return;
        }
        state = State.STREAMING;
        discarded = 0;
        lastProgress = seed.now();
        body = new SeedBody(
                fileOffset + bytes.begin(),
                fileOffset + bytes.end(),
                seed.mayLoadForNothing() ? Long.MAX_VALUE : MAX_GAP);
    }

    /** Reads the rest of an answer that is of no use, if that is short, and then does something else. */
    private void drain(HttpResponse head, Runnable then) {
        state = State.DRAINING;
        afterwards = then;
        if (RangeAnswers.number(head.headers().get(HttpHeaderNames.CONTENT_LENGTH))
                        .orElse(Long.MAX_VALUE)
                > MAX_GAP) {
            disconnect();
            ended();
        }
    }

    private void follow(String location) {
        try {
            if (++redirects > MAX_REDIRECTS) {
                throw new IllegalArgumentException("it redirects more than " + MAX_REDIRECTS + " times");
            }
            WebUrl next = asked.resolve(location);
            movedFile = span.file();
            movedTo = next;
            ask(next);
        } catch (IllegalArgumentException e) {
            lacks(String.valueOf(e.getMessage()));
        }
    }

    @Override
    public void data(ByteBuf data) {
        readPace.read(data.readableBytes());
        if (state != State.STREAMING) {
            return;
        }
        SeedBody.Next next = body.accept(data, run);
        while (next == SeedBody.Next.NOTHING_NEEDED && seed.mayLoadForNothing() && takeLater()) {
            next = body.accept(data, run);
        }
        countDiscarded();
        if (next != SeedBody.Next.MORE) {
            disconnect();
            ended();
        }
    }

    /** Takes the next missing piece that is in the same body, where parts cannot be asked for. */
    private boolean takeLater() {
        int index = (int) ((body.cursor() - 1) / seed.layout().pieceLength()) + 1;
        while (index < seed.layout().pieceCount() && seed.layout().pieceOffset(index) < body.end()) {
            if (seed.mayAsk(this) && takeNext(index)) {
                counted();
                return true;
            }
            index++;
        }
        return false;
    }

    private void countDiscarded() {
        int bytes = (int) (body.discarded() - discarded);
        if (bytes > 0) {
            discarded += bytes;
            lastProgress = seed.now();
            workplace.downloaded(bytes);
            workplace.wasted(bytes);
            seed.downloaded(bytes);
        }
    }

    private void received(Share share, int bytes, Share.Arrival arrival) {
        lastProgress = seed.now();
        receivedBytes += bytes;
        seed.received(bytes);
        workplace.downloaded(bytes);
        if (arrival == Share.Arrival.LATE) {
            workplace.wasted(bytes);
        }
        if (arrival == Share.Arrival.LAST) {
            run.drop(share);
            workplace.deliver(share.assembly());
            counted();
            if (!seed.mayAsk(this)) { // what is begun is finished, more is not
                run.shares().forEach(this::leave);
            }
        } else if (!run.isAt(share)) {
            leave(share); // others have the rest of it
        }
    }

    @Override
    public void ended() {
        if (state == State.DRAINING) {
            state = State.IDLE;
            Runnable then = afterwards;
            afterwards = null;
            then.run();
        } else if (state == State.STREAMING || state == State.ASKED) {
            boolean early = state == State.STREAMING
                    && connection != null
                    && body.cursor() < body.end()
                    && !run.isEmpty()
                    && run.position() < body.end();
            state = State.IDLE;
            body = null;
            if (early) {
                failed("its answer ended too early", OptionalLong.empty());
            } else {
                goOn();
            }
        }
    }

    private void goOn() {
        if (run.isEmpty()) {
            go();
        } else {
            request();
        }
        if (state == State.IDLE && connection != null) {
            connection.read(); // to hear of its end
        }
    }

    @Override
    public void readDone() {
        if (!readPace.mustWait()) {
            readOn();
        }
    }

    private void waited() {
        lastProgress = seed.now(); // the wait was ours: nobody shall take it for a stall
        readOn();
    }

    private void readOn() {
        if (connection != null && state != State.IDLE) {
            connection.read();
        }
    }

    @Override
    public void lost(String why) {
        connection = null;
        if (state == State.DRAINING) {
            ended();
        } else if (state == State.ASKED && reused) { // the server had ended it while it was idle
            reused = false;
            ask(asked);
        } else if (state != State.IDLE && state != State.CONNECTING) {
            failed(why, OptionalLong.empty());
        }
    }

    @Override
    public void nonsense(String why) {
        connection = null;
        seed.giveUp(why);
    }

    private void failed(String why, OptionalLong retrySeconds) {
        movedFile = -1;
        disconnect();
        state = State.IDLE;
        body = null;
        seed.failed(why, retrySeconds);
        if (!seed.isPausedShortly()) {
            stop();
        }
    }

    private void lacks(String why) {
        if (movedFile == span.file() && redirects == 0) { // the place that it was moved to is no more
            movedFile = -1;
            state = State.IDLE;
            request();
            return;
        }
        movedFile = -1;
        int file = span.file();
        stop();
        seed.lacks(file, why);
        go();
    }

    private void disconnect() {
        readPace.stop();
        if (connection != null) {
            connection.close();
            connection = null;
        }
    }

    /** About once a second. */
    void tick(long now) {
        if (state != State.IDLE) {
            double rate = (receivedBytes - lastBytes) * (double) SECOND / Math.max(1, now - lastTick);
            bytesPerSecond = bytesPerSecond == 0 ? rate : bytesPerSecond + (rate - bytesPerSecond) / 3;
            missing = run.missingBytes();
            readPace.tick();
            boolean waits = state == State.CONNECTING || readPace.isHeld();
            if (!waits && now - lastProgress > ANSWER_TIMEOUT) {
                failed("it sent nothing for " + ANSWER_TIMEOUT / SECOND + " s", OptionalLong.empty());
            }
        }
        lastBytes = receivedBytes;
        lastTick = now;
        go();
    }

    /** All blocks of the piece have come from others. */
    void unneeded(PieceAssembly piece) {
        for (Share share : run.shares()) {
            if (share.assembly() == piece) {
                run.drop(share);
            }
        }
        counted();
        // The bytes that still come of it are passed over, or the body is cut, when the next ones arrive.
    }

    @Override
    public long nanosFor(long bytes) {
        double rate = bytesPerSecond;
        return rate <= 0 ? Long.MAX_VALUE : (long) (bytes / rate * SECOND);
    }

    @Override
    public long nanosToFinish() {
        if (readPace.isHeld()) { // that it does nothing is not the server's fault
            return 0;
        }
        if (seed.now() - lastProgress > SILENCE) {
            return Long.MAX_VALUE;
        }
        double rate = bytesPerSecond;
        return rate <= 0 ? 0 : (long) (missing / rate * SECOND);
    }

    @Override
    public boolean findsWorkIn(int index) {
        long nanos = nanosFor(seed.layout().pieceLength(index));
        return workplace.assemblies().hasWork(index, seed, nanos);
    }

    @Override
    public boolean isSuspect() {
        return seed.isSuspect();
    }

    @Override
    public Suggestions suggestions() {
        return none;
    }
}
