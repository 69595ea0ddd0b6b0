package torrentkit.app.client.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import torrentkit.app.client.outcome.ExitCode;
import torrentkit.app.client.outcome.Failure;

class SourceListTest {
    @TempDir
    Path directory;

    private Path list(byte[] bytes) throws Exception {
        return Files.write(directory.resolve("list"), bytes);
    }

    private static ExitCode code(Path list) {
        try {
            SourceList.read(list.toString());
            return ExitCode.OK;
        } catch (Failure e) {
            return e.code();
        }
    }

    @Test
    void hasOneSourceALine() throws Exception {
        Path list = list("\uFEFF# mine\n\n  a b.torrent \r\nmagnet:?xt=urn:btih:x#y\r\n\t#no\nö"
                .getBytes(StandardCharsets.UTF_8));
        assertThat(SourceList.read(list.toString())).containsExactly("a b.torrent", "magnet:?xt=urn:btih:x#y", "ö");
    }

    @Test
    void refusesWhatIsNoList() throws Exception {
        assertThat(code(list("# nothing\n".getBytes(StandardCharsets.UTF_8)))).isEqualTo(ExitCode.BAD_OPTION);
        assertThat(code(list(new byte[] {'d', '1', (byte) 0xff}))).isEqualTo(ExitCode.BAD_OPTION);
        assertThat(code(list("x\n".repeat(10_001).getBytes(StandardCharsets.UTF_8))))
                .isEqualTo(ExitCode.BAD_OPTION);
        assertThat(code(directory)).isEqualTo(ExitCode.CANNOT_OPEN);
        assertThat(code(directory.resolve("none"))).isEqualTo(ExitCode.NOT_FOUND);
    }

    @Test
    void namesTheFileThatNamesNothing() throws Exception {
        Path list = list(new byte[0]);
        assertThatThrownBy(() -> SourceList.read(list.toString())).hasMessageContaining(list.toString());
    }
}
