package torrentkit.app.client.source;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import torrentkit.app.client.command.LocalPath;
import torrentkit.app.client.outcome.ExitCode;
import torrentkit.app.client.outcome.Failure;
import torrentkit.app.client.outcome.Failures;

/** Secrets that an option takes from a file instead of the command line, which every user of a machine can read. */
final class SecretFile {
    private static final int MAX_BYTES = 64 << 10;

    private SecretFile() {}

    /** The text itself, or the first line of the file of {@code @FILE}. */
    static String secret(String option, String text) {
        if (!text.startsWith("@")) {
            return text;
        }
        return lines(option, text).stream()
                .findFirst()
                .orElseThrow(() -> new Failure(
                        ExitCode.BAD_OPTION, "Option " + option + ": the file " + text.substring(1) + " is empty."));
    }

    /** The lines of the file of {@code @FILE} that are not blank. */
    static List<String> lines(String option, String text) {
        Path file = LocalPath.of(text.substring(1), ExitCode.BAD_OPTION, "Option " + option);
        try (InputStream in = Files.newInputStream(file)) {
            byte[] bytes = in.readNBytes(MAX_BYTES + 1);
            if (bytes.length > MAX_BYTES) {
                throw new Failure(
                        ExitCode.BAD_OPTION,
                        "Option " + option + ": expected at most " + MAX_BYTES + " bytes in " + file
                                + ", found more. Is it the right file?");
            }
            return new String(bytes, StandardCharsets.UTF_8)
                    .lines()
                    .map(String::strip)
                    .filter(line -> !line.isEmpty())
                    .toList();
        } catch (IOException e) {
            throw Failures.reading("Option " + option + ": cannot read " + file, file, e);
        }
    }
}
