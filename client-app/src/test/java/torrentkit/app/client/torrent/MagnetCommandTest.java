package torrentkit.app.client.torrent;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import torrentkit.app.client.Cli;
import torrentkit.app.client.outcome.ExitCode;
import torrentkit.metainfo.Metainfo;

class MagnetCommandTest {
    private static final String HASH = "0123456789abcdef0123456789abcdef01234567";

    @TempDir
    Path directory;

    private final Cli cli = new Cli();
    private Path torrent;

    @BeforeEach
    void makeTorrent() throws Exception {
        Path content = Files.createDirectory(directory.resolve("top"));
        for (String name : new String[] {"a", "b", "c", "d"}) {
            Files.writeString(content.resolve(name), name);
        }
        torrent = directory.resolve("t.torrent");
        assertThat(new Cli().run("create", content, "-t", "http://a/announce", "-w", "http://a/top", "-o", torrent))
                .isEqualTo(ExitCode.OK);
    }

    @Test
    void printsTheLinkOfATorrent() {
        assertThat(cli.run("magnet", torrent)).isEqualTo(ExitCode.OK);
        assertThat(cli.out())
                .isEqualToIgnoringNewLines(
                        "magnet:?xt=urn:btih:" + Metainfo.read(torrent).infoHash()
                                + "&dn=top&xl=4&tr=http%3A%2F%2Fa%2Fannounce&ws=http%3A%2F%2Fa%2Ftop");
    }

    @Test
    void takesMoreTrackersPeersAndFiles() {
        assertThat(cli.run(
                        "magnet", torrent, "--tracker", "udp://b:1", "--peer", "127.0.0.1:9", "-s", "1,3-4", "-x", "d"))
                .isEqualTo(ExitCode.OK);
        assertThat(cli.out().strip()).contains("&tr=udp%3A%2F%2Fb%3A1").endsWith("&x.pe=127.0.0.1%3A9&so=0,2");
    }

    @Test
    void makesALinkOfAnInfoHash() {
        assertThat(cli.run("magnet", HASH, "--tracker", "http://a/announce")).isEqualTo(ExitCode.OK);
        assertThat(cli.out())
                .isEqualToIgnoringNewLines("magnet:?xt=urn:btih:" + HASH + "&tr=http%3A%2F%2Fa%2Fannounce");
    }

    @Test
    void cannotChooseFilesThatItDoesNotKnow() {
        assertThat(cli.run("magnet", HASH, "-s", "1")).isEqualTo(ExitCode.BAD_MAGNET);
        assertThat(cli.run("magnet", torrent, "-s", "5")).isEqualTo(ExitCode.NOT_FOUND);
        assertThat(cli.out()).isEmpty();
    }

    @Test
    void theLinkSaysWhatInfoShows() {
        assertThat(cli.run("info", "magnet:?xt=urn:btih:" + HASH + "&dn=a%1bb&xl=2048&tr=http://a/x&x.pe=h:1&so=0,2-4"))
                .isEqualTo(ExitCode.OK);
        assertThat(cli.out().lines())
                .containsExactly(
                        "Name:       a\uFFFDb",
                        "Info-hash:  " + HASH,
                        "Size:       2.0 KiB (2048 bytes)",
                        "Tracker:    http://a/x",
                        "Peer:       h:1",
                        "Files:      0,2-4 (counted from 0)",
                        "This is all that the magnet link says. 'client-app metadata' gets its torrent from peers.");
    }

    @Test
    void theLinkIsShownAsJson() {
        assertThat(cli.run("info", "--json", "magnet:?xt=urn:btih:" + HASH + "&dn=a%1bb%7f&tr=http://a/x&so=1"))
                .isEqualTo(ExitCode.OK);
        assertThat(cli.out())
                .isEqualToIgnoringNewLines("{\"metadata\":false,\"infoHash\":\"" + HASH
                        + "\",\"name\":\"a\\u001Bb\\u007F\",\"trackers\":[[\"http://a/x\"]],\"select\":\"1\",\"magnet\":"
                        + "\"magnet:?xt=urn:btih:" + HASH + "&dn=a%1Bb%7F&tr=http%3A%2F%2Fa%2Fx&so=1\"}");
    }

    @Test
    void theTorrentIsShownAsJson() {
        assertThat(cli.run("info", "--json", torrent)).isEqualTo(ExitCode.OK);
        assertThat(cli.out().lines()).hasSize(1);
        assertThat(cli.out())
                .startsWith("{\"metadata\":true,\"infoHash\":\"")
                .contains(
                        "\"name\":\"top\",\"directory\":true,\"size\":4,\"pieceLength\":65536,\"pieces\":1,\"private\":true,",
                        "\"trackers\":[[\"http://a/announce\"]],\"webSeeds\":[\"http://a/top\"]",
                        "{\"number\":4,\"path\":\"d\",\"size\":1}]}");
    }

    @Test
    void metadataWithoutAnyoneToAskIsRefused() {
        assertThat(cli.run("metadata", HASH, "-o", directory.resolve("m.torrent")))
                .isEqualTo(ExitCode.NETWORK);
        assertThat(cli.err()).contains("--tracker URL or --peer HOST:PORT");
        assertThat(directory.resolve("m.torrent")).doesNotExist();
    }
}
