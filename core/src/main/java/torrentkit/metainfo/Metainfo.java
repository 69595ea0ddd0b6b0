package torrentkit.metainfo;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import torrentkit.bencode.Bencode;
import torrentkit.bencode.BencodeDictionary;
import torrentkit.bencode.BencodeException;
import torrentkit.bencode.RawBencode;
import torrentkit.metainfo.MetainfoException.Reason;
import torrentkit.piece.PieceHashes;
import torrentkit.piece.TorrentLayout;

/**
 * A torrent: what its content is and where to ask for peers (BEP 3, metainfo files). Read from untrusted bytes, so whoever holds
 * one knows that its paths are harmless, its sizes add up, and there is one digest a piece. Immutable.
 */
public final class Metainfo {
    /** Largest torrent that is read or written, bytes. */
    public static final int MAX_BYTES = Bencode.Limits.TORRENT.maxBytes();
    /** Shortest accepted piece length, bytes. */
    public static final int MIN_PIECE_LENGTH = 16 << 10;
    /** Longest accepted piece length, bytes. */
    public static final int MAX_PIECE_LENGTH = TorrentLayout.MAX_PIECE_LENGTH;

    /** Longest info dictionary that is taken from peers, bytes. */
    public static final int MAX_INFO_BYTES = 16 << 20;

    private static final Bencode.Limits OF_INFO = new Bencode.Limits(
            MAX_INFO_BYTES + Bencode.Limits.TORRENT.maxBytes(),
            Bencode.Limits.TORRENT.maxDepth(),
            Bencode.Limits.TORRENT.maxTokens());
    private static final String GET_AGAIN =
            ". Get the torrent again from where it came from, or ask its maker to make it anew.";

    private final byte[] info;
    private final InfoHash infoHash;
    private final String name;
    private final boolean directory;
    private final boolean isPrivate;
    private final TorrentLayout layout;
    private final PieceHashes pieceHashes;
    private final List<FileEntry> files;
    private final Map<String, Object> outer; // all but info, as it stood
    private final List<List<URI>> trackers;
    private final List<URI> webSeeds;

    private Metainfo(BencodeDictionary torrent) {
        BencodeDictionary dictionary = torrent.requiredDictionary("info");
        InfoReader reader = new InfoReader(dictionary);
        if (reader.isVersion2Only()) {
            throw new MetainfoException(
                    Reason.UNSUPPORTED,
                    "This torrent is of version 2 only (BEP 52), which is not supported. Ask for a version 1 or hybrid torrent.");
        }
        info = torrent.raw("info").orElseThrow();
        infoHash = InfoHash.ofInfoDictionary(info);
        name = reader.name();
        directory = reader.isDirectory();
        isPrivate = reader.isPrivate();
        files = reader.files();
        layout = reader.layout(files);
        pieceHashes = reader.pieceHashes(layout, info, torrent.offset("info"));
        trackers = UrlReader.trackers(torrent);
        webSeeds = UrlReader.webSeeds(torrent);
        outer = new HashMap<>();
        for (String key : torrent.keys()) {
            if (!key.equals("info")) {
                outer.put(key, new RawBencode(torrent.raw(key).orElseThrow()));
            }
        }
    }

    private Metainfo(Metainfo original, Map<String, Object> outer, List<List<URI>> trackers, List<URI> webSeeds) {
        this.info = original.info;
        this.infoHash = original.infoHash;
        this.name = original.name;
        this.directory = original.directory;
        this.isPrivate = original.isPrivate;
        this.layout = original.layout;
        this.pieceHashes = original.pieceHashes;
        this.files = original.files;
        this.outer = outer;
        this.trackers = trackers;
        this.webSeeds = webSeeds;
    }

    /**
     * Reads a torrent of version 1, or the version 1 part of a hybrid one.
     *
     * @param torrent the bencoded torrent and nothing after it; must not change afterwards
     * @throws MetainfoException if it is not a valid and harmless torrent, or over a limit
     */
    public static Metainfo parse(byte[] torrent) {
        if (torrent.length > MAX_BYTES) {
            throw tooLarge("it has " + torrent.length);
        }
        return parse(torrent, Bencode.Limits.TORRENT);
    }

    private static Metainfo parse(byte[] torrent, Bencode.Limits limits) {
        BencodeDictionary dictionary;
        try {
            dictionary = Bencode.decode(torrent, limits);
        } catch (BencodeException e) {
            throw new MetainfoException(
                    Reason.NOT_BENCODED,
                    "This is not a torrent: ",
                    e,
                    ". Check that it is a .torrent file and was loaded completely.");
        }
        try {
            return new Metainfo(dictionary);
        } catch (BencodeException e) {
            throw new MetainfoException(Reason.INVALID, "This torrent is damaged or unsafe: ", e, GET_AGAIN);
        }
    }

