package torrentkit.content;

import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import torrentkit.storage.FileStamp;
import torrentkit.testing.TestTorrent;

/** Contents to keep, of which nothing need be on disk. */
final class CachedExamples {
    private CachedExamples() {}

    /** A file of so many bytes, stamped to the nanosecond. */
    static Content file(Path root, int length) {
        return content(TestTorrent.ofFile(root.getFileName().toString(), length), root);
    }

    static Content content(TestTorrent torrent, Path root) {
        List<FileStamp> stamps = torrent.metainfo().files().stream()
                .map(file -> file.padding()
                        ? FileStamp.PADDING
                        : new FileStamp(
                                file.length(),
                                FileTime.from(Instant.ofEpochSecond(1_700_000_000L, 123_456_789)),
                                FileTime.from(Instant.ofEpochSecond(-1, 1)),
                                Long.MAX_VALUE - file.length()))
                .toList();
        return new Content(torrent.metainfo(), root, stamps);
    }
}
