package torrentkit.tracker.access;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.security.InvalidKeyException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import torrentkit.metainfo.InfoHash;

/**
 * Issues and checks announce keys: the part before {@code /announce} in the tracker URL of a torrent that was made for one person.
 * A key is signed with a secret that only this server has, and bound to a name, a torrent and an end. Nothing is kept for a key
 * that was issued; whoever wants to take one back refuses its name.
 *
 * <p>A key is text of {@code A-Z a-z 0-9 - _} (base64url without padding, RFC 4648) of these bytes. It is signed, not encrypted:
 * its owner can read the name.
 *
 * <pre>
 * 0 format, 1 | 1 end, seconds since 1970, 8 bytes | 9 name, UTF-8, 0 to 255 bytes | the last 16: start of HMAC-SHA256 of
 * the info-hash and all that comes before
 * </pre>
 *
 * Immutable; any thread.
 */
public final class AnnounceKeys {
    /** The least bytes of a secret. */
    public static final int MIN_SECRET = 16;
    /** The most bytes of a name in UTF-8. */
    public static final int MAX_NAME = 255;
    /** The longest lifetime of a key. */
    public static final Duration MAX_LIFETIME = Duration.ofDays(36_500);

    private static final String ALGORITHM = "HmacSHA256";
    private static final byte FORMAT = 1;
    private static final int HEAD = 1 + Long.BYTES;
    private static final int SIGNATURE = 16;
    private static final int MAX_BYTES = HEAD + MAX_NAME + SIGNATURE;
    /** The most characters of a key. */
    public static final int MAX_LENGTH = (MAX_BYTES * 4 + 2) / 3;

    private final Mac mac;
    private final Clock clock;

    /**
     * @param secret at least {@link #MIN_SECRET} random bytes, copied; with another secret all keys issued before are void
     * @param clock tells when a key ends
     * @throws IllegalArgumentException for a shorter secret
     */
    public AnnounceKeys(byte[] secret, Clock clock) {
        if (secret.length < MIN_SECRET) {
            throw new IllegalArgumentException(
                    "the secret of announce keys has at least " + MIN_SECRET + " bytes, not " + secret.length);
        }
        this.clock = clock;
        try {
            this.mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(secret, ALGORITHM));
        } catch (NoSuchAlgorithmException | InvalidKeyException e) {
            throw new IllegalStateException("every Java platform has HMAC-SHA256 for keys of any length", e);
        }
    }

    /**
     * A key for one name and one torrent.
     *
     * @param name whom the key stands for, at most {@link #MAX_NAME} bytes of UTF-8
     * @param lifetime how long it is valid, more than nothing and at most {@link #MAX_LIFETIME}; the end is rounded up to a second
     * @return at most {@link #MAX_LENGTH} characters that may stand in a URL as they are
     * @throws IllegalArgumentException for a name that is too long or no text, or a lifetime out of range
     */
    public String issue(String name, InfoHash infoHash, Duration lifetime) {
        byte[] utf8 = utf8(name);
        if (lifetime.isNegative() || lifetime.isZero() || lifetime.compareTo(MAX_LIFETIME) > 0) {
            throw new IllegalArgumentException(
                    "an announce key lives longer than 0 and at most " + MAX_LIFETIME + ", not " + lifetime);
        }
        Instant end = clock.instant().plus(lifetime);
        long seconds = end.getEpochSecond() + (end.getNano() > 0 ? 1 : 0);
        ByteBuffer key = ByteBuffer.allocate(HEAD + utf8.length + SIGNATURE)
                .put(FORMAT)
                .putLong(seconds)
                .put(utf8);
        key.put(signature(key.array(), infoHash), 0, SIGNATURE);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(key.array());
    }

    /**
     * Reads a key that somebody showed. The time it takes does not tell how much of a forged signature is right.
     *
     * @param key anything
     * @param infoHash the torrent that it is shown for
     * @return empty unless it was issued with this secret for this torrent and is still valid
     */
    public Optional<AnnounceKey> verify(String key, InfoHash infoHash) {
        Optional<byte[]> decoded = decode(key);
        if (decoded.isEmpty()) {
            return Optional.empty();
        }
        byte[] bytes = decoded.get();
        int signed = bytes.length - SIGNATURE;
        byte[] shown = Arrays.copyOfRange(bytes, signed, bytes.length);
        byte[] right = Arrays.copyOf(signature(bytes, infoHash), SIGNATURE);
        if (!MessageDigest.isEqual(shown, right) || bytes[0] != FORMAT) {
            return Optional.empty();
        }
        Instant expires = Instant.ofEpochSecond(ByteBuffer.wrap(bytes).getLong(1));
        return clock.instant().isBefore(expires)
                ? Optional.of(new AnnounceKey(new String(bytes, HEAD, signed - HEAD, StandardCharsets.UTF_8), expires))
                : Optional.empty();
    }

    /** The bytes of a key, if it can be one; each has exactly one spelling. */
    private static Optional<byte[]> decode(String key) {
        if (key.length() > MAX_LENGTH) {
            return Optional.empty();
        }
        try {
            byte[] bytes = Base64.getUrlDecoder().decode(key);
            boolean genuine = bytes.length >= HEAD + SIGNATURE
                    && Base64.getUrlEncoder()
                            .withoutPadding()
                            .encodeToString(bytes)
                            .equals(key);
            return genuine ? Optional.of(bytes) : Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.empty(); // not base64url
        }
    }

    /** @param key with any {@link #SIGNATURE} bytes at its end, which are not looked at */
    private byte[] signature(byte[] key, InfoHash infoHash) {
        try {
            Mac own = (Mac) mac.clone(); // a Mac serves one thread; the original stays as it was initialised
            own.update(infoHash.bytes());
            own.update(key, 0, key.length - SIGNATURE);
            return own.doFinal();
        } catch (CloneNotSupportedException e) {
            throw new IllegalStateException("the platform's HMAC-SHA256 can be cloned", e);
        }
    }

    private static byte[] utf8(String name) {
        try {
            ByteBuffer encoded = StandardCharsets.UTF_8
                    .newEncoder()
                    .onMalformedInput(CodingErrorAction.REPORT)
                    .encode(CharBuffer.wrap(name));
            if (encoded.remaining() > MAX_NAME) {
                throw new IllegalArgumentException("the name in an announce key has at most " + MAX_NAME
                        + " bytes in UTF-8, not " + encoded.remaining());
            }
            byte[] bytes = new byte[encoded.remaining()];
            encoded.get(bytes);
            return bytes;
        } catch (CharacterCodingException e) {
            throw new IllegalArgumentException("the name for an announce key is no text: it has half a surrogate", e);
        }
    }
}
