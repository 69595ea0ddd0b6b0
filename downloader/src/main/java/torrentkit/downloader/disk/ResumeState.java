package torrentkit.downloader.disk;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.attribute.FileTime;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.zip.CRC32;
import torrentkit.metainfo.Metainfo;
import torrentkit.piece.Bitfield;
import torrentkit.storage.FileStamp;

/**
 * What is known to be verified and to be on the disk for good, and how the files looked then. As bytes it is followed by the records of
 * what was written since:
 *
 * <pre>
 * head     8 bytes "tkresume", version 1, info-hash 20, piece count 4, file count 4,
 *          bitfield, for each file and the rest a stamp of 37 bytes, SHA-256 of all before 32
 * record   index of a piece 4, the high bit set once it is written; CRC-32 4 over that, the record's number and the head's SHA-256
 * </pre>
 *
 * @param pieces that are verified and were forced to the disk
 * @param stamps one a file in torrent order, and at last that of the rest; nothing for what is not there
 */
record ResumeState(Bitfield pieces, List<Optional<FileStamp>> stamps) {
    private static final long MAGIC = 0x746b726573756d65L; // tkresume
    private static final int VERSION = 1;
    private static final int STAMP_BYTES = 1 + 8 + 2 * (8 + 4) + 8;
    private static final int DIGEST_BYTES = 32;
    static final int RECORD_BYTES = 8;
    static final int WRITTEN = 1 << 31;

    /** Bytes of the head. */
    static int headBytes(Metainfo metainfo) {
        int pieces = metainfo.layout().pieceCount();
        return 8
                + 1
                + 20
                + 4
                + 4
                + (pieces + 7) / 8
                + STAMP_BYTES * (metainfo.files().size() + 1)
                + DIGEST_BYTES;
    }

    byte[] encode(Metainfo metainfo) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(headBytes(metainfo));
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            out.writeLong(MAGIC);
            out.writeByte(VERSION);
            out.write(metainfo.infoHash().bytes());
            out.writeInt(pieces.size());
            out.writeInt(stamps.size() - 1);
            out.write(pieces.toBytes());
            for (Optional<FileStamp> stamp : stamps) {
                write(stamp.orElse(FileStamp.PADDING), stamp.isPresent(), out);
            }
            out.write(sha256(bytes.toByteArray(), bytes.size()));
        } catch (IOException e) {
            throw new UncheckedIOException(e); // there is none in memory
        }
        return bytes.toByteArray();
    }

    private static void write(FileStamp stamp, boolean present, DataOutputStream out) throws IOException {
        out.writeByte(present ? 1 : 0);
        out.writeLong(stamp.size());
        for (FileTime time : List.of(stamp.modified(), stamp.changed())) {
            out.writeLong(time.toInstant().getEpochSecond());
            out.writeInt(time.toInstant().getNano());
        }
        out.writeLong(stamp.inode());
    }

    /** Nothing unless every byte of the head is as it was written, for this torrent. */
    static Optional<ResumeState> decode(byte[] bytes, Metainfo metainfo) {
        int length = headBytes(metainfo);
        if (bytes.length < length) {
            return Optional.empty();
        }
        byte[] sum = Arrays.copyOfRange(bytes, length - DIGEST_BYTES, length);
        if (!Arrays.equals(sum, sha256(bytes, length - DIGEST_BYTES))) {
            return Optional.empty();
        }
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes, 0, length))) {
            boolean known = in.readLong() == MAGIC
                    && in.readByte() == VERSION
                    && Arrays.equals(in.readNBytes(20), metainfo.infoHash().bytes())
                    && in.readInt() == metainfo.layout().pieceCount()
                    && in.readInt() == metainfo.files().size();
            if (!known) {
                return Optional.empty();
            }
            int count = metainfo.layout().pieceCount();
            Bitfield pieces = Bitfield.of(in.readNBytes((count + 7) / 8), count);
            List<Optional<FileStamp>> stamps = new ArrayList<>(metainfo.files().size() + 1);
            for (int i = 0; i <= metainfo.files().size(); i++) {
                stamps.add(readStamp(in));
            }
            return Optional.of(new ResumeState(pieces, stamps));
        } catch (IOException | IllegalArgumentException | DateTimeException e) {
            return Optional.empty(); // written by something else that knows the checksum
        }
    }

    private static Optional<FileStamp> readStamp(DataInputStream in) throws IOException {
        boolean present = in.readByte() == 1;
        long size = in.readLong();
        FileTime modified = readTime(in);
        FileTime changed = readTime(in);
        FileStamp stamp = new FileStamp(size, modified, changed, in.readLong());
        return present ? Optional.of(stamp) : Optional.empty();
    }

    private static FileTime readTime(DataInputStream in) throws IOException {
        return FileTime.from(Instant.ofEpochSecond(in.readLong(), in.readInt()));
    }

    /**
     * A record.
     *
     * @param entry the index of a piece, with {@link #WRITTEN} once it is written
     * @param number of records before it
     * @param head of the same file
     */
    static ByteBuffer record(int entry, int number, byte[] head) {
        CRC32 check = new CRC32();
        ByteBuffer bytes = ByteBuffer.allocate(RECORD_BYTES).putInt(entry);
        check.update(bytes.array(), 0, 4);
        check.update(ByteBuffer.allocate(4).putInt(number).flip());
        check.update(head, head.length - DIGEST_BYTES, DIGEST_BYTES);
        return bytes.putInt((int) check.getValue()).flip();
    }

    private static byte[] sha256(byte[] bytes, int length) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(bytes, 0, length);
            return digest.digest();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
