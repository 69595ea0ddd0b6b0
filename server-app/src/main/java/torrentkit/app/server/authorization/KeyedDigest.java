package torrentkit.app.server.authorization;

import java.security.InvalidKeyException;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Digests under a key that only this process knows: as keys of a table they tell nothing of what they stand for. Any thread. */
final class KeyedDigest {
    private static final String ALGORITHM = "HmacSHA256";
    private static final int KEY_BYTES = 32;

    private final Mac mac;

    KeyedDigest() {
        byte[] key = new byte[KEY_BYTES];
        new SecureRandom().nextBytes(key);
        try {
            mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(key, ALGORITHM));
        } catch (NoSuchAlgorithmException | InvalidKeyException e) {
            throw new IllegalStateException("every Java platform has HMAC-SHA256", e);
        }
    }

    /** @param parts each with its length, so that no two lists of parts are the same bytes */
    String of(byte[]... parts) {
        try {
            Mac own = (Mac) mac.clone(); // a Mac serves one thread
            for (byte[] part : parts) {
                own.update((byte) (part.length >> 24));
                own.update((byte) (part.length >> 16));
                own.update((byte) (part.length >> 8));
                own.update((byte) part.length);
                own.update(part);
            }
            return HexFormat.of().formatHex(own.doFinal());
        } catch (CloneNotSupportedException e) {
            throw new IllegalStateException("the platform's HMAC-SHA256 can be cloned", e);
        }
    }
}
