package torrentkit.content;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import torrentkit.storage.FileStamp;
import torrentkit.testing.TestTorrent;

/** Contents to keep, of which nothing need be on disk. */
public final class CachedExamples {
    private CachedExamples() {}

    /** Puts a content into the directory of a cache that is not open, without the wait for the disk that makes many take long. */
    public static void write(Path cache, ContentCache.Entry entry) throws IOException {
        CacheKey key = CacheKey.of(entry.path(), entry.content().metainfo().infoHash());
        Path file = cache.resolve(key.shard()).resolve(key.fileName());
        Files.createDirectories(file.getParent());
        Files.write(file, new CachedContent(entry.path(), entry.content()).encode());
    }

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
