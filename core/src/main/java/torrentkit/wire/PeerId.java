package torrentkit.wire;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Arrays;

/** The 20 bytes by which a peer names itself in handshakes and announces (BEP 3; the prefix form is BEP 20). Immutable. */
public final class PeerId {
    /** Bytes in a peer id. */
    public static final int LENGTH = 20;

    private static final byte[] PREFIX = "-TK0100-".getBytes(StandardCharsets.ISO_8859_1);

    private final byte[] bytes;

    private PeerId(byte[] bytes) {
        this.bytes = bytes;
    }

    /**
     * @param bytes 20 bytes, copied
     * @throws IllegalArgumentException unless there are exactly 20
     */
    public static PeerId of(byte[] bytes) {
        if (bytes.length != LENGTH) {
            throw new IllegalArgumentException("a peer id has 20 bytes, not " + bytes.length);
        }
        return new PeerId(bytes.clone());
    }

    /** A new id of ours: the BEP 20 prefix and 12 random bytes. */
    public static PeerId random() {
        byte[] id = new byte[LENGTH];
        new SecureRandom().nextBytes(id);
        System.arraycopy(PREFIX, 0, id, 0, PREFIX.length);
        return new PeerId(id);
    }

    /** A copy of the 20 bytes. */
    public byte[] bytes() {
        return bytes.clone();
    }

    /** Whether the peer runs this software, any version: only a hint, since anybody may claim it. */
    public boolean isTorrentkit() {
        return bytes[0] == '-' && bytes[1] == 'T' && bytes[2] == 'K' && bytes[7] == '-';
    }

    /** Whether the peer runs aria2, any version: only a hint, since anybody may claim it. */
    public boolean isAria2() {
        return bytes[0] == 'A' && bytes[1] == '2' && bytes[2] == '-';
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof PeerId that && Arrays.equals(bytes, that.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    /** Printable ASCII as it is, every other byte as {@code %XX}: safe to show to a person. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder(LENGTH);
        for (byte b : bytes) {
            if (b > ' ' && b < 127 && b != '%') {
                text.append((char) b);
            } else {
                text.append(String.format("%%%02X", b & 0xff));
            }
        }
        return text.toString();
    }
}
