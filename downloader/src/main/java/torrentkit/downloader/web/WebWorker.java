package torrentkit.downloader.web;

import io.netty.buffer.ByteBuf;
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
final class WebWorker implements Worker, RangeFetch.Listener {
    private static final long SECOND = 1_000_000_000L;

    /** Without a block for so long, the server is taken for dead. */
    private static final long ANSWER_TIMEOUT = 30 * SECOND;

    /** Without a block for so long, a worker counts as stalled, and others may share its pieces. */
    private static final long SILENCE = 3 * SECOND;

    private final WebSeed seed;
    private final int number;
    private final Workplace workplace;
    private final SeedRun run;
    private final RangeFetch fetch;
    private final ReadPace readPace;
    private final Suggestions none = new Suggestions();
    private SeedBody body; // while one comes
    private long discarded; // of it, told already
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
        this.fetch = new RangeFetch(seed, this);
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
        if (!fetch.isIdle() || seed.isPaused()) {
            return;
        }
        if (!seed.mayAsk(this)) {
            stop();
        } else if (!run.isEmpty() || takeRun()) {
            request();
        } else {
            count();
        }
    }

    /** Drops everything. */
    void stop() {
        disconnect();
        run.shares().forEach(this::leave);
        count();
    }

    private void disconnect() {
        readPace.stop();
        fetch.stop();
        body = null;
    }

    private boolean takeRun() {
        Optional<Share> first = seed.pieces().take(this);
        if (first.isEmpty() || !take(first.get())) {
            return false;
        }
        long most = seed.pieces().runBytes(bytesPerSecond);
        int next = first.get().index() + 1;
        while (run.lastEnd() - run.position() < most && run.end() == run.lastEnd() && takeNext(next)) {
            next++;
        }
        count();
        return true;
    }

    private boolean takeNext(int index) {
        Optional<Share> share = seed.pieces().take(this, index);
        return share.isPresent() && take(share.get());
    }

    private boolean take(Share share) {
        if (!run.add(share, nanosFor(share.assembly().length()))) {
            withdraw(share); // nobody is told to look again, this worker least of all: nothing has become free
            return false;
        }
        workplace.started(share.index(), seed);
        return true;
    }

    private void leave(Share share) {
        run.drop(share);
        withdraw(share);
        workplace.workReturned();
    }

    private void withdraw(Share share) {
        workplace.assemblies().leave(share, this, true);
    }

    private void count() {
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
        lastProgress = seed.now();
        fetch.fetch(seed.files().span(run.position(), run.end()));
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

    @Override
    public void begins(SeedFiles.Span asked, RangeAnswer.Bytes bytes) {
        if (bytes.end() > asked.end()) {
            seed.servesWholeFiles();
        }
        if (bytes.begin() < asked.begin() && !seed.mayLoadForNothing()) {
            seed.giveUp("it does not serve parts of files: HTTP 206 was expected for a Range request, 200 found");
            return;
        }
        if (!seed.mayAsk(this)) {
            stop();
            return;
        }
        long offset = seed.layout().fileOffset(asked.file());
        long maxGap = seed.mayLoadForNothing() ? Long.MAX_VALUE : RangeFetch.MAX_DRAINED;
        body = new SeedBody(offset + bytes.begin(), offset + bytes.end(), maxGap);
        discarded = 0;
        lastProgress = seed.now();
        if (bytes.begin() < asked.begin()) { // what comes first is of more use than what was asked for
            run.shares().forEach(this::leave);
            takeLater(body);
        }
    }

    @Override
    public void data(ByteBuf data) {
        SeedBody current = body;
        SeedBody.Next next = current.accept(data, run);
        while (next == SeedBody.Next.NOTHING_NEEDED && seed.mayLoadForNothing() && takeLater(current)) {
            next = current.accept(data, run);
        }
        countDiscarded(current);
        if (next != SeedBody.Next.MORE && body == current) { // else it was given up meanwhile
            disconnect();
            goOn();
        }
    }

    /** Takes the next missing piece that is in the same body, where parts cannot be asked for. */
    private boolean takeLater(SeedBody current) {
        int index = (int) ((current.cursor() - 1) / seed.layout().pieceLength()) + 1;
        while (index < seed.layout().pieceCount() && seed.layout().pieceOffset(index) < current.end()) {
            if (seed.mayAsk(this) && takeNext(index)) {
                count();
                return true;
            }
            index++;
        }
        return false;
    }

    private void countDiscarded(SeedBody current) {
        int bytes = (int) (current.discarded() - discarded);
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
            count();
            if (!seed.mayAsk(this)) { // what is begun is finished, more is not
                run.shares().forEach(this::leave);
            }
        } else if (!run.isAt(share)) {
            leave(share); // others have the rest of it
        }
    }

    @Override
    public void ended() {
        SeedBody whole = body;
        body = null;
        if (!run.isEmpty() && whole.cursor() < whole.end() && run.position() < whole.end()) {
            failed("its answer ended too early", OptionalLong.empty());
        } else {
            goOn();
        }
    }

    private void goOn() {
        if (run.isEmpty()) {
            go();
        } else {
            request();
        }
        if (fetch.isIdle()) {
            fetch.read(); // to hear of the connection's end
        }
    }

    @Override
    public void readDone(long bytes) {
        if (!readPace.mustWait(bytes)) {
            readOn();
        }
    }

    private void waited() {
        lastProgress = seed.now(); // the wait was ours: nobody shall take it for a stall
        readOn();
    }

    private void readOn() {
        if (!fetch.isIdle()) {
            fetch.read();
        }
    }

    @Override
    public void failed(String why, OptionalLong retrySeconds) {
        disconnect();
        seed.failed(why, retrySeconds);
        if (!seed.isPausedShortly()) {
            stop();
        }
    }

    @Override
    public void lacks(SeedFiles.Span asked, String why) {
        stop();
        seed.lacks(asked.file(), why);
        go();
    }

    @Override
    public void never(String why) {
        seed.giveUp(why);
    }

    /** About once a second. */
    void tick(long now) {
        if (!fetch.isIdle()) {
            double rate = (receivedBytes - lastBytes) * (double) SECOND / Math.max(1, now - lastTick);
            bytesPerSecond = bytesPerSecond == 0 ? rate : bytesPerSecond + (rate - bytesPerSecond) / 3;
            missing = run.missingBytes();
            readPace.tick();
            boolean waits = fetch.isConnecting() || readPace.isHeld();
            if (!waits && now - lastProgress > ANSWER_TIMEOUT) {
                failed("it sent nothing for " + ANSWER_TIMEOUT / SECOND + " s", OptionalLong.empty());
            }
        }
        lastBytes = receivedBytes;
        lastTick = now;
        go();
    }

    /** All blocks of the piece have come from others. What still comes of it is passed over, or the answer is cut, when it comes. */
    void unneeded(PieceAssembly piece) {
        for (Share share : run.shares()) {
            if (share.assembly() == piece) {
                run.drop(share);
            }
        }
        count();
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
