package torrentkit.app.client.torrent;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import torrentkit.app.client.Cli;
import torrentkit.app.client.outcome.ExitCode;
import torrentkit.metainfo.FileEntry;
import torrentkit.metainfo.Metainfo;
import torrentkit.metainfo.MetainfoOptions;
import torrentkit.piece.PieceHashes;

class InfoCommandTest {
    @TempDir
    Path directory;

    private static Metainfo metainfo(MetainfoOptions options) {
        return Metainfo.create(
                "photos\u202egpj",
                true,
                List.of(new FileEntry(List.of("a", "b.jpg"), 40_000), new FileEntry(List.of("empty"), 0)),
                16 << 10,
                new PieceHashes(new byte[60]),
                options);
    }

    @Test
    void showsWhatIsInATorrent() {
        Metainfo metainfo = metainfo(MetainfoOptions.defaults()
                .withTrackers(List.of(
                        List.of(URI.create("http://a/announce"), URI.create("udp://b:1")),
                        List.of(URI.create("https://c/x"))))
                .withWebSeeds(List.of(URI.create("http://a/photos")))
                .withComment("taken here"));
        assertThat(TorrentInfo.lines(metainfo))
                .containsExactly(
                        "Name:       photos\u202egpj",
                        "Info-hash:  " + metainfo.infoHash(),
                        "Size:       39.1 KiB (40000 bytes)",
                        "Pieces:     3 of 16.0 KiB",
                        "Private:    yes",
                        "Tracker 1:  http://a/announce, udp://b:1",
                        "Tracker 2:  https://c/x",
                        "Web seed:   http://a/photos",
                        "Comment:    taken here",
                        "Created by: torrentkit",
                        "",
                        "2 files:",
                        "    1    39.1 KiB  a/b.jpg",
                        "    2         0 B  empty");
    }

    @Test
    void printsNothingThatSteersTheTerminal() throws Exception {
        Path torrent = directory.resolve("t.torrent");
        Files.write(
                torrent,
                metainfo(MetainfoOptions.defaults().withComment("\u001b]0;owned\u0007\r\nName: fake"))
                        .toBytes());
        Cli cli = new Cli();
        assertThat(cli.run("info", torrent)).isEqualTo(ExitCode.OK);
        assertThat(cli.out())
                .contains("Name:       photos\uFFFDgpj\n", "Comment:    \uFFFD]0;owned\uFFFD\uFFFD\uFFFDName: fake\n");
    }
}
