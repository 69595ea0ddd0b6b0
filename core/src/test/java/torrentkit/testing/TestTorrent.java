package torrentkit.testing;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import torrentkit.metainfo.FileEntry;
import torrentkit.metainfo.Metainfo;
import torrentkit.metainfo.MetainfoOptions;
import torrentkit.piece.PieceHasher;
import torrentkit.piece.PieceHashes;
import torrentkit.piece.TorrentLayout;
import torrentkit.storage.Storage;

/**
 * A torrent together with its content, all bytes after each other, pad files as zeros. The bytes are random but the same in every
 * run.
 */
public record TestTorrent(Metainfo metainfo, byte[] content) {
    /** The shortest piece length that metainfo accepts. */
    public static final int PIECE = Metainfo.MIN_PIECE_LENGTH;

    /** A torrent of one file. */
    public static TestTorrent ofFile(String name, int length) {
        return create(name, false, PIECE, List.of(new FileEntry(List.of(name), length)));
    }

    /** A torrent of one file with pieces of a given length. */
    public static TestTorrent ofFile(String name, int length, int pieceLength) {
        return create(name, false, pieceLength, List.of(new FileEntry(List.of(name), length)));
    }

    /** A torrent of a directory. */
    public static TestTorrent ofDirectory(String name, FileEntry... files) {
        return create(name, true, PIECE, List.of(files));
    }

    /** The same content in a torrent that is not private. */
    public TestTorrent published() {
        return new TestTorrent(
                Metainfo.create(
                        metainfo.name(),
                        metainfo.isDirectory(),
                        metainfo.files(),
                        layout().pieceLength(),
                        metainfo.pieceHashes(),
                        MetainfoOptions.defaults().withPrivate(false)),
                content);
    }

    /** An entry by its path with slashes. */
    public static FileEntry file(String path, long length) {
        return new FileEntry(List.of(path.split("/")), length);
    }

    /** A pad file. */
    public static FileEntry padding(long length) {
        return new FileEntry(List.of(".pad", Long.toString(length)), length, true);
    }

    /** Every shape that code which reads, writes or moves pieces has to get right. */
    public static List<TestTorrent> awkward() {
        return List.of(
                ofFile("one byte", 1),
                ofFile("one piece", PIECE),
                ofFile("short last piece", 3 * PIECE + 1),
                ofFile("long pieces", 5 * PIECE + 17, 4 * PIECE),
                ofDirectory("one empty beside", file("a", 0), file("b", PIECE + 1)),
                ofDirectory(
                        "edges inside pieces",
                        file("first", 0),
                        file("a/one", 1),
                        file("a/b/many", 2 * PIECE + 5),
                        file("a/empty", 0),
                        file("c/tiny", 3),
                        file("c/exact", PIECE),
                        file("last", 0)),
                ofDirectory("many in a piece", file("1", 1), file("2", 2), file("3", 3), file("4", 4), file("5", 0)),
                ofDirectory(
                        "padded",
                        file("a", 100),
                        padding(PIECE - 100),
                        file("b", PIECE + 7),
                        padding(9),
                        file("c", 1)));
    }

    private static TestTorrent create(String name, boolean directory, int pieceLength, List<FileEntry> files) {
        long total = files.stream().mapToLong(FileEntry::length).sum();
        byte[] content = new byte[Math.toIntExact(total)];
        new Random(31L * total + files.size()).nextBytes(content);
        int offset = 0;
        for (FileEntry file : files) {
            if (file.padding()) {
                Arrays.fill(content, offset, offset + (int) file.length(), (byte) 0);
            }
            offset += (int) file.length();
        }
        MetainfoOptions options = MetainfoOptions.defaults();
        return new TestTorrent(
                Metainfo.create(name, directory, files, pieceLength, hashes(content, pieceLength), options), content);
    }

    /** The digests of these bytes cut into pieces. */
    public static PieceHashes hashes(byte[] content, int pieceLength) {
        PieceHasher hasher = new PieceHasher();
        ByteBuffer digests = ByteBuffer.allocate(((content.length - 1) / pieceLength + 1) * PieceHashes.DIGEST_LENGTH);
        for (int from = 0; from < content.length; from += pieceLength) {
            hasher.update(ByteBuffer.wrap(content, from, Math.min(pieceLength, content.length - from)));
            digests.put(hasher.digest());
        }
        return new PieceHashes(digests.array());
    }

    public TorrentLayout layout() {
        return metainfo.layout();
    }

    /** A copy of the bytes of one piece. */
    public byte[] piece(int index) {
        int from = (int) layout().pieceOffset(index);
        return Arrays.copyOfRange(content, from, from + layout().pieceLength(index));
    }

    /** A copy of the bytes of one file. */
    public byte[] file(int index) {
        int from = (int) layout().fileOffset(index);
        return Arrays.copyOfRange(content, from, from + (int) layout().fileLength(index));
    }

    /** Writes every piece, the last first, so that nothing relies on the order. */
    public void writeTo(Storage storage) {
        for (int piece = layout().pieceCount() - 1; piece >= 0; piece--) {
            storage.write(piece, 0, ByteBuffer.wrap(piece(piece)));
        }
    }

    /** Everything that a storage holds, read piece by piece. */
    public byte[] readFrom(Storage storage) {
        ByteBuffer all = ByteBuffer.allocate(content.length);
        for (int piece = 0; piece < layout().pieceCount(); piece++) {
            all.limit(all.position() + layout().pieceLength(piece));
            storage.read(piece, 0, all);
        }
        return all.array();
    }

    /** The files that are on disk, by their numbers: all but pad files and links. */
    public List<Integer> filesOnDisk() {
        List<Integer> numbers = new ArrayList<>();
        for (int file = 0; file < metainfo.files().size(); file++) {
            if (metainfo.files().get(file).isStored()) {
                numbers.add(file);
            }
        }
        return numbers;
    }

    @Override
    public String toString() {
        return metainfo.name();
    }
}
