package torrentkit.app.client.interop;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import torrentkit.app.client.Tmux;
import torrentkit.app.client.console.DisplayText;
import torrentkit.metainfo.Metainfo;

/** The packaged {@code download} and {@code replay} on a terminal, as a person sees them, and the terminal afterwards. */
class FacesIT {
    private static final String NAME = "ein großer Film.bin";
    private static final int BLOCKS_AT_FIRST = 100; // 25 pieces of 77

    @TempDir
    private Path directory;

    private Lab lab;
    private Path original;
    private Path torrent;
    private Path into;
    private CountingSeed seed;
    private Tmux terminal;

    @BeforeEach
    void share() throws Exception {
        lab = new Lab(directory, Network.ofThisMachine());
        original = Samples.random(lab.directory("source").resolve(NAME), 77 * 65_536);
        torrent = lab.path("film.torrent");
        lab.client("create", original, "-o", torrent, "--piece-length", "64K").succeeds();
        into = lab.directory("into");
        seed = new CountingSeed(Metainfo.read(torrent), Files.readAllBytes(original));
        seed.allow(BLOCKS_AT_FIRST);
    }

    @AfterEach
    void close() throws Exception {
        if (terminal != null) {
            terminal.close();
        }
        lab.close();
        seed.close();
    }

    private void open(int columns, int rows) throws Exception {
        terminal = Tmux.open(lab.directory("terminal"), columns, rows, Map.of());
    }

    private void start(Object... arguments) throws Exception {
        List<String> command =
                new ArrayList<>(List.of(Lab.launcher("client-app").toString()));
        Arrays.stream(arguments).map(Object::toString).forEach(command::add);
        terminal.start(command, "");
    }

    private void download(String mode, Object... more) throws Exception {
        List<Object> arguments = new ArrayList<>(
                List.of("download", torrent, "-d", into, "--peer", seed.address(), "--no-lsd", "-m", mode));
        arguments.addAll(List.of(more));
        start(arguments.toArray());
    }

    /** What is seen while 25 of 77 pieces are there, at this size and a smaller one. */
    private void looksRight(String what, String mode) throws Exception {
        terminal.awaitText(mode.equals("minimal") ? "25 pieces of 77 completed (1 peer)" : "32.4%");
        fits(100, 30);
        terminal.keep(what + "-" + mode + "-100x30");
        terminal.resize(60, 16);
        if (mode.equals("minimal")) {
            terminal.awaitText("25/77  32%");
        } else {
            terminal.awaitScreen(screen -> assertThat(screen.lines().skip(15))
                    .singleElement()
                    .asString()
                    .startsWith("q Quit"));
        }
        fits(60, 16);
        terminal.keep(what + "-" + mode + "-60x16");
    }

    private void fits(int columns, int rows) throws Exception {
        assertThat(terminal.screen())
                .hasSize(rows)
                .allMatch(line -> DisplayText.width(line) <= columns)
                .anyMatch(line -> line.contains("ein großer"));
    }

    private void assertRestored(int code, String... words) throws Exception {
        terminal.awaitText("ended with " + code, "same modes\nready>");
        terminal.awaitText(words);
        assertThat(terminal.fact("alternate_on")).isEqualTo("0");
        assertThat(terminal.fact("cursor_flag")).isEqualTo("1");
        assertThat(terminal.screen()).noneMatch(line -> line.contains("q Quit"));
        terminal.type("echo typed again", "Enter");
        terminal.awaitText("ready> echo typed again\ntyped again");
        assertThat(terminal.styled()).doesNotContain("\u001b[");
    }

    @ParameterizedTest
    @CsvSource({"minimal", "ncurses"})
    void showADownloadAndItsRecordAtTwoSizes(String mode) throws Exception {
        Path record = lab.path("run.log");
        open(100, 30);
        download(mode, "--record", record);
        looksRight("download", mode);
        seed.allow(100_000);
        assertRestored(0, "Download complete: ");
        Samples.assertSame(into.resolve(NAME), original);

        terminal.resize(100, 30);
        start("replay", record, "-m", mode, "--speed", "0.3");
        looksRight("replay", mode);
        terminal.type(mode.equals("minimal") ? "C-c" : "q");
        terminal.awaitText("same modes");
        assertThat(terminal.fact("alternate_on")).isEqualTo("0");
        assertThat(terminal.fact("cursor_flag")).isEqualTo("1");
    }

    private void fullScreen(Object... more) throws Exception {
        open(80, 24);
        download("ncurses", more);
        terminal.awaitText("32.4%", "q Quit");
        assertThat(terminal.fact("alternate_on")).isEqualTo("1");
    }

    @Test
    void giveTheTerminalBackAfterAnError() throws Exception {
        fullScreen("--digest", "sha-256:" + "0".repeat(64), "--no-record");
        seed.allow(100_000);
        assertRestored(32, "before it all", "client-app: ");
        assertThat(into.resolve(NAME)).doesNotExist();
    }

    @Test
    void giveTheTerminalBackAtCtrlC() throws Exception {
        fullScreen("--no-record");
        terminal.type("C-c");
        assertRestored(7, "before it all", "client-app: Stopped");
    }

    @Test
    void giveTheTerminalBackAtSigterm() throws Exception {
        fullScreen("--no-record");
        ProcessHandle.of(Long.parseLong(terminal.fact("pane_pid")))
                .orElseThrow()
                .descendants()
                .filter(process -> process.info().command().orElse("").endsWith("java"))
                .forEach(ProcessHandle::destroy);
        assertRestored(7, "before it all", "client-app: Stopped");
    }
}
