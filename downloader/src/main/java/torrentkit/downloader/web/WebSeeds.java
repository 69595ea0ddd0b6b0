package torrentkit.downloader.web;

import io.netty.channel.EventLoop;
import io.netty.util.concurrent.Future;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import torrentkit.downloader.peer.Workplace;
import torrentkit.metainfo.Metainfo;
import torrentkit.peer.PeerNetwork;
import torrentkit.peer.Transport;
import torrentkit.tracker.client.TrackerClientConfig;

/** The web seeds of one download (BEP 19). Thread-safe. */
public final class WebSeeds implements AutoCloseable {
    private static final Logger LOG = System.getLogger(WebSeeds.class.getName());

    /** A torrent can name any number of them; these many are looked at. */
    private static final int MAX_SEEDS = 20;

    /** Whoever runs the download. Called on event loops and storage threads. */
    public interface Listener {
        /** A web seed begins to send. */
        void engaged(WebSeed seed);

        /** It sends no more, for now or for good. */
        void disengaged(WebSeed seed, String why);

        /** It sent a piece with a wrong hash, and is never asked again. */
        void poisoned(WebSeed seed, int index);
    }

    private final Workplace workplace;
    private final Listener listener;
    private final LongSupplier clock;
    private final String userAgent;
    private final WebDialler dialler;
    private final List<WebSeed> seeds;
    private final Future<?> ticking;

    /**
     * Knows the web seeds, and asks none of them yet.
     *
     * @param access with which name and address of ours, and with whose trust, servers are asked
     * @param clock monotonic time, nanoseconds
     */
    public WebSeeds(
            Metainfo metainfo,
            Workplace workplace,
            PeerNetwork network,
            TrackerClientConfig access,
            Listener listener,
            LongSupplier clock) {
        this.workplace = workplace;
        this.listener = listener;
        this.clock = clock;
        this.userAgent = access.userAgent();
        this.dialler = new WebDialler(Transport.of(network.loops()), access.bind(), access.tls());
        List<WebSeed> known = new ArrayList<>();
        Set<InetSocketAddress> names = new HashSet<>();
        EventLoop loop = network.loops().next();
        for (URI uri : metainfo.webSeeds()) {
            if (known.size() == MAX_SEEDS) {
                break;
            }
            try {
                known.add(new WebSeed(uri, name(WebUrl.of(uri), names), metainfo, this, loop));
            } catch (IllegalArgumentException e) {
                LOG.log(Level.DEBUG, "a web seed is left out: {0}", e.getMessage());
            }
        }
        this.seeds = List.copyOf(known);
        this.ticking = loop.scheduleAtFixedRate(() -> seeds.forEach(WebSeed::tick), 1, 1, TimeUnit.SECONDS);
    }

    /** Two URLs of one server are two sources, so they have two names. */
    private static InetSocketAddress name(WebUrl url, Set<InetSocketAddress> names) {
        InetSocketAddress name = InetSocketAddress.createUnresolved(url.host(), url.port());
        for (int i = 2; !names.add(name); i++) {
            name = InetSocketAddress.createUnresolved(url.host() + "#" + i, url.port());
        }
        return name;
    }

    /** All of them, in the torrent's order. */
    public List<WebSeed> all() {
        return seeds;
    }

    /** A piece or memory has become free: those that found nothing may look again. */
    public void wake() {
        for (WebSeed seed : seeds) {
            if (seed.use() != SeedUse.NOTHING) {
                seed.wake();
            }
        }
    }

    Workplace workplace() {
        return workplace;
    }

    WebDialler dialler() {
        return dialler;
    }

    String userAgent() {
        return userAgent;
    }

    long now() {
        return clock.getAsLong();
    }

    void engaged(WebSeed seed) {
        listener.engaged(seed);
    }

    void disengaged(WebSeed seed, String why) {
        listener.disengaged(seed, why);
    }

    void poisoned(WebSeed seed, int index) {
        listener.poisoned(seed, index);
    }

    /** Asks nobody any more. */
    public void close(String why) {
        ticking.cancel(false);
        seeds.forEach(seed -> seed.close(why));
        dialler.close();
    }

    @Override
    public void close() {
        close("the download is closed");
    }
}
