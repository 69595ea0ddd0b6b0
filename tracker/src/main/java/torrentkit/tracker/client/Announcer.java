package torrentkit.tracker.client;

import io.netty.channel.EventLoop;
import io.netty.util.concurrent.Future;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BiFunction;
import java.util.function.Supplier;
import torrentkit.metainfo.InfoHash;
import torrentkit.tracker.AnnounceEvent;
import torrentkit.tracker.AnnounceException;
import torrentkit.tracker.AnnounceRequest;
import torrentkit.tracker.AnnounceResponse;
import torrentkit.tracker.Totals;
import torrentkit.wire.PeerId;

/**
 * Keeps one torrent announced from {@code start} to {@code close}: to the trackers of its tiers (BEP 12), as often as they ask
 * for, with the events of BEP 3. Public methods may be called by any thread; everything else happens on one event loop.
 */
public final class Announcer implements AutoCloseable {
    private static final Logger LOG = System.getLogger(Announcer.class.getName());

    private final AnnouncerConfig config;
    private final Subject subject;
    private final Supplier<Totals> totals;
    private final PeerSink sink;
    private final EventLoop loop;
    private final BiFunction<URI, AnnounceRequest, CompletableFuture<AnnounceResponse>> asker;
    private final AutoCloseable owned;
    private final AnnounceSchedule schedule;
    private final int key = new Random().nextInt();
    private final CompletableFuture<Void> farewell = new CompletableFuture<>();

    private CompletableFuture<AnnounceResponse> underWay;
    private URI asked;
    private Future<?> timer;
    private boolean stopping;
    private volatile Snapshot snapshot = new Snapshot(
            Optional.empty(), Optional.empty(), Long.MIN_VALUE, OptionalInt.empty(), OptionalInt.empty(), 0);
    private volatile Optional<InetAddress> externalAddress = Optional.empty();

    /** Who is announced. */
    record Subject(InfoHash infoHash, PeerId peerId, int port) {}

    /** {@code nextAt} in the loop's nanoseconds, {@link Long#MIN_VALUE} for none. */
    private record Snapshot(
            Optional<URI> tracker,
            Optional<String> error,
            long nextAt,
            OptionalInt complete,
            OptionalInt incomplete,
            long answers) {}

    Announcer(
            AnnouncerConfig config,
            Subject subject,
            List<List<URI>> tiers,
            Supplier<Totals> totals,
            PeerSink sink,
            EventLoop loop,
            BiFunction<URI, AnnounceRequest, CompletableFuture<AnnounceResponse>> asker,
            AutoCloseable owned) {
        this.config = config;
        this.subject = subject;
        this.totals = totals;
        this.sink = sink;
        this.loop = loop;
        this.asker = asker;
        this.owned = owned;
        this.schedule = new AnnounceSchedule(tiers, config, new Random(), now());
    }

    /**
     * Begins to announce, with a tracker client, and thus a thread, of its own. For several torrents share a client.
     *
     * @param port where our peers can connect to us, 1 to 65535, or 0 when we do not listen
     * @param tiers trackers as the metainfo has them; those of unknown kinds are skipped
     * @param totals the transfer so far; asked on an event loop before each announce, so it must not block
     * @param sink told of peers
     */
    public static Announcer start(
            AnnouncerConfig config,
            InfoHash infoHash,
            PeerId peerId,
            int port,
            List<List<URI>> tiers,
            Supplier<Totals> totals,
            PeerSink sink) {
        TrackerClient client = TrackerClient.open(TrackerClientConfig.defaults());
        return start(client, config, new Subject(infoHash, peerId, port), tiers, totals, sink, client);
    }

    /**
     * Begins to announce through a client which the application shares among torrents, and closes after them.
     *
     * @param client asks the trackers; also lends the event loop
     * @param port where our peers can connect to us, 1 to 65535, or 0 when we do not listen
     * @param tiers trackers as the metainfo has them; those of unknown kinds are skipped
     * @param totals the transfer so far; asked on an event loop before each announce, so it must not block
     * @param sink told of peers
     */
    public static Announcer start(
            TrackerClient client,
            AnnouncerConfig config,
            InfoHash infoHash,
            PeerId peerId,
            int port,
            List<List<URI>> tiers,
            Supplier<Totals> totals,
            PeerSink sink) {
        return start(client, config, new Subject(infoHash, peerId, port), tiers, totals, sink, () -> {});
    }

