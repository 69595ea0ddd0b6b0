package torrentkit.app.client.face.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import torrentkit.app.client.console.DisplayText;
import torrentkit.app.client.face.Runs;
import torrentkit.app.client.history.HistoryEvent;
import torrentkit.app.client.history.RunState;

class PageProperties {
    private static Page.Scene scene(RunState run, List<LogLine> log) {
        return new Page.Scene(List.copyOf(run.torrents()), List.of(1e6, 0.0, 2e6), 0, log, false);
    }

    private static void assertFits(Page page, int columns, int rows) {
        assertThat(page.lines()).hasSizeLessThanOrEqualTo(rows);
        assertThat(page.lines()).allSatisfy(line -> {
            assertThat(DisplayText.width(line.text())).isEqualTo(line.width()).isLessThanOrEqualTo(columns);
            assertThat(DisplayText.clean(line.text())).isEqualTo(line.text());
        });
        assertThat(page.tableRows()).isBetween(0, rows);
    }

    @Property(tries = 300)
    void fitsAnyScreen(
            @ForAll @IntRange(max = 220) int columns,
            @ForAll @IntRange(max = 80) int rows,
            @ForAll @IntRange(max = 5) int torrents,
            @ForAll @IntRange(max = 40) int peers,
            @ForAll PeerColumn sort,
            @ForAll boolean reversed,
            @ForAll @IntRange(max = 60) int top,
            @ForAll @IntRange(max = 7) int torrent,
            @ForAll boolean help,
            @ForAll boolean unicode) {
        View view = new View(sort, reversed, top, torrent, help);
        RunState run = Scenes.state(torrents, peers);
        assertFits(Page.of(scene(run, List.of()), view, columns, rows, Glyphs.of(unicode)), columns, rows);
    }

    @Property(tries = 300)
    void showsNothingHarmfulWhateverComesFromOutside(
            @ForAll String name,
            @ForAll String peer,
            @ForAll String client,
            @ForAll String flags,
            @ForAll String note,
            @ForAll @IntRange(min = 1, max = 130) int columns,
            @ForAll @IntRange(min = 1, max = 45) int rows) {
        RunState run = Runs.run(List.of(
                Runs.at(1, "a", Runs.begun(name)),
                Runs.at(2, "a", new HistoryEvent.Connected(peer)),
                Runs.at(
                        3,
                        "a",
                        new HistoryEvent.Peers(
                                List.of(new HistoryEvent.Sample(peer, client, "connected", 1, 2, 3, 4, 5, flags)))),
                Runs.at(4, "a", Runs.progress("downloading", 1, 1, 1, Optional.of(note)))));
        List<LogLine> log = List.of(new LogLine("12:00:00", Style.PLAIN, note));

        Page page = Page.of(scene(run, log), View.INITIAL, columns, rows, Glyphs.of(true));

        assertFits(page, columns, rows);
        Frame frame = Frame.of(page.lines(), columns, rows, true);
        for (int row = 0; row < rows; row++) {
            int used = 0;
            for (int column = 0; column < columns; column++) {
                String text = frame.text(row, column);
                used += DisplayText.width(text);
                assertThat(DisplayText.clean(text)).isEqualTo(text);
            }
            assertThat(used).isEqualTo(columns);
        }
    }
}
