package torrentkit.downloader;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * The digest that a file must have, known from elsewhere than the torrent.
 *
 * @param algorithm as {@link MessageDigest} names it, in any case: {@code SHA-256}, say
 * @param value as many bytes as such a digest has
 */
public record ExpectedDigest(String algorithm, byte[] value) {
    /** @throws IllegalArgumentException if this platform has no such algorithm or its digests have another length */
    public ExpectedDigest {
        value = value.clone();
        int length = digest(algorithm).getDigestLength();
        if (length != value.length) {
            throw new IllegalArgumentException(
                    "a digest of " + algorithm + " has " + length + " bytes, not " + value.length);
        }
    }

    @Override
    public byte[] value() {
        return value.clone();
    }

    MessageDigest start() {
        return digest(algorithm);
    }

    boolean matches(byte[] found) {
        return MessageDigest.isEqual(value, found);
    }

    private static MessageDigest digest(String algorithm) {
        try {
            return MessageDigest.getInstance(algorithm);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalArgumentException("this platform has no digest that is called " + algorithm, e);
        }
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ExpectedDigest that
                && algorithm.equalsIgnoreCase(that.algorithm)
                && Arrays.equals(value, that.value);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(value);
    }

    @Override
    public String toString() {
        return algorithm + ":" + HexFormat.of().formatHex(value);
    }
}
