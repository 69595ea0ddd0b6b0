package torrentkit.app.client.outcome;

import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * The wish to stop: SIGINT, SIGTERM or SIGHUP. The first one lets the main thread put things in order, for at most five seconds; the
 * second ends the process at once. Thread-safe.
 */
public final class StopSignal {
    private static final Duration GRACE = Duration.ofMillis(4500);
    private static final Duration LAST_MOMENT = Duration.ofMillis(400);
    private static final Runnable NOTHING = () -> {};

    private final CompletableFuture<Failure> requested = new CompletableFuture<>();
    private volatile ExitCode code = ExitCode.INTERRUPTED;
    private volatile boolean signalled;
    private volatile Runnable beforeHalt = NOTHING;

    /** A stop signal that nobody raises but by {@link #request()}. */
    public StopSignal() {}

    /** One that the process's signals raise. A signal that was ignored when the process started (nohup) stays ignored. */
    public static StopSignal ofProcess() {
        StopSignal stop = new StopSignal();
        for (String name : new String[] {"INT", "TERM", "HUP"}) {
            handle(name, stop::received);
        }
        return stop;
    }

    /** What the process exits with if it does not end in time, or by a second signal. */
    public void exitWith(ExitCode whenStopped) {
        code = whenStopped;
    }

    /** What must be done even if the process ends at once, such as giving the terminal back; it has a moment for that, no more. */
    public void beforeHalt(Runnable last) {
        beforeHalt = last;
    }

    public boolean isRequested() {
        return requested.isDone();
    }

    /** Waits until a stop is wished, but no longer than so; whether it is. */
    public boolean requestedWithin(Duration longest) throws InterruptedException {
        try {
            requested.get(longest.toNanos(), TimeUnit.NANOSECONDS);
            return true;
        } catch (TimeoutException e) {
            return false;
        } catch (ExecutionException e) {
            throw new IllegalStateException("nothing makes a wish fail", e);
        }
    }

    public void request() {
        request(new Failure(ExitCode.INTERRUPTED, "Stopped before the work was done."));
    }

    /** @param why what whoever waits fails with; without a message nothing is said about it */
    public void request(Failure why) {
        requested.complete(why);
    }

    /** From now on so much time is left; then all is stopped as if by a signal, but with {@link ExitCode#DEADLINE}. */
    public void expireAfter(Duration time, String option) {
        CompletableFuture.delayedExecutor(time.toMillis(), TimeUnit.MILLISECONDS, Runnable::run)
                .execute(() -> request(new Failure(
                        ExitCode.DEADLINE, "The time of " + option + " is over before the work was done.")));
    }

    private void received() {
        request();
        if (signalled) {
            halt();
        }
        signalled = true;
        Thread last = new Thread(this::haltAfterGrace, "stop-deadline");
        last.setDaemon(true);
        last.start();
    }

    private void haltAfterGrace() {
        try {
            Thread.sleep(GRACE.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        halt();
    }

    private void halt() {
        Thread last = new Thread(beforeHalt, "before-halt");
        last.setDaemon(true);
        last.start();
        try {
            last.join(LAST_MOMENT.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        Runtime.getRuntime().halt(code.number());
    }

    /**
     * Waits for the work's result.
     *
     * @throws Failure {@link ExitCode#INTERRUPTED} when a stop is wished first, or {@link ExitCode#DEADLINE}; the work is cancelled
     * @throws RuntimeException whatever the work failed with
     */
    public <T> T await(CompletableFuture<T> work) {
        return await(work, Duration.ofHours(1), NOTHING);
    }

    /** The same, with something to do now and then on the calling thread meanwhile, such as drawing progress. */
    public <T> T await(CompletableFuture<T> work, Duration period, Runnable tick) {
        CompletableFuture<Object> either = CompletableFuture.anyOf(work, requested);
        while (true) {
            try {
                either.get(period.toNanos(), TimeUnit.NANOSECONDS);
                if (!work.isDone()) {
                    work.cancel(true);
                    Failure why = requested.join();
                    throw new Failure(why.code(), why.getMessage());
                }
                return work.get();
            } catch (TimeoutException e) {
                tick.run();
            } catch (ExecutionException e) {
                throw e.getCause() instanceof RuntimeException cause ? cause : new IllegalStateException(e.getCause());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new Failure(ExitCode.INTERRUPTED, "Interrupted before the work was done.", e);
            }
        }
    }

    /**
     * Runs the handler at each signal of this name, if the platform has such signals. The JDK's only way is {@code sun.misc.Signal},
     * which javac lets nobody name without a warning; a shutdown hook, the official way, would never see a second signal.
     */
    public static void handle(String name, Runnable handler) {
        try {
            Class<?> signal = Class.forName("sun.misc.Signal");
            Class<?> type = Class.forName("sun.misc.SignalHandler");
            Object proxy =
                    Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, (self, method, arguments) -> {
                        switch (method.getName()) {
                            case "handle" -> handler.run();
                            case "equals" -> {
                                return self == arguments[0];
                            }
                            case "hashCode" -> {
                                return System.identityHashCode(self);
                            }
                            default -> {
                                return "handler of SIG" + name;
                            }
                        }
                        return null;
                    });
            signal.getMethod("handle", signal, type)
                    .invoke(null, signal.getConstructor(String.class).newInstance(name), proxy);
        } catch (ReflectiveOperationException | IllegalArgumentException e) {
            System.getLogger(StopSignal.class.getName())
                    .log(System.Logger.Level.DEBUG, () -> "SIG" + name + " keeps its usual effect: " + e);
        }
    }
}
