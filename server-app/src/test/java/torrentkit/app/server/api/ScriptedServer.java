package torrentkit.app.server.api;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import torrentkit.app.server.catalogue.Job;
import torrentkit.app.server.catalogue.ListedFile;
import torrentkit.app.server.http.Viewer;
import torrentkit.metainfo.InfoHash;
import torrentkit.seeder.PeerStatus;

/** A server that does what a test says: torrents at given paths, swarms and hashing that get on a little each time they are looked at. */
public final class ScriptedServer implements TorrentListing, Swarms, Jobs {
    private final Map<InfoHash, ListedTorrent> torrents = new TreeMap<>();
    private final List<List<String>> hashing = new CopyOnWriteArrayList<>();
    private final AtomicInteger looks = new AtomicInteger();
    private final List<String> warmed = new CopyOnWriteArrayList<>();
    private volatile Optional<String> notReady = Optional.empty();

    /** A torrent with a swarm. */
    public InfoHash torrent(List<String> path, long size) {
        InfoHash infoHash = InfoHash.ofInfoDictionary(String.join("/", path).getBytes(StandardCharsets.UTF_8));
        torrents.put(
                infoHash,
                new ListedTorrent(
                        infoHash, path.get(path.size() - 1), List.of(path), size, 1 << 20, (int) (size >> 20) + 1));
        return infoHash;
    }

    public void hash(List<String> path) {
        hashing.add(path);
    }

    public void notReady(String reason) {
        notReady = Optional.of(reason);
    }

    public List<String> warmed() {
        return warmed;
    }

    @Override
    public Chunk<ListedTorrent> list(Optional<String> after, int limit, Viewer viewer) {
        List<ListedTorrent> rest = torrents.values().stream()
                .sorted(Comparator.comparing(ScriptedServer::path))
                .filter(torrent -> viewer.sees(torrent.paths().get(0)))
                .filter(torrent -> after.isEmpty() || path(torrent).compareTo(after.get()) > 0)
                .limit(limit + 1L)
                .toList();
        return Chunk.of(rest, limit, ScriptedServer::path);
    }

    private static String path(ListedTorrent torrent) {
        return String.join("/", torrent.paths().get(0));
    }

    @Override
    public Optional<ListedTorrent> find(InfoHash infoHash, Viewer viewer) {
        return Optional.ofNullable(torrents.get(infoHash))
                .filter(torrent -> viewer.sees(torrent.paths().get(0)));
    }

    @Override
    public Collection<InfoHash> live() {
        looks.incrementAndGet();
        return torrents.keySet();
    }

    @Override
    public SwarmFigures figures(ListedTorrent torrent) {
        int place = List.copyOf(torrents.keySet()).indexOf(torrent.infoHash());
        long size = torrent.size();
        int look = looks.get();
        long moved = size * (3 + place) + look * 40_000_000L;
        return new SwarmFigures(
                2 + place * 3,
                7 + look + place * 5,
                5 + place,
                31e6 / (place + 1) * (1 + .3 * Math.sin(look)),
                size * (1 + place) / 2 + look * 4_000_000L,
                moved,
                size);
    }

    @Override
    public List<PeerStatus> peers(InfoHash infoHash) {
        return List.of(new PeerStatus(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 51413),
                "Transmission 4.0",
                3,
                9_000_000,
                1.5e6,
                false,
                true,
                false));
    }

    @Override
    public List<Job> list(Viewer viewer) {
        return hashing.stream().filter(viewer::sees).map(this::job).toList();
    }

    private Job job(List<String> path) {
        int number = hashing.indexOf(path);
        long total = 12L << 30;
        boolean waits = number > 0;
        return new Job(
                "job-" + number,
                path,
                false,
                waits ? Job.State.QUEUED : Job.State.HASHING,
                waits,
                waits ? 0 : Math.min(total, total / 5 + looks.get() * (total / 100)),
                total,
                Instant.EPOCH,
                Optional.empty(),
                Optional.empty());
    }

    @Override
    public Optional<Job> find(String id, Viewer viewer) {
        return list(viewer).stream().filter(job -> job.id().equals(id)).findFirst();
    }

    @Override
    public boolean warm(String glob, Viewer viewer) {
        if (glob.contains("[")) {
            throw new IllegalArgumentException("In " + glob + " a bracket is not closed.");
        }
        return !glob.equals("too/much") && warmed.add(glob);
    }

    public ServerStatus status() {
        double rate = torrents.values().stream()
                .mapToDouble(torrent -> figures(torrent).uploadRate())
                .sum();
        return new ServerStatus(
                "1.2.3",
                Instant.now().minusSeconds(277_000),
                notReady,
                new ServerStatus.Ports(
                        OptionalInt.of(8080),
                        OptionalInt.empty(),
                        OptionalInt.of(6969),
                        OptionalInt.empty(),
                        OptionalInt.of(6881)),
                new ServerStatus.Counts(OptionalLong.of(1_204), 318, torrents.size(), 41),
                new ServerStatus.Traffic(81_000_000_000L, 3_000_000_000L, 620_000_000_000L, rate),
                new ServerStatus.Hashing(hashing.isEmpty() ? 0 : 1, Math.max(0, hashing.size() - 1), 1, 2),
                new ServerStatus.Memory(61_000_000, 256_000_000, 18_000_000));
    }

    /** @param files in which the torrents of this server are found where they are said to be */
    public Views views(FileListing files) {
        return new Views(new Known(files), this, this, this, this::status, new Links("/torrent"));
    }

    /** The files of a real listing, with the torrents that were scripted. */
    private final class Known implements FileListing {
        private final FileListing files;

        Known(FileListing files) {
            this.files = files;
        }

        @Override
        public Optional<Chunk<ListedFile>> list(
                List<String> directory, Optional<String> after, int limit, Viewer viewer) {
            return files.list(directory, after, limit, viewer).map(this::known);
        }

        @Override
        public Chunk<ListedFile> search(String text, Optional<String> after, int limit, Viewer viewer) {
            return known(files.search(text, after, limit, viewer));
        }

        private Chunk<ListedFile> known(Chunk<ListedFile> chunk) {
            return new Chunk<>(chunk.items().stream().map(this::known).toList(), chunk.next());
        }

        private ListedFile known(ListedFile file) {
            Optional<InfoHash> infoHash = torrents.values().stream()
                    .filter(torrent -> torrent.paths().contains(file.names()))
                    .map(ListedTorrent::infoHash)
                    .findFirst();
            return new ListedFile(file.names(), file.directory(), file.bytes(), file.modified(), infoHash);
        }
    }
}
