package torrentkit.app.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import torrentkit.app.client.outcome.ExitCode;

class ClientAppTest {
    @TempDir
    Path directory;

    private final Cli cli = new Cli();

    private Path torrent(String content) throws Exception {
        return Files.write(directory.resolve("x.torrent"), content.getBytes(StandardCharsets.ISO_8859_1));
    }

    /** One line on the standard error, nothing on the other, no trace. */
    private void assertOneSentence() {
        assertThat(cli.out()).isEmpty();
        assertThat(cli.err().lines())
                .hasSize(1)
                .allMatch(line -> line.startsWith("client-app: ") && line.endsWith("."));
        assertThat(cli.err()).doesNotContain("Exception", "\tat ");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "''",
                "nonsense",
                "--nonsense",
                "download",
                "download a b -o x",
                "download a -o - --json",
                "download a -o - --seed",
                "download a -o - -m ncurses",
                "download a -o - --on-complete true",
                "download a --json -m minimal",
                "download a --mode fancy",
                "download a --web-port 1",
                "download a -m web --web-port 65536",
                "download a --metrics-port x",
                "download a --no-record --record x",
                "download a --replay x",
                "download --replay x --record y",
                "download a --speed 2",
                "download --replay x --speed 0",
                "download a --overwrite --no-clobber",
                "download a --digest nonsense",
                "download a --digest sha-256:ab",
                "download a b --digest sha-1:da39a3ee5e6b4b0d3255bfef95601890afd80709",
                "download a --limit-rate 10X",
                "download a --limit-rate 1M --max-download-rate 1M",
                "download a --max-peers 0",
                "download a --workers 0",
                "download a --retry -1",
                "download a --jobs 0",
                "download a --deadline 0",
                "download a --deadline soon",
                "download a --seed-ratio -1",
                "download a --seed-time x",
                "download a --seed-until never",
                "download a --select x",
                "download a --tracker nonsense",
                "download a --port 5-4",
                "seed",
                "seed a b --torrent x",
                "download a --nonsense",
                "download a --port x",
                "download a --port 65536",
                "download a --port -1",
                "download a --stall-timeout -1",
                "download a --peer nonsense",
                "download a --port 1 --port 2",
                "download ftp://host/a.torrent",
                "download http://",
                "download http://host:99999/x",
                "download file:///%zz",
                "create",
                "create . --piece-length 17",
                "create . --piece-length 1K",
                "create . --piece-length x",
                "create . --piece-length 1G",
                "create . --announce nonsense",
                "create . --announce ftp://host/announce",
                "create . --web-seed udp://host/announce",
                "create . --private --public",
                "create . --include [",
                "create . --tracker nonsense",
                "info",
                "info a --user nonsense",
                "info a --token a --user b:c",
                "info a --proxy socks5://host",
                "info a --header nonsense",
                "info a --key k",
                "magnet",
                "magnet a --select 0",
                "magnet a --peer nonsense",
                "metadata",
                "metadata a --stall-timeout 0",
                "scrape",
                "scrape a --tracker ftp://host/announce",
                "verify",
                "verify a b c"
            })
    void refusesWrongOptions(String words) {
        String[] args = words.isEmpty() ? new String[0] : words.split(" ");
        assertThat(cli.run((Object[]) args)).isEqualTo(ExitCode.BAD_OPTION);
        assertOneSentence();
    }

    @Test
    void suggestsWhatMayHaveBeenMeant() {
        cli.run("downlaod", "x");
        assertThat(cli.err()).contains("Did you mean download?", "See 'client-app --help'.");
    }

    @ParameterizedTest
    @CsvSource({"download", "info", "verify", "magnet", "metadata", "scrape"})
    void saysThatThereIsNoSuchTorrent(String command) {
        Path missing = directory.resolve("missing.torrent");
        assertThat(cli.run(command, missing)).isEqualTo(ExitCode.NOT_FOUND);
        assertThat(cli.err()).contains(missing.toString());
        assertOneSentence();
    }

    @Test
    void saysThatADirectoryIsNoTorrent() {
        assertThat(cli.run("info", directory)).isEqualTo(ExitCode.CANNOT_OPEN);
        assertOneSentence();
    }

    @Test
    void saysThatAWebPageIsNoTorrent() throws Exception {
        Path page = torrent("<html>\u001b[2J");
        assertThat(cli.run("download", page)).isEqualTo(ExitCode.NOT_BENCODED);
        assertThat(cli.err()).contains(page.toString());
        assertOneSentence();
    }

    @Test
    void saysThatATorrentIsDamaged() throws Exception {
        Path torrent = torrent("d4:infod4:name1:aee");
        assertThat(cli.run("download", torrent)).isEqualTo(ExitCode.BAD_TORRENT);
        assertThat(cli.err()).contains(torrent.toString());
        assertOneSentence();
    }

    @Test
    void refusesATorrentWhosePathsLeadOutside() throws Exception {
        String hashes = "x".repeat(20);
        Path torrent = torrent("d4:infod6:lengthi5e4:name5:../ab12:piece lengthi16384e6:pieces20:" + hashes + "ee");
        assertThat(cli.run("download", torrent, "-d", directory)).isEqualTo(ExitCode.BAD_TORRENT);
        assertThat(directory.resolveSibling("ab")).doesNotExist();
        assertOneSentence();
    }

    @Test
    void refusesMagnetLinks() {
        assertThat(cli.run("download", "magnet:?xt=urn:btih:0")).isEqualTo(ExitCode.BAD_MAGNET);
        assertOneSentence();
    }

    @Test
    void saysWhenNobodyCouldEverBeFound() throws Exception {
        Path torrent = oneByteTorrent();
        assertThat(cli.run("download", torrent, "-d", directory)).isEqualTo(ExitCode.NETWORK);
        assertThat(cli.err()).contains("--peer");
        assertOneSentence();
    }

    @Test
    void refusesATargetThatIsSomethingElse() throws Exception {
        Path torrent = oneByteTorrent();
        Path file = Files.writeString(directory.resolve("x"), "b");
        assertThat(cli.run("download", torrent, "-d", directory)).isEqualTo(ExitCode.EXISTS);
        assertThat(cli.err()).contains(file.toString(), "0 of 1 piece match");
        assertThat(file).hasContent("b");
        assertOneSentence();
    }

    @Test
    void refusesATargetOfAnotherKind() throws Exception {
        Path torrent = oneByteTorrent();
        Files.createDirectory(directory.resolve("x"));
        assertThat(cli.run("download", torrent, "-d", directory)).isEqualTo(ExitCode.EXISTS);
        assertOneSentence();
    }

    @Test
    void hasNothingToDoWhenTheTargetIsTheContent() throws Exception {
        Path torrent = oneByteTorrent();
        Files.writeString(directory.resolve("x"), "a");
        assertThat(cli.run("download", torrent, "-d", directory)).isEqualTo(ExitCode.OK);
        assertThat(cli.out()).contains("complete already");
        assertThat(cli.err()).isEmpty();
    }

    @Test
    void quietSaysNothingAboutSuccess() throws Exception {
        Path torrent = oneByteTorrent();
        Files.writeString(directory.resolve("x"), "a");
        assertThat(cli.run("download", "-q", torrent, "-d", directory)).isEqualTo(ExitCode.OK);
        assertThat(cli.out() + cli.err()).isEmpty();
    }

    @Test
    void saysWhenTheDirectoryCannotBeMade() throws Exception {
        Path file = Files.createFile(directory.resolve("file"));
        assertThat(cli.run("download", oneByteTorrent(), "-d", file.resolve("below"), "--peer", "127.0.0.1:1"))
                .isEqualTo(ExitCode.CANNOT_MAKE_DIRECTORY);
        assertOneSentence();
    }

    @Test
    void showsATraceOnlyWhenAsked() {
        assertThat(cli.run("info", "-v", directory)).isEqualTo(ExitCode.CANNOT_OPEN);
        assertThat(cli.err()).contains("    at torrentkit.");
    }

    @Test
    void tellsItsVersion() {
        assertThat(cli.run("--version")).isEqualTo(ExitCode.OK);
        assertThat(cli.run("download", "--version")).isEqualTo(ExitCode.OK);
        assertThat(cli.out()).startsWith("client-app ");
        assertThat(cli.err()).isEmpty();
    }

    @Test
    void explainsEachCommand() {
        for (String command : new String[] {"download", "create", "info", "verify", "magnet", "metadata", "scrape"}) {
            Cli one = new Cli();
            assertThat(one.run(command, "--help")).isEqualTo(ExitCode.OK);
            assertThat(one.out()).startsWith("Usage: client-app " + command);
        }
    }

    /** The torrent of a file {@code x} that holds {@code a}; it names no tracker. */
    private Path oneByteTorrent() throws Exception {
        Path source = Files.createDirectories(directory.resolve("source")).resolve("x");
        Files.writeString(source, "a");
        Path torrent = directory.resolve("one.torrent");
        assertThat(new Cli().run("create", source, "-o", torrent)).isEqualTo(ExitCode.OK);
        return torrent;
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "nonsense|Unknown command or unexpected argument: 'nonsense'.",
                "''|Expected a command.",
                "download a --seed-ratio x|'x' is not a number.",
                "download a --metrics-port x|'x' is not a whole number.",
            })
    void saysWhatIsWrongInWordsOfThePerson(String line, String sentence) {
        Object[] words = line.isEmpty() ? new Object[0] : line.split(" ");
        assertThat(cli.run(words)).isEqualTo(ExitCode.BAD_OPTION);
        assertThat(cli.err()).contains(sentence);
    }
}
