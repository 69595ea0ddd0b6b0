package torrentkit.app.server.authorization;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import torrentkit.app.server.authorization.RuleGate.CallerView;
import torrentkit.app.server.authorization.TorrentSight.Sight;
import torrentkit.app.server.http.Viewer;
import torrentkit.app.server.http.WebRequest;
import torrentkit.app.server.torrents.Passes;
import torrentkit.metainfo.FileEntry;
import torrentkit.metainfo.InfoHash;
import torrentkit.metainfo.Metainfo;
import torrentkit.seeder.PeerGate;
import torrentkit.tracker.access.AnnounceKey;
import torrentkit.tracker.access.AnnounceKeys;
import torrentkit.tracker.access.LiveAnnounces;
import torrentkit.tracker.server.TorrentAccess;

/**
 * The rules where peers come in. Who fetches the torrent of a path that not everybody sees gets an announce key of their own in it;
 * the tracker takes announces of such a torrent with a key only, whose owner is still known and still sees the path; and the seeder
 * serves it only to addresses from which such an announce came lately. Any thread; nothing blocks but {@link #of}.
 */
public final class ProtectedTorrents implements TorrentAccess, PeerGate, Passes, AutoCloseable {
    private static final Access NEEDS_KEY = new Access.Refused(
            "This torrent is not for everybody: fetch it again from its server, which puts a key into it.",
            Optional.of(Access.Refused.NEVER));
    private static final Access NO_LONGER =
            new Access.Refused("You may no longer have this torrent.", Optional.of(Duration.ofHours(1)));
    private static final Access LATER = new Access.Refused(
            "The server is looking into this torrent; ask again.", Optional.of(Duration.ofMinutes(1)));

    private final Authorizer authorizer;
    private final Visibility visibility;
    private final TorrentSight sight;
    private volatile AnnounceKeys keys;
    private final LiveAnnounces live;
    private final Clock clock;
    private final Duration announceLife;
    private volatile Duration keyLifetime;

    /**
     * Begins with a secret that ends with the process.
     *
     * @param served may begin to serve later
     * @param keyLifetime how long a key is good for
     * @param interval the longest that the tracker tells peers to wait between announces
     */
    public ProtectedTorrents(
            Authorizer authorizer,
            Visibility visibility,
            TorrentPaths served,
            Duration keyLifetime,
            Duration interval) {
        this(authorizer, visibility, served, keyLifetime, interval, new LiveAnnounces(), Clock.systemUTC());
    }

    ProtectedTorrents(
            Authorizer authorizer,
            Visibility visibility,
            TorrentPaths served,
            Duration keyLifetime,
            Duration interval,
            LiveAnnounces live,
            Clock clock) {
        this.authorizer = authorizer;
        this.visibility = visibility;
        this.live = live;
        this.clock = clock;
        sight = new TorrentSight(served, visibility);
        keys = new AnnounceKeys(AnnounceSecret.passing(), clock);
        announceLife =
                interval.multipliedBy(2).plusMinutes(5); // an announce that got lost is no reason to be parted from
        keyLifetime(keyLifetime);
    }

    /**
     * From now on the keys have the secret that is kept in this directory, so that they outlive the process. May block.
     *
     * @throws IOException if it can be neither read nor written
     */
    public void keepSecretIn(Path directory) throws IOException {
        keys = new AnnounceKeys(AnnounceSecret.of(directory), clock);
    }

    /** Changes the lifetime of the keys that are made from now on. */
    public void keyLifetime(Duration lifetime) {
        keyLifetime = lifetime.compareTo(AnnounceKeys.MAX_LIFETIME) > 0 ? AnnounceKeys.MAX_LIFETIME : lifetime;
    }

    @Override
    public Pass of(WebRequest request, List<String> names, Metainfo metainfo) {
        if (!(request.viewer() instanceof CallerView view) || visibility.isUnrestricted()) {
            return new Pass.Open(); // no rules stand between this request and the answer
        }
        InfoHash infoHash = metainfo.infoHash();
        List<List<String>> files = files(metainfo);
        if (!sight.sees(view.caller(), names, infoHash, files)) {
            return new Pass.Hidden();
        }
        return view.caller().isAnonymous() || sight.sees(Caller.anonymous(), names, infoHash, files)
                ? new Pass.Open()
                : new Pass.Keyed(keys.issue(Subject.write(view.caller()), infoHash, keyLifetime));
    }

    /** The files of a torrent as {@link TorrentPaths#files} gives them. */
    public static List<List<String>> files(Metainfo metainfo) {
        return metainfo.isDirectory()
                ? metainfo.files().stream()
                        .filter(file -> !file.padding())
                        .map(FileEntry::path)
                        .toList()
                : List.of();
    }

    /**
     * Whether a torrent exists for a viewer, for those who tell of torrents and swarms: of a directory not only its own path counts,
     * but every file in it. Does not block; what is not known yet is not told of.
     */
    public boolean sees(Viewer viewer, InfoHash infoHash) {
        return visibility.isUnrestricted()
                || !(viewer instanceof CallerView view)
                || sight.of(infoHash, view.caller()) == Sight.SEEN;
    }

    @Override
    public Access announce(InfoHash infoHash, Optional<String> key, InetAddress from) {
        Sight everybody = sight.of(infoHash, Caller.anonymous());
        if (everybody == Sight.ABSENT) {
            return Access.UNKNOWN;
        }
        if (everybody == Sight.SEEN) {
            return Access.SEEDED_HERE;
        }
        Optional<AnnounceKey> genuine = key.flatMap(shown -> keys.verify(shown, infoHash));
        if (genuine.isEmpty()) {
            return everybody == Sight.UNDECIDED ? LATER : NEEDS_KEY;
        }
        Sight owner = of(infoHash, genuine.get());
        if (owner == Sight.SEEN) {
            Duration left = Duration.between(clock.instant(), genuine.get().expires());
            live.announced(infoHash, from, left.compareTo(announceLife) < 0 ? left : announceLife);
            return Access.SEEDED_HERE;
        }
        if (owner == Sight.HIDDEN) {
            live.stopped(infoHash, from);
            return NO_LONGER;
        }
        return owner == Sight.UNDECIDED ? LATER : Access.UNKNOWN;
    }

    private Sight of(InfoHash infoHash, AnnounceKey key) {
        return Subject.read(key.name())
                .filter(authorizer::stillKnows)
                .map(caller -> sight.of(infoHash, caller))
                .orElse(Sight.HIDDEN);
    }

    @Override
    public Access scrape(InfoHash infoHash, Optional<String> key, InetAddress from) {
        if (sight.of(infoHash, Caller.anonymous()) == Sight.SEEN) {
            return Access.SEEDED_HERE;
        }
        return key.flatMap(shown -> keys.verify(shown, infoHash))
                        .filter(genuine -> of(infoHash, genuine) == Sight.SEEN)
                        .isPresent()
                ? Access.SEEDED_HERE
                : Access.UNKNOWN;
    }

    @Override
    public void stopped(InfoHash infoHash, Optional<String> key, InetAddress from) {
        live.stopped(infoHash, from);
    }

    @Override
    public boolean admits(InfoHash infoHash, InetAddress peer) {
        if (visibility.isUnrestricted()) {
            return true;
        }
        Sight everybody = sight.of(infoHash, Caller.anonymous());
        return everybody == Sight.SEEN || everybody != Sight.ABSENT && live.isLive(infoHash, peer);
    }

    /** Ends the thread that looks into torrents. */
    @Override
    public void close() {
        sight.close();
    }
}
