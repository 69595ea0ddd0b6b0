package torrentkit.piece;

import java.util.Arrays;

/**
 * Which pieces somebody has: one bit a piece, the first piece is the high bit of the first byte (BEP 3, bitfield message).
 * Mutable and unsynchronised: its owner decides who may touch it.
 */
public final class Bitfield {
    private final long[] words; // piece i is bit 63 − i % 64 of words[i / 64], so that the wire order is big-endian
    private final int size;
    private int count;

    /** An empty bitfield for so many pieces. */
    public Bitfield(int size) {
        if (size < 0) {
            throw new IllegalArgumentException("a bitfield cannot have " + size + " bits");
        }
        this.size = size;
        this.words = new long[(size + 63) >>> 6];
    }

    private Bitfield(Bitfield other) {
        this.size = other.size;
        this.words = other.words.clone();
        this.count = other.count;
    }

    /** A bitfield with every bit set. */
    public static Bitfield full(int size) {
        Bitfield all = new Bitfield(size);
        all.setAll();
        return all;
    }

    /**
     * Reads the body of a bitfield message.
     *
     * @throws IllegalArgumentException if the body has not exactly ⌈size / 8⌉ bytes or a spare bit is set
     */
    public static Bitfield of(byte[] body, int size) {
        Bitfield result = new Bitfield(size);
        if (body.length != result.byteCount()) {
            throw new IllegalArgumentException(
                    "a bitfield of " + size + " pieces has " + result.byteCount() + " bytes, not " + body.length);
        }
        for (int i = 0; i < body.length; i++) {
            result.words[i >>> 3] |= (body[i] & 0xffL) << (56 - 8 * (i & 7));
            result.count += Integer.bitCount(body[i] & 0xff);
        }
        int spare = (8 - size % 8) % 8;
        if (spare > 0 && (body[body.length - 1] & (1 << spare) - 1) != 0) {
            throw new IllegalArgumentException("a spare bit after piece " + (size - 1) + " is set");
        }
        return result;
    }

    /** Bytes of the bitfield message's body. */
    public int byteCount() {
        return (size + 7) >>> 3;
    }

    /** The body of a bitfield message: ⌈size / 8⌉ bytes, spare bits 0. */
    public byte[] toBytes() {
        byte[] body = new byte[byteCount()];
        for (int i = 0; i < body.length; i++) {
            body[i] = (byte) (words[i >>> 3] >>> (56 - 8 * (i & 7)));
        }
        return body;
    }

    /** Bits in all. */
    public int size() {
        return size;
    }

    /** Bits that are set. */
    public int count() {
        return count;
    }

    public boolean isFull() {
        return count == size;
    }

    public boolean isEmpty() {
        return count == 0;
    }

    public boolean has(int index) {
        check(index);
        return (words[index >>> 6] & mask(index)) != 0;
    }

    /** Sets the bit; answers whether it was clear. */
    public boolean set(int index) {
        check(index);
        long before = words[index >>> 6];
        words[index >>> 6] = before | mask(index);
        boolean added = words[index >>> 6] != before;
        count += added ? 1 : 0;
        return added;
    }

    /** Clears the bit; answers whether it was set. */
    public boolean clear(int index) {
        check(index);
        long before = words[index >>> 6];
        words[index >>> 6] = before & ~mask(index);
        boolean removed = words[index >>> 6] != before;
        count -= removed ? 1 : 0;
        return removed;
    }

    public void setAll() {
        Arrays.fill(words, -1L);
        if ((size & 63) != 0) {
            words[words.length - 1] = -1L << (64 - (size & 63));
        }
        count = size;
    }

    /** The first set bit at or after {@code from}, or −1. */
    public int nextSet(int from) {
        return next(from, 0);
    }

    /** The first clear bit at or after {@code from}, or −1. */
    public int nextClear(int from) {
        return next(from, -1);
    }

    private int next(int from, long flip) {
        for (int word = from >>> 6; word < words.length; word++) {
            long bits = words[word] ^ flip;
            if (word == from >>> 6) {
                bits &= -1L >>> (from & 63);
            }
            if (bits != 0) {
                int index = (word << 6) + Long.numberOfLeadingZeros(bits);
                return index < size ? index : -1;
            }
        }
        return -1;
    }

    /** Whether the other, of the same size, has a piece that this one lacks. */
    public boolean lacksSomeOf(Bitfield other) {
        for (int i = 0; i < words.length; i++) {
            if ((other.words[i] & ~words[i]) != 0) {
                return true;
            }
        }
        return false;
    }

    public Bitfield copy() {
        return new Bitfield(this);
    }

    private static long mask(int index) {
        return Long.MIN_VALUE >>> (index & 63);
    }

    private void check(int index) {
        if (index < 0 || index >= size) {
            throw new IndexOutOfBoundsException("piece " + index + " of " + size);
        }
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Bitfield that && size == that.size && Arrays.equals(words, that.words);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(words);
    }

    @Override
    public String toString() {
        return count + " of " + size + " pieces";
    }
}
