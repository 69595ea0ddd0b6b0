package torrentkit.piece;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Objects;

/** The SHA-1 digests of a torrent's pieces, in piece order (BEP 3, {@code pieces}): 20 × piece count bytes. Immutable. */
public final class PieceHashes {
    /** Bytes in one digest. */
    public static final int DIGEST_LENGTH = 20;

    private final byte[] holder;
    private final int offset;
    private final int length;

    /**
     * @param digests 20 × piece count bytes, copied
     * @throws IllegalArgumentException if the length is not a multiple of 20
     */
    public PieceHashes(byte[] digests) {
        this(digests.clone(), 0, digests.length);
    }

    private PieceHashes(byte[] holder, int offset, int length) {
        if (length % DIGEST_LENGTH != 0) {
            throw new IllegalArgumentException("piece digests are 20 bytes each, but there are " + length + " bytes");
        }
        this.holder = holder;
        this.offset = offset;
        this.length = length;
    }

    /**
     * Digests inside a greater array, which is borrowed for good and must not change: a process that serves thousands of torrents
     * holds their info dictionaries anyway.
     *
     * @throws IllegalArgumentException if the length is not a multiple of 20
     * @throws IndexOutOfBoundsException if the range is not inside the array
     */
    public static PieceHashes sharing(byte[] holder, int offset, int length) {
        Objects.checkFromIndexSize(offset, length, holder.length);
        return new PieceHashes(holder, offset, length);
    }

    public int count() {
        return length / DIGEST_LENGTH;
    }

    /**
     * Whether this is the digest of that piece.
     *
     * @throws IndexOutOfBoundsException unless 0 ≤ index &lt; {@link #count()}
     */
    public boolean matches(int index, byte[] digest) {
        int at = offset + Objects.checkIndex(index, count()) * DIGEST_LENGTH;
        return Arrays.equals(holder, at, at + DIGEST_LENGTH, digest, 0, digest.length);
    }

    /** A copy of all digests. */
    public byte[] toBytes() {
        return Arrays.copyOfRange(holder, offset, offset + length);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof PieceHashes that
                && Arrays.equals(holder, offset, offset + length, that.holder, that.offset, that.offset + that.length);
    }

    @Override
    public int hashCode() {
        return ByteBuffer.wrap(holder, offset, length).hashCode();
    }
}
