package torrentkit.content;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import torrentkit.metainfo.Metainfo;
import torrentkit.metainfo.MetainfoException;
import torrentkit.storage.FileStamp;

/**
 * A content as a file of a {@link ContentCache}, all numbers big-endian:
 *
 * <pre>
 * 8 bytes    "tkcontnt"
 * 4          version, 1
 * 4 + n      the path it is known by, UTF-8, and before it its length
 * 4 + n      the real path of the file or top directory
 * 4 + n      the torrent
 * 4          files
 * 40 a file  size, modified (seconds, nanoseconds), changed (the same), inode
 * 32         SHA-256 of everything before
 * </pre>
 *
 * @param path by which it is known
 */
record CachedContent(Path path, Content content) {
    /** Larger than any that is written: a torrent, its stamps and two paths. */
    static final int MAX_BYTES = 64 << 20;

    private static final byte[] MAGIC = "tkcontnt".getBytes(StandardCharsets.US_ASCII);
    private static final int VERSION = 1;
    private static final int STAMP_BYTES = 40;
    private static final int DIGEST_BYTES = 32;
    private static final int MAX_PATH_BYTES = 64 << 10;

    /** What was read is not what was written; says what is wrong with it. */
    static final class DamagedException extends Exception {
        private static final long serialVersionUID = 1;

        DamagedException(String message) {
            super(message);
        }
    }

    /** @throws IllegalArgumentException if it cannot be told in this form, as with a path that is not text */
    byte[] encode() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            out.write(MAGIC);
            out.writeInt(VERSION);
            writeText(out, path);
            writeText(out, content.root());
            write(out, content.metainfo().toBytes());
            out.writeInt(content.stamps().size());
            for (FileStamp stamp : content.stamps()) {
                out.writeLong(stamp.size());
                writeTime(out, stamp.modified());
                writeTime(out, stamp.changed());
                out.writeLong(stamp.inode());
            }
            out.write(sha256(bytes.toByteArray(), bytes.size()));
        } catch (IOException e) {
            throw new UncheckedIOException("memory does not fail", e);
        }
        return bytes.toByteArray();
    }

    private static void writeText(DataOutputStream out, Path path) throws IOException {
        byte[] text = path.toString().getBytes(StandardCharsets.UTF_8);
        if (!path.isAbsolute()
                || !Path.of(new String(text, StandardCharsets.UTF_8)).equals(path)) {
            throw new IllegalArgumentException("expected an absolute path that is text, found " + path);
        }
        write(out, text);
    }

    private static void write(DataOutputStream out, byte[] bytes) throws IOException {
        out.writeInt(bytes.length);
        out.write(bytes);
    }

    private static void writeTime(DataOutputStream out, FileTime time) throws IOException {
        Instant instant = time.toInstant();
        if (!FileTime.from(instant).equals(time)) {
            throw new IllegalArgumentException("expected a time of the next billion years, found " + time);
        }
        out.writeLong(instant.getEpochSecond());
        out.writeInt(instant.getNano());
    }

    /** @throws DamagedException unless the bytes are, every one of them, what was written */
    static CachedContent decode(byte[] bytes) throws DamagedException {
        int end = bytes.length - DIGEST_BYTES;
        if (end < MAGIC.length || !Arrays.equals(MAGIC, 0, MAGIC.length, bytes, 0, MAGIC.length)) {
            throw new DamagedException("it is not the file of a cached content, or has been cut short");
        }
        if (!MessageDigest.isEqual(sha256(bytes, end), Arrays.copyOfRange(bytes, end, bytes.length))) {
            throw new DamagedException("its checksum does not fit, so it was damaged or cut short");
        }
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes, 0, end))) {
            in.skipBytes(MAGIC.length);
            int version = in.readInt();
            if (version != VERSION) {
                throw new DamagedException("it has version " + version + ", where this program knows " + VERSION);
            }
            Path path = Path.of(new String(read(in), StandardCharsets.UTF_8));
            Path root = Path.of(new String(read(in), StandardCharsets.UTF_8));
            Metainfo metainfo = Metainfo.parse(read(in));
            int files = in.readInt();
            if (files < 0 || in.available() != (long) files * STAMP_BYTES) {
                throw new DamagedException("it does not have the " + files + " stamps that it says");
            }
            List<FileStamp> stamps = new ArrayList<>(files);
            for (int i = 0; i < files; i++) {
                stamps.add(new FileStamp(in.readLong(), readTime(in), readTime(in), in.readLong()));
            }
            return new CachedContent(path, new Content(metainfo, root, stamps));
        } catch (IOException | InvalidPathException | DateTimeException | MetainfoException e) {
            throw new DamagedException("it makes no sense: " + e.getMessage());
        } catch (IllegalArgumentException e) {
            throw new DamagedException("its parts do not fit together: " + e.getMessage());
        }
    }

    /** The path at the beginning of such a file, not checked against anything. */
    static Optional<Path> path(InputStream file) throws IOException {
        DataInputStream in = new DataInputStream(file);
        byte[] head = in.readNBytes(MAGIC.length);
        if (!Arrays.equals(head, MAGIC) || in.readInt() != VERSION) {
            return Optional.empty();
        }
        int length = in.readInt();
        if (length < 0 || length > MAX_PATH_BYTES) {
            return Optional.empty();
        }
        try {
            return Optional.of(Path.of(new String(in.readNBytes(length), StandardCharsets.UTF_8)));
        } catch (InvalidPathException e) {
            return Optional.empty();
        }
    }

    private static byte[] read(DataInputStream in) throws IOException, DamagedException {
        int length = in.readInt();
        if (length < 0 || length > in.available()) {
            throw new DamagedException("a part of " + length + " bytes does not fit into it");
        }
        return in.readNBytes(length);
    }

    private static FileTime readTime(DataInputStream in) throws IOException {
        return FileTime.from(Instant.ofEpochSecond(in.readLong(), in.readInt()));
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
