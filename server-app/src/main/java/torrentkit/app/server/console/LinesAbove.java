package torrentkit.app.server.console;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

/** Takes what is written from any thread and hands it on line by line, as text without the line's end. */
final class LinesAbove extends OutputStream {
    private static final int MAX_LINE_BYTES = 64 << 10;

    private final ByteArrayOutputStream line = new ByteArrayOutputStream();
    private final Consumer<String> lines;

    LinesAbove(Consumer<String> lines) {
        this.lines = lines;
    }

    @Override
    public synchronized void write(int b) {
        if (b == '\n' || line.size() == MAX_LINE_BYTES) {
            lines.accept(line.toString(StandardCharsets.UTF_8));
            line.reset();
        }
        if (b != '\n' && b != '\r') {
            line.write(b);
        }
    }
}
