package torrentkit.app.server;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import torrentkit.app.server.config.Reloadable;
import torrentkit.app.server.config.ServerConfig;
import torrentkit.app.server.health.Readiness;
import torrentkit.app.server.http.ListenException;
import torrentkit.app.server.origin.OriginTraffic;

/**
 * Everything that runs, in three sides of which each stands on the ones before it: peers, content, web. They are opened in this
 * order, so that whoever reaches the HTTP port finds the rest ready, and closed in the reverse one. Confined to one thread at a
 * time, as {@link ServerLifecycle} sees to.
 */
final class TorrentServer implements AutoCloseable, Reloadable {
    private final Readiness readiness;
    private PeerSide peers;
    private ContentSide content;
    private WebSide web;

    private TorrentServer(Readiness readiness) {
        this.readiness = readiness;
    }

    /**
     * Starts serving.
     *
     * @throws ListenException if a port cannot be had
     * @throws IOException if the directory cannot be read
     */
    static TorrentServer open(ServerConfig config) throws IOException {
        return open(config, new Readiness());
    }

    /** @param readiness told when requests are answered, and when no longer */
    static TorrentServer open(ServerConfig config, Readiness readiness) throws IOException {
        TorrentServer server = new TorrentServer(readiness);
        readiness.now(Readiness.State.STARTING);
        server.open(config, Side.PEERS);
        Rehearsal.start(
                server.content.hashingThreads(),
                server.web.urls(),
                server.webAddress().getAddress());
        return server;
    }

    private void open(ServerConfig config, Side first) throws IOException {
        try {
            if (Side.PEERS.standsOn(first)) {
                peers = new PeerSide(config);
            }
            if (Side.CONTENT.standsOn(first)) {
                content = new ContentSide(config, peers);
            }
            web = new WebSide(config, peers, content, readiness);
        } catch (IOException | RuntimeException | Error e) {
            close();
            throw e;
        }
        readiness.now(Readiness.State.READY);
    }

    /**
     * Closes a side and those that stand on it, and opens them with other settings.
     *
     * @throws ListenException if a port cannot be had; then everything is closed
     * @throws IOException if the directory cannot be read; then everything is closed
     */
    void reopen(ServerConfig config, Side first) throws IOException {
        readiness.now(Readiness.State.RESTARTING);
        closeDownTo(first);
        open(config, first);
    }

    /** The directory that is served. */
    Path root() {
        return content.root();
    }

    /** Where torrents are asked for. */
    InetSocketAddress webAddress() {
        return web.address();
    }

    /** What was sent of files over HTTP since the web side was opened. */
    OriginTraffic originTraffic() {
        return web.traffic();
    }

    int trackerPort() {
        return peers.tracker().port();
    }

    int peerPort() {
        return peers.seeder().port();
    }

    PeerSide peers() {
        return peers;
    }

    ContentSide content() {
        return content;
    }

    WebSide web() {
        return web;
    }

    @Override
    public Runnable prepare(ServerConfig settings) {
        Runnable ofOthers = prepareBelow(Side.WEB, settings);
        Runnable ofWeb = web.prepare(settings);
        return () -> {
            ofOthers.run();
            ofWeb.run();
        };
    }

    /** The same for the sides that stay when this one is opened anew. */
    Runnable prepareBelow(Side side, ServerConfig settings) {
        Runnable ofPeers = Side.PEERS.standsOn(side) ? () -> {} : peers.prepare(settings);
        Runnable ofContent = Side.CONTENT.standsOn(side) ? () -> {} : content.prepare(settings);
        return () -> {
            ofPeers.run();
            ofContent.run();
        };
    }

    /** The running state as nested data, for a person. */
    Map<String, Object> context() {
        Map<String, Object> context = new LinkedHashMap<>();
        context.put("web", web.context());
        context.put("content", content.context());
        context.put("peers", peers.context());
        return context;
    }

    private void closeDownTo(Side first) {
        if (web != null) {
            web.close();
            web = null;
        }
        if (content != null && Side.CONTENT.standsOn(first)) {
            content.close();
            content = null;
        }
        if (peers != null && Side.PEERS.standsOn(first)) {
            peers.close();
            peers = null;
        }
    }

    /** Stops accepting, gives up what is announced, saves the state and closes what is connected. Doing so twice is harmless. */
    @Override
    public void close() {
        readiness.now(Readiness.State.STOPPING);
        closeDownTo(Side.PEERS);
        readiness.now(Readiness.State.STOPPED);
    }
}
