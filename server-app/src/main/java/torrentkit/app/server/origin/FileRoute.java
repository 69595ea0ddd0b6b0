package torrentkit.app.server.origin;

import io.netty.handler.codec.http.DefaultHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import torrentkit.app.server.catalogue.FileSource;
import torrentkit.app.server.catalogue.LookupThreads;
import torrentkit.app.server.http.Answer;
import torrentkit.app.server.http.HttpAnswers;
import torrentkit.app.server.http.Route;
import torrentkit.app.server.http.WebRequest;
import torrentkit.app.server.http.WholeAnswer;
import torrentkit.app.server.text.Shown;
import torrentkit.peer.RateLimit;
import torrentkit.storage.ContentChangedException;
import torrentkit.storage.ServedFile;
import torrentkit.storage.StorageException;

/**
 * {@code /file/PATH}: the bytes of the regular file at the path, whole or in ranges; the web seed (BEP 19) of every torrent, and the
 * way for those without a BitTorrent client. Directories are not listed here.
 */
public final class FileRoute implements Route, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(FileRoute.class);
    private static final int RETRY_SECONDS = 2;
    private static final int PEERS_RETRY_SECONDS = 30;

    private final FileSource source;
    private final LookupThreads lookups;
    private final FileSending sending;
    private final PeersFirst peersFirst;
    private final FileDigests digests = new FileDigests();
    private final OriginTraffic traffic = new OriginTraffic();
    private final Clock clock = Clock.systemUTC(); // of the file system, not of time that passes

    /**
     * @param limit what all that this process sends shares
     * @param peersFirst whom to put off
     */
    public FileRoute(FileSource source, LookupThreads lookups, RateLimit limit, PeersFirst peersFirst) {
        this.source = source;
        this.lookups = lookups;
        this.sending = new FileSending(new FileThreads(), new PageWarmer(), limit);
        this.peersFirst = peersFirst;
    }

    /** What was sent so far. */
    public OriginTraffic traffic() {
        return traffic;
    }

    @Override
    public CompletionStage<Answer> answer(WebRequest request, List<String> names) {
        if (names.isEmpty() || request.directory() || !request.viewer().sees(names)) {
            return CompletableFuture.completedFuture(HttpAnswers.unavailable());
        }
        try {
            return lookups.supply(() -> find(request, names));
        } catch (RejectedExecutionException e) {
            return CompletableFuture.completedFuture(
                    HttpAnswers.later("Too many requests are waiting; ask again later.", RETRY_SECONDS));
        }
    }

    private Answer find(WebRequest request, List<String> names) {
        Optional<Path> path = source.relative(names);
        if (path.isEmpty()) {
            return HttpAnswers.unavailable();
        }
        ServedFile file;
        try {
            file = ServedFile.open(source.root(), path.get());
        } catch (ContentChangedException e) {
            return HttpAnswers.later("The file is being changed just now; ask again when that is over.", RETRY_SECONDS);
        } catch (StorageException e) {
            if (e.kind() == StorageException.Kind.TOO_MANY_OPEN_FILES) {
                LOG.warn("{}", Shown.text(e.getMessage()));
                return HttpAnswers.later("Too many files are open; ask again later.", RETRY_SECONDS);
            }
            LOG.debug("not sent: {}", Shown.text(e.getMessage()));
            return HttpAnswers.unavailable();
        }
        try {
            return answer(request, names, file);
        } catch (RuntimeException | Error e) {
            file.close();
            throw e;
        }
    }

    private Answer answer(WebRequest request, List<String> names, ServedFile file) {
        BooleanSupplier needless = peersFirst.over(request, names);
        if (needless.getAsBoolean()) {
            file.close();
            return HttpAnswers.later(
                    "This client gets the content from peers; ask again when it does not.", PEERS_RETRY_SECONDS);
        }
        long size = file.stamp().size();
        HttpHeaders asked = request.headers();
        Validators validators = Validators.of(file.stamp(), clock.instant());
        Validators.Outcome conditions = validators.evaluate(asked);
        if (conditions != Validators.Outcome.FULFILLED) {
            file.close();
            return conditions == Validators.Outcome.NOT_MODIFIED
                    ? describe(HttpAnswers.notModified(validators.tag()), validators)
                    : describe(
                            HttpAnswers.text(
                                    HttpResponseStatus.PRECONDITION_FAILED,
                                    "The file is not the one that the request names."),
                            validators);
        }
        RangeHeader.Wanted wanted = asked.contains(HttpHeaderNames.RANGE) && validators.allowsRange(asked)
                ? RangeHeader.parse(asked.get(HttpHeaderNames.RANGE), size)
                : new RangeHeader.Wanted.Whole();
        if (wanted instanceof RangeHeader.Wanted.Unsatisfiable) {
            file.close();
            return unsatisfiable(size, validators);
        }
        HttpResponse head = new DefaultHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.OK);
        HttpAnswers.addCommonTo(head.headers());
        validators.addTo(head.headers());
        head.headers()
                .set(HttpHeaderNames.CACHE_CONTROL, request.user().isPresent() ? "private, no-cache" : "no-cache");
        digests.wantedBy(asked, file).ifPresent(digest -> head.headers().set(FileDigests.HEADER, digest));
        FileBody body = body(wanted, MediaTypes.of(names.get(names.size() - 1)), size, head);
        return new FileAnswer(head, file, body, sending, traffic.meter(names), needless);
    }

    private static FileBody body(RangeHeader.Wanted wanted, String type, long size, HttpResponse head) {
        if (wanted instanceof RangeHeader.Wanted.Some some) {
            head.setStatus(HttpResponseStatus.PARTIAL_CONTENT);
            if (some.ranges().size() > 1) {
                return FileBody.multipart(type, some.ranges(), size);
            }
            ByteRange range = some.ranges().get(0);
            head.headers().set(HttpHeaderNames.CONTENT_RANGE, range.ofTotal(size));
            return FileBody.single(type, range);
        }
        head.headers().set(HttpHeaderNames.ACCEPT_RANGES, "bytes");
        return FileBody.single(type, new ByteRange(0, size));
    }

    private static Answer unsatisfiable(long size, Validators validators) {
        WholeAnswer answer = HttpAnswers.text(
                HttpResponseStatus.REQUESTED_RANGE_NOT_SATISFIABLE,
                "The file has " + size + " bytes; none of them is in the range.");
        answer.head().headers().set(HttpHeaderNames.CONTENT_RANGE, "bytes */" + size);
        return describe(answer, validators);
    }

    private static Answer describe(WholeAnswer answer, Validators validators) {
        validators.addTo(answer.head().headers());
        return answer;
    }

    /** Ends the threads; what is still being sent fails. To be closed after the connections. */
    @Override
    public void close() {
        digests.close();
        sending.threads().close();
        sending.warmer().close();
    }
}
