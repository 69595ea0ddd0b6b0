package torrentkit.seeder;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import torrentkit.content.Content;
import torrentkit.storage.FileStamp;
import torrentkit.storage.FileTree;
import torrentkit.testing.TempContent;
import torrentkit.testing.TestTorrent;

/** A torrent's content on disk, as a seeder takes it. */
final class ServedContent {
    private ServedContent() {}

    static Content of(TestTorrent torrent, Path directory) {
        Path root = TempContent.of(torrent, directory);
        FileTree tree = FileTree.of(torrent.metainfo(), root);
        List<FileStamp> stamps =
                IntStream.range(0, tree.fileCount()).mapToObj(tree::stamp).toList();
        return new Content(torrent.metainfo(), root, stamps);
    }
}
