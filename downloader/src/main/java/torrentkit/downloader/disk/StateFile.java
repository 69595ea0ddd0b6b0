package torrentkit.downloader.disk;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.util.Arrays;
import java.util.Optional;
import torrentkit.metainfo.Metainfo;
import torrentkit.piece.Bitfield;

/**
 * A {@link ResumeState} on disk with its records. The head is only ever replaced as a whole; records are added without being forced, as
 * they say what must be hashed, never what may be trusted. One thread at a time.
 */
final class StateFile implements AutoCloseable {
    private final Path path;
    private FileChannel channel; // null when nothing can be added
    private byte[] head;
    private int records;

    StateFile(Path path) {
        this.path = path;
    }

    /**
     * What was found.
     *
     * @param begun pieces that may have been written after the head was
     * @param underWay whether one of those may have been written after the last record was
     * @param last when the last record was added
     */
    record Found(ResumeState head, Bitfield begun, boolean underWay, FileTime last) {}

    /** Nothing when there is no such file, or one byte of it is not as it was written. */
    static Optional<Found> read(Path path, Metainfo metainfo) {
        int headBytes = ResumeState.headBytes(metainfo);
        long most =
                headBytes + 4L * ResumeState.RECORD_BYTES * metainfo.layout().pieceCount();
        byte[] bytes;
        FileTime last;
        try {
            if (!Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS) || Files.size(path) > most) {
                return Optional.empty();
            }
            last = Files.getLastModifiedTime(path, LinkOption.NOFOLLOW_LINKS);
            try (InputStream in = Files.newInputStream(path, LinkOption.NOFOLLOW_LINKS)) {
                bytes = in.readAllBytes();
            }
        } catch (IOException e) {
            return Optional.empty();
        }
        Optional<ResumeState> head = ResumeState.decode(bytes, metainfo);
        if (head.isEmpty() || (bytes.length - headBytes) % ResumeState.RECORD_BYTES != 0) {
            return Optional.empty();
        }
        return found(head.get(), bytes, headBytes, last);
    }

    private static Optional<Found> found(ResumeState state, byte[] bytes, int headBytes, FileTime last) {
        byte[] head = Arrays.copyOf(bytes, headBytes);
        Bitfield begun = new Bitfield(state.pieces().size());
        Bitfield underWay = new Bitfield(state.pieces().size());
        ByteBuffer records = ByteBuffer.wrap(bytes, headBytes, bytes.length - headBytes);
        for (int number = 0; records.hasRemaining(); number++) {
            int entry = records.getInt(records.position());
            int index = entry & ~ResumeState.WRITTEN;
            ByteBuffer right = ResumeState.record(entry, number, head);
            if (index >= begun.size() || right.getLong() != records.getLong()) {
                return Optional.empty();
            }
            begun.set(index);
            if ((entry & ResumeState.WRITTEN) == 0) {
                underWay.set(index);
            } else {
                underWay.clear(index);
            }
        }
        return Optional.of(new Found(state, begun, !underWay.isEmpty(), last));
    }

    /**
     * Replaces all by a new head and the records of these pieces.
     *
     * @param begun pieces that are not in the head and may be on the disk
     * @param underWay those of them that are being written
     */
    void replace(ResumeState state, Metainfo metainfo, Bitfield begun, Bitfield underWay) throws IOException {
        close();
        Path temporary = path.resolveSibling(path.getFileName() + ".tmp");
        FileChannel opened = FileChannel.open(
                temporary,
                StandardOpenOption.CREATE,
                StandardOpenOption.TRUNCATE_EXISTING,
                StandardOpenOption.WRITE,
                LinkOption.NOFOLLOW_LINKS);
        try {
            channel = opened;
            head = state.encode(metainfo);
            records = 0;
            write(ByteBuffer.wrap(head));
            for (int index = begun.nextSet(0); index >= 0; index = begun.nextSet(index + 1)) {
                add(underWay.has(index) ? index : index | ResumeState.WRITTEN);
            }
            if (!state.pieces().isEmpty()) { // else it vouches for nothing, and may get lost
                channel.force(true);
            }
            Files.move(temporary, path, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            close();
            Files.deleteIfExists(temporary);
            throw e;
        }
    }

    /** Adds a record. Afterwards, if that fails, nothing more is added. */
    void add(int entry) throws IOException {
        if (channel != null) {
            write(ResumeState.record(entry, records++, head));
        }
    }

    private void write(ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
    }

    Path path() {
        return path;
    }

    /** Whether records can be added. */
    boolean isOpen() {
        return channel != null;
    }

    void delete() throws IOException {
        close();
        Files.deleteIfExists(path);
    }

    @Override
    public void close() {
        if (channel != null) {
            try {
                channel.close();
            } catch (IOException e) {
                System.getLogger(StateFile.class.getName()).log(System.Logger.Level.DEBUG, "cannot close " + path, e);
            }
            channel = null;
        }
    }
}
