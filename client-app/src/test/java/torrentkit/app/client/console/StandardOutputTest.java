package torrentkit.app.client.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class StandardOutputTest {
    private static StandardOutput failing(String message) {
        return new StandardOutput(new OutputStream() {
            @Override
            public void write(int b) throws IOException {
                throw new IOException(message);
            }
        });
    }

    @Test
    void remembersWhatAPrintStreamKeepsToItself() {
        StandardOutput output = failing("No space left on device");
        new PrintStream(output, true, StandardCharsets.UTF_8).println("a");
        assertThat(output.failure()).get().extracting(IOException::getMessage).isEqualTo("No space left on device");
        assertThat(output.isClosedPipe()).isFalse();
    }

    @Test
    void knowsAClosedPipe() {
        StandardOutput output = failing("Broken pipe");
        new PrintStream(output, true, StandardCharsets.UTF_8).println("a");
        assertThat(output.isClosedPipe()).isTrue();
    }

    @Test
    void hasNothingToTellWhileAllIsWell() {
        StandardOutput output = new StandardOutput(OutputStream.nullOutputStream());
        new PrintStream(output, true, StandardCharsets.UTF_8).println("a");
        assertThat(output.failure()).isEmpty();
        assertThat(output.isClosedPipe()).isFalse();
    }
}