    private static Announcer start(
            TrackerClient client,
            AnnouncerConfig config,
            Subject subject,
            List<List<URI>> tiers,
            Supplier<Totals> totals,
            PeerSink sink,
            AutoCloseable owned) {
        Announcer announcer =
                new Announcer(config, subject, tiers, totals, sink, client.nextLoop(), client::announce, owned);
        announcer.begin();
        return announcer;
    }

    void begin() {
        onLoop(this::plan);
    }

    /** Tells the trackers that the download is complete. */
    public void completed() {
        onLoop(() -> {
            schedule.completed(now());
            plan();
        });
    }

    /** Asks for more peers as soon as the tracker's {@code min interval} allows it. Calling it often does no harm. */
    public void wantPeers() {
        onLoop(() -> {
            schedule.wantPeers(now());
            plan();
        });
    }

    /** How it goes. */
    public AnnouncerStatus status() {
        Snapshot shown = snapshot;
        Optional<Duration> untilNext = shown.nextAt == Long.MIN_VALUE
                ? Optional.empty()
                : Optional.of(Duration.ofNanos(Math.max(0, shown.nextAt - now())));
        return new AnnouncerStatus(
                shown.tracker,
                shown.error,
                untilNext,
                shown.complete,
                shown.incomplete,
                shown.answers,
                externalAddress);
    }

    /**
     * Where we are, as the tracker that said so last sees us (BEP 24). A tracker may lie, or be on the same network as we are; good
     * for ordering whom to dial (BEP 40), not for deciding whom to trust.
     */
    public Optional<InetAddress> externalAddress() {
        return externalAddress;
    }

    /**
     * Ends announcing, and tells every tracker that knows us that we leave. Completes, never with a failure, when they have
     * answered or the configured time is over.
     */
    public CompletableFuture<Void> stop() {
        try {
            loop.execute(this::sayGoodbye);
        } catch (RejectedExecutionException e) {
            farewell.complete(null);
        }
        return farewell;
    }

