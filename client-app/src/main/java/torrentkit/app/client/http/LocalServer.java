package torrentkit.app.client.http;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.channels.UnresolvedAddressException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import torrentkit.app.client.outcome.ExitCode;
import torrentkit.app.client.outcome.Failure;
import torrentkit.app.client.outcome.Failures;

/**
 * An HTTP server that is opened in many runs and asked in few: until somebody connects it is a socket and a waiting thread, and no class
 * of Netty's is loaded for it. Answers one request a connection. Thread-safe.
 */
public final class LocalServer implements AutoCloseable {
    private static final int BACKLOG = 64;
    private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(200);

    private final String name;
    private final LocalSite site;
    private final InetSocketAddress asked;
    private final HttpLimits limits;
    private final ServerSocketChannel listener;
    private final Thread acceptor;
    private volatile Connections connections;

    private LocalServer(
            ServerSocketChannel listener, InetSocketAddress asked, String name, LocalSite site, HttpLimits limits) {
        this.name = name;
        this.limits = limits;
        this.listener = listener;
        this.asked = asked;
        this.site = site;
        acceptor =
                new Thread(name + "-accept") { // a lambda would take a run that has none yet tens of milliseconds
                    @Override
                    public void run() {
                        accept();
                    }
                };
        acceptor.setDaemon(true);
        acceptor.start();
    }

    /**
     * Opens a port.
     *
     * @param name of its threads
     * @param option by which a person chooses the port
     * @throws Failure when the port cannot be had
     */
    public static LocalServer open(InetSocketAddress address, String name, String option, LocalSite site) {
        return open(address, name, option, site, HttpLimits.defaults());
    }

    static LocalServer open(InetSocketAddress address, String name, String option, LocalSite site, HttpLimits limits) {
        try {
            ServerSocketChannel listener = ServerSocketChannel.open();
            try {
                listener.bind(address, BACKLOG);
            } catch (IOException | RuntimeException e) {
                listener.close();
                throw e;
            }
            return new LocalServer(listener, address, name, site, limits);
        } catch (IOException | UnresolvedAddressException e) {
            String why = e.getMessage() == null ? e.toString() : e.getMessage();
            throw new Failure(
                    ExitCode.NETWORK,
                    "Port " + address.getPort() + " of " + address.getHostString() + " cannot be listened on: "
                            + Failures.sentence(why) + " Choose another with " + option + ".",
                    e);
        }
    }

    /** Where it listens. */
    public InetSocketAddress address() {
        return new InetSocketAddress(
                listener.socket().getInetAddress(), listener.socket().getLocalPort());
    }

    private void accept() {
        while (listener.isOpen()) {
            try {
                take(listener.accept());
            } catch (IOException e) {
                if (listener.isOpen()) {
                    log("a connection could not be accepted", e);
                    LockSupport.parkNanos(PAUSE_NANOS); // too many open files, say: trying at once would fail at once
                }
            }
        }
    }

    private static void log(String what, IOException e) {
        System.getLogger(LocalServer.class.getName()).log(System.Logger.Level.DEBUG, what, e);
    }

    private void take(SocketChannel socket) throws IOException {
        if (connections == null) {
            connections = new Connections(name, site, asked, limits);
        }
        connections.take(socket);
    }

    /** Ends feeds with what is still to be said, closes every connection, and ends the threads; returns when that is done. */
    @Override
    public void close() {
        try {
            listener.close();
            acceptor.join();
        } catch (IOException e) {
            log("the listening socket did not close in order", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        if (connections != null) {
            connections.close();
        }
    }
}
