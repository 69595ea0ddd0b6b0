package torrentkit.metainfo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import torrentkit.testing.Frames;
import torrentkit.testing.TestTorrent;

/** Torrents around info dictionaries that came by themselves. */
class MetainfoOfInfoTest {
    private static final Metainfo WHOLE = TestTorrent.ofFile("a", 100_000).metainfo();

    @Test
    void keepsTheBytesAndTakesTrackersAndWebSeeds() {
        List<List<URI>> tiers = List.of(List.of(URI.create("http://t.example/a")), List.of(URI.create("udp://u:1")));
        List<URI> webSeeds = List.of(URI.create("http://w.example/a"));
        Metainfo metainfo = Metainfo.ofInfo(WHOLE.infoBytes(), tiers, webSeeds);
        assertThat(metainfo.infoHash()).isEqualTo(WHOLE.infoHash());
        assertThat(metainfo.infoBytes()).isEqualTo(WHOLE.infoBytes());
        assertThat(metainfo.trackers()).isEqualTo(tiers);
        assertThat(metainfo.webSeeds()).isEqualTo(webSeeds);
        assertThat(Metainfo.parse(metainfo.toBytes())).isEqualTo(metainfo);
    }

    @Test
    void givesPartsOfTheInfoDictionary() {
        assertThat(WHOLE.infoLength()).isEqualTo(WHOLE.infoBytes().length);
        assertThat(WHOLE.infoBytes(0, 3)).isEqualTo("d6:".getBytes(StandardCharsets.ISO_8859_1));
        assertThatThrownBy(() -> WHOLE.infoBytes(0, WHOLE.infoLength() + 1))
                .isInstanceOf(IndexOutOfBoundsException.class);
    }

    @Test
    void refusesAnythingButOneInfoDictionary() {
        byte[] smuggling = Frames.join(WHOLE.infoBytes(), "1:xi1e".getBytes(StandardCharsets.ISO_8859_1));
        for (byte[] bytes : List.of(smuggling, new byte[0], new byte[] {'d', 'e'}, new byte[] {'x'})) {
            assertThatThrownBy(() -> Metainfo.ofInfo(bytes, List.of(), List.of()))
                    .isInstanceOf(MetainfoException.class);
        }
        assertThatThrownBy(() -> Metainfo.ofInfo(new byte[Metainfo.MAX_INFO_BYTES + 1], List.of(), List.of()))
                .isInstanceOf(MetainfoException.class);
    }
}
