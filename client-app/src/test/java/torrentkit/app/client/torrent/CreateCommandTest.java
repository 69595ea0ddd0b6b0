package torrentkit.app.client.torrent;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import torrentkit.app.client.Cli;
import torrentkit.app.client.outcome.ExitCode;
import torrentkit.metainfo.FileEntry;
import torrentkit.metainfo.Metainfo;

class CreateCommandTest {
    @TempDir
    Path directory;

    private final Cli cli = new Cli();
    private Path content;
    private Path torrent;

    @BeforeEach
    void makeContent() throws Exception {
        content = Files.createDirectory(directory.resolve("photos"));
        Files.write(content.resolve("b.jpg"), new byte[70_000]);
        Files.createDirectory(content.resolve("a"));
        Files.write(content.resolve("a/ö é.jpg"), new byte[10]);
        Files.createFile(content.resolve("empty"));
        torrent = directory.resolve("t.torrent");
    }

    @Test
    void makesTheTorrentOfADirectory() {
        assertThat(cli.run("create", content, "-o", torrent)).isEqualTo(ExitCode.OK);
        Metainfo metainfo = Metainfo.read(torrent);
        assertThat(metainfo.name()).isEqualTo("photos");
        assertThat(metainfo.isPrivate()).isTrue();
        assertThat(metainfo.files().stream().map(FileEntry::joinedPath)).containsExactly("a/ö é.jpg", "b.jpg", "empty");
        assertThat(cli.out()).contains(torrent.toString(), metainfo.infoHash().toString());
    }

    @Test
    void takesAllOptions() {
        assertThat(cli.run(
                        "create",
                        content.resolve("b.jpg"),
                        "-o",
                        torrent,
                        "-a",
                        "http://a/announce,udp://b:1/announce",
                        "-a",
                        "https://c/announce",
                        "-w",
                        "http://a/b.jpg",
                        "--piece-length",
                        "32K",
                        "--public",
                        "-n",
                        "x.jpg",
                        "-c",
                        "a comment",
                        "--source",
                        "here"))
                .isEqualTo(ExitCode.OK);
        Metainfo metainfo = Metainfo.read(torrent);
        assertThat(metainfo.trackers())
                .containsExactly(
                        List.of(URI.create("http://a/announce"), URI.create("udp://b:1/announce")),
                        List.of(URI.create("https://c/announce")));
        assertThat(metainfo.webSeeds()).containsExactly(URI.create("http://a/b.jpg"));
        assertThat(metainfo.layout().pieceLength()).isEqualTo(32 << 10);
        assertThat(metainfo.isPrivate()).isFalse();
        assertThat(metainfo.name()).isEqualTo("x.jpg");
        assertThat(metainfo.comment()).contains("a comment");
    }

    @Test
    void putsTheTorrentIntoAnExistingDirectory() {
        assertThat(cli.run("create", content, "-o", directory)).isEqualTo(ExitCode.OK);
        assertThat(directory.resolve("photos.torrent")).isRegularFile();
    }

    @Test
    void neverOverwritesAndLeavesNothingElseBehind() throws Exception {
        Files.writeString(torrent, "mine");
        assertThat(cli.run("create", content, "-o", torrent)).isEqualTo(ExitCode.EXISTS);
        assertThat(torrent).hasContent("mine");
        try (var files = Files.list(directory)) {
            assertThat(files).containsExactlyInAnyOrder(content, torrent);
        }
    }

    @Test
    void leavesNoPartBehind() throws Exception {
        assertThat(cli.run("create", content, "-o", torrent)).isEqualTo(ExitCode.OK);
        try (var files = Files.list(directory)) {
            assertThat(files).containsExactlyInAnyOrder(content, torrent);
        }
    }

    @Test
    void saysWhenThereIsNoSuchContent() {
        assertThat(cli.run("create", directory.resolve("none"))).isEqualTo(ExitCode.NOT_FOUND);
    }

    @Test
    void refusesContentWithoutAnyByte() {
        assertThat(cli.run("create", content.resolve("empty"), "-o", torrent)).isEqualTo(ExitCode.BAD_TORRENT);
        assertThat(cli.err().lines()).hasSize(1);
        assertThat(torrent).doesNotExist();
    }

    @Test
    void refusesATagThatCannotBeAName() {
        assertThat(cli.run("create", content, "-n", "../x", "-o", torrent)).isEqualTo(ExitCode.BAD_TORRENT);
        assertThat(torrent).doesNotExist();
    }

    @Test
    void leavesOutWhatIsExcludedAndWhatIsNotIncluded() throws Exception {
        Files.writeString(content.resolve("a/notes.txt"), "x");
        assertThat(cli.run("create", content, "-I", "a", "-I", "b.*", "-x", "*.txt", "-o", torrent))
                .isEqualTo(ExitCode.OK);
        assertThat(Metainfo.read(torrent).files().stream().map(FileEntry::joinedPath))
                .containsExactly("a/ö é.jpg", "b.jpg");
    }

    @Test
    void refusesToMakeATorrentOfNothing() {
        assertThat(cli.run("create", content, "-x", "*", "-o", torrent)).isEqualTo(ExitCode.BAD_TORRENT);
        assertThat(cli.err()).contains("none of the files that are taken from");
    }

    @Test
    void aDryRunShowsWhatItWouldDo() throws Exception {
        assertThat(cli.run("create", content, "--dry-run", "-s", "16K", "-x", "a", "-o", torrent))
                .isEqualTo(ExitCode.OK);
        assertThat(cli.out().lines())
                .containsExactly(
                        "2 files:",
                        "    1    68.4 KiB  b.jpg",
                        "    2         0 B  empty",
                        "Would write photos, 68.4 KiB, 5 pieces of 16.0 KiB");
        assertThat(torrent).doesNotExist();
    }

    @Test
    void takesTheOptionsOfOtherMakers() {
        assertThat(cli.run(
                        "create",
                        content,
                        "-t",
                        "http://a/announce",
                        "--tier",
                        "http://b/announce,http://c/announce",
                        "-a",
                        "udp://d:1",
                        "-p",
                        "-s",
                        "32K",
                        "-o",
                        torrent))
                .isEqualTo(ExitCode.OK);
        Metainfo metainfo = Metainfo.read(torrent);
        assertThat(metainfo.trackers())
                .containsExactly(
                        List.of(URI.create("http://a/announce")),
                        List.of(URI.create("http://b/announce"), URI.create("http://c/announce")),
                        List.of(URI.create("udp://d:1")));
        assertThat(metainfo.layout().pieceLength()).isEqualTo(32 << 10);
        assertThat(metainfo.isPrivate()).isTrue();
    }

    @Test
    void suggestsTheUnitThatAnotherMakerWouldTake() {
        assertThat(cli.run("create", content, "-s", "256", "-o", torrent)).isEqualTo(ExitCode.BAD_OPTION);
        assertThat(cli.err()).contains("For KiB write 256K.");
        assertThat(cli.run("create", content, "-p", "--public", "-o", torrent)).isEqualTo(ExitCode.BAD_OPTION);
    }

    @Test
    void makesTheSameBytesEachTime() throws Exception {
        Path second = directory.resolve("second.torrent");
        assertThat(cli.run("create", content, "-o", torrent)).isEqualTo(ExitCode.OK);
        assertThat(cli.run("create", content, "-o", second)).isEqualTo(ExitCode.OK);
        assertThat(second).hasSameBinaryContentAs(torrent);
    }
}
