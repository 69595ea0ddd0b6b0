package torrentkit.app.server.authorization;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import torrentkit.app.server.config.ConfigurationException;
import torrentkit.app.server.text.Shown;

/** The lines of a file of {@code NAME:SECRET} lines, with {@code #} before remarks. */
final class CredentialFile {
    private static final long MAX_BYTES = 4 << 20;

    private CredentialFile() {}

    /** @param number of the line, from 1 */
    record Line(int number, String name, String secret) {}

    /**
     * Reads a file. May block.
     *
     * @param kind what it is, for the complaint
     * @throws ConfigurationException if it cannot be read or a line is no such line; no secret is quoted
     */
    static List<Line> read(Path file, String kind) {
        List<Line> read = new ArrayList<>();
        int number = 0;
        for (String line : text(file, kind).split("\r?\n", -1)) {
            number++;
            if (line.isBlank() || line.startsWith("#")) {
                continue;
            }
            int colon = line.indexOf(':');
            String name = colon < 0 ? "" : line.substring(0, colon);
            if (!CallerNames.isUsable(name) || !name.equals(name.strip())) {
                throw wrong(file, kind, number, "must be NAME:SECRET, with a name of at most 254 bytes");
            }
            read.add(new Line(number, name, line.substring(colon + 1).strip()));
        }
        return read;
    }

    static ConfigurationException wrong(Path file, String kind, int line, String expected) {
        return new ConfigurationException(kind + " " + Shown.text(file.toString()) + ": line " + line + " " + expected);
    }

    private static String text(Path file, String kind) {
        try {
            if (!Files.isRegularFile(file)) {
                throw new ConfigurationException(
                        kind + " " + Shown.text(file.toString()) + " is not there, or is not a file");
            }
            if (Files.size(file) > MAX_BYTES) {
                throw new ConfigurationException(
                        kind + " " + Shown.text(file.toString()) + " is larger than " + (MAX_BYTES >> 20) + " MiB");
            }
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(Files.readAllBytes(file)))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new ConfigurationException(kind + " " + Shown.text(file.toString()) + " is not text in UTF-8", e);
        } catch (IOException e) {
            throw new ConfigurationException(
                    kind + " " + Shown.text(file.toString()) + " cannot be read: " + Shown.text(e.toString()), e);
        }
    }
}
