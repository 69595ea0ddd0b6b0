package torrentkit.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;
import torrentkit.testing.FaultyStorage;
import torrentkit.testing.MemoryStorage;
import torrentkit.testing.TestTorrent;

class MemoryStorageTest extends StorageContract {
    @Override
    Storage create(TestTorrent torrent) {
        return new MemoryStorage(torrent.layout());
    }

    @Test
    void failsWhenADecoratorSaysSo() {
        TestTorrent torrent = TestTorrent.ofFile("x", 5 * TestTorrent.PIECE);
        MemoryStorage memory = new MemoryStorage(torrent.layout());
        Storage full = FaultyStorage.fullAfter(3, memory);
        assertThatExceptionOfType(StorageException.class)
                .isThrownBy(() -> torrent.writeTo(full))
                .matches(e -> e.kind() == StorageException.Kind.DISK_FULL);
        assertThat(memory.bytes()).endsWith(torrent.piece(4)).startsWith(new byte[2 * TestTorrent.PIECE]);
        Storage changed = FaultyStorage.failingReads(1, () -> new ContentChangedException("changed", null), memory);
        ByteBuffer buffer = ByteBuffer.allocate(1);
        changed.read(0, 0, buffer.clear());
        assertThatExceptionOfType(ContentChangedException.class).isThrownBy(() -> changed.read(0, 0, buffer.clear()));
    }
}
