package torrentkit.app.client.face.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
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
import torrentkit.app.client.console.DisplayText;

/** The full-screen face in a terminal, as a person sees it, and what it leaves behind. */
class TerminalFaceIT {
    @TempDir
    private Path directory;

    private Tmux terminal;

    @AfterEach
    void closeTerminal() throws Exception {
        if (terminal != null) {
            terminal.close();
        }
    }

    private void open(int columns, int rows, Map<String, String> environment) throws Exception {
        terminal = Tmux.open(directory, columns, rows, environment);
    }

    private void start(String mode, int torrents, int peers, String redirections) throws Exception {
        terminal.start(Tmux.java(FaceStage.class, mode, directory, torrents, peers), redirections);
    }

    /** Shows a whole play and waits until all of it is on the screen. */
    private void play(int columns, int rows, int torrents, int peers) throws Exception {
        open(columns, rows, Map.of());
        start("ncurses", torrents, peers, "");
        terminal.awaitText("45.0%", "q Quit");
    }

    private void cue(String file) throws IOException {
        Files.createFile(directory.resolve(file));
    }

    private void signal(String name) throws Exception {
        String pid = terminal.fact("pane_pid");
        ProcessHandle shell = ProcessHandle.of(Long.parseLong(pid)).orElseThrow();
        long java = shell.descendants()
                .filter(process -> process.info().command().orElse("").endsWith("java"))
                .findFirst()
                .orElseThrow()
                .pid();
        new ProcessBuilder("kill", "-" + name, Long.toString(java)).start().waitFor();
    }

    /** The first screen is back, with the cursor, the modes and plain colours, and these words at the end. */
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
    @CsvSource({"80,24,1", "40,10,1", "120,40,3", "60,16,2", "200,50,1"})
    void fillsAnyScreen(int columns, int rows, int torrents) throws Exception {
        play(columns, rows, torrents, 30);
        terminal.keep("ncurses-" + columns + "x" + rows);
        List<String> screen = terminal.screen();
        assertThat(screen).hasSize(rows).allMatch(line -> DisplayText.width(line) <= columns);
        assertThat(screen.get(0)).contains("debian-12.8.0-a").endsWith("downloading 45%");
        assertThat(screen.get(rows - 1)).startsWith("q Quit").contains(" of 30");
        assertThat(screen).anyMatch(line -> line.contains("192.0.2.1:6881"));
        assertThat(terminal.fact("cursor_flag")).isEqualTo("0");
        assertThat(terminal.fact("alternate_on")).isEqualTo("1");
    }

    @ParameterizedTest
    @CsvSource({"30,6", "20,3", "10,2", "5,1", "1,1"})
    void showsWhatItCanOnAScreenThatIsTooSmall(int columns, int rows) throws Exception {
        play(80, 24, 2, 5);
        terminal.resize(columns, rows);
        terminal.awaitScreen(screen -> assertThat(screen).doesNotContain("192.0.2.5:6885"));
        terminal.resize(80, 24);
        terminal.awaitText("192.0.2.5:6885", "? Help");
        cue("end");
        assertRestored(0, "Download complete: the play");
    }

    @Test
    void followsTheSizeOfTheTerminal() throws Exception {
        play(80, 24, 1, 30);
        terminal.resize(120, 40);
        terminal.awaitScreen(
                screen -> assertThat(screen.lines().toList().get(0)).hasSize(119));
        assertThat(terminal.screen().get(39)).startsWith("q Quit");
        terminal.resize(40, 10);
        terminal.awaitScreen(
                screen -> assertThat(screen.lines().toList().get(9)).startsWith("q Quit"));
        assertThat(terminal.screen()).hasSize(10).allMatch(line -> DisplayText.width(line) <= 40);
    }

    @Test
    void obeysItsKeys() throws Exception {
        play(80, 24, 2, 40);
        terminal.awaitText("▼Downloaded");
        terminal.type("s");
        terminal.awaitText("▼Down/s");
        terminal.type("r");
        terminal.awaitText("▲Down/s");
        terminal.type("1");
        terminal.awaitText("Peer▲");
        terminal.type("End");
        terminal.awaitText("-40 of 40");
        terminal.type("Up");
        terminal.awaitText("-39 of 40");
        terminal.type("PPage");
        terminal.awaitScreen(screen -> assertThat(screen).doesNotContain("-39 of 40"));
        terminal.type("Home");
        terminal.awaitText(" 1-");
        terminal.type("Tab");
        terminal.awaitText("[2/2] ein großer Film, 日本語字幕.mkv");
        terminal.type("?");
        terminal.awaitText("reverse the order");
        terminal.type("Escape");
        terminal.awaitScreen(screen -> assertThat(screen).doesNotContain("reverse the order"));
        terminal.type("q");
        assertRestored(7, "before it all", "Downloading a play to nowhere", "client-app: Stopped");
    }

    @Test
    void givesTheTerminalBackAtTheEnd() throws Exception {
        play(80, 24, 1, 5);
        cue("end");
        assertRestored(0, "before it all", "Downloading a play to nowhere", "Download complete: the play");
    }

    @Test
    void givesTheTerminalBackAfterAFailure() throws Exception {
        play(80, 24, 1, 5);
        cue("fail");
        assertRestored(9, "before it all", "client-app: The disk is full.");
    }

    @Test
    void givesTheTerminalBackWhenTheProcessEndsByItself() throws Exception {
        play(80, 24, 1, 5);
        cue("die");
        assertRestored(99, "before it all");
    }

