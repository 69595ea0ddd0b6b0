package torrentkit.content;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;
import torrentkit.metainfo.InfoHash;

/**
 * What the index of a {@link ContentCache} holds of a content: 128 bits of the SHA-256 of its path, and its info-hash. Both are the
 * name of its file, so that listing a directory is reading the index. Two are equal when their paths are, since at one path there
 * is one content.
 */
final class CacheKey {
    /** Of this format; another version of it has another ending. */
    static final String ENDING = ".content1";

    private static final int PATH_DIGITS = 32;
    private static final int NAME_LENGTH = PATH_DIGITS + 1 + 2 * InfoHash.LENGTH + ENDING.length();

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
        if (name.length() != NAME_LENGTH || name.charAt(PATH_DIGITS) != '-' || !name.endsWith(ENDING)) {
            return Optional.empty();
        }
        int end = NAME_LENGTH - ENDING.length();
        for (int i = 0; i < end; i++) {
            char c = name.charAt(i);
            if (i != PATH_DIGITS && (c < '0' || c > '9') && (c < 'a' || c > 'f')) {
                return Optional.empty();
            }
        }
        return Optional.of(new CacheKey(
                HexFormat.fromHexDigitsToLong(name, 0, PATH_DIGITS / 2),
                HexFormat.fromHexDigitsToLong(name, PATH_DIGITS / 2, PATH_DIGITS),
                InfoHash.parse(name.substring(PATH_DIGITS + 1, end))));
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
