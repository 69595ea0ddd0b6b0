package torrentkit.app.client.history;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import torrentkit.app.client.Cli;
import torrentkit.app.client.outcome.ExitCode;

/** {@code replay}, {@code download --replay} and {@code analyze} as a person calls them. */
class RecordCommandsTest {
    @TempDir
    Path directory;

    private final Cli cli = new Cli();
    private Path record;

    @BeforeEach
    void record() {
        record = directory.resolve("history.log");
        for (String torrent : new String[] {"aa", "bb"}) {
            try (HistoryLog log = HistoryLog.open(record)) {
                Events.run(torrent, 1_000_000).forEach(log::accept);
            }
        }
    }

    /** One line on the standard error, nothing on the other, no trace. */
    private void assertOneSentence() {
        assertThat(cli.out()).isEmpty();
        assertThat(cli.err().lines())
                .hasSize(1)
                .allMatch(line -> line.startsWith("client-app: ") && line.endsWith("."));
        assertThat(cli.err()).doesNotContain("Exception", "\tat ");
    }

    @Test
    void replaysTheLastRunAsJson() {
        assertThat(cli.run("replay", record, "--speed", "max", "--json", "--metrics-port", 0))
                .isEqualTo(ExitCode.OK);
        assertThat(cli.out().lines()).hasSize(15).allMatch(line -> line.contains("\"torrent\":\"bb\""));
        assertThat(cli.err()).isEmpty();
    }

    @Test
    void replaysTheRunThatIsAskedFor() {
        cli.run("replay", record, "--speed", "max", "--json", "--run", 1, "--metrics-port", 0);
        assertThat(cli.out().lines()).hasSize(15).allMatch(line -> line.contains("\"torrent\":\"aa\""));
    }

    @Test
    void replaysFromDownloadToo() {
        assertThat(cli.run("download", "--replay", record, "--speed", "max", "--metrics-port", 0))
                .isEqualTo(ExitCode.OK);
        assertThat(cli.out()).endsWith("disk.img is there\n");
        assertThat(cli.err()).isEmpty();
    }

    @Test
    void saysHowFarADownloadCameWhoseEndIsNotRecorded() throws Exception {
        Files.writeString(record, """
                {"type":"initialized","name":"x","total":2,"todo":2}
                {"type":"completed","peer":{"address":"192.0.2.1","port":1},"piece":0,"size":5}
                """);
        cli.run("replay", record, "--speed", "max", "--metrics-port", 0);
        assertThat(cli.out()).endsWith("x: 1 of 2 pieces completed where the record ends.\n");
    }

    @Test
    void analyzesAsTextJsonAndPicture() throws Exception {
        Path picture = directory.resolve("x.svg");
        assertThat(cli.run("analyze", record, "--svg", picture)).isEqualTo(ExitCode.OK);
        assertThat(cli.out()).startsWith("Run 2: disk.img\n").contains("Hash failures: 1", "192.0.2.1:6881");
        assertThat(Files.readString(picture)).startsWith("<?xml").endsWith("</svg>\n");
        Cli again = new Cli();
        again.run("analyze", record, "--json", "--run", "all");
        assertThat(again.out().lines())
                .hasSize(1)
                .allMatch(line -> line.contains("\"run\":1") && line.contains("\"run\":2"));
    }

    @Test
    void replacesAnOlderPictureOnly() throws Exception {
        Path picture = Files.writeString(directory.resolve("x.svg"), "old");
        cli.run("analyze", record, "--svg", picture);
        assertThat(Files.readString(picture)).startsWith("<?xml");
        Cli other = new Cli();
        assertThat(other.run("analyze", record, "--svg", directory)).isEqualTo(ExitCode.CANNOT_CREATE);
        assertThat(other.run("analyze", record, "--svg", directory.resolve("no/x.svg")))
                .isEqualTo(ExitCode.CANNOT_CREATE);
        try (var files = Files.list(directory)) {
            assertThat(files).containsExactlyInAnyOrder(record, picture);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "replay HERE/history.log --speed 0",
                "replay HERE/history.log --speed fast",
                "replay HERE/history.log --run 3",
                "replay HERE/history.log --run x",
                "replay HERE/history.log another",
                "replay HERE/history.log --json -m ncurses",
                "replay HERE/history.log --web-port 1",
                "download --replay HERE/history.log x.torrent",
                "download x.torrent --speed 2",
                "analyze HERE/history.log --run 0",
                "analyze HERE/history.log --nonsense"
            })
    void refusesWrongOptions(String words) {
        assertThat(cli.run(
                        (Object[]) words.replace("HERE", directory.toString()).split(" ")))
                .isEqualTo(ExitCode.BAD_OPTION);
        assertOneSentence();
    }

    @ParameterizedTest
    @ValueSource(strings = {"replay", "analyze", "download --replay"})
    void saysThatThereIsNoSuchRecord(String command) {
        String words = command + " " + directory.resolve("missing.log");
        assertThat(cli.run((Object[]) words.split(" "))).isEqualTo(ExitCode.NOT_FOUND);
        assertOneSentence();
    }

    @ParameterizedTest
    @ValueSource(strings = {"replay", "analyze", "download --replay"})
    void saysThatAFileIsNoRecord(String command) throws Exception {
        Path diary = Files.writeString(directory.resolve("diary"), "Dear \u001b[31mdiary\n");
        assertThat(cli.run((Object[]) (command + " " + diary).split(" "))).isEqualTo(ExitCode.FILE_IO);
        assertOneSentence();
        assertThat(cli.err()).contains(diary + " is no record of a run").contains("line 1 is 'Dear \uFFFD[31mdiary'");
    }

    @Test
    void saysThatNoDownloadBegan() throws Exception {
        Files.writeString(record, "{\"type\":\"note\",\"text\":\"x\"}\n");
        assertThat(cli.run("analyze", record)).isEqualTo(ExitCode.NOT_FOUND);
        assertOneSentence();
    }
}
