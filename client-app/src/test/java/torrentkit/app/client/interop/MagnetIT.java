package torrentkit.app.client.interop;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import torrentkit.metainfo.MagnetLink;
import torrentkit.metainfo.Metainfo;
import torrentkit.testing.Needs;

/** Magnet links in both directions: nothing but an info-hash and a tracker, and the metadata from whoever seeds. */
@Tag("foreign")
@Execution(ExecutionMode.CONCURRENT)
class MagnetIT extends SeparateLab {
    private Path root;

    @BeforeEach
    void fillDirectories() throws Exception {
        root = Samples.make(lab.directory("root"));
    }

    /** Public torrents: most clients give away no metadata of private ones. */
    private Path torrent(String path, int trackerPort) throws Exception {
        String announce = "http://" + lab.network().address() + ":" + trackerPort + "/announce";
        Path torrent = lab.path("t.torrent");
        lab.client("create", root.resolve(path), "-o", torrent, "-a", announce, "--public")
                .succeeds();
        return torrent;
    }

    private Running download(Object magnet, Path into) throws Exception {
        return lab.client("download", magnet, "-d", into, "--no-record");
    }

    @ParameterizedTest
    @EnumSource
    void comesFromOthers(ForeignClient seed) throws Exception {
        seed.need(lab);
        Path settings = Files.writeString(lab.path("settings.conf"), "torrent-server { tracker-open: true }");
        int port = lab.server(lab.directory("empty"), "--config", settings).trackerPort();
        Path into = lab.directory("into");
        List<Path> torrents = new ArrayList<>();
        for (String path : Samples.ALL) {
            Path torrent = torrent(path, port);
            seed.seed(lab, torrent, root.resolve(path).getParent());
            torrents.add(torrent);
        }
        List<Running> ours = new ArrayList<>();
        for (Path torrent : torrents) {
            lab.awaitSeeder(port, torrent);
            ours.add(download(MagnetLink.of(Metainfo.read(torrent)), into));
        }
        for (Running download : ours) {
            download.succeeds();
        }
        for (String path : Samples.ALL) {
            Samples.assertSame(into.resolve(Samples.name(path)), root.resolve(path));
        }
    }

    @ParameterizedTest
    @EnumSource
    void comesFromServerApp(ForeignClient client) throws Exception {
        client.need(lab);
        ServerApp server = lab.server(root);
        List<ForeignClient.Fetch> fetches = new ArrayList<>();
        Path into = lab.directory("into");
        for (String path : Samples.ALL) {
            fetches.add(client.fetch(lab, server.magnet(path), into));
        }
        for (ForeignClient.Fetch fetch : fetches) {
            fetch.await();
        }
        for (String path : Samples.ALL) {
            Path arrived = into.resolve(Samples.name(path));
            if (client.makesEmptyFiles()) {
                Samples.assertSame(arrived, root.resolve(path));
            } else {
                Samples.assertSameBytes(arrived, root.resolve(path));
            }
        }
    }

    /** Nobody tells us of the seed but another peer, which has nothing itself. */
    @Test
    void findsASeedThroughLibtorrentsPeerExchange() throws Exception {
        ForeignClient.LIBTORRENT.need(lab);
        Path settings = Files.writeString(lab.path("settings.conf"), "torrent-server { tracker-open: true }");
        int port = lab.server(lab.directory("empty"), "--config", settings).trackerPort();
        Path torrent = torrent(Samples.FILE, port);
        ForeignClient.LIBTORRENT.seed(lab, torrent, root);
        lab.awaitSeeder(port, torrent);
        int lurker = lab.network().freePort();
        ForeignClient.libtorrent(lab, lurker, "lurk", torrent, lab.directory("lurk"));
        MagnetLink link = MagnetLink.of(Metainfo.read(torrent).infoHash())
                .withPeers(List.of(lab.network().address() + ":" + lurker));
        Path into = lab.directory("into");
        download(link, into).succeeds();
        Samples.assertSame(into.resolve(Samples.FILE), root.resolve(Samples.FILE));
    }

    /** Nothing but an info-hash, in a network with multicast. */
    @Test
    void findsLibtorrentInTheLocalNetwork() throws Exception {
        ForeignClient.LIBTORRENT.need(lab);
        Needs.that(
                lab.network().isSeparate() && hasMulticast(), "a network with multicast needs the right to make one.");
        Path torrent = lab.path("t.torrent");
        lab.client("create", root.resolve(Samples.FILE), "-o", torrent, "--public")
                .succeeds();
        ForeignClient.libtorrent(lab, lab.network().freePort(), "seed", torrent, root, "lsd");
        Path into = lab.directory("into");
        download(MagnetLink.of(Metainfo.read(torrent).infoHash()), into).succeeds();
        Samples.assertSame(into.resolve(Samples.FILE), root.resolve(Samples.FILE));
    }

    private boolean hasMulticast() throws Exception {
        String pair = "ip link add lan0 type veth peer name lan1 && ip addr add 10.78.0.1/24 dev lan0"
                + " && ip link set lan0 up && ip link set lan1 up";
        return lab.start(List.of("sh", "-c", pair)).exitCode() == 0;
    }

    @Test
    void comesFromServerAppToUs() throws Exception {
        ServerApp server = lab.server(root);
        Path into = lab.directory("into");
        for (String path : Samples.ALL) {
            download(server.magnet(path), into).succeeds();
            Samples.assertSame(into.resolve(Samples.name(path)), root.resolve(path));
        }
    }
}
