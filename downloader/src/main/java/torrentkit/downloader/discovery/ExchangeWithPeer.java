package torrentkit.downloader.discovery;

import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongSupplier;
import torrentkit.peer.ExtensionLink;
import torrentkit.peer.ExtensionReceiver;
import torrentkit.peer.PeerSession;
import torrentkit.peer.SwarmSession;
import torrentkit.wire.ExtensionHandshake;
import torrentkit.wire.PexMessage;
import torrentkit.wire.PexMessage.Contact;
import torrentkit.wire.ProtocolException;
import torrentkit.wire.ProtocolException.Violation;

/**
 * Peer exchange with one peer (BEP 11): tells it once a minute at most who came and went, and passes on what it tells, of which only so
 * much is taken. Belongs to the connection's event loop.
 */
final class ExchangeWithPeer implements ExtensionReceiver {
    private static final long SECOND = 1_000_000_000L;
    private static final long TELL_INTERVAL = 60 * SECOND;

    /** Clients mean a minute and mistake it by some seconds; who tells more often than this is not listened to. */
    private static final long HEAR_INTERVAL = 45 * SECOND;

    /** Messages that may come sooner, since some tell in two parts at first. */
    private static final int EARLY_MESSAGES = 2;

    private static final int MAX_IGNORED = 100;

    /** Addresses taken from one peer: thousands of dead ones would keep us from the living. */
    private static final int MAX_HEARD = 1_000;

    private final ExtensionLink link;
    private final PeerExchange exchange;
    private final LongSupplier clock;
    private final Set<InetSocketAddress> told = new LinkedHashSet<>();
    private int toldVersion = -1;
    private long tellAt;
    private long hearAt;
    private int early = EARLY_MESSAGES;
    private int ignored;
    private int heard;

    ExchangeWithPeer(ExtensionLink link, PeerExchange exchange, LongSupplier clock) {
        this.link = link;
        this.exchange = exchange;
        this.clock = clock;
        this.tellAt = clock.getAsLong();
        this.hearAt = tellAt;
    }

    @Override
    public void introduced(ExtensionHandshake handshake) {
        contact().ifPresent(contact -> exchange.connected(link.session(), contact));
    }

    /** Where the peer can be reached, as far as we know. */
    private Optional<Contact> contact() {
        SwarmSession session = link.session();
        Optional<ExtensionHandshake> handshake = session.extensions();
        boolean complete =
                session instanceof PeerSession known && known.remotePieces().isFull()
                        || handshake.map(ExtensionHandshake::uploadOnly).orElse(false);
        int flags = (complete ? PexMessage.SEED : 0) | (session.connection().dialled() ? PexMessage.REACHABLE : 0);
        return session.listening().map(address -> new Contact(address, flags));
    }

    @Override
    public void received(byte[] payload) {
        long now = clock.getAsLong();
        if (now < hearAt && --early < 0) {
            if (++ignored > MAX_IGNORED) {
                throw new ProtocolException(
                        Violation.EXCESS, "it goes on telling of peers more often than once a minute");
            }
            return;
        }
        hearAt = now + HEAR_INTERVAL;
        List<InetSocketAddress> news = new ArrayList<>();
        for (Contact contact : PexMessage.parse(payload).added()) {
            if (heard < MAX_HEARD
                    && Reach.isShared(
                            contact.address(),
                            link.session().connection().remote().getAddress())) {
                heard++;
                news.add(contact.address());
            }
        }
        if (!news.isEmpty()) {
            exchange.heardOf(news);
        }
    }

    @Override
    public void tick() {
        contact().ifPresent(contact -> exchange.connected(link.session(), contact));
        long now = clock.getAsLong();
        int version = exchange.version();
        boolean due = now >= tellAt && version != toldVersion;
        if (!due || !link.isOpen() || !link.session().connection().isWritable()) {
            return;
        }
        PexMessage news = news();
        if (news.isEmpty()) {
            toldVersion = version; // all is told
        } else {
            link.send(news.toBytes());
            tellAt = now + TELL_INTERVAL;
        }
    }

    /** What the peer was not told yet, which counts as told from now on. */
    private PexMessage news() {
        Map<InetSocketAddress, Contact> others = exchange.othersThan(link.session());
        List<Contact> added = others.values().stream()
                .filter(contact -> !told.contains(contact.address()))
                .limit(PexMessage.MAX_TOLD)
                .toList();
        List<InetSocketAddress> dropped = told.stream()
                .filter(address -> !others.containsKey(address))
                .limit(PexMessage.MAX_TOLD)
                .toList();
        added.forEach(contact -> told.add(contact.address()));
        dropped.forEach(told::remove);
        return new PexMessage(added, dropped);
    }

    @Override
    public void closed() {
        exchange.disconnected(link.session());
    }
}
