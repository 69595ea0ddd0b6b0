package torrentkit.app.client.source;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import torrentkit.app.client.command.LocalPath;
import torrentkit.app.client.outcome.ExitCode;
import torrentkit.app.client.outcome.Failure;
import torrentkit.app.client.outcome.Failures;

/**
 * The file of {@code -i}: one source a line, in UTF-8. Blank lines, and those that begin with {@code #}, say nothing; blanks around a
 * source are not part of it. {@code -} is the standard input.
 */
public final class SourceList {
    private static final int MAX_BYTES = 16 << 20;
    private static final int MOST_SOURCES = 10_000;

    private SourceList() {}

    /** @throws Failure if it cannot be read, is no text, names nothing, or more than 10,000 sources */
    public static List<String> read(String file) {
        return parse(file.equals("-") ? "The standard input" : file, bytes(file));
    }

    private static byte[] bytes(String file) {
        if (file.equals("-")) {
            return StandardInput.bytes(MAX_BYTES, "a list of sources");
        }
        Path path = LocalPath.of(file, ExitCode.BAD_OPTION, "Option -i");
        if (Files.isDirectory(path)) {
            throw new Failure(
                    ExitCode.CANNOT_OPEN, "Option -i: " + path + " is a directory. Name a file that lists sources.");
        }
        try (InputStream in = Files.newInputStream(path)) {
            byte[] bytes = in.readNBytes(MAX_BYTES + 1);
            if (bytes.length > MAX_BYTES) {
                throw new Failure(
                        ExitCode.BAD_OPTION,
                        "Option -i: expected at most 16 MiB of text in " + path
                                + ", found more. Is it the right file?");
            }
            return bytes;
        } catch (IOException e) {
            throw Failures.reading("Option -i: cannot read " + path, path, e);
        }
    }

    static List<String> parse(String name, byte[] bytes) {
        String text;
        try {
            text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new Failure(
                    ExitCode.BAD_OPTION,
                    "Option -i: expected a list of sources in UTF-8, one a line; " + name
                            + " holds something else. To use a torrent itself, name it without -i.",
                    e);
        }
        List<String> sources = text.lines()
                .map(line -> line.startsWith("\uFEFF") ? line.substring(1) : line)
                .map(String::strip)
                .filter(line -> !line.isEmpty() && !line.startsWith("#"))
                .toList();
        if (sources.isEmpty()) {
            throw new Failure(ExitCode.BAD_OPTION, "Option -i: " + name + " names no source.");
        }
        if (sources.size() > MOST_SOURCES) {
            throw new Failure(
                    ExitCode.BAD_OPTION,
                    "Option -i: expected at most " + MOST_SOURCES + " sources in " + name + ", found " + sources.size()
                            + ".");
        }
        return sources;
    }
}
