package torrentkit.downloader.disk;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
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
}
