package torrentkit.downloader.discovery;

import java.net.InetSocketAddress;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import torrentkit.peer.SwarmSession;
import torrentkit.wire.PexMessage;
import torrentkit.wire.PexMessage.Contact;

/**
 * Peer exchange of one swarm (BEP 11): keeps who is connected, for the {@link ExchangeWithPeer} of each connection to tell of. Thread-safe.
 */
final class PeerExchange {
    private final Consumer<Collection<InetSocketAddress>> sink;
    private final LongSupplier clock;
    private final Map<SwarmSession, Contact> connected = new ConcurrentHashMap<>();
    private final AtomicInteger version = new AtomicInteger();

    /**
     * @param sink told of peers that others have, on event loops
     * @param clock monotonic time in nanoseconds
     */
    PeerExchange(Consumer<Collection<InetSocketAddress>> sink, LongSupplier clock) {
        this.sink = sink;
        this.clock = clock;
    }

    /** Takes part with a session that is not open yet. */
    void extend(SwarmSession session) {
        session.extend(PexMessage.EXTENSION, link -> new ExchangeWithPeer(link, this, clock));
    }

    /** Told again when something of it changes. */
    void connected(SwarmSession session, Contact contact) {
        if (!contact.equals(connected.put(session, contact))) {
            version.incrementAndGet();
        }
    }

    void disconnected(SwarmSession session) {
        if (connected.remove(session) != null) {
            version.incrementAndGet();
        }
    }

    /** Changes whenever {@link #othersThan} may. */
    int version() {
        return version.get();
    }

    /** Who is connected and may be told to the peer of this session. */
    Map<InetSocketAddress, Contact> othersThan(SwarmSession session) {
        Map<InetSocketAddress, Contact> others = new LinkedHashMap<>();
        connected.forEach((other, contact) -> {
            if (other != session
                    && Reach.isShared(
                            contact.address(), session.connection().remote().getAddress())) {
                others.put(contact.address(), contact);
            }
        });
        return others;
    }

    void heardOf(Collection<InetSocketAddress> peers) {
        sink.accept(peers);
    }
}
