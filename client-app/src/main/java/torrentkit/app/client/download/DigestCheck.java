package torrentkit.app.client.download;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import torrentkit.app.client.outcome.ExitCode;
import torrentkit.app.client.outcome.Failure;
import torrentkit.app.client.outcome.Failures;
import torrentkit.app.client.outcome.StopSignal;
import torrentkit.downloader.ExpectedDigest;

/** Whether a file that was there before has the digest of {@code --digest}; of what is downloaded the download sees to that. */
final class DigestCheck {
    private static final int STEP_BYTES = 1 << 20;

    private DigestCheck() {}

    /** @throws Failure {@link ExitCode#CHECKSUM} if it has another, or is no single file */
    static void check(ExpectedDigest expected, Path file, StopSignal stop) {
        if (!Files.isRegularFile(file)) {
            throw new Failure(
                    ExitCode.BAD_OPTION, "Option --digest is for a single file, but " + file + " is a directory.");
        }
        byte[] found = digest(expected.algorithm(), file, stop);
        if (!MessageDigest.isEqual(found, expected.value())) {
            throw new Failure(
                    ExitCode.CHECKSUM,
                    file + " is what the torrent describes, but its " + expected.algorithm() + " digest is "
                            + HexFormat.of().formatHex(found) + ", not the one of --digest.");
        }
    }

    private static byte[] digest(String algorithm, Path file, StopSignal stop) {
        try (InputStream in = Files.newInputStream(file)) {
            MessageDigest digest = MessageDigest.getInstance(algorithm);
            byte[] step = new byte[STEP_BYTES];
            for (int count = in.read(step); count >= 0; count = in.read(step)) {
                digest.update(step, 0, count);
                if (stop.isRequested()) {
                    throw new Failure(ExitCode.INTERRUPTED, "Stopped before the work was done.");
                }
            }
            return digest.digest();
        } catch (IOException e) {
            throw Failures.reading("cannot read " + file, file, e);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("the option was checked before", e);
        }
    }
}
