package torrentkit.app.client.source;

import java.io.IOException;
import java.io.InputStream;
import torrentkit.app.client.outcome.ExitCode;
import torrentkit.app.client.outcome.Failure;

/** What is piped into the program, read to its end. */
final class StandardInput {
    private StandardInput() {}

    /** @param what is expected there; for messages */
    static byte[] bytes(int most, String what) {
        return bytes(System.in, most, what);
    }

    static byte[] bytes(InputStream in, int most, String what) {
        byte[] bytes;
        try {
            bytes = in.readNBytes(most + 1);
        } catch (IOException e) {
            throw new Failure(ExitCode.FILE_IO, "The standard input cannot be read: " + e.getMessage() + ".", e);
        }
        if (bytes.length == 0) {
            throw new Failure(
                    ExitCode.NOT_FOUND, "The standard input is empty. Pipe " + what + " into it, or name a file.");
        }
        if (bytes.length > most) {
            throw new Failure(
                    ExitCode.BAD_OPTION,
                    "Expected " + what + " of at most " + most + " bytes on the standard input, found more.");
        }
        return bytes;
    }
}
