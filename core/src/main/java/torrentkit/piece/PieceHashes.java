package torrentkit.piece;

import java.util.Arrays;

/** The SHA-1 digests of a torrent's pieces, in piece order (BEP 3, {@code pieces}): 20 × piece count bytes. Immutable. */
public final class PieceHashes {
    /** Bytes in one digest. */
    public static final int DIGEST_LENGTH = 20;

    private final byte[] digests;

    /**
     * @param digests 20 × piece count bytes, copied
     * @throws IllegalArgumentException if the length is not a multiple of 20
     */
    public PieceHashes(byte[] digests) {
        if (digests.length % DIGEST_LENGTH != 0) {
            throw new IllegalArgumentException("piece digests are 20 bytes each, but there are " + digests.length + " bytes");
        }
        this.digests = digests.clone();
    }

    public int count() {
        return digests.length / DIGEST_LENGTH;
    }

    /** Whether this is the digest of that piece. */
    public boolean matches(int index, byte[] digest) {
        int at = index * DIGEST_LENGTH;
        return Arrays.equals(digests, at, at + DIGEST_LENGTH, digest, 0, digest.length);
    }

    /** A copy of all digests. */
    public byte[] toBytes() {
        return digests.clone();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof PieceHashes that && Arrays.equals(digests, that.digests);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(digests);
    }
}
