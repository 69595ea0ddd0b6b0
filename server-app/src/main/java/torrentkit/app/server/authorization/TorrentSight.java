package torrentkit.app.server.authorization;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import torrentkit.app.server.authorization.Visibility.Below;
import torrentkit.metainfo.InfoHash;

/**
 * For whom a torrent exists: for those who see one of the places where its content lies, with every file in it. Event loops ask
 * here, so what takes long is done in the background and the answer is that it is not known yet.
 *
 * <p>The lock guards the tables of what was found out, both bounded, and is not held while anything is found out.
 */
final class TorrentSight implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(TorrentSight.class);
    private static final int FILES_AT_ONCE = 1_000;
    private static final int MAX_TORRENTS = 100_000;
    private static final int MAX_FILES = 200_000;
    private static final int MAX_VERDICTS = 10_000;
    private static final int QUEUE = 1_000;

    private final Visibility visibility;
    private final TorrentPaths served;
    private final Map<InfoHash, List<List<String>>> files = new LinkedHashMap<>(16, 0.75f, true);
    private long rememberedFiles;
    private final Map<Question, Boolean> verdicts = new LinkedHashMap<>(16, 0.75f, true);
    private final ThreadPoolExecutor background =
            new ThreadPoolExecutor(1, 1, 10, TimeUnit.SECONDS, new ArrayBlockingQueue<>(QUEUE), task -> {
                Thread thread = new Thread(task, "torrentkit-sight");
                thread.setDaemon(true);
                return thread;
            });

    /** @param rules which were in force when it was answered */
    private record Question(Object rules, InfoHash infoHash, Caller caller, List<String> path) {}

    /** What a caller may know of a torrent. */
    enum Sight {
        SEEN,
        HIDDEN,
        UNDECIDED,
        /** It is not served. */
        ABSENT
    }

    TorrentSight(TorrentPaths served, Visibility visibility) {
        this.served = served;
        this.visibility = visibility;
        background.allowCoreThreadTimeOut(true);
    }

    /** Whether the torrent exists for the caller. Does not block. */
    Sight of(InfoHash infoHash, Caller caller) {
        if (!served.offers(infoHash)) {
            return Sight.ABSENT;
        }
        if (visibility.isUnrestricted()) {
            return Sight.SEEN;
        }
        boolean undecided = !served.arePathsComplete(); // asked first: the paths may become complete meanwhile
        for (List<String> path : served.paths(infoHash)) {
            Sight sight = at(path, infoHash, caller);
            if (sight == Sight.SEEN) {
                return sight;
            }
            undecided |= sight == Sight.UNDECIDED;
        }
        return undecided ? Sight.UNDECIDED : Sight.HIDDEN;
    }

    private Sight at(List<String> path, InfoHash infoHash, Caller caller) {
        if (!visibility.sees(caller, path)) {
            return Sight.HIDDEN;
        }
        Below below = visibility.below(caller, path);
        if (below == Below.EVERYTHING) {
            return Sight.SEEN;
        }
        Optional<List<List<String>>> known = knownFiles(infoHash);
        if (known.isEmpty()) {
            inBackground(() -> served.files(infoHash).ifPresent(found -> remember(infoHash, found)));
            return Sight.UNDECIDED;
        }
        if (known.get().isEmpty()) {
            return Sight.SEEN;
        }
        if (below == Below.NOTHING) {
            return Sight.HIDDEN;
        }
        if (known.get().size() <= FILES_AT_ONCE) {
            return visibility.seesAll(caller, path, known.get()) ? Sight.SEEN : Sight.HIDDEN;
        }
        Question question = new Question(visibility.rules(), infoHash, caller, path);
        Boolean verdict = verdict(question);
        if (verdict == null) {
            inBackground(() -> remember(question, visibility.seesAll(caller, path, known.get())));
            return Sight.UNDECIDED;
        }
        return verdict ? Sight.SEEN : Sight.HIDDEN;
    }

    /**
     * Whether a content exists for the caller at one place. Looks at every file.
     *
     * @param content the files as {@link TorrentPaths#files} gives them
     */
    boolean sees(Caller caller, List<String> path, InfoHash infoHash, List<List<String>> content) {
        remember(infoHash, content);
        Object rules = visibility.rules();
        boolean seen = visibility.sees(caller, path)
                && (content.isEmpty()
                        || visibility.below(caller, path) == Below.EVERYTHING
                        || visibility.seesAll(caller, path, content));
        if (content.size() > FILES_AT_ONCE) {
            remember(new Question(rules, infoHash, caller, path), seen);
        }
        return seen;
    }

    private void inBackground(Runnable task) {
        try {
            background.execute(() -> {
                try {
                    task.run();
                } catch (RuntimeException e) {
                    LOG.warn("cannot find out who may have a torrent: {}", e.toString());
                }
            });
        } catch (RejectedExecutionException e) {
            LOG.debug("too many torrents are being looked into; it is asked again later");
        }
    }

    private synchronized Optional<List<List<String>>> knownFiles(InfoHash infoHash) {
        return Optional.ofNullable(files.get(infoHash));
    }

    private synchronized void remember(InfoHash infoHash, List<List<String>> content) {
        List<List<String>> before = files.put(infoHash, content);
        rememberedFiles += content.size() - (before == null ? 0 : before.size());
        Iterator<List<List<String>>> oldest = files.values().iterator();
        while ((files.size() > MAX_TORRENTS || rememberedFiles > MAX_FILES) && files.size() > 1) {
            rememberedFiles -= oldest.next().size();
            oldest.remove();
        }
    }

    private synchronized Boolean verdict(Question question) {
        return verdicts.get(question);
    }

    private synchronized void remember(Question question, boolean seen) {
        verdicts.put(question, seen);
        if (verdicts.size() > MAX_VERDICTS) {
            Iterator<Boolean> oldest = verdicts.values().iterator();
            oldest.next();
            oldest.remove();
        }
    }

    @Override
    public void close() {
        background.shutdownNow();
    }
}
