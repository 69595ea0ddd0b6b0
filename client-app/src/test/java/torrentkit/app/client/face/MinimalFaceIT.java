package torrentkit.app.client.face;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import torrentkit.app.client.Tmux;
import torrentkit.app.client.face.terminal.FaceStage;

/** The minimal face in a terminal, as a person sees it. */
class MinimalFaceIT {
    @TempDir
    private Path directory;

    private Tmux terminal;

    @AfterEach
    void closeTerminal() throws Exception {
        if (terminal != null) {
            terminal.close();
        }
    }

    private void play(int columns, int rows, int torrents) throws Exception {
        terminal = Tmux.open(directory, columns, rows, Map.of());
        terminal.start(Tmux.java(FaceStage.class, "minimal", directory, torrents, 5), "");
    }

    private void end() throws Exception {
        Files.createFile(directory.resolve("end"));
        terminal.awaitText("Download complete: the play", "ended with 0", "same modes");
    }

    /** The one line that is rewritten: that with the percentage. */
    private List<String> lines() throws Exception {
        return terminal.screen().stream().filter(line -> line.contains("45.0%")).toList();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "120 | 40 | Downloading debian-12.8.0-amd64-netinst.iso: 540 pieces of 1200 completed (5 peers)  45.0%  3.7 MiB/s  ETA 1:29",
                "80 | 24 | debian-12.8…: 540 pieces of 1200 completed (5 peers) 45.0% 3.73MiB/s ETA 1:29",
                "40 | 10 | debian-12.8.…  45.0%  3.73MiB/s  1:29"
            })
    void fitsItsLineToTheWidth(int columns, int rows, String start) throws Exception {
        play(columns, rows, 1);
        terminal.awaitText(start);
        terminal.keep("minimal-" + columns + "x" + rows);
        assertThat(lines()).hasSize(1).first().asString().hasSizeLessThan(columns);
        end();
        assertThat(lines()).isEmpty();
    }

    @Test
    void sumsSeveralTorrentsUp() throws Exception {
        play(120, 40, 3);
        terminal.awaitText("Downloading 3 torrents: 1620 pieces of 3600 completed (15 peers)  45.0%");
        terminal.keep("minimal-several-120x40");
        end();
    }

    @Test
    void followsTheSizeOfTheTerminal() throws Exception {
        play(120, 24, 1);
        terminal.awaitText("Downloading debian-12.8.0-amd64-netinst.iso: 540");
        terminal.resize(60, 24);
        terminal.awaitText("debian-12…  540/1200  45.0%  3.73MiB/s  5 peers");
        end();
    }

    @Test
    void pushesWarningsAboveTheLine() throws Exception {
        play(120, 24, 1);
        terminal.awaitText("45.0%");
        Files.createFile(directory.resolve("log"));
        terminal.awaitText("client-app: warning: a warning from \uFFFD[31msomewhere\n");
        assertThat(lines()).hasSize(1);
        end();
    }
}
