package torrentkit.app.server.authorization;

import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Verifies passwords without letting anybody make this server compute: on threads of its own with a short queue, once for equal
 * credentials at the same time, with the last right ones remembered, and with a limit on failures.
 *
 * <p>What is remembered is a digest under a key of this process, and counts for one address only: so a guess from elsewhere is
 * limited as ever. The lock guards the two tables and is not held while a password is verified.
 */
final class PasswordCheck implements AutoCloseable {
    private static final int THREADS = Math.max(1, Runtime.getRuntime().availableProcessors() / 2);
    private static final int QUEUE = 64;
    private static final int REMEMBERED = 10_000;
    private static final int REMEMBERED_NAMES = 10_000;
    private static final Duration REMEMBERED_FOR = Duration.ofSeconds(60);
    private static final int FAILURES_OF_A_NAME = 100;
    private static final Duration WINDOW = Duration.ofSeconds(60);

    /** What came of it. */
    enum Outcome {
        RIGHT,
        WRONG,
        /** Too many checks are waiting; nothing was verified. */
        BUSY,
        /** This name failed too often lately; nothing was verified. */
        LIMITED
    }

    private final LongSupplier nanoTime;
    private final AttemptLimit addresses;
    private final AttemptLimit names;
    private final KeyedDigest digest = new KeyedDigest();
    private final ThreadPoolExecutor threads;
    private final Map<String, CompletableFuture<Outcome>> running = new HashMap<>();
    private final Map<String, Remembered> right = new LinkedHashMap<>();

    private record Remembered(PasswordFile file, long until) {}

    /** @param addresses counts failures by address; who may not try at all is known to the caller */
    PasswordCheck(AttemptLimit addresses, LongSupplier nanoTime) {
        this.addresses = addresses;
        this.nanoTime = nanoTime;
        names = new AttemptLimit(FAILURES_OF_A_NAME, WINDOW, REMEMBERED_NAMES, nanoTime);
        threads = new ThreadPoolExecutor(
                THREADS, THREADS, 10, TimeUnit.SECONDS, new ArrayBlockingQueue<>(QUEUE), task -> {
                    Thread thread = new Thread(task, "torrentkit-passwords");
                    thread.setDaemon(true);
                    return thread;
                });
        threads.allowCoreThreadTimeOut(true);
    }

    /** The time that {@link Outcome#LIMITED} means for the name. */
    Optional<Duration> waitingTime(String name) {
        return names.waitingTime(CallerNames.folded(name));
    }

    /**
     * Verifies a password. Does not block.
     *
     * @param source what failures are counted by
     * @return completes at once or on a thread of this check
     */
    CompletableFuture<Outcome> check(PasswordFile file, String name, byte[] password, InetAddress from, Object source) {
        String key = digest.of(name.getBytes(StandardCharsets.UTF_8), password, from.getAddress());
        String folded = CallerNames.folded(name);
        CompletableFuture<Outcome> outcome = new CompletableFuture<>();
        synchronized (this) {
            Remembered known = right.get(key);
            if (known != null && known.file() == file && known.until() - nanoTime.getAsLong() > 0) {
                return CompletableFuture.completedFuture(Outcome.RIGHT);
            }
            CompletableFuture<Outcome> same = running.get(key);
            if (same != null) {
                return same.copy();
            }
            if (names.waitingTime(folded).isPresent()) {
                return CompletableFuture.completedFuture(Outcome.LIMITED);
            }
            running.put(key, outcome);
        }
        names.begin(folded);
        addresses.begin(source);
        try {
            threads.execute(() -> finish(key, file, outcome, folded, source, () -> file.verify(name, password)));
        } catch (RejectedExecutionException e) {
            names.giveBack(folded);
            addresses.giveBack(source);
            synchronized (this) {
                running.remove(key);
            }
            outcome.complete(Outcome.BUSY);
        }
        return outcome.copy();
    }

    private interface Verification {
        boolean isRight();
    }

    private void finish(
            String key,
            PasswordFile file,
            CompletableFuture<Outcome> outcome,
            String folded,
            Object source,
            Verification verification) {
        boolean isRight;
        try {
            isRight = verification.isRight();
        } catch (RuntimeException | Error e) {
            synchronized (this) {
                running.remove(key);
            }
            outcome.completeExceptionally(e);
            return;
        }
        if (isRight) {
            names.giveBack(folded);
            addresses.giveBack(source);
        }
        synchronized (this) {
            running.remove(key);
            if (isRight) {
                remember(key, file);
            }
        }
        outcome.complete(isRight ? Outcome.RIGHT : Outcome.WRONG);
    }

    private void remember(String key, PasswordFile file) {
        right.remove(key); // to stand last
        right.put(key, new Remembered(file, nanoTime.getAsLong() + REMEMBERED_FOR.toNanos()));
        Iterator<Remembered> oldest = right.values().iterator();
        for (int i = 0; i < 2 && oldest.hasNext(); i++) {
            if (oldest.next().until() - nanoTime.getAsLong() <= 0 || right.size() > REMEMBERED) {
                oldest.remove();
            }
        }
    }

    @Override
    public void close() {
        threads.shutdownNow();
        synchronized (this) {
            running.values().forEach(outcome -> outcome.complete(Outcome.BUSY));
        }
    }
}
