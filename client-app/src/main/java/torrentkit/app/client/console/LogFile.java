package torrentkit.app.client.console;

import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * The file of {@code --log-file}: one line for each message, with the time in UTC and a level, clean and written at once. A disk that takes no
 * more ends the log, not the run. Thread-safe.
 */
final class LogFile {
    private Writer file;

    private LogFile(Writer file) {
        this.file = file;
    }

    /** Opens it for appending. */
    static LogFile open(Path path) throws IOException {
        return new LogFile(Files.newBufferedWriter(
                path, StandardCharsets.UTF_8, StandardOpenOption.CREATE, StandardOpenOption.APPEND));
    }

    /** @return false when it could not be written, which is so from then on and told once */
    synchronized boolean write(String level, String text) {
        if (file == null) {
            return true;
        }
        try {
            file.write(line(Instant.now(), level, text));
            file.flush();
            return true;
        } catch (IOException e) {
            file = null;
            return false;
        }
    }

    static String line(Instant time, String level, String text) {
        return time.truncatedTo(ChronoUnit.MILLIS) + " " + level + " " + DisplayText.clean(text) + "\n";
    }
}
