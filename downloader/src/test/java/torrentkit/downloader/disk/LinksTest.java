package torrentkit.downloader.disk;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.BitSet;
import java.util.List;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import torrentkit.metainfo.FileEntry;
import torrentkit.storage.StorageException;
import torrentkit.testing.TempContent;
import torrentkit.testing.TestTorrent;

/** Modes and symbolic links of BEP 47, from makers of torrents that mean well or harm. */
@Timeout(60)
class LinksTest {
    @TempDir
    Path directory;

    private static FileEntry link(String path, String target) {
        return FileEntry.link(List.of(path.split("/")), List.of(target.split("/")));
    }

    private Path download(TestTorrent torrent) {
        Path target = directory.resolve("target");
        try (Run run = Run.of(torrent, target)) {
            run.fetch();
            run.finish();
        }
        return target;
    }

    private static TestTorrent torrent(FileEntry... entries) {
        return TestTorrent.ofDirectory("linked", entries);
    }

    @Test
    void linksToFilesAndDirectoriesOfTheTorrentAreMade() throws IOException {
        Path target = download(torrent(
                TestTorrent.file("lib/libx.so.1.2", 100),
                link("lib/libx.so", "lib/libx.so.1.2"),
                link("bin/deep/x", "lib/libx.so"), // over another link
                link("current", "lib"),
                link("bin/far", "current/libx.so"))); // over a link to a directory
        assertThat(Files.readSymbolicLink(target.resolve("lib/libx.so"))).hasToString("../lib/libx.so.1.2");
        for (String name : List.of("lib/libx.so", "bin/deep/x", "current/libx.so", "bin/far")) {
            assertThat(target.resolve(name).toRealPath())
                    .isEqualTo(target.toRealPath().resolve("lib/libx.so.1.2"));
        }
    }

    @Test
    void linksThatLeadNowhereOrInCirclesAreLeftOut() {
        Path target = download(torrent(
                TestTorrent.file("dir/file", 100),
                link("nowhere", "etc/passwd"),
                link("self", "self"),
                link("one", "two"),
                link("two", "one"),
                link("dir/up", "dir"),
                link("dir/longer", "way"),
                link("way", "dir"),
                new FileEntry(
                        List.of("none"), 0, false, false, false, java.util.Optional.of(List.of())), // ".." or absolute
                link("good", "dir/file")));
        assertThat(TempContent.list(target)).containsExactly("dir", "dir/file", "good", "way");
    }

    @Test
    void aLinkDoesNotTakeTheFilesOfASelectionElsewhere() throws IOException {
        TestTorrent torrent = torrent(TestTorrent.file("a", 10), TestTorrent.file("b/c", 20), link("l", "b/c"));
        Path target = directory.resolve("target");
        BitSet wanted = new BitSet();
        wanted.set(0);
        wanted.set(2);
        try (Run run = Run.of(torrent, target, wanted)) {
            run.fetch();
            run.finish();
        }
        assertThat(TempContent.list(target)).containsExactly("a", "l");
        assertThat(Files.isSymbolicLink(target.resolve("l"))).isTrue();
        try (Run run = Run.of(torrent, target)) {
            run.fetch();
            run.finish();
        }
        assertThat(target.resolve("l")).hasBinaryContent(torrent.file(1));
    }

    /** Somebody swaps links into the part while it is written. */
    @Test
    void linksInThePartAreNotFollowed() throws IOException {
        TestTorrent torrent = torrent(TestTorrent.file("a/b", 10), TestTorrent.file("c", 5));
        Path outside = Files.createDirectory(directory.resolve("outside"));
        Path part = PartNames.of(directory.resolve("target"), torrent.metainfo().infoHash())
                .part();
        Files.createDirectory(part);
        Files.createSymbolicLink(part.resolve("a"), outside);
        Files.createSymbolicLink(part.resolve("c"), outside.resolve("c"));
        org.assertj.core.api.Assertions.assertThatThrownBy(() -> download(torrent))
                .isInstanceOf(StorageException.class);
        assertThat(outside).isEmptyDirectory();
    }

    @Test
    void whoMayReadMayExecute() throws IOException {
        Path target = download(torrent(TestTorrent.file("run.sh", 10).withExecutable(), TestTorrent.file("text", 10)));
        Assumptions.assumeTrue(
                target.getFileSystem().supportedFileAttributeViews().contains("posix"), "no modes here");
        String plain = PosixFilePermissions.toString(Files.getPosixFilePermissions(target.resolve("text")));
        String executable = PosixFilePermissions.toString(
                Files.getPosixFilePermissions(target.resolve("run.sh"), LinkOption.NOFOLLOW_LINKS));
        assertThat(plain).doesNotContain("x");
        assertThat(executable).isEqualTo(plain.replaceAll("r(.)-", "r$1x"));
    }
}
