package torrentkit.app.server;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * SIGTERM and SIGINT as a request to stop in order. A second one ends the process at once, with the code that a shell gives to a
 * process that a signal ended. Java has no public way to this: the class that has been doing it since ever is called by name, so
 * that a platform without it still has the ordinary shutdown hook.
 */
final class StopSignals {
    private static final int SIGNALLED = 128;

    private final CountDownLatch requested = new CountDownLatch(1);
    private final CountDownLatch stopped = new CountDownLatch(1);
    private final AtomicBoolean once = new AtomicBoolean();

    private StopSignals() {}

    /** Handles the signals of this process from now on. */
    static StopSignals install() {
        StopSignals signals = new StopSignals();
        try {
            signals.handle("TERM");
            signals.handle("INT");
        } catch (ReflectiveOperationException | RuntimeException e) {
            Runtime.getRuntime().addShutdownHook(new Thread(signals::stopInHook, "stop"));
        }
        return signals;
    }

    private void handle(String name) throws ReflectiveOperationException {
        Class<?> signalType = Class.forName("sun.misc.Signal");
        Class<?> handlerType = Class.forName("sun.misc.SignalHandler");
        InvocationHandler received = (proxy, method, arguments) -> switch (method.getName()) {
            case "handle" -> {
                received((int) signalType.getMethod("getNumber").invoke(arguments[0]));
                yield null;
            }
            case "hashCode" -> System.identityHashCode(proxy);
            case "equals" -> proxy == arguments[0];
            default -> "stop on " + name;
        };
        Object handler =
                Proxy.newProxyInstance(StopSignals.class.getClassLoader(), new Class<?>[] {handlerType}, received);
        Object signal = signalType.getConstructor(String.class).newInstance(name);
        signalType.getMethod("handle", signalType, handlerType).invoke(null, signal, handler);
    }

    private void received(int number) {
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
