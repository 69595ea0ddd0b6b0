package torrentkit.app.client.download;

import java.io.OutputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import torrentkit.app.client.console.Console;
import torrentkit.app.client.history.EventStream;
import torrentkit.app.client.history.HistoryEvent;
import torrentkit.app.client.outcome.ExitCode;
import torrentkit.app.client.outcome.Failure;
import torrentkit.app.client.outcome.Failures;
import torrentkit.app.client.outcome.StopSignal;
import torrentkit.app.client.source.HttpTorrent;
import torrentkit.metainfo.InfoHash;

/**
 * All sources of one {@code download}: each on a thread of a small pool until it is complete, all of them shared further by the main
 * thread. The exit code is that of the source that ended worst, see {@link ExitCode#worse}.
 */
final class DownloadRun {
    private static final Duration PERIOD = Duration.ofMillis(LiveEvents.PERIOD_MILLIS);
    private static final int SECONDS_TO_END = 15;

    private final Console console;
    private final StopSignal stop;
    private final RunOptions options;
    private final List<String> sources;
    private final Work work;

    /** What is done with one source, on a thread of the pool; throws nothing. */
    interface Work {
        /**
         * @param index which of the sources
         * @param output the standard output, if the content goes there
         */
        SourceEnd run(RunParts parts, int index, Optional<OutputStream> output);
    }

    /** Downloads the sources. */
    DownloadRun(Console console, StopSignal stop, RunOptions options, List<String> sources) {
        this(
                console,
                stop,
                options,
                sources,
                (parts, index, output) -> new SourceRun(parts, sources.get(index), index, output).run());
    }

    DownloadRun(Console console, StopSignal stop, RunOptions options, List<String> sources, Work work) {
        this.console = console;
        this.stop = stop;
        this.options = options;
        this.sources = sources;
        this.work = work;
    }

    /** @throws Failure of the only source; those of several are told one by one */
    ExitCode run() {
        boolean several = sources.size() > 1;
        boolean reserved = options.disk().toStandardOutput() || options.faces().json();
        Optional<OutputStream> output = reserved ? Optional.of(console.reserveOutput()) : Optional.empty();
        Report report = new Report(console, several, options.faces().json());
        options.limits().deadline().ifPresent(time -> stop.expireAfter(time, "--deadline"));
        List<SourceEnd> ends;
        ExitCode worst;
        try (EventStream events =
                Audience.open(options.faces(), console, stop, output).live(options.records())) {
            try (SharedParts shared = new SharedParts(options.peers(), options.limits(), options.http())) {
                RunParts parts = new RunParts(console, stop, options, shared, events, new Claims(sources), report);
                ends = new Sources(parts, options.disk().toStandardOutput() ? output : Optional.empty()).run();
            }
            worst = ends.stream().map(SourceEnd::code).reduce(ExitCode.OK, ExitCode::worse);
            for (SourceEnd end : ends) {
                events.publish(
                        end.torrent().map(InfoHash::toString).orElse(""),
                        new HistoryEvent.Result(
                                end.source(),
                                end.code().number(),
                                end.text(),
                                end.path().map(Object::toString)));
            }
            events.publish("", new HistoryEvent.Exit(worst.number()));
        }
        if (!several && ends.get(0).failure().isPresent()) {
            throw ends.get(0).failure().get();
        }
        return worst;
    }

    /** The sources under way and what is shared. */
    private final class Sources {
        private final RunParts parts;
        private final Optional<OutputStream> output;
        private final SourceEnd[] ends =
                new SourceEnd[sources.size()]; // each slot written by one thread before it counts down
        private final AtomicInteger left = new AtomicInteger(sources.size());
        private final CompletableFuture<Void> allEnded = new CompletableFuture<>();
        private final CompletableFuture<Void> over = new CompletableFuture<>();
        private final Queue<Integer> shared = new ConcurrentLinkedQueue<>(); // indices; added to before allEnded

        Sources(RunParts parts, Optional<OutputStream> output) {
            this.parts = parts;
            this.output = output;
        }

        List<SourceEnd> run() {
            AtomicInteger threads = new AtomicInteger();
            ExecutorService pool =
                    Executors.newFixedThreadPool(Math.min(options.limits().jobs(), sources.size()), task -> {
                        Thread thread = new Thread(task, "source-" + threads.incrementAndGet());
                        thread.setDaemon(true); // one that hangs in a name look-up must not keep the process
                        return thread;
                    });
            for (int i = 0; i < sources.size(); i++) {
                int index = i;
                pool.execute(() -> download(index));
            }
            try {
                stop.await(over, PERIOD, this::lookAtShared);
            } catch (Failure stopped) {
                awaitEnds();
            } finally {
                pool.shutdown();
                endSharing();
            }
            return resolved();
        }

        private void download(int index) {
            SourceEnd end = work.run(parts, index, output);
            ends[index] = end;
            if (sources.size() > 1) {
                end.failure().ifPresent(failure -> parts.report().error(end.source(), failure));
            }
            end.sharing().ifPresent(sharing -> {
                shared.add(index);
                parts.report().line(sharing.name(), sharing.begun());
            });
            if (left.decrementAndGet() == 0) {
                if (shared.isEmpty()) {
                    over.complete(null);
                } else {
                    stop.exitWith(worst());
                }
                allEnded.complete(null);
            }
        }

        private ExitCode worst() {
            return resolved().stream().map(SourceEnd::code).reduce(ExitCode.OK, ExitCode::worse);
        }

        /** Once a second, on the main thread. */
        private void lookAtShared() {
            for (Integer index : List.copyOf(shared)) {
                Sharing sharing = ends[index].sharing().orElseThrow();
                Optional<String> over;
                try {
                    over = sharing.look();
                } catch (RuntimeException e) {
                    lost(index, Failures.of(e));
                    over = Optional.empty();
                }
                over.ifPresent(text -> {
                    shared.remove(index);
                    sharing.close();
                    parts.report().line(sharing.name(), text);
                });
            }
            if (allEnded.isDone() && shared.isEmpty()) {
                over.complete(null);
            }
        }

        private void lost(Integer index, Failure failure) {
            shared.remove(index);
            ends[index].sharing().orElseThrow().close();
            ends[index] = ends[index].withFailure(failure);
            if (sources.size() > 1) {
                parts.report().error(ends[index].source(), failure);
            }
        }

        /** After a stop each source puts its own things in order; one that hangs is not waited for. */
        private void awaitEnds() {
            try {
                allEnded.get(SECONDS_TO_END, TimeUnit.SECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            } catch (TimeoutException | ExecutionException e) {
                // resolved() says so of those that are left
            }
        }

        private void endSharing() {
            for (Integer index : List.copyOf(shared)) {
                Sharing sharing = ends[index].sharing().orElseThrow();
                parts.report().line(sharing.name(), sharing.stopped());
                sharing.close();
            }
        }

        /** Each source's end; one that named the same torrent as another has that one's, whichever of them was first to say so. */
        private List<SourceEnd> resolved() {
            List<SourceEnd> resolved = new ArrayList<>();
            for (int i = 0; i < ends.length; i++) {
                SourceEnd end = own(i);
                resolved.add(
                        end.sameAs().isPresent() ? end.like(own(end.sameAs().getAsInt())) : end);
            }
            return resolved;
        }

        private SourceEnd own(int index) {
            return ends[index] != null
                    ? ends[index]
                    : SourceEnd.failed(
                            HttpTorrent.shown(sources.get(index)),
                            Optional.empty(),
                            new Failure(ExitCode.INTERRUPTED, "Stopped before the work was done."));
        }
    }
}
