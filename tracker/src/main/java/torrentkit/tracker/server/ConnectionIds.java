package torrentkit.tracker.server;

import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Connection ids of the UDP tracker protocol (BEP 15) without any state for each: the second of issue, 16 bits, and 48 bits of a
 * keyed MAC over that second and the asker's address. Who sends one back has received it at his address less than two minutes
 * ago, so his source address is not forged. Any thread.
 */
final class ConnectionIds {
    static final int VALID_SECONDS = 120;

    private final SipHash mac;
    private final LongSupplier nanoTime;

    /** @param nanoTime a monotonic clock */
    ConnectionIds(LongSupplier nanoTime) {
        SecureRandom random = new SecureRandom();
        this.mac = new SipHash(random.nextLong(), random.nextLong());
        this.nanoTime = nanoTime;
    }

    /** A new id for an address. */
    long issue(InetAddress address) {
        return id(address, now());
    }

    /** Whether the id was issued to this address within the last two minutes. */
    boolean isValid(long id, InetAddress address) {
        long now = now();
        long age = now - (id >>> 48) & 0xffff;
        return age <= VALID_SECONDS && id == id(address, now - age);
    }

    private long id(InetAddress address, long second) {
        byte[] raw = address.getAddress();
        ByteBuffer words = ByteBuffer.allocate(16).put(raw);
        long code = mac.of(words.getLong(0), words.getLong(8), second << 8 | raw.length);
        return second << 48 | code >>> 16;
    }

    private long now() {
        return TimeUnit.NANOSECONDS.toSeconds(nanoTime.getAsLong());
    }
}
