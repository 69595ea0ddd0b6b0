package torrentkit.app.client.download;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import torrentkit.app.client.Cli;
import torrentkit.app.client.outcome.ExitCode;

class FileListTest {
    @TempDir
    Path directory;

    private final Cli cli = new Cli();
    private Path torrent;
    private Path missing;

    @BeforeEach
    void prepare() throws Exception {
        Path content = Files.createDirectory(directory.resolve("some"));
        Files.write(content.resolve("a.txt"), new byte[5]);
        Files.write(content.resolve("b.iso"), new byte[7]);
        torrent = directory.resolve("t.torrent");
        missing = directory.resolve("missing.torrent");
        assertThat(new Cli().run("create", content, "-o", torrent)).isEqualTo(ExitCode.OK);
    }

    @Test
    void listsAsJsonWhatIsSelected() {
        assertThat(cli.run("download", "--list", "--json", "-x", "a.*", torrent))
                .isEqualTo(ExitCode.OK);
        assertThat(cli.out().lines())
                .satisfiesExactly(
                        files -> assertThat(files)
                                .startsWith("{\"type\":\"files\",\"source\":\"" + torrent + "\",\"torrent\":\"")
                                .endsWith(
                                        "\"name\":\"some\",\"files\":[{\"number\":2,\"path\":\"b.iso\",\"size\":7}]}"),
                        exit -> assertThat(exit).isEqualTo("{\"type\":\"exit\",\"code\":0}"));
    }

    @Test
    void listsTheOthersWhenASourceFails() {
        assertThat(cli.run("download", "--list", "--json", missing, torrent)).isEqualTo(ExitCode.NOT_FOUND);
        assertThat(cli.out().lines())
                .satisfiesExactly(
                        result -> assertThat(result)
                                .startsWith("{\"type\":\"result\",\"source\":\"" + missing + "\",\"code\":3,"),
                        files -> assertThat(files).startsWith("{\"type\":\"files\","),
                        exit -> assertThat(exit).isEqualTo("{\"type\":\"exit\",\"code\":3}"));
        assertThat(cli.err().lines()).hasSize(1).allMatch(line -> line.startsWith("client-app: "));
    }
}
