package torrentkit.app.server;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.util.List;
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

    /** Takes these signals, such as {@code TERM}, as requests to stop from now on. */
    static ProcessSignals install(List<String> names) {
        ProcessSignals signals = new ProcessSignals();
        try {
            for (String name : names) {
                handle(name, signals::stopRequested);
            }
        } catch (ReflectiveOperationException | RuntimeException e) {
            Runtime.getRuntime().addShutdownHook(new Thread(signals::stopInHook, "stop"));
        }
        return signals;
    }

    /** Does something at each signal of this name from now on, on a thread of its own. */
    static void at(String name, Runnable action) {
        try {
            handle(name, number -> action.run());
        } catch (ReflectiveOperationException | RuntimeException e) {
            // no such signal here, or the JVM was told to leave it alone
        }
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
