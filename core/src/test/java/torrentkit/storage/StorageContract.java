package torrentkit.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import torrentkit.testing.TestTorrent;

/** What every storage that can be written does. */
abstract class StorageContract {
    /** An empty storage for this torrent. */
    abstract Storage create(TestTorrent torrent);

    static Iterable<TestTorrent> torrents() {
        return TestTorrent.awkward();
    }

    @ParameterizedTest
    @MethodSource("torrents")
    void readsWhatWasWritten(TestTorrent torrent) {
        try (Storage storage = create(torrent)) {
            torrent.writeTo(storage);
            assertThat(torrent.readFrom(storage)).isEqualTo(torrent.content());
        }
    }

    @ParameterizedTest
    @MethodSource("torrents")
    void readsAndWritesRangesAcrossEdges(TestTorrent torrent) {
        byte[] content = torrent.content();
        try (Storage storage = create(torrent)) {
            ByteBuffer all =
                    ByteBuffer.allocateDirect(content.length).put(content).flip();
            storage.write(0, 0, all);
            assertThat(all.hasRemaining()).isFalse();
            for (int begin = 0; begin < Math.min(content.length, 200); begin += 37) {
                ByteBuffer dst =
                        ByteBuffer.allocate(content.length + 10).position(5).limit(content.length - begin + 5);
                storage.read(0, begin, dst);
                assertThat(dst.position()).isEqualTo(dst.limit());
                assertThat(Arrays.copyOfRange(dst.array(), 5, dst.limit()))
                        .isEqualTo(Arrays.copyOfRange(content, begin, content.length));
            }
        }
    }

    @ParameterizedTest
    @MethodSource("torrents")
    void refusesRangesOutsideOfTheTorrent(TestTorrent torrent) {
        int last = torrent.layout().pieceCount() - 1;
        int length = torrent.layout().pieceLength(last);
        try (Storage storage = create(torrent)) {
            torrent.writeTo(storage);
            for (int[] range :
                    new int[][] {{last, 0, length + 1}, {last, length, 1}, {last, -1, 1}, {last + 1, 0, 1}, {-1, 0, 1}
                    }) {
                ByteBuffer buffer = ByteBuffer.allocate(range[2]);
                assertThatExceptionOfType(IndexOutOfBoundsException.class)
                        .isThrownBy(() -> storage.read(range[0], range[1], buffer));
                assertThatExceptionOfType(IndexOutOfBoundsException.class)
                        .isThrownBy(() -> storage.write(range[0], range[1], buffer));
            }
        }
    }

    @ParameterizedTest
    @MethodSource("torrents")
    void servesSeveralThreads(TestTorrent torrent) {
        try (Storage storage = create(torrent)) {
            torrent.writeTo(storage);
            CompletableFuture.allOf(IntStream.range(0, 4)
                            .mapToObj(thread -> CompletableFuture.runAsync(() -> {
                                for (int round = 0; round < 5; round++) {
                                    torrent.writeTo(storage);
                                    assertThat(torrent.readFrom(storage)).isEqualTo(torrent.content());
                                }
                            }))
                            .toArray(CompletableFuture<?>[]::new))
                    .join();
        }
    }

    @ParameterizedTest
    @MethodSource("torrents")
    void failsAfterItWasClosed(TestTorrent torrent) {
        Storage storage = create(torrent);
        torrent.writeTo(storage);
        storage.close();
        storage.close();
        assertThatExceptionOfType(StorageException.class).isThrownBy(() -> torrent.readFrom(storage));
        assertThatExceptionOfType(StorageException.class).isThrownBy(() -> torrent.writeTo(storage));
    }
}
