package torrentkit.downloader.discovery;

import io.netty.util.concurrent.Future;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import torrentkit.metainfo.InfoHash;
import torrentkit.peer.PeerNetwork;

/**
 * Tells the local network which torrents we are at, and hears the same of others (BEP 14). One for a process's port. Thread-safe; its
 * schedule runs on one event loop.
 */
final class LocalDiscovery implements AutoCloseable {
    private static final int PORT = 6771;
    private static final InetSocketAddress GROUP_4 = new InetSocketAddress("239.192.152.143", PORT);
    private static final InetSocketAddress GROUP_6 = new InetSocketAddress("ff15::efc0:988f", PORT);

    /** Announces that are looked at within a second; a network has fewer neighbours that mean well. */
    private static final int MAX_HEARD_PER_SECOND = 100;

    private final PeerNetwork network;
    private final String cookie = newCookie();
    private final Map<InfoHash, Consumer<Collection<InetSocketAddress>>> torrents = new ConcurrentHashMap<>();
    private final List<MulticastGroup> groups;
    private final LocalSchedule schedule;
    private final Future<?> clock;
    private volatile int heard;

    LocalDiscovery(PeerNetwork network) {
        this.network = network;
        this.schedule = new LocalSchedule(System.nanoTime());
        this.groups = List.of(
                MulticastGroup.join(GROUP_4, network, this::heard), MulticastGroup.join(GROUP_6, network, this::heard));
        this.clock = network.loops().next().scheduleAtFixedRate(this::second, 0, 1, TimeUnit.SECONDS);
    }

    private static String newCookie() {
        byte[] cookie = new byte[8];
        new SecureRandom().nextBytes(cookie);
        return HexFormat.of().formatHex(cookie);
    }

    /** Announces a torrent from now on, and passes on who else is at it. */
    void join(InfoHash torrent, Consumer<Collection<InetSocketAddress>> sink) {
        torrents.put(torrent, sink);
    }

    void leave(InfoHash torrent, Consumer<Collection<InetSocketAddress>> sink) {
        torrents.remove(torrent, sink);
    }

    private void second() {
        heard = 0;
        List<InfoHash> due = schedule.due(torrents.keySet(), System.nanoTime());
        if (!due.isEmpty()) {
            LocalAnnounce announce = new LocalAnnounce(network.port(), due, cookie);
            try {
                groups.get(0).send(announce.toText("239.192.152.143:" + PORT));
                groups.get(1).send(announce.toText("[ff15::efc0:988f]:" + PORT));
            } catch (RejectedExecutionException e) {
                clock.cancel(false); // the network is closing
            }
        }
    }

    /** Two groups may count at the same time: the bound need not be exact. */
    private void heard(String text, InetAddress from) {
        int count = heard + 1;
        heard = count;
        if (count > MAX_HEARD_PER_SECOND) {
            return;
        }
        LocalAnnounce.parse(text)
                .filter(announce -> !announce.cookie().equals(cookie))
                .ifPresent(announce -> {
                    List<InetSocketAddress> peer = List.of(new InetSocketAddress(from, announce.port()));
                    for (InfoHash torrent : announce.torrents()) {
                        Consumer<Collection<InetSocketAddress>> sink = torrents.get(torrent);
                        if (sink != null) {
                            sink.accept(peer);
                        }
                    }
                });
    }

    @Override
    public void close() {
        clock.cancel(false);
        groups.forEach(MulticastGroup::close);
    }
}
