package torrentkit.app.client.torrent;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import torrentkit.app.client.Cli;
import torrentkit.app.client.outcome.ExitCode;

class VerifyCommandTest {
    @TempDir
    Path directory;

    private final Cli cli = new Cli();
    private Path content;
    private Path torrent;

    @BeforeEach
    void makeContent() throws Exception {
        content = Files.createDirectory(directory.resolve("photos"));
        byte[] bytes = new byte[100_000];
        new Random(1).nextBytes(bytes);
        Files.write(content.resolve("a"), bytes); // pieces 0 to 6
        Files.write(content.resolve("b"), bytes); // pieces 6 to 12
        Files.createFile(content.resolve("empty"));
        torrent = directory.resolve("t.torrent");
        assertThat(new Cli().run("create", content, "--piece-length", "16K", "-o", torrent))
                .isEqualTo(ExitCode.OK);
    }

    @Test
    void findsWholeContentAtThePathOrBelowIt() {
        assertThat(cli.run("verify", torrent, content)).isEqualTo(ExitCode.OK);
        assertThat(cli.run("verify", torrent, directory)).isEqualTo(ExitCode.OK);
        assertThat(cli.out().lines())
                .hasSize(2)
                .allMatch(line -> line.equals(content + " is whole: 13 pieces verified."));
        assertThat(cli.err()).isEmpty();
    }

    @Test
    void namesBadPiecesAndFiles() throws Exception {
        try (FileChannel file = FileChannel.open(content.resolve("b"), StandardOpenOption.WRITE)) {
            file.write(ByteBuffer.wrap(new byte[] {1, 2, 3}), 50_000);
        }
        Files.delete(content.resolve("empty"));
        assertThat(cli.run("verify", torrent, content)).isEqualTo(ExitCode.CHECKSUM);
        assertThat(cli.out().lines())
                .containsExactly("bad pieces: 9", "damaged: b (bytes 47456-63839)", "missing: empty");
        assertThat(cli.err().lines())
                .hasSize(1)
                .allMatch(line -> line.contains("1 of 13 pieces is missing or damaged"));
    }

    @Test
    void namesRangesOfPiecesAndWrongSizes() throws Exception {
        try (FileChannel file = FileChannel.open(content.resolve("a"), StandardOpenOption.WRITE)) {
            file.truncate(20_000);
        }
        assertThat(cli.run("verify", torrent, content)).isEqualTo(ExitCode.CHECKSUM);
        assertThat(cli.out().lines())
                .contains("bad pieces: 1-6", "wrong size (20000 instead of 100000 bytes): a (bytes 16384-99999)");
    }

    @Test
    void aMissingEmptyFileIsNotWhole() throws Exception {
        Files.delete(content.resolve("empty"));
        assertThat(cli.run("verify", torrent, content)).isEqualTo(ExitCode.CHECKSUM);
        assertThat(cli.out().lines()).containsExactly("missing: empty");
        assertThat(cli.err()).contains("has every piece, but");
    }

    @Test
    void saysWhenThereIsNothingToVerify() {
        assertThat(cli.run("verify", torrent, directory.resolve("none"))).isEqualTo(ExitCode.NOT_FOUND);
    }

    @Test
    void looksForASingleFileBelowTheDirectory() {
        Path single = directory.resolve("single.torrent");
        assertThat(new Cli().run("create", content.resolve("a"), "-o", single)).isEqualTo(ExitCode.OK);
        assertThat(cli.run("verify", single, content)).isEqualTo(ExitCode.OK);
        assertThat(cli.run("verify", single, content.resolve("a"))).isEqualTo(ExitCode.OK);
        assertThat(cli.run("verify", single, directory)).isEqualTo(ExitCode.NOT_FOUND);
        assertThat(cli.run("verify", "-q", single, content.resolve("b"))).isEqualTo(ExitCode.OK);
    }

    @Test
    void tellsScriptsWhatIsBad() throws Exception {
        try (FileChannel file = FileChannel.open(content.resolve("b"), StandardOpenOption.WRITE)) {
            file.write(ByteBuffer.wrap(new byte[] {1, 2, 3}), 50_000);
        }
        Files.delete(content.resolve("empty"));
        assertThat(cli.run("verify", "--json", torrent, content)).isEqualTo(ExitCode.CHECKSUM);
        assertThat(cli.out().lines()).hasSize(1);
        assertThat(cli.out())
                .contains(
                        "\"whole\":false,\"pieces\":13,\"goodPieces\":12,\"badPieces\":[\"9\"]",
                        "{\"path\":\"b\",\"problem\":\"damaged\",\"badRanges\":[{\"offset\":47456,\"length\":16384}]}",
                        "{\"path\":\"empty\",\"problem\":\"missing\",\"badRanges\":[]}");
    }

    @Test
    void tellsScriptsThatAllIsWhole() {
        assertThat(cli.run("verify", "--json", torrent, content)).isEqualTo(ExitCode.OK);
        assertThat(cli.out()).contains("\"whole\":true", "\"files\":[]}");
    }
}
