package torrentkit.app.client.face.web;

import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import torrentkit.app.client.console.Console;
import torrentkit.app.client.history.HistoryEvent;
import torrentkit.app.client.history.HistoryListener;
import torrentkit.app.client.history.RunState;
import torrentkit.app.client.history.TimedEvent;
import torrentkit.app.client.history.TorrentState;
import torrentkit.app.client.http.Feed;
import torrentkit.app.client.http.LocalServer;
import torrentkit.app.client.outcome.Failure;

/**
 * The run as a page in a browser. Whoever opens it gets the whole state and then, at most four times a second, what changes. Called on
 * the events' thread.
 */
public final class WebFace implements HistoryListener {
    private static final long PERIOD_NANOS = TimeUnit.MILLISECONDS.toNanos(250);

    /** Torrents of one run that the page shows; so many rows are no page any more. */
    private static final int MAX_TORRENTS = 500;

    private final RunState state = new RunState();
    private final Map<String, TorrentNews> news = new LinkedHashMap<>();
    private final TorrentNews ofRun = new TorrentNews();
    private final Feed feed = new Feed();
    private final LocalServer server;
    private final LongSupplier nanoTime;
    private final PageJson json = new PageJson(Long.toString(System.currentTimeMillis(), Character.MAX_RADIX));
    private long lastSent;
    private boolean ended;
    private boolean over;

    private WebFace(InetSocketAddress address, LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
        this.lastSent = nanoTime.getAsLong() - PERIOD_NANOS;
        this.server = LocalServer.open(address, "torrentkit-page", "--web-port", new PageSite(feed));
    }

    /**
     * Opens the port and says where the page is.
     *
     * @param address usually a loopback one; port 0 takes any free one
     * @throws Failure when the port cannot be had
     */
    public static WebFace open(InetSocketAddress address, Console console) {
        WebFace face = new WebFace(address, System::nanoTime);
        console.line("The page of this run is " + face.url());
        return face;
    }

    /**
     * The same on a port that nobody asked for: when that is taken, as by another download, the page gets any free one.
     *
     * @throws Failure when there is no free one either
     */
    public static WebFace openNear(InetSocketAddress address, Console console) {
        try {
            return open(address, console);
        } catch (Failure taken) {
            return open(new InetSocketAddress(address.getAddress(), 0), console);
        }
    }

    /** One that says nothing, with a clock of its own. */
    static WebFace open(InetSocketAddress address, LongSupplier nanoTime) {
        return new WebFace(address, nanoTime);
    }

    /** Where the page is. */
    public String url() {
        InetSocketAddress address = server.address();
        boolean local =
                address.getAddress().isLoopbackAddress() || address.getAddress().isAnyLocalAddress();
        String literal = address.getAddress().getHostAddress();
        String host = local ? "localhost" : literal.contains(":") ? "[" + literal + "]" : literal;
        return "http://" + host + ":" + address.getPort() + "/";
    }

    @Override
    public void accept(TimedEvent event) {
        state.accept(event);
        if (event.isOfRun()) {
            ended |= event.event() instanceof HistoryEvent.Exit;
            if (!isKnown(event.event())) {
                ofRun.accept(event);
            }
            return;
        }
        ended &= !(event.event() instanceof HistoryEvent.Initialized); // a record may have several runs
        String torrent = event.torrent().orElse("");
        TorrentNews ofTorrent = news.get(torrent);
        if (ofTorrent == null && news.size() < MAX_TORRENTS) {
            ofTorrent = new TorrentNews();
            news.put(torrent, ofTorrent);
        }
        if (ofTorrent != null) {
            ofTorrent.accept(event);
        }
    }

    /** Whether it is the result of a source, in the words that its torrent has ended with. */
    private boolean isKnown(HistoryEvent event) {
        return event instanceof HistoryEvent.Result result
                && state.torrents().stream()
                        .flatMap(torrent -> torrent.ended().stream())
                        .anyMatch(end -> end.text().equals(result.text()));
    }

    @Override
    public boolean lingers() {
        return true;
    }

    @Override
    public void tick() {
        long now = nanoTime.getAsLong();
        if (now - lastSent < PERIOD_NANOS) {
            return;
        }
        lastSent = now;
        send(now);
    }

    private void send(long now) {
        List<TorrentState> shown = new ArrayList<>(state.torrents());
        shown.removeIf(torrent -> !news.containsKey(torrent.torrent()));
        shown.forEach(torrent -> news.get(torrent.torrent()).measure(torrent, now));
        if (feed.isFollowed()) {
            tell(shown);
        }
        news.values().forEach(TorrentNews::clear);
        ofRun.clear();
    }

    private void tell(List<TorrentState> shown) {
        boolean everything = feed.someoneNeedsEverything();
        PageJson.Frame frame = new PageJson.Frame(shown.size(), ended, over, true, ofRun);
        List<byte[]> changes = new ArrayList<>();
        List<byte[]> whole = new ArrayList<>();
        for (TorrentState torrent : shown) {
            TorrentNews ofTorrent = news.get(torrent.torrent());
            if (ofTorrent.isAny() || over || frame.first() && ofRun.isAny()) {
                changes.add(json.changes(torrent, ofTorrent, frame));
            }
            if (everything) {
                whole.add(json.everything(torrent, ofTorrent, frame));
            }
            frame = frame.ofNext();
        }
        if (shown.isEmpty() && (ofRun.isAny() || over)) {
            changes.add(json.withoutTorrent(frame));
        }
        if (shown.isEmpty() && everything) {
            whole.add(json.withoutTorrent(frame));
        }
        feed.send(changes, everything ? Optional.of(whole) : Optional.empty());
    }

    @Override
    public void close() {
        over = true;
        send(nanoTime.getAsLong());
        server.close();
    }
}
