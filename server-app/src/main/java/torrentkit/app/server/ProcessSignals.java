package torrentkit.app.server;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.IntConsumer;

/**
 * SIGTERM and SIGINT as a request to stop in order; a second one ends the process at once, with the code that a shell gives to a
 * process that a signal ended. SIGHUP as a request to read the settings again. Java has no public way to this: the class that has
 * been doing it since ever is called by name, so that a platform without it still has the ordinary shutdown hook.
 */
final class ProcessSignals {
    private static final int SIGNALLED = 128;

    private final CountDownLatch requested = new CountDownLatch(1);
    private final CountDownLatch stopped = new CountDownLatch(1);
    private final AtomicBoolean once = new AtomicBoolean();

    private ProcessSignals() {}

    /**
     * Handles the signals of this process from now on.
     *
     * @param hangup run for each SIGHUP, on a thread of its own
     */
    static ProcessSignals install(Runnable hangup) {
        ProcessSignals signals = new ProcessSignals();
        try {
            handle("TERM", signals::stopRequested);
            handle("INT", signals::stopRequested);
        } catch (ReflectiveOperationException | RuntimeException e) {
            Runtime.getRuntime().addShutdownHook(new Thread(signals::stopInHook, "stop"));
        }
        try {
            handle("HUP", number -> hangup.run());
        } catch (ReflectiveOperationException | RuntimeException e) {
            // no such signal here, or nohup wants it ignored: then settings are read again at a restart
        }
        return signals;
    }

    private static void handle(String name, IntConsumer action) throws ReflectiveOperationException {
        Class<?> signalType = Class.forName("sun.misc.Signal");
        Class<?> handlerType = Class.forName("sun.misc.SignalHandler");
        InvocationHandler received = (proxy, method, arguments) -> switch (method.getName()) {
            case "handle" -> {
                action.accept((int) signalType.getMethod("getNumber").invoke(arguments[0]));
                yield null;
            }
            case "hashCode" -> System.identityHashCode(proxy);
            case "equals" -> proxy == arguments[0];
            default -> "on " + name;
        };
        Object handler =
                Proxy.newProxyInstance(ProcessSignals.class.getClassLoader(), new Class<?>[] {handlerType}, received);
        Object signal = signalType.getConstructor(String.class).newInstance(name);
        signalType.getMethod("handle", signalType, handlerType).invoke(null, signal, handler);
    }

    private void stopRequested(int number) {
        if (!once.compareAndSet(false, true)) {
            Runtime.getRuntime().halt(SIGNALLED + number);
        }
        requested.countDown();
    }

    private void stopInHook() {
        requested.countDown();
        try {
            stopped.await(5, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Waits until the process is asked to stop. */
    void await() throws InterruptedException {
        requested.await();
    }

    /** Says that everything is closed. */
    void done() {
        stopped.countDown();
    }
}