    /**
     * The torrent around an info dictionary that came by itself, from peers (BEP 9).
     *
     * @param info its original bytes, at most {@link #MAX_INFO_BYTES}; copied
     * @param trackers tiers of announce URLs, as {@link #trackers()}
     * @param webSeeds as {@link #webSeeds()}
     * @throws MetainfoException if the bytes are not one dictionary, or the torrent is not valid and harmless
     */
    public static Metainfo ofInfo(byte[] info, List<List<URI>> trackers, List<URI> webSeeds) {
        if (info.length > MAX_INFO_BYTES) {
            throw tooLarge("its info dictionary alone has " + info.length);
        }
        Map<String, Object> outer = new TreeMap<>();
        outer.put("info", new RawBencode(info));
        putTrackers(outer, trackers);
        putWebSeeds(outer, webSeeds);
        Metainfo metainfo = parse(Bencode.encode(outer), OF_INFO);
        if (!Arrays.equals(metainfo.info, info)) { // bytes that end the dictionary early and go on behind it
            throw new MetainfoException(
                    Reason.NOT_BENCODED, "The info dictionary is not one dictionary, but has something behind it.");
        }
        return metainfo;
    }

    /**
     * Reads a .torrent file.
     *
     * @throws MetainfoException as {@link #parse} does, and with {@link Reason#UNREADABLE} and the cause if the file cannot be read
     */
    public static Metainfo read(Path file) {
        byte[] bytes;
        try {
            if (Files.exists(file) && !Files.isRegularFile(file)) { // reading a FIFO could block for ever
                throw new MetainfoException(Reason.UNREADABLE, file + " is not a file. Name a .torrent file.");
            }
            try (InputStream in = Files.newInputStream(file)) {
                bytes = in.readNBytes(MAX_BYTES + 1);
            }
        } catch (IOException e) {
            throw new MetainfoException(
                    "The torrent " + file + " cannot be read. Check the path and its permissions.", e);
        }
        if (bytes.length > MAX_BYTES) {
            throw tooLarge(file + " has more");
        }
        return parse(bytes);
    }

    /**
     * The torrent of content that was hashed. The same arguments give the same info dictionary on every machine.
     *
     * @param name of the file or the top directory, unless the options have another
     * @param directory whether the files lie in a top directory; otherwise there is exactly one, and its path does not matter
     * @param files in torrent order
     * @param pieceLength bytes; the options' piece length is not looked at
     * @param pieceHashes the digests of all pieces
     * @throws MetainfoException if such a torrent would not be accepted by {@link #parse}
     */
    public static Metainfo create(
            String name,
            boolean directory,
            List<FileEntry> files,
            int pieceLength,
            PieceHashes pieceHashes,
            MetainfoOptions options) {
        if (!directory && files.size() != 1) {
            throw new IllegalArgumentException("without a directory there is one file, not " + files.size());
        }
        Map<String, Object> info = new TreeMap<>();
        info.put("name", options.name().orElse(name));
        info.put("piece length", pieceLength);
        info.put("pieces", pieceHashes.toBytes());
        if (directory) {
            info.put("files", files.stream().map(Metainfo::encoded).toList());
        } else {
            info.put("length", files.get(0).length());
            putAttributes(info, files.get(0));
        }
        if (options.isPrivate()) {
            info.put("private", 1);
        }
        options.source().ifPresent(tag -> info.put("source", tag));
        Map<String, Object> outer = new TreeMap<>();
        outer.put("created by", "torrentkit");
        options.comment().ifPresent(text -> outer.put("comment", text));
        putTrackers(outer, options.trackers());
        putWebSeeds(outer, options.webSeeds());
        outer.put("info", info);
        return parse(Bencode.encode(outer));
    }

    private static Map<String, Object> encoded(FileEntry file) {
        Map<String, Object> entry = new TreeMap<>();
        entry.put("length", file.length());
        entry.put("path", file.path());
        file.symlink().ifPresent(target -> entry.put("symlink path", target));
        putAttributes(entry, file);
        return entry;
    }

    private static void putAttributes(Map<String, Object> entry, FileEntry file) {
        String letters = (file.symlink().isPresent() ? "l" : "")
                + (file.executable() ? "x" : "")
                + (file.hidden() ? "h" : "")
                + (file.padding() ? "p" : "");
        if (!letters.isEmpty()) {
            entry.put("attr", letters);
        }
    }

    private static MetainfoException tooLarge(String found) {
        return new MetainfoException(
                Reason.UNSUPPORTED,
                "A torrent may have " + MAX_BYTES + " bytes; " + found
                        + ". Ask for one with longer pieces or fewer files.");
    }

