package torrentkit.app.server.authorization;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import torrentkit.app.server.config.ConfigurationException;

/**
 * Names and the digests of their bearer tokens (RFC 6750). A token is long and random, so that a plain digest of it can be neither
 * guessed nor turned back. A name may have several tokens, which is how one is replaced by the next. Immutable.
 */
public final class TokenFile {
    private static final String KIND = "token file";
    private static final Pattern DIGEST = Pattern.compile("[0-9a-fA-F]{64}");

    private final KeyedDigest key = new KeyedDigest();
    private final Map<String, String>
            names; // by keyed digest of the digest: looking one up tells nothing by the time it takes
    private final Set<String> known;

    /** @param owners by digest in hexadecimal */
    private TokenFile(Map<String, String> owners) {
        names = new HashMap<>();
        owners.forEach((digest, name) -> names.put(key.of(HexFormat.of().parseHex(digest)), name));
        known = Set.copyOf(owners.values());
    }

    /**
     * The line that gives a name a token.
     *
     * @param token at least 16 random bytes, written in any way that fits into a header
     */
    public static String line(String name, String token) {
        if (!CallerNames.isUsable(name)
                || name.indexOf(':') >= 0
                || !name.equals(name.strip())
                || name.startsWith("#")) {
            throw new IllegalArgumentException(
                    "not a name for a token: it is blank, too long, or holds a colon or controls");
        }
        return name + ":" + HexFormat.of().formatHex(digest(token));
    }

    /**
     * Reads a file of such lines. May block.
     *
     * @throws ConfigurationException with the number of the line that cannot be used
     */
    static TokenFile read(Path file) {
        Map<String, String> owners = new HashMap<>();
        Map<String, Integer> lines = new HashMap<>();
        Map<String, String> spellings = new HashMap<>();
        for (CredentialFile.Line line : CredentialFile.read(file, KIND)) {
            if (!DIGEST.matcher(line.secret()).matches()) {
                throw CredentialFile.wrong(
                        file, KIND, line.number(), "must be NAME:SHA-256-OF-THE-TOKEN, 64 hexadecimal digits");
            }
            String digest = line.secret().toLowerCase(Locale.ROOT);
            Integer earlier = lines.putIfAbsent(digest, line.number());
            if (earlier != null) {
                throw CredentialFile.wrong(file, KIND, line.number(), "has the token of line " + earlier + " again");
            }
            String spelling = spellings.putIfAbsent(CallerNames.folded(line.name()), line.name());
            if (spelling != null && !spelling.equals(line.name())) {
                throw CredentialFile.wrong(
                        file,
                        KIND,
                        line.number(),
                        "has a name that differs from another only in capitals, which the rules do not tell apart");
            }
            owners.put(digest, line.name());
        }
        return new TokenFile(owners);
    }

    boolean knows(String name) {
        return known.contains(name);
    }

    /** Whose token this is. */
    Optional<String> owner(String token) {
        return Optional.ofNullable(names.get(key.of(digest(token))));
    }

    private static byte[] digest(String token) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
