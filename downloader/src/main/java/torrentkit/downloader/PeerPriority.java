package torrentkit.downloader;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.zip.CRC32C;

/**
 * How much two peers should be connected, which both reckon alike (BEP 40, canonical peer priority): who dials by it makes a swarm
 * well connected without anybody's plan, and nobody can make himself wanted by everybody.
 */
final class PeerPriority {
    private static final int ALTERNATE = 0x55; // every second bit counts, where the addresses are far from each other

    private PeerPriority() {}

    /** The CRC-32C of both, unsigned: the greater the better. Both of the same family, or the answer is 0. */
    static long of(InetSocketAddress one, InetSocketAddress other) {
        byte[] first = one.getAddress().getAddress();
        byte[] second = other.getAddress().getAddress();
        if (first.length != second.length) {
            return 0;
        }
        if (Arrays.equals(first, second)) {
            return crc(port(one), port(other));
        }
        int whole = first.length == 4 ? 2 : 6; // bytes that count in full
        while (whole < first.length && Arrays.equals(first, 0, whole, second, 0, whole)) {
            whole++;
        }
        return crc(masked(first, whole), masked(second, whole));
    }

    private static byte[] port(InetSocketAddress address) {
        return ByteBuffer.allocate(2).putShort((short) address.getPort()).array();
    }

    private static byte[] masked(byte[] address, int whole) {
        byte[] masked = address.clone();
        for (int i = whole; i < masked.length; i++) {
            masked[i] &= ALTERNATE;
        }
        return masked;
    }

    private static long crc(byte[] one, byte[] other) {
        boolean inOrder = Arrays.compareUnsigned(one, other) <= 0;
        CRC32C crc = new CRC32C();
        crc.update(inOrder ? one : other);
        crc.update(inOrder ? other : one);
        return crc.getValue();
    }
}
