package torrentkit.app.client.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import torrentkit.app.client.doctor.Finding.Verdict;
import torrentkit.app.client.outcome.ExitCode;

class ChecksTest {
    @TempDir
    Path directory;

    private static InetAddress address(int last) throws UnknownHostException {
        return InetAddress.getByAddress(new byte[] {(byte) 192, 0, 2, (byte) last});
    }

    @Test
    void nameWithoutAddressIsAProblemOfItsOwnCode() {
        List<Finding> findings = new NameCheck(host -> {
                    throw new UnknownHostException(host);
                })
                .look(List.of("nowhere.example"));
        assertThat(findings).singleElement().satisfies(finding -> {
            assertThat(finding.verdict()).isEqualTo(Verdict.PROBLEM);
            assertThat(finding.code()).isEqualTo(ExitCode.NAME_RESOLUTION);
            assertThat(finding.text()).contains("nowhere.example");
        });
    }

    @Test
    void literalAddressNeedsNoMention() throws Exception {
        InetAddress found = address(7);
        assertThat(new NameCheck(host -> new InetAddress[] {found}).look(List.of("192.0.2.7")))
                .isEmpty();
        assertThat(new NameCheck(host -> new InetAddress[] {found}).look(List.of("files.example")))
                .singleElement()
                .extracting(Finding::text)
                .isEqualTo("files.example is 192.0.2.7.");
    }

    @Test
    void addressThatNoInterfaceHasIsATranslation() throws Exception {
        Finding finding = AddressCheck.look(Set.of(address(1)), Set.of(address(2)), 6881);
        assertThat(finding.verdict()).isEqualTo(Verdict.WARNING);
        assertThat(finding.text()).contains("192.0.2.1");
        assertThat(finding.advice())
                .hasValueSatisfying(advice -> assertThat(advice).contains("--port"));
    }

    @Test
    void ownAddressIsFine() throws Exception {
        assertThat(AddressCheck.look(Set.of(address(1)), Set.of(address(1), address(2)), 6881)
                        .verdict())
                .isEqualTo(Verdict.OK);
    }

    @Test
    void contentThatDoesNotFitIsAFullDisk() {
        Finding finding = DiskCheck.look(directory.resolve("not/yet"), Long.MAX_VALUE);
        assertThat(finding.code()).isEqualTo(ExitCode.DISK_FULL);
        assertThat(finding.text()).contains(directory.toString());
    }

    @Test
    void leavesNothingInADirectoryThatCanBeWritten() throws Exception {
        assertThat(DiskCheck.look(directory, 1).verdict()).isEqualTo(Verdict.OK);
        try (var left = Files.list(directory)) {
            assertThat(left).isEmpty();
        }
    }

    @Test
    void fileInPlaceOfTheDirectoryIsAProblem() throws Exception {
        Path file = Files.writeString(directory.resolve("file"), "x");
        assertThat(DiskCheck.look(file, 1).code()).isEqualTo(ExitCode.CANNOT_MAKE_DIRECTORY);
    }

    @Test
    void clockMayBeAMinuteOffAndNoMore() {
        Instant theirs = Instant.parse("2026-01-01T12:00:00Z");
        assertThat(ClockCheck.look("h", theirs, theirs.plusSeconds(60)).verdict())
                .isEqualTo(Verdict.OK);
        Finding behind = ClockCheck.look("h", theirs, theirs.minus(Duration.ofHours(5)));
        assertThat(behind.verdict()).isEqualTo(Verdict.WARNING);
        assertThat(behind.text()).isEqualTo("Our clock is 5 h behind that of h.");
    }

    @Test
    void concludesWithWhatIsWrongWithTheSource() {
        Finding missing = Finding.problem(
                Finding.Subject.SOURCE,
                ExitCode.NOT_FOUND,
                "There is no file x. Check the path.",
                "Nothing else is known.");
        assertThat(DoctorCommand.conclusion(List.of(missing)))
                .isEqualTo("A download would fail. First of all: There is no file x. Check the path.");
    }
}
