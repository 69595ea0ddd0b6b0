package torrentkit.app.server.tls;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.NoSuchAlgorithmException;
import java.security.PrivateKey;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import torrentkit.app.server.config.ConfigurationException;

/**
 * A private key from a PEM file: PKCS #8 as it is, and the older forms (RSA: RFC 8017 appendix A.1.2, EC: RFC 5915) put into a
 * PKCS #8 envelope (RFC 5958), which is all that the JDK reads.
 */
final class PrivateKeyReader {
    private static final byte[] RSA_ALGORITHM = {
        0x30, 0x0d, 0x06, 0x09, 0x2a, (byte) 0x86, 0x48, (byte) 0x86, (byte) 0xf7, 0x0d, 0x01, 0x01, 0x01, 0x05, 0x00
    };
    private static final byte[] EC_OID = {0x06, 0x07, 0x2a, (byte) 0x86, 0x48, (byte) 0xce, 0x3d, 0x02, 0x01};
    private static final byte[] VERSION_0 = {0x02, 0x01, 0x00};
    private static final int SEQUENCE = 0x30;
    private static final int OCTETS = 0x04;
    private static final int EC_PARAMETERS = 0xa0;

    private PrivateKeyReader() {}

    /** @throws ConfigurationException if there is no key, or one that cannot be used as it is */
    static PrivateKey read(PemFile file) {
        Optional<byte[]> curve = file.blocks().stream()
                .filter(block -> block.label().equals("EC PARAMETERS"))
                .map(PemFile.Block::der)
                .findFirst();
        for (PemFile.Block block : file.blocks()) {
            if (block.label().endsWith("PRIVATE KEY") && block.encrypted()) {
                throw file.problem(
                        "is protected by a password, for which nobody would be there to ask; write the key without one:"
                                + " openssl pkey -in FILE -out NEW-FILE, readable for the server only",
                        null);
            }
            try {
                switch (block.label()) {
                    case "PRIVATE KEY" -> {
                        return key(block.der());
                    }
                    case "RSA PRIVATE KEY" -> {
                        return key(envelope(RSA_ALGORITHM, block.der()));
                    }
                    case "EC PRIVATE KEY" -> {
                        return key(envelope(ecAlgorithm(block.der(), curve), block.der()));
                    }
                    default -> {} // certificates and parameters may be in the same file
                }
            } catch (GeneralSecurityException | RuntimeException e) {
                throw file.problem("holds a private key that is broken or of a kind other than RSA and EC", e);
            }
        }
        throw file.problem(
                "holds no private key; its first block is "
                        + file.blocks().get(0).label(),
                null);
    }

    private static PrivateKey key(byte[] pkcs8) throws NoSuchAlgorithmException, InvalidKeySpecException {
        InvalidKeySpecException last = null;
        for (String algorithm : List.of("RSA", "EC", "RSASSA-PSS")) {
            try {
                return KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(pkcs8));
            } catch (InvalidKeySpecException e) {
                last = e;
            }
        }
        throw last;
    }

    private static byte[] envelope(byte[] algorithm, byte[] key) {
        return der(SEQUENCE, VERSION_0, algorithm, der(OCTETS, key));
    }

    /** The curve is in the key, or else in a block of its own. */
    private static byte[] ecAlgorithm(byte[] key, Optional<byte[]> curve) throws InvalidKeySpecException {
        ByteBuffer fields = content(ByteBuffer.wrap(key), SEQUENCE);
        while (fields.hasRemaining()) {
            int tag = fields.get(fields.position()) & 0xff;
            ByteBuffer content = content(fields, tag);
            if (tag == EC_PARAMETERS) {
                byte[] parameters = new byte[content.remaining()];
                content.get(parameters);
                return der(SEQUENCE, EC_OID, parameters);
            }
        }
        return der(SEQUENCE, EC_OID, curve.orElseThrow(() -> new InvalidKeySpecException("no curve")));
    }

    /** Reads one value of the given tag off the buffer. */
    private static ByteBuffer content(ByteBuffer from, int tag) throws InvalidKeySpecException {
        if ((from.get() & 0xff) != tag) {
            throw new InvalidKeySpecException("unexpected tag");
        }
        int length = from.get() & 0xff;
        if (length > 0x80 && length <= 0x82) {
            int bytes = length - 0x80;
            length = 0;
            for (int i = 0; i < bytes; i++) {
                length = length << 8 | from.get() & 0xff;
            }
        }
        if (length > from.remaining()) {
            throw new InvalidKeySpecException("truncated");
        }
        ByteBuffer content = from.slice().limit(length);
        from.position(from.position() + length);
        return content;
    }

    private static byte[] der(int tag, byte[]... parts) {
        int length = Arrays.stream(parts).mapToInt(part -> part.length).sum();
        ByteArrayOutputStream der = new ByteArrayOutputStream(length + 4);
        der.write(tag);
        if (length >= 0x80) {
            der.write(length > 0xff ? 0x82 : 0x81); // no key has 64 KiB
        }
        if (length > 0xff) {
            der.write(length >> 8);
        }
        der.write(length);
        for (byte[] part : parts) {
            der.writeBytes(part);
        }
        return der.toByteArray();
    }
}
