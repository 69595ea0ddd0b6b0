package torrentkit.app.server.http;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;

/** Strong entity tags (RFC 9110, section 8.8.3): equal tags mean equal bytes. */
public final class EntityTag {
    private static final int DIGEST_BYTES = 16;

    private EntityTag() {}

    /** The tag of a body, quotes included. */
    public static String of(byte[] body) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(body);
            return '"' + HexFormat.of().formatHex(Arrays.copyOf(digest, DIGEST_BYTES)) + '"';
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    /**
     * Whether {@code If-None-Match} names this tag. The comparison is the weak one, as for every conditional GET; a tag of ours
     * holds no comma, so that the list may be split at commas whatever other tags hold.
     */
    public static boolean matches(List<String> ifNoneMatch, String tag) {
        for (String header : ifNoneMatch) {
            for (String listed : header.split(",", -1)) {
                String candidate = listed.strip();
                if (candidate.equals("*") || candidate.equals(tag) || candidate.equals("W/" + tag)) {
                    return true;
                }
            }
        }
        return false;
    }
}
