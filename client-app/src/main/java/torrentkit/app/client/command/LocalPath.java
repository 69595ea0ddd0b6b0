package torrentkit.app.client.command;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import torrentkit.app.client.outcome.ExitCode;
import torrentkit.app.client.outcome.Failure;

/** Paths that options, parameters and torrents name. */
public final class LocalPath {
    private LocalPath() {}

    /**
     * Text as a path of this system.
     *
     * @param what names the text to a person, at the beginning of a sentence
     * @throws Failure with this code that says why it is none
     */
    public static Path of(String text, ExitCode code, String what) {
        try {
            return Path.of(text);
        } catch (InvalidPathException e) {
            boolean encoding = text.codePoints().anyMatch(c -> c > 0x7e);
            throw new Failure(
                    code,
                    what + ": '" + text + "' is not a possible path here: " + e.getReason() + "."
                            + (encoding
                                    ? " If the name is right, run with a UTF-8 locale, such as LC_ALL=C.UTF-8."
                                    : ""),
                    e);
        }
    }
}
