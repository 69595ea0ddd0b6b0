package torrentkit.app.client.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import torrentkit.app.client.outcome.ExitCode;
import torrentkit.app.client.outcome.Failure;
import torrentkit.metainfo.FileEntry;
import torrentkit.metainfo.Metainfo;
import torrentkit.metainfo.MetainfoOptions;
import torrentkit.piece.PieceHashes;

class FileFilterTest {
    /** Of five files; the one with the index 1 is a pad file, so people see four. */
    private final Metainfo metainfo = Metainfo.create(
            "top",
            true,
            List.of(
                    new FileEntry(List.of("a.txt"), 10),
                    new FileEntry(List.of(".pad", "0"), 16_374, true),
                    new FileEntry(List.of("docs", "b.txt"), 10),
                    new FileEntry(List.of("docs", "c.iso"), 10),
                    new FileEntry(List.of("d.iso"), 10)),
            16 << 10,
            new PieceHashes(new byte[40]),
            MetainfoOptions.defaults());

    private List<Integer> selected(FileFilter filter) {
        return IntStream.range(0, 5).filter(filter.of(metainfo)::has).boxed().toList();
    }

    private static FileFilter select(String text) {
        return FileFilter.of(List.of(), List.of(), Optional.of(text));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"1|0", "2|2", "1,4|0,4", "2-3|2,3", "3-|3,4", " 4 , 1-2 |0,2,4", "1,1,1|0"})
    void countsFromOneWithoutPadFiles(String text, String expected) {
        assertThat(selected(select(text)).toString().replaceAll("[\\[\\] ]", ""))
                .isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "x", "0", "2-1", "1,,2", "-3", "1-2-3", "99999999999"})
    void refusesWhatIsNoList(String text) {
        assertThatThrownBy(() -> select(text))
                .isInstanceOfSatisfying(Failure.class, e -> assertThat(e.code()).isEqualTo(ExitCode.BAD_OPTION))
                .hasMessageStartingWith("Option --select: ");
    }

    @Test
    void saysThatThereIsNoSuchFile() {
        for (String text : List.of("5", "1-5", "9-")) {
            assertThatThrownBy(() -> select(text).of(metainfo))
                    .isInstanceOfSatisfying(
                            Failure.class, e -> assertThat(e.code()).isEqualTo(ExitCode.NOT_FOUND))
                    .hasMessageContaining("the torrent has 4");
        }
    }

    @Test
    void takesAllThreeTogether() {
        assertThat(selected(FileFilter.of(List.of("*.iso", "*.txt"), List.of("docs"), Optional.of("1-3"))))
                .containsExactly(0);
        assertThat(selected(FileFilter.of(List.of("docs"), List.of("*.iso"), Optional.empty())))
                .containsExactly(2);
    }

    @Test
    void isAllWhenNothingIsLeftOut() {
        assertThat(FileFilter.all().of(metainfo).isAll()).isTrue();
        assertThat(select("1-4").of(metainfo).isAll()).isTrue();
        assertThat(FileFilter.of(List.of("*"), List.of(), Optional.empty())
                        .of(metainfo)
                        .isAll())
                .isTrue();
    }

    @Test
    void refusesToSelectNothing() {
        assertThatThrownBy(() -> FileFilter.of(List.of("*.zip"), List.of(), Optional.empty())
                        .of(metainfo))
                .isInstanceOf(Failure.class)
                .hasMessageContaining("None of the 4 files");
    }

    @Test
    void namesThePatternThatCannotBeUsed() {
        assertThatThrownBy(() -> FileFilter.of(List.of(), List.of("[a"), Optional.empty()))
                .isInstanceOfSatisfying(Failure.class, e -> assertThat(e.code()).isEqualTo(ExitCode.BAD_OPTION))
                .hasMessageContaining("'[a'");
    }
}
