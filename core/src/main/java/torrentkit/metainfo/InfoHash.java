package torrentkit.metainfo;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * The name of a torrent: the SHA-1 of the original bytes of its info dictionary (BEP 3, metainfo files). Immutable; two are
 * equal when their 20 bytes are.
 */
public final class InfoHash implements Comparable<InfoHash> {
    /** Bytes in an info-hash. */
    public static final int LENGTH = 20;

    private final byte[] bytes;

    private InfoHash(byte[] bytes) {
        this.bytes = bytes;
    }

    /**
     * @param bytes 20 bytes, copied
     * @throws IllegalArgumentException unless there are exactly 20
     */
    public static InfoHash of(byte[] bytes) {
        if (bytes.length != LENGTH) {
            throw new IllegalArgumentException("an info-hash has 20 bytes, not " + bytes.length);
        }
        return new InfoHash(bytes.clone());
    }

    /** @param infoDictionary the bencoded info dictionary exactly as it stands in the metainfo, never a re-encoding */
    public static InfoHash ofInfoDictionary(byte[] infoDictionary) {
        try {
            return new InfoHash(MessageDigest.getInstance("SHA-1").digest(infoDictionary));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-1", e);
        }
    }

    /**
     * @param hex 40 hexadecimal digits, either case
     * @throws IllegalArgumentException for anything else
     */
    public static InfoHash parse(String hex) {
        if (hex.length() != 2 * LENGTH) {
            throw new IllegalArgumentException("an info-hash has 40 hexadecimal digits, not " + hex.length());
        }
        return new InfoHash(HexFormat.of().parseHex(hex));
    }

    /** A copy of the 20 bytes. */
    public byte[] bytes() {
        return bytes.clone();
    }

    @Override
    public int compareTo(InfoHash other) {
        return Arrays.compareUnsigned(bytes, other.bytes);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof InfoHash that && Arrays.equals(bytes, that.bytes);
    }

    /** The bytes 12 to 15: already evenly spread, and not the ones by which a swarm's torrents may be sorted. */
    @Override
    public int hashCode() {
        return (bytes[12] & 0xff) << 24 | (bytes[13] & 0xff) << 16 | (bytes[14] & 0xff) << 8 | bytes[15] & 0xff;
    }

    /** 40 lower-case hexadecimal digits. */
    @Override
    public String toString() {
        return HexFormat.of().formatHex(bytes);
    }
}