    @Test
    void givesTheTerminalBackAtCtrlC() throws Exception {
        play(80, 24, 1, 5);
        terminal.type("C-c");
        assertRestored(7, "before it all", "client-app: Stopped");
    }

    @ParameterizedTest
    @CsvSource({"TERM", "HUP", "INT"})
    void givesTheTerminalBackAtASignal(String name) throws Exception {
        play(80, 24, 1, 5);
        signal(name);
        assertRestored(7, "before it all", "client-app: Stopped");
    }

    @Test
    void givesTheTerminalBackEvenWhenASecondSignalEndsItAtOnce() throws Exception {
        play(80, 24, 1, 5);
        cue("deaf");
        terminal.awaitText("deaf from now on");
        terminal.type("C-c");
        terminal.awaitText("stopping 45%");
        terminal.type("C-c");
        assertRestored(7, "before it all");
    }

    @Test
    void stopsAndContinuesAsAJob() throws Exception {
        play(80, 24, 1, 5);
        terminal.type("C-z");
        terminal.awaitText("Stopped", "before it all");
        assertThat(terminal.fact("alternate_on")).isEqualTo("0");
        assertThat(terminal.fact("cursor_flag")).isEqualTo("1");
        terminal.type("fg", "Enter");
        terminal.awaitText("45.0%", "q Quit");
        assertThat(terminal.fact("alternate_on")).isEqualTo("1");
        terminal.type("q");
        terminal.awaitText("client-app: Stopped");
    }

    @Test
    void drawsNothingInTheBackground() throws Exception {
        play(80, 24, 1, 5);
        terminal.type("C-z");
        terminal.awaitText("Stopped", "before it all");
        terminal.type("bg", "Enter");
        terminal.awaitText("[1] sh run.sh\nready>");
        terminal.type("echo still a shell", "Enter");
        terminal.awaitText("\nstill a shell");
        assertThat(terminal.fact("alternate_on")).isEqualTo("0");
        terminal.type("fg", "Enter");
        terminal.awaitText("45.0%", "q Quit");
        cue("end");
        terminal.awaitText("Download complete: the play");
    }

    @Test
    void keepsWarningsOffThePictureAndShowsThemAmongTheEvents() throws Exception {
        play(80, 24, 1, 5);
        cue("log");
        terminal.awaitText("warning: a warning from \uFFFD[31msomewhere");
        assertThat(terminal.screen()).hasSize(24).anyMatch(line -> line.startsWith("q Quit"));
        cue("end");
        assertRestored(0, "client-app: warning: a warning from \uFFFD[31msomewhere", "Download complete: the play");
    }

    @Test
    void writesWarningsToAFileAtOnceWhenThatIsTheStandardError() throws Exception {
        open(80, 24, Map.of());
        start("ncurses", 1, 5, "2>errors");
        terminal.awaitText("45.0%", "q Quit");
        cue("log");
        terminal.awaitText("a warning from");
        assertThat(Files.readString(directory.resolve("errors"))).contains("a warning from");
        cue("end");
        assertRestored(0, "Download complete: the play");
    }

    @ParameterizedTest
    @CsvSource({"dumb,''", "xterm,| cat", "xterm,</dev/null", "no-such-terminal,| cat"})
    void isTheMinimalFaceWhereItCannotBeShown(String type, String redirections) throws Exception {
        open(120, 24, Map.of("TERM", type));
        start("ncurses", 1, 5, redirections);
        terminal.awaitText("client-app: warning: -m ncurses shows the minimal face, since ");
        terminal.awaitText("Downloading debian-12.8.0-amd64-netinst.iso: 540 pieces of 1200 completed (5 peers)");
        assertThat(terminal.fact("alternate_on")).isEqualTo("0");
        cue("end");
        terminal.awaitText("Download complete: the play", "same modes");
    }

    @Test
    void usesNoColoursWhereNobodyWantsThem() throws Exception {
        open(80, 24, Map.of("NO_COLOR", "1"));
        start("ncurses", 1, 5, "");
        terminal.awaitText("45.0%", "q Quit");
        assertThat(terminal.styled()).contains("\u001b[1m").doesNotContainPattern("\u001b\\[[0-9;]*3[0-7]m");
    }

    @Test
    void usesColoursElsewhere() throws Exception {
        play(80, 24, 1, 5);
        assertThat(terminal.styled()).containsPattern("\u001b\\[[0-9;]*32m");
    }

    @Test
    void needsNothingButAsciiWhereThereIsNothingElse() throws Exception {
        open(80, 24, Map.of("LC_ALL", "C"));
        start("ncurses", 2, 5, "");
        terminal.awaitText("45.0%", "q Quit");
        terminal.type("Tab");
        terminal.awaitText("[2/2] ein gro?er Film, ??????????.mkv");
        terminal.keep("ncurses-ascii-80x24");
        assertThat(String.join("", terminal.screen()).chars()).allMatch(c -> c < 0x7f);
        cue("end");
        assertRestored(0, "Download complete: the play");
    }

    @ParameterizedTest
    @CsvSource({"xterm", "xterm-256color", "linux", "vt100", "screen"})
    void worksOnManyKindsOfTerminal(String type) throws Exception {
        open(80, 24, Map.of("TERM", type));
        start("ncurses", 1, 5, "");
        terminal.awaitText("45.0%", "q Quit", "192.0.2.1:6881");
        cue("end");
        terminal.awaitText("Download complete: the play", "same modes");
        assertThat(terminal.fact("cursor_flag")).isEqualTo("1");
    }
}
