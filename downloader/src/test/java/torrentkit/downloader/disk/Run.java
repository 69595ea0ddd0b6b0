package torrentkit.downloader.disk;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.BitSet;
import java.util.List;
import java.util.concurrent.Executor;
import torrentkit.metainfo.Metainfo;
import torrentkit.piece.Bitfield;
import torrentkit.storage.OpenFiles;
import torrentkit.testing.TestTorrent;

/** One run of a download as the disk sees it: what is missing comes from nowhere, whole and right. */
final class Run implements AutoCloseable {
    static final ContentOnDisk.Terms PLAIN = new ContentOnDisk.Terms(false, false, List.of());

    private final TestTorrent torrent;
    private final BitSet wanted;
    private final OpenFiles files = new OpenFiles(10);
    private final ContentOnDisk content;
    private final Bitfield verified;

    /** Opens and checks. */
    Run(TestTorrent torrent, Path target, BitSet wanted, ContentOnDisk.Terms terms, Executor executor) {
        this.torrent = torrent;
        this.wanted = wanted;
        PartNames names = PartNames.of(target, torrent.metainfo().infoHash());
        boolean ready = false;
        ContentOnDisk opened = null;
        try {
            opened = ContentOnDisk.open(torrent.metainfo(), names, wanted, terms, files);
            content = opened;
            verified = content.check(needed(), executor).join();
            ready = true;
        } finally {
            if (!ready) {
                if (opened != null) {
                    opened.close();
                }
                files.close();
            }
        }
    }

    static Run of(TestTorrent torrent, Path target) {
        return of(torrent, target, PLAIN);
    }

    static Run of(TestTorrent torrent, Path target, ContentOnDisk.Terms terms) {
        return new Run(torrent, target, all(torrent), terms, Runnable::run);
    }

    static Run of(TestTorrent torrent, Path target, BitSet wanted) {
        return new Run(torrent, target, wanted, PLAIN, Runnable::run);
    }

    static BitSet all(TestTorrent torrent) {
        BitSet all = new BitSet();
        all.set(0, torrent.metainfo().files().size());
        return all;
    }

    Bitfield verified() {
        return verified;
    }

    ContentOnDisk content() {
        return content;
    }

    /** Pieces that hold something of a wanted file. */
    Bitfield needed() {
        Metainfo metainfo = torrent.metainfo();
        Bitfield needed = new Bitfield(metainfo.layout().pieceCount());
        for (int piece = 0; piece < needed.size(); piece++) {
            int index = piece;
            Slices.of(
                    metainfo.layout(),
                    metainfo.layout().pieceOffset(piece),
                    metainfo.layout().pieceLength(piece),
                    (file, position, length) -> {
                        if (wanted.get(file) && metainfo.files().get(file).isStored()) {
                            needed.set(index);
                        }
                    });
        }
        return needed;
    }

    Run write(int... pieces) {
        for (int piece : pieces) {
            content.write(piece, 0, ByteBuffer.wrap(torrent.piece(piece)));
        }
        return this;
    }

    /** Writes what is needed and missing, and answers how many pieces that were. */
    int fetch() {
        int count = 0;
        Bitfield needed = needed();
        for (int piece = needed.nextSet(0); piece >= 0; piece = needed.nextSet(piece + 1)) {
            if (!verified.has(piece)) {
                write(piece);
                count++;
            }
        }
        return count;
    }

    Run finish() {
        content.prepare();
        content.deliver();
        return this;
    }

    byte[] read(int piece) {
        ByteBuffer bytes = ByteBuffer.allocate(torrent.layout().pieceLength(piece));
        content.read(piece, 0, bytes);
        return bytes.array();
    }

    @Override
    public void close() {
        content.close();
        files.close();
    }
}
