package torrentkit.wire;

import java.nio.charset.StandardCharsets;
import torrentkit.metainfo.InfoHash;

/**
 * The first 68 bytes of a connection in each direction: 19, "BitTorrent protocol", 8 reserved bytes, info-hash, peer id (BEP 3, peer
 * protocol).
 *
 * @param reserved the 8 reserved bytes as one big-endian number: bit 0 is the lowest bit of the last byte
 */
public record Handshake(long reserved, InfoHash infoHash, PeerId peerId) {
    /** Bytes of the whole. */
    public static final int LENGTH = 68;

    /** The length byte and the protocol's name, which open every connection. */
    private static final byte[] PREAMBLE = "\u0013BitTorrent protocol".getBytes(StandardCharsets.ISO_8859_1);

    private static final long FAST = 0x04; // BEP 6: reserved[7] & 0x04
    private static final long EXTENSION = 0x10 << 16; // BEP 10: reserved[5] & 0x10

    /** What we say of ourselves: fast extension and extension protocol. */
    public static Handshake ours(InfoHash infoHash, PeerId peerId) {
        return new Handshake(FAST | EXTENSION, infoHash, peerId);
    }

    /** The 20 bytes before the reserved ones; a copy. */
    public static byte[] preamble() {
        return PREAMBLE.clone();
    }

    /** Whether the sender speaks the fast extension (BEP 6). */
    public boolean supportsFast() {
        return (reserved & FAST) != 0;
    }

    /** Whether the sender speaks the extension protocol (BEP 10). */
    public boolean supportsExtensions() {
        return (reserved & EXTENSION) != 0;
    }
}
