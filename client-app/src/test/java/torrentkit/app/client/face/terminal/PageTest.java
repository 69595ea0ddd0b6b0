package torrentkit.app.client.face.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import torrentkit.app.client.history.RunState;

class PageTest {
    private static List<String> page(int torrents, int peers, View view, int columns, int rows) {
        RunState run = Scenes.state(torrents, peers);
        Page.Scene scene = new Page.Scene(List.copyOf(run.torrents()), List.of(1e6, 2e6), 0, List.of(), false);
        return Page.of(scene, view, columns, rows, Glyphs.of(true)).lines().stream()
                .map(line -> line.text().stripTrailing())
                .toList();
    }

    @Test
    void showsEverythingThatIsAskedForAtTheUsualSize() {
        List<String> page = page(1, 3, View.INITIAL, 80, 24);
        assertThat(page).hasSize(24);
        assertThat(page.get(0)).isEqualTo(" debian-12.8.0-amd64-netinst.iso" + " ".repeat(32) + "downloading 45%");
        assertThat(page.get(1)).startsWith("████").contains("░░░").endsWith("45.0%  ETA     1:29");
        assertThat(page.get(2)).isEqualTo("Down    3.7 MiB/s         Pieces  540 of 1200       Peers   3");
        assertThat(page.get(3)).isEqualTo("Up      12.1 KiB/s        Size    270MiB of 600MiB  Limit   the one seed");
        assertThat(page.get(4)).isEqualTo("Sent    3.3 MiB           Wasted  16.0 KiB          Bad     0 pieces");
        assertThat(page.get(5)).endsWith("▄█ peak  1.91MiB/s");
        assertThat(page.get(9))
                .isEqualTo("Peer            Client        Status      Piece▼Downloaded  Down/s    Up/s Flags");
        assertThat(page.get(10))
                .isEqualTo("192.0.2.1:6881  Transmission… downloading  1000     118MiB 2.86MiB      0B DI");
        assertThat(page.get(23)).isEqualTo("q Quit  s Sort  r Reverse  ? Help");
    }

    @Test
    void keepsWhatMattersWhenTheScreenIsSmall() {
        List<String> page = page(1, 12, View.INITIAL, 40, 10);
        assertThat(page.get(0)).isEqualTo(" debian-12.8.0-amd64-n… downloading 45%");
        assertThat(page.get(5)).isEqualTo("  Peer                     Piece  Down/s");
        assertThat(page.get(6)).isEqualTo("▶ 192.0.2.1:6881            1000 2.86MiB");
        assertThat(page.get(9)).isEqualTo("q Quit  s Sort  r Reverse     1-3 of 12");
    }

    @Test
    void listsSeveralTorrentsAndMarksTheOneThatIsShown() {
        List<String> page = page(3, 2, View.INITIAL.withTorrent(1), 80, 24);
        assertThat(page.get(0)).startsWith(" [2/3] ein großer Film, 日本語字幕.mkv");
        assertThat(page).anyMatch(line -> line.startsWith("All 3 torrents"));
        assertThat(page).anyMatch(line -> line.startsWith("▶ ein großer Film"));
        assertThat(page).anyMatch(line -> line.startsWith("  models"));
    }

    @Test
    void explainsTheKeysInsteadOfThePeers() {
        List<String> page = page(1, 3, View.INITIAL.withHelp(true), 80, 24);
        assertThat(page).anyMatch(line -> line.contains("reverse the order"));
        assertThat(page).noneMatch(line -> line.contains("192.0.2.1"));
        assertThat(page.get(23)).contains("? Back");
    }

    @Test
    void putsPeersThatAreGoneLastWhateverTheOrder() {
        for (PeerColumn column : PeerColumn.values()) {
            for (boolean reversed : new boolean[] {false, true}) {
                var sorted = PeerTable.sorted(
                        Scenes.state(1, 9).torrents().iterator().next().peers(),
                        new View(column, reversed, 0, 0, false));
                assertThat(sorted.get(8).peer()).isEqualTo("192.0.2.5:6885");
            }
        }
    }

    @Test
    void showsNothingBeforeAnythingHasBegun() {
        assertThat(page(0, 0, View.INITIAL, 80, 24))
                .hasSize(24)
                .first()
                .asString()
                .endsWith(" starting");
    }
}
