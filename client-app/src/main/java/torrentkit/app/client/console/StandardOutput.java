package torrentkit.app.client.console;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Optional;

/**
 * The standard output, which remembers why it took no more: print streams on top of it keep that to themselves. Thread-safe as far as the
 * stream below is.
 */
public final class StandardOutput extends OutputStream {
    private final OutputStream out;
    private volatile IOException failure;

    public StandardOutput(OutputStream out) {
        this.out = out;
    }

    /** Why it takes no more. */
    public Optional<IOException> failure() {
        return Optional.ofNullable(failure);
    }

    /** Whether the one that read it, {@code head} for example, has closed the pipe. */
    public boolean isClosedPipe() {
        return failure != null && isClosedPipe(failure);
    }

    /** The JDK has no type for it; the system's words are these in every locale that Java programs see. */
    public static boolean isClosedPipe(IOException thrown) {
        return String.valueOf(thrown.getMessage()).contains("Broken pipe");
    }

    @Override
    public void write(int b) throws IOException {
        write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        try {
            out.write(bytes, offset, length);
        } catch (IOException e) {
            throw remembered(e);
        }
    }

    @Override
    public void flush() throws IOException {
        try {
            out.flush();
        } catch (IOException e) {
            throw remembered(e);
        }
    }

    private IOException remembered(IOException e) {
        if (failure == null) {
            failure = e;
        }
        return e;
    }
}
