package torrentkit.content;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import torrentkit.metainfo.InfoHash;

/**
 * What the index of a {@link ContentCache} holds of a content: 128 bits of the SHA-256 of its path, and its info-hash. Both are the
 * name of its file, so that listing a directory is reading the index. Two are equal when their paths are, since at one path there
 * is one content.
 */
final class CacheKey {
    /** Of this format; another version of it has another ending. */
    static final String ENDING = ".content1";

    private static final Pattern NAME = Pattern.compile("([0-9a-f]{32})-([0-9a-f]{40})" + Pattern.quote(ENDING));

    private final long high;
    private final long low;
    private final InfoHash infoHash;

    private CacheKey(long high, long low, InfoHash infoHash) {
        this.high = high;
        this.low = low;
        this.infoHash = infoHash;
    }

    static CacheKey of(Path path, InfoHash infoHash) {
        ByteBuffer digest;
        try {
            digest = ByteBuffer.wrap(
                    MessageDigest.getInstance("SHA-256").digest(path.toString().getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
        return new CacheKey(digest.getLong(), digest.getLong(), infoHash);
    }

    /** What a file of this name holds, if it is one of a cache. */
    static Optional<CacheKey> ofFileName(String name) {
        Matcher parts = NAME.matcher(name);
        if (!parts.matches()) {
            return Optional.empty();
        }
        ByteBuffer path = ByteBuffer.wrap(HexFormat.of().parseHex(parts.group(1)));
        return Optional.of(new CacheKey(path.getLong(), path.getLong(), InfoHash.parse(parts.group(2))));
    }

    InfoHash infoHash() {
        return infoHash;
    }

    /** The directory that the file lies in: one of 256. */
    String shard() {
        return HexFormat.of().toHexDigits((byte) (high >>> 56));
    }

    String fileName() {
        return HexFormat.of().toHexDigits(high) + HexFormat.of().toHexDigits(low) + "-" + infoHash + ENDING;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof CacheKey that && high == that.high && low == that.low;
    }

    @Override
    public int hashCode() {
        return (int) low;
    }

    @Override
    public String toString() {
        return fileName();
    }
}
