package torrentkit.app.client.download;

import java.util.HexFormat;
import java.util.Locale;
import torrentkit.app.client.outcome.ExitCode;
import torrentkit.app.client.outcome.Failure;
import torrentkit.downloader.ExpectedDigest;

/** The value of {@code --digest}: {@code sha-256:HEX}; {@code sha256} and {@code =} are understood too. Pure functions. */
final class DigestText {
    private DigestText() {}

    /** @throws Failure if it has another form */
    static ExpectedDigest parse(String text) {
        int end = text.indexOf(':') >= 0 ? text.indexOf(':') : text.indexOf('=');
        String name = end < 0 ? "" : text.substring(0, end).toLowerCase(Locale.ROOT);
        String hex = text.substring(end + 1).strip().toLowerCase(Locale.ROOT);
        int bits = switch (name) {
            case "sha-1", "sha1" -> 160;
            case "sha-256", "sha256" -> 256;
            case "sha-512", "sha512" -> 512;
            default ->
                throw new Failure(
                        ExitCode.BAD_OPTION,
                        "Option --digest: expected sha-256:HEX, sha-1:HEX or sha-512:HEX, found '" + text + "'.");
        };
        boolean digits = hex.chars().allMatch(c -> c >= '0' && c <= '9' || c >= 'a' && c <= 'f');
        if (!digits || hex.length() != bits / 4) {
            throw new Failure(
                    ExitCode.BAD_OPTION,
                    "Option --digest: expected " + bits / 4 + " hexadecimal digits after " + name + ", found '" + hex
                            + "'.");
        }
        return new ExpectedDigest(
                bits == 160 ? "SHA-1" : "SHA-" + bits, HexFormat.of().parseHex(hex));
    }
}
