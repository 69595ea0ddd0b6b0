package torrentkit.downloader.disk;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import torrentkit.metainfo.FileEntry;
import torrentkit.testing.TestTorrent;

@Timeout(20)
class OldFilesTest {
    private static final int FILES = 10_000;

    @TempDir
    Path directory;

    /** As tiles of a map have it: a torrent of as many files, each looked up several times, must not take the square of that. */
    @Test
    void manyFilesOfOneSizeDoNotMakeLookingUpOneSlow() throws IOException {
        for (int i = 0; i < FILES; i++) {
            Files.write(directory.resolve("old" + i), new byte[] {1});
        }
        OldFiles old = new OldFiles(
                TestTorrent.ofDirectory("tree", TestTorrent.file("one", 10)).metainfo(), List.of(directory));
        int found = 0;
        for (int i = 0; i < 20 * FILES; i++) {
            found += old.of(new FileEntry(List.of("old" + i % FILES), 1, false)).size();
        }
        assertThat(found).isEqualTo(20 * FILES * 4);
        assertThat(old.of(new FileEntry(List.of("old77"), 1, false))
                        .get(0)
                        .path()
                        .getFileName())
                .hasToString("old77");
    }

    @Test
    void goesOnBesideADirectoryThatCannotBeRead() throws IOException {
        for (String name : List.of("a", "b", "c/d")) {
            Files.write(
                    Files.createDirectories(directory.resolve(name)).resolve(name.charAt(0) + ".bin"), new byte[] {1});
        }
        Path closed = directory.toRealPath().resolve("b");
        OldFiles old = new OldFiles(
                TestTorrent.ofDirectory("tree", TestTorrent.file("one", 10)).metainfo(), List.of(directory), at -> {
                    if (at.equals(closed)) {
                        throw new AccessDeniedException(at.toString());
                    }
                    return Files.newDirectoryStream(at);
                });

        assertThat(old.of(new FileEntry(List.of("none"), 1, false)))
                .extracting(found -> found.path().getFileName().toString())
                .containsExactlyInAnyOrder("a.bin", "c.bin");
    }

    @Test
    void aSourceThatCannotBeReadHasNothing() throws IOException {
        Files.write(directory.resolve("old"), new byte[] {1});

        OldFiles old = new OldFiles(
                TestTorrent.ofDirectory("tree", TestTorrent.file("one", 10)).metainfo(), List.of(directory), at -> {
                    throw new AccessDeniedException(at.toString());
                });

        assertThat(old.isEmpty()).isTrue();
    }
}
