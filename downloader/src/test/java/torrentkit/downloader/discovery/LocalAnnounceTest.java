package torrentkit.downloader.discovery;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import torrentkit.metainfo.InfoHash;

class LocalAnnounceTest {
    private static final InfoHash ONE = InfoHash.parse("01".repeat(20));
    private static final InfoHash TWO = InfoHash.parse("ab".repeat(20));

    @Test
    void hasTheFormOfBep14() {
        LocalAnnounce announce = new LocalAnnounce(6881, List.of(ONE, TWO), "c00kie");
        String text = announce.toText("239.192.152.143:6771");
        assertThat(text)
                .isEqualTo("BT-SEARCH * HTTP/1.1\r\nHost: 239.192.152.143:6771\r\nPort: 6881\r\nInfohash: " + ONE
                        + "\r\nInfohash: " + TWO + "\r\ncookie: c00kie\r\n\r\n\r\n");
        assertThat(LocalAnnounce.parse(text)).contains(announce);
    }

    @Test
    void fitsIntoADatagram() {
        LocalAnnounce full =
                new LocalAnnounce(65_535, Collections.nCopies(LocalAnnounce.MAX_TORRENTS, ONE), "0123456789abcdef");
        assertThat(full.toText("[ff15::efc0:988f]:6771").getBytes(StandardCharsets.ISO_8859_1).length)
                .isLessThanOrEqualTo(1_400);
    }

    /** As libtorrent, Transmission and aria2 write it: other cases, other orders, bare line feeds, upper-case hashes. */
    @Test
    void readsWhatOthersWrite() {
        String hash = TWO.toString().toUpperCase(Locale.ROOT);
        assertThat(LocalAnnounce.parse("BT-SEARCH * HTTP/1.1\nINFOHASH:" + hash + "\nport: 7\nX-New: y\n\n"))
                .contains(new LocalAnnounce(7, List.of(TWO), ""));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "\n",
                "GET / HTTP/1.1\r\nPort: 1\r\nInfohash: 0101010101010101010101010101010101010101\r\n",
                "BT-SEARCH * HTTP/1.1\r\nInfohash: 0101010101010101010101010101010101010101\r\n",
                "BT-SEARCH * HTTP/1.1\r\nPort: 0\r\nInfohash: 0101010101010101010101010101010101010101\r\n",
                "BT-SEARCH * HTTP/1.1\r\nPort: 65536\r\nInfohash: 0101010101010101010101010101010101010101\r\n",
                "BT-SEARCH * HTTP/1.1\r\nPort: x\r\nInfohash: 0101010101010101010101010101010101010101\r\n",
                "BT-SEARCH * HTTP/1.1\r\nPort: 1\r\nInfohash: 01\r\n",
                "BT-SEARCH * HTTP/1.1\r\nPort: 1\r\n"
            })
    void passesOverAnythingElse(String text) {
        assertThat(LocalAnnounce.parse(text)).isEqualTo(Optional.empty());
    }
}
