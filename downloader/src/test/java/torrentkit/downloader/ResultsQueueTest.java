package torrentkit.downloader;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import torrentkit.downloader.peer.AssembledPieces;
import torrentkit.downloader.peer.Contributor;
import torrentkit.downloader.peer.PieceAssembly;
import torrentkit.downloader.peer.SegmentPool;
import torrentkit.downloader.work.Suggestions;
import torrentkit.downloader.work.WorkQueue;
import torrentkit.downloader.work.Worker;
import torrentkit.piece.Bitfield;
import torrentkit.storage.Storage;
import torrentkit.storage.StorageException;
import torrentkit.storage.StorageExecutor;
import torrentkit.testing.MemoryStorage;
import torrentkit.testing.TestTorrent;

class ResultsQueueTest {
    private final TestTorrent torrent = TestTorrent.ofFile("x", 10_000);
    private final CompletableFuture<StorageException> failure = new CompletableFuture<>();

    private static final Worker WORKER = new Worker() {
        @Override
        public long nanosFor(long bytes) {
            return 0;
        }

        @Override
        public long nanosToFinish() {
            return 0;
        }

        @Override
        public boolean findsWorkIn(int index) {
            return true;
        }

        @Override
        public boolean isSuspect() {
            return false;
        }

        @Override
        public Suggestions suggestions() {
            return new Suggestions();
        }
    };

    private final ResultsQueue.Listener listener = new ResultsQueue.Listener() {
        @Override
        public void good(int index, int bytes, List<Contributor> senders) {}

        @Override
        public void bad(int index, int bytes) {}

        @Override
        public void lied(Contributor contributor, int index) {}

        @Override
        public void failed(StorageException cause) {
            failure.complete(cause);
        }

        @Override
        public void released() {}
    };

    /** Else the piece would be claimed for ever, and the download would wait for it. */
    @Test
    void tellsOfWhateverGoesWrongInWritingAPiece() throws Exception {
        Storage broken = new Storage() {
            private final Storage memory = new MemoryStorage(torrent.layout());

            @Override
            public void read(int index, int begin, ByteBuffer dst) {
                memory.read(index, begin, dst);
            }

            @Override
            public void write(int index, int begin, ByteBuffer src) {
                throw new IllegalStateException("a mistake of ours");
            }

            @Override
            public void close() {}
        };
        Bitfield all = new Bitfield(1);
        all.setAll();
        WorkQueue queue = WorkQueue.inOrder(torrent.layout(), new Bitfield(1), all);
        queue.take(all, WORKER);
        try (SegmentPool memory = new SegmentPool(1 << 20, torrent.layout().pieceLength());
                StorageExecutor storage = StorageExecutor.sizedByCores()) {
            PieceAssembly piece = AssembledPieces.whole(torrent, 0, memory);
            queue.deliver(0);

            new ResultsQueue(torrent.metainfo(), queue, broken, storage, listener).add(piece);

            assertThat(failure.get(10, TimeUnit.SECONDS)).hasMessageContaining("a mistake of ours");
        }
    }

    /** Connections end one after the other, and one may bring the end of a piece when the content is closed already. */
    @Test
    void takesNoPieceOnceItIsClosed() throws Exception {
        Storage content = new MemoryStorage(torrent.layout());
        Bitfield all = new Bitfield(1);
        all.setAll();
        WorkQueue queue = WorkQueue.inOrder(torrent.layout(), new Bitfield(1), all);
        queue.take(all, WORKER);
        SegmentPool memory = new SegmentPool(1 << 20, torrent.layout().pieceLength());
        try (StorageExecutor storage = StorageExecutor.sizedByCores()) {
            PieceAssembly piece = AssembledPieces.whole(torrent, 0, memory);
            queue.deliver(0);
            ResultsQueue results = new ResultsQueue(torrent.metainfo(), queue, content, storage, listener);

            results.close();
            results.add(piece);

            assertThat(results.load()).isEqualTo(new ResultsQueue.Load(0, 0, 0, 0));
            assertThat(memory.reserved()).isZero();
        } finally {
            memory.close();
        }
        assertThat(torrent.readFrom(content)).containsOnly(0);
    }
}
