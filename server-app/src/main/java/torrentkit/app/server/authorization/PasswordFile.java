package torrentkit.app.server.authorization;

import at.favre.lib.crypto.bcrypt.BCrypt;
import at.favre.lib.crypto.bcrypt.LongPasswordStrategies;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import torrentkit.app.server.config.ConfigurationException;

/** Names and their passwords, as {@code htpasswd -B} writes them: bcrypt only, since what is faster to check is faster to guess. Immutable. */
final class PasswordFile {
    private static final String KIND = "htpasswd file";
    private static final Pattern BCRYPT = Pattern.compile("\\$2[aby]\\$([0-9]{2})\\$[./A-Za-z0-9]{53}");
    private static final int MIN_COST = 4;

    /** Already a second or so of computing for each check; more is a mistake that would block everybody. */
    private static final int MAX_COST = 15;

    private static final int DEFAULT_COST = 10;

    private final Map<String, byte[]> hashes;
    private final byte[] decoy;

    private PasswordFile(Map<String, byte[]> hashes, int cost) {
        this.hashes = hashes;
        decoy = ("$2y$" + (cost < 10 ? "0" : "") + cost + "$" + ".".repeat(53)).getBytes(StandardCharsets.US_ASCII);
    }

    /**
     * Reads a file. May block.
     *
     * @throws ConfigurationException with the number of the line that cannot be used
     */
    static PasswordFile read(Path file) {
        Map<String, byte[]> hashes = new HashMap<>();
        Map<String, Integer> lines = new HashMap<>();
        int highest = MIN_COST;
        for (CredentialFile.Line line : CredentialFile.read(file, KIND)) {
            Matcher hash = BCRYPT.matcher(line.secret());
            if (!hash.matches()) {
                throw CredentialFile.wrong(
                        file,
                        KIND,
                        line.number(),
                        "must have a bcrypt hash ($2a$, $2b$ or $2y$); htpasswd -B makes one");
            }
            int cost = Integer.parseInt(hash.group(1));
            if (cost < MIN_COST || cost > MAX_COST) {
                throw CredentialFile.wrong(
                        file,
                        KIND,
                        line.number(),
                        "must have a bcrypt cost from " + MIN_COST + " to " + MAX_COST + ", not " + cost);
            }
            Integer earlier = lines.putIfAbsent(CallerNames.folded(line.name()), line.number());
            if (earlier != null) {
                throw CredentialFile.wrong(
                        file,
                        KIND,
                        line.number(),
                        "has the name of line " + earlier
                                + " again; the rules do not tell capitals from small letters");
            }
            hashes.put(line.name(), line.secret().getBytes(StandardCharsets.US_ASCII));
            highest = Math.max(highest, cost);
        }
        return new PasswordFile(hashes, hashes.isEmpty() ? DEFAULT_COST : highest);
    }

    boolean knows(String name) {
        return hashes.containsKey(name);
    }

    /**
     * Checks a password. Takes as long for a name that is not in the file. Computes for a tenth of a second: not on an event loop.
     */
    boolean verify(String name, byte[] password) {
        byte[] hash = hashes.get(name);
        boolean right = verify(password, hash == null ? decoy : hash);
        return right && hash != null;
    }

    private static boolean verify(byte[] password, byte[] hash) {
        for (byte b : password) {
            if (b == 0) {
                return false; // bcrypt would take what stands before it for the password
            }
        }
        BCrypt.Version version = switch (hash[2]) {
            case 'a' -> BCrypt.Version.VERSION_2A;
            case 'b' -> BCrypt.Version.VERSION_2B;
            default -> BCrypt.Version.VERSION_2Y;
        };
        return BCrypt.verifyer(version, LongPasswordStrategies.truncate(version))
                .verify(password, hash)
                .verified;
    }
}