    /** Stops and waits for it, 2 seconds unless configured otherwise. On an event loop it does not wait. */
    @Override
    public void close() {
        CompletableFuture<Void> stopped = stop();
        if (!loop.inEventLoop()) {
            try {
                stopped.get(config.stopTimeout().toMillis() + 500, TimeUnit.MILLISECONDS);
            } catch (ExecutionException | TimeoutException e) {
                LOG.log(Level.DEBUG, "the loop is too busy to say goodbye", e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
        try {
            owned.close();
        } catch (Exception e) {
            throw new IllegalStateException("closing a tracker client does not fail", e);
        }
    }

    // ---- on the event loop ----

    private void plan() {
        if (stopping || underWay != null) {
            return;
        }
        if (timer != null) {
            timer.cancel(false);
        }
        if (!schedule.hasTracker()) {
            Optional<String> why = snapshot.error.or(() -> Optional.of("there is no tracker to ask"));
            snapshot = new Snapshot(
                    snapshot.tracker, why, Long.MIN_VALUE, snapshot.complete, snapshot.incomplete, snapshot.answers);
            return;
        }
        long wait = schedule.nextAt() - now();
        if (wait <= 0) {
            ask();
        } else {
            timer = loop.schedule(this::plan, wait, TimeUnit.NANOSECONDS);
        }
    }

    private void ask() {
        URI tracker = schedule.tracker();
        AnnounceEvent event = schedule.eventFor(tracker);
        asked = tracker;
        underWay = asker.apply(tracker, request(tracker, event));
        underWay.whenComplete((response, failure) -> onLoop(() -> answered(tracker, event, response, failure)));
    }

    private AnnounceRequest request(URI tracker, AnnounceEvent event) {
        AnnounceRequest request = AnnounceRequest.of(
                        subject.infoHash(), subject.peerId(), subject.port(), totalsNow(), event)
                .withKey(key)
                .withTrackerId(schedule.trackerId(tracker));
        return event == AnnounceEvent.STOPPED ? request.withNumWant(0) : request.withNumWant(config.numWant());
    }

    private Totals totalsNow() {
        try {
            return totals.get();
        } catch (RuntimeException e) {
            LOG.log(Level.ERROR, "the transfer so far is not known; announcing goes on", e);
            return new Totals(0, 0, Totals.UNKNOWN);
        }
    }

    private void answered(URI tracker, AnnounceEvent event, AnnounceResponse response, Throwable failure) {
        if (stopping) {
            return;
        }
        underWay = null;
        if (failure == null) {
            schedule.succeeded(event, response, now());
            snapshot = new Snapshot(
                    Optional.of(tracker),
                    Optional.empty(),
                    schedule.nextAt(),
                    response.complete(),
                    response.incomplete(),
                    snapshot.answers + 1);
            response.warning()
                    .ifPresent(text -> LOG.log(Level.INFO, "{0} warns: {1}", TrackerUrl.shown(tracker), text));
            response.externalIp()
                    .filter(ip -> !ip.isAnyLocalAddress() && !ip.isMulticastAddress())
                    .ifPresent(ip -> externalAddress = Optional.of(ip));
            hand(response);
        } else {
            AnnounceException known = failure instanceof AnnounceException refused
                    ? refused
                    : new AnnounceException(AnnounceException.Reason.UNREACHABLE, failure.toString(), failure);
            schedule.failed(known, now());
            LOG.log(Level.DEBUG, "announce to {0} failed: {1}", TrackerUrl.shown(tracker), known.getMessage());
            snapshot = new Snapshot(
                    Optional.of(tracker),
                    Optional.of(known.getMessage()),
                    schedule.nextAt(),
                    snapshot.complete,
                    snapshot.incomplete,
                    snapshot.answers);
        }
        plan();
    }

    private void hand(AnnounceResponse response) {
        try {
            List<InetSocketAddress> peers = response.peers().addresses();
            if (externalAddress.isPresent() && subject.port() != 0) {
                peers.remove(new InetSocketAddress(externalAddress.get(), subject.port()));
            }
            sink.peers(peers);
        } catch (RuntimeException e) {
            LOG.log(Level.ERROR, "the receiver of peers failed; announcing goes on", e);
        }
    }

    private void sayGoodbye() {
        if (stopping) {
            return;
        }
        stopping = true;
        Set<URI> knowing = new HashSet<>(schedule.joined());
        if (timer != null) {
            timer.cancel(false);
        }
        if (underWay != null) {
            knowing.add(asked); // it may have arrived there
            underWay.cancel(false);
        }
        CompletableFuture<?>[] told = knowing.stream()
                .map(tracker -> asker.apply(tracker, request(tracker, AnnounceEvent.STOPPED)))
                .toArray(CompletableFuture<?>[]::new);
        CompletableFuture.allOf(told).whenComplete((done, failure) -> farewell.complete(null));
        Future<?> limit = loop.schedule(
                () -> {
                    for (CompletableFuture<?> late : told) {
                        late.cancel(false);
                    }
                    farewell.complete(null);
                },
                config.stopTimeout().toMillis(),
                TimeUnit.MILLISECONDS);
        farewell.whenComplete((done, failure) -> limit.cancel(false));
        Snapshot last = snapshot;
        snapshot = new Snapshot(last.tracker, last.error, Long.MIN_VALUE, last.complete, last.incomplete, last.answers);
    }

    private void onLoop(Runnable step) {
        if (loop.inEventLoop()) {
            step.run();
            return;
        }
        try {
            loop.execute(step);
        } catch (RejectedExecutionException e) {
            LOG.log(Level.DEBUG, "the event loop has ended", e);
        }
    }

    private long now() {
        return loop.ticker().nanoTime();
    }
}
