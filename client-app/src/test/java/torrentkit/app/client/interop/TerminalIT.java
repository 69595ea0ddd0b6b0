package torrentkit.app.client.interop;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import torrentkit.metainfo.Metainfo;
import torrentkit.testing.Needs;

/** {@code client-app} on a terminal of its own, as a person sees it. */
class TerminalIT {
    @TempDir
    private Path directory;

    private Lab lab;

    @BeforeEach
    void openLab() throws Exception {
        lab = new Lab(directory, Network.ofThisMachine());
    }

    @AfterEach
    void closeLab() {
        lab.close();
    }

    @Test
    void drawsOneLineInPlaceAndLeavesNothingOfIt() throws Exception {
        Needs.program("script", "bsdutils");
        Path original = Samples.random(lab.directory("source").resolve("ein großer Film.bin"), 77 * 65_536);
        Path torrent = lab.path("t.torrent");
        lab.client("create", original, "-o", torrent).succeeds();
        Path into = lab.directory("into");
        try (CountingSeed seed = new CountingSeed(Metainfo.read(torrent), Files.readAllBytes(original))) {
            seed.allow(100);
            String command =
                    Lab.launcher("client-app") + " download " + torrent + " -d " + into + " --peer " + seed.address();
            Running terminal = lab.start(List.of("script", "-qefc", command, lab.path("typescript")));
            terminal.awaitOutput("25 pieces of 77 completed (1 peer)");
            seed.allow(100_000);
            terminal.succeeds();

            String[] lines = terminal.output().split("\r\n");
            assertThat(lines[0]).startsWith("Downloading ein großer Film.bin (4.8 MiB, 77 pieces) to ");
            assertThat(last(lines[1])).startsWith("Download complete: ");
            assertThat(Arrays.stream(lines).skip(2)) // the line may come back once, until the run is over
                    .allSatisfy(line -> assertThat(last(line)).isBlank());
            assertThat(Arrays.stream(lines).skip(1).flatMap(line -> Arrays.stream(line.split("\r"))))
                    .filteredOn(drawn -> drawn.startsWith("Downloading "))
                    .allSatisfy(drawn -> assertThat(drawn).hasSizeLessThan(80))
                    .anySatisfy(drawn -> assertThat(drawn)
                            .matches(
                                    "Downloading ein gro.*: 25 pieces of 77 completed \\(1 peer\\) +32% .*/s +ETA .*"));
        }
        Samples.assertSame(into.resolve(original.getFileName()), original);
    }

    /** What a line shows in the end, having been drawn several times. */
    private static String last(String line) {
        String[] drawn = line.split("\r");
        return drawn.length == 0 ? "" : drawn[drawn.length - 1];
    }
}