    /** The bencoded torrent: the original bytes of the info dictionary, and around them what else stood there. */
    public byte[] toBytes() {
        Map<String, Object> whole = new HashMap<>(outer);
        whole.put("info", new RawBencode(info));
        return Bencode.encode(whole);
    }

    /** The SHA-1 of the original bytes of the info dictionary. */
    public InfoHash infoHash() {
        return infoHash;
    }

    /** The suggested name of the file or of the top directory: one harmless path component. */
    public String name() {
        return name;
    }

    /** Whether the files lie in a top directory; otherwise there is exactly one, with the torrent's name. */
    public boolean isDirectory() {
        return directory;
    }

    /** Whether peers may come from the torrent's own trackers only (BEP 27). */
    public boolean isPrivate() {
        return isPrivate;
    }

    public TorrentLayout layout() {
        return layout;
    }

    public PieceHashes pieceHashes() {
        return pieceHashes;
    }

    /** The files in torrent order, pad files included; as many as {@link #layout()} has. */
    public List<FileEntry> files() {
        return files;
    }

    /** Announce URLs (http, https, udp) in tiers (BEP 12), the preferred first; {@code announce} alone is one tier of one. */
    public List<List<URI>> trackers() {
        return trackers;
    }

    /** URLs (http, https) of the same content (BEP 19). */
    public List<URI> webSeeds() {
        return webSeeds;
    }

    /** A copy of the original bytes of the info dictionary. */
    public byte[] infoBytes() {
        return info.clone();
    }

    /** How many bytes the info dictionary has. */
    public int infoLength() {
        return info.length;
    }

    /**
     * A copy of some of the original bytes of the info dictionary.
     *
     * @param from the first, 0 ≤ {@code from} ≤ {@code to}
     * @param to one behind the last, at most {@link #infoLength()}
     */
    public byte[] infoBytes(int from, int to) {
        Objects.checkFromToIndex(from, to, info.length);
        return Arrays.copyOfRange(info, from, to);
    }

    /** Text from the torrent's maker, not checked for control characters. */
    public Optional<String> comment() {
        return text("comment");
    }

    /** What made the torrent, not checked for control characters. */
    public Optional<String> createdBy() {
        return text("created by");
    }

    private Optional<String> text(String key) {
        byte[] value = outer.get(key) instanceof RawBencode raw ? raw.bytes() : new byte[] {'0', ':'};
        byte[] dictionary = Bencode.encode(Map.of("", new RawBencode(value)));
        try {
            return Bencode.decode(dictionary, Bencode.Limits.TORRENT).text("").filter(text -> !text.isEmpty());
        } catch (BencodeException e) {
            return Optional.empty(); // only for people to read, so no reason to refuse the torrent
        }
    }

    /** The same content with other trackers; none removes them. */
    public Metainfo withTrackers(List<List<URI>> tiers) {
        List<List<URI>> copy = tiers.stream().map(List::copyOf).toList();
        Map<String, Object> changed = new HashMap<>(outer);
        putTrackers(changed, copy);
        return new Metainfo(this, changed, copy, webSeeds);
    }

    /** The same content with other web seeds; none removes them. */
    public Metainfo withWebSeeds(List<URI> urls) {
        List<URI> copy = List.copyOf(urls);
        Map<String, Object> changed = new HashMap<>(outer);
        putWebSeeds(changed, copy);
        return new Metainfo(this, changed, trackers, copy);
    }

    private static void putTrackers(Map<String, Object> outer, List<List<URI>> tiers) {
        outer.remove("announce");
        outer.remove("announce-list");
        List<List<String>> urls = tiers.stream()
                .filter(tier -> !tier.isEmpty())
                .map(tier -> tier.stream().map(URI::toString).toList())
                .toList();
        if (!urls.isEmpty()) {
            outer.put("announce", urls.get(0).get(0));
        }
        if (urls.size() > 1 || urls.size() == 1 && urls.get(0).size() > 1) {
            outer.put("announce-list", urls);
        }
    }

    private static void putWebSeeds(Map<String, Object> outer, List<URI> urls) {
        outer.remove("url-list");
        if (!urls.isEmpty()) {
            outer.put("url-list", urls.stream().map(URI::toString).toList());
        }
    }

    /** Two are equal when their torrents are the same, byte for byte. */
    @Override
    public boolean equals(Object other) {
        return other instanceof Metainfo that
                && infoHash.equals(that.infoHash)
                && Arrays.equals(toBytes(), that.toBytes());
    }

    @Override
    public int hashCode() {
        return infoHash.hashCode();
    }

    @Override
    public String toString() {
        return infoHash.toString();
    }
}
