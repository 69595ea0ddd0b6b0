package torrentkit.metainfo;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import torrentkit.bencode.BencodeDictionary;
import torrentkit.bencode.BencodeException;
import torrentkit.bencode.BencodeList;
import torrentkit.piece.PieceHashes;
import torrentkit.piece.TorrentLayout;

/** Reads an info dictionary strictly: everything in it takes part in the info-hash, so nothing in it may be guessed or mended. */
final class InfoReader {
    private final BencodeDictionary info;

    InfoReader(BencodeDictionary info) {
        this.info = info;
    }

    /** Whether there is only the part that BEP 52 (version 2) added; hybrid torrents have both. */
    boolean isVersion2Only() {
        return !info.has("pieces") && (info.has("file tree") || info.isInteger("meta version"));
    }

    /** @throws BencodeException if it is missing or would be a dangerous file name */
    String name() {
        return utf8Name().orElseGet(() -> {
            String name = info.requiredText("name");
            PathRules.problem(name).ifPresent(problem -> {
                throw info.failure("name", problem);
            });
            return name;
        });
    }

    private Optional<String> utf8Name() {
        if (!info.isBytes("name.utf-8")) {
            return Optional.empty();
        }
        try {
            return info.text("name.utf-8")
                    .filter(name -> PathRules.problem(name).isEmpty());
        } catch (BencodeException e) {
            return Optional.empty(); // then the plain key has to do
        }
    }

    boolean isDirectory() {
        if (info.has("length") == info.has("files")) {
            throw info.failure(
                    "files", "expected either files or length, found " + (info.has("files") ? "both" : "neither"));
        }
        return info.has("files");
    }

    boolean isPrivate() {
        return info.integer("private").orElse(0) == 1;
    }

    /** @throws BencodeException if an entry is wrong, two cannot exist beside each other, or no file has a byte */
    List<FileEntry> files() {
        if (!isDirectory()) {
            long length = length(info);
            refuseEmpty("length", length);
            String attributes = attributes(info);
            FileEntry file = new FileEntry(
                    List.of(name()),
                    length,
                    false,
                    attributes.contains("x"),
                    attributes.contains("h"),
                    Optional.empty());
            return List.of(file);
        }
        BencodeList list = info.requiredList("files");
        List<FileEntry> files = new ArrayList<>(list.size());
        long total = 0;
        for (int i = 0; i < list.size(); i++) {
            BencodeDictionary entry = list.dictionary(i);
            FileEntry file = file(entry);
            if (file.length() > Long.MAX_VALUE - total) {
                throw entry.failure("length", "expected lengths whose sum has 63 bits, found a greater sum");
            }
            total += file.length();
            files.add(file);
        }
        refuseEmpty("files", total);
        PathRules.conflict(files).ifPresent(i -> {
            throw list.dictionary(i)
                    .failure("path", "another entry has the same path, or one of the two lies inside the other");
        });
        return List.copyOf(files);
    }

    private void refuseEmpty(String key, long total) {
        if (total == 0) {
            throw info.failure(key, "expected at least one byte of content, found none");
        }
    }

    private static long length(BencodeDictionary entry) {
        long length = entry.requiredInteger("length");
        if (length < 0) {
            throw entry.failure("length", "expected at least 0 bytes, found " + length);
        }
        return length;
    }

    private static FileEntry file(BencodeDictionary entry) {
        List<String> path = path(entry);
        long length = length(entry);
        String attributes = attributes(entry);
        // A link has no bytes (BEP 47), so what has some is a file, whatever else is said of it.
        Optional<List<String>> link =
                attributes.contains("l") && length == 0 ? Optional.of(linkTarget(entry)) : Optional.empty();
        boolean padding = attributes.contains("p") && link.isEmpty();
        if (padding) {
            return new FileEntry(path, length, true);
        }
        return new FileEntry(path, length, false, attributes.contains("x"), attributes.contains("h"), link);
    }

    /** The letters of BEP 47; those that nobody knows are to be ignored. */
    private static String attributes(BencodeDictionary entry) {
        return entry.isBytes("attr") ? new String(entry.requiredBytes("attr"), StandardCharsets.ISO_8859_1) : "";
    }

    /** Nothing when it is not a harmless path below the top directory: the files beside it are worth having without the link. */
    private static List<String> linkTarget(BencodeDictionary entry) {
        try {
            return path(entry, "symlink path");
        } catch (BencodeException e) {
            return List.of();
        }
    }

    private static List<String> path(BencodeDictionary entry) {
        if (entry.isList("path.utf-8")) {
            try {
                return path(entry, "path.utf-8");
            } catch (BencodeException e) {
                return path(entry, "path"); // then the plain key has to do
            }
        }
        return path(entry, "path");
    }

    private static List<String> path(BencodeDictionary entry, String key) {
        BencodeList list = entry.requiredList(key);
        List<String> path = list.texts();
        for (int i = 0; i < path.size(); i++) {
            int index = i;
            PathRules.problem(path.get(i)).ifPresent(problem -> {
                throw list.failure(index, problem);
            });
        }
        PathRules.problem(path).ifPresent(problem -> {
            throw entry.failure(key, problem);
        });
        return path;
    }

    /** @throws BencodeException if the piece length is out of range or there would be too many pieces */
    TorrentLayout layout(List<FileEntry> files) {
        long pieceLength = info.requiredInteger("piece length");
        if (pieceLength < Metainfo.MIN_PIECE_LENGTH || pieceLength > Metainfo.MAX_PIECE_LENGTH) {
            throw info.failure(
                    "piece length",
                    "expected " + Metainfo.MIN_PIECE_LENGTH + " to " + Metainfo.MAX_PIECE_LENGTH + " bytes, found "
                            + pieceLength);
        }
        try {
            return TorrentLayout.of(
                    (int) pieceLength,
                    files.stream().mapToLong(FileEntry::length).toArray());
        } catch (IllegalArgumentException e) {
            throw info.failure("piece length", e.getMessage());
        }
    }

    /**
     * @param infoBytes the info dictionary's own bytes, which the result shares
     * @param infoOffset where they start in the torrent
     */
    PieceHashes pieceHashes(TorrentLayout layout, byte[] infoBytes, int infoOffset) {
        int length = info.requiredBytes("pieces").length;
        if (length != (long) layout.pieceCount() * PieceHashes.DIGEST_LENGTH) {
            throw info.failure(
                    "pieces",
                    "expected the digests of " + layout.pieceCount() + " pieces, "
                            + (long) layout.pieceCount() * PieceHashes.DIGEST_LENGTH + " bytes, found " + length
                            + " bytes");
        }
        int prefix = Integer.toString(length).length() + 1;
        return PieceHashes.sharing(infoBytes, info.offset("pieces") - infoOffset + prefix, length);
    }
}
