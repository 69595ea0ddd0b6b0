package torrentkit.app.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import torrentkit.app.client.outcome.ExitCode;
import torrentkit.metainfo.MagnetLink;
import torrentkit.metainfo.Metainfo;
import torrentkit.tracker.server.Tracker;
import torrentkit.tracker.server.TrackerConfig;

/** The commands that ask trackers and peers about a torrent without downloading it. */
class SwarmCommandsIT {
    @TempDir
    Path directory;

    private final Cli cli = new Cli();
    private Path torrent;
    private Tracker tracker;
    private Seed seed;

    @BeforeEach
    void share() throws Exception {
        Path content = Files.createDirectory(directory.resolve("photos"));
        Files.write(content.resolve("a"), new byte[100_000]);
        Files.write(content.resolve("b"), new byte[10]);
        seed = Seed.of(content);
        tracker = Tracker.open(
                TrackerConfig.defaults().withListen(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0)));
        tracker.register(hash().infoHash());
        tracker.registerLocalSeed(
                hash().infoHash(), seed.seeder().peerId(), seed.seeder().port(), Optional.empty());
        torrent = directory.resolve("t.torrent");
    }

    @AfterEach
    void close() {
        seed.close();
        tracker.close();
    }

    private Metainfo hash() {
        return seed.metainfo();
    }

    private String announce(String scheme) {
        return scheme + "://127.0.0.1:" + tracker.port() + "/announce";
    }

    private static int freePort() throws Exception {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    @Test
    void eachTrackerTellsWhatItKnows() throws Exception {
        seed.torrent(torrent, URI.create(announce("http")));
        String dead = "http://127.0.0.1:" + freePort() + "/announce";
        assertThat(cli.run("scrape", torrent, "--tracker", announce("udp"), "--tracker", dead))
                .isEqualTo(ExitCode.OK);
        assertThat(cli.out().lines())
                .satisfiesExactly(
                        line -> assertThat(line).isEqualTo(announce("http") + ": 1 seed, 0 leechers, 0 completed"),
                        line -> assertThat(line).isEqualTo(announce("udp") + ": 1 seed, 0 leechers, 0 completed"),
                        line -> assertThat(line)
                                .startsWith(dead + ": No connection to 127.0.0.1")
                                .endsWith("."));
    }

    @Test
    void scrapesForScripts() throws Exception {
        String link = MagnetLink.of(hash()).toString();
        assertThat(cli.run(
                        "scrape", "--json", link, "--tracker", announce("http"), "--tracker", "http://127.0.0.1:1/x"))
                .isEqualTo(ExitCode.OK);
        assertThat(cli.out())
                .isEqualToIgnoringNewLines("{\"infoHash\":\"" + hash().infoHash() + "\",\"trackers\":[{\"tracker\":\""
                        + announce("http")
                        + "\",\"seeds\":1,\"leechers\":0,\"completed\":0},{\"tracker\":\"http://127.0.0.1:1/x\",\"error\":"
                        + "\"The tracker http://127.0.0.1:1/x has no place for scrapes.\"}]}");
    }

    @Test
    void saysWhenNoTrackerTells() throws Exception {
        seed.torrent(torrent);
        assertThat(cli.run("scrape", torrent)).isEqualTo(ExitCode.NETWORK);
        assertThat(cli.err()).contains("names no tracker", "--tracker");
        String other = "0123456789abcdef0123456789abcdef01234567";
        assertThat(cli.run("scrape", other, "--tracker", announce("http"))).isEqualTo(ExitCode.NETWORK);
        assertThat(cli.out()).startsWith(announce("http") + ": ");
        assertThat(cli.err().lines()).hasSize(2).allMatch(line -> line.endsWith("."));
    }

    @Test
    void aMagnetLinkBecomesItsTorrentAndBack() throws Exception {
        String link = MagnetLink.of(hash()).toString();
        assertThat(cli.run("metadata", link, "--peer", seed.address(), "--tracker", announce("http"), "-o", torrent))
                .isEqualTo(ExitCode.OK);
        Metainfo fetched = Metainfo.read(torrent);
        assertThat(fetched.infoBytes()).isEqualTo(hash().infoBytes());
        assertThat(cli.out()).contains(torrent.toString(), hash().infoHash().toString());

        Cli back = new Cli();
        assertThat(back.run("magnet", torrent)).isEqualTo(ExitCode.OK);
        MagnetLink again = MagnetLink.parse(back.out().strip());
        assertThat(again.infoHash()).isEqualTo(hash().infoHash());
        assertThat(again.trackers()).containsExactly(URI.create(announce("http")));
    }

    @Test
    void anInfoHashWithATrackerIsEnough() {
        assertThat(cli.run("metadata", hash().infoHash(), "--tracker", announce("udp"), "-o", torrent))
                .isEqualTo(ExitCode.OK);
        assertThat(Metainfo.read(torrent).infoHash()).isEqualTo(hash().infoHash());
    }

    @Test
    void infoShowsTheFilesOfAMagnetLinkThatAPeerKnows() {
        assertThat(cli.run("info", hash().infoHash(), "--peer", seed.address())).isEqualTo(ExitCode.OK);
        assertThat(cli.out()).contains("Name:       photos", "97.7 KiB  a", "10 B  b");
    }

    @Test
    void neverOverwritesATorrent() throws Exception {
        Files.writeString(torrent, "mine");
        assertThat(cli.run("metadata", hash().infoHash(), "--peer", seed.address(), "-o", torrent))
                .isEqualTo(ExitCode.EXISTS);
        assertThat(torrent).hasContent("mine");
    }

    @Test
    void saysWhenNobodyHasIt() throws Exception {
        ExitCode code = cli.run(
                "metadata",
                hash().infoHash(),
                "--peer",
                "127.0.0.1:" + freePort(),
                "--stall-timeout",
                "1",
                "-o",
                torrent);
        assertThat(code).isEqualTo(ExitCode.NETWORK);
        assertThat(cli.err().lines()).hasSize(1).allMatch(line -> line.endsWith("."));
        assertThat(torrent).doesNotExist();
    }
}
