package torrentkit.metainfo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import torrentkit.metainfo.MagnetLink.FileRange;
import torrentkit.metainfo.MetainfoException.Reason;
import torrentkit.testing.TestTorrent;

class MagnetLinkTest {
    private static final String HEX = "0123456789abcdef0123456789abcdef01234567";
    private static final String BASE32 = "AERUKZ4JVPG66AJDIVTYTK6N54ASGRLH";
    private static final String XT = "magnet:?xt=urn:btih:" + HEX;
    private static final InfoHash HASH = InfoHash.parse(HEX);

    @ParameterizedTest
    @ValueSource(
            strings = {
                XT,
                "magnet:?xt=urn:btih:0123456789ABCDEF0123456789abcdef01234567",
                "MAGNET:?XT=URN:BTIH:" + BASE32,
                "magnet:?xt=urn:btih:aerukz4jvpg66ajdivtytk6n54asgrlh",
                "magnet:?xt=urn%3Abtih%3A" + HEX,
                "magnet:?dn=x&xt.1=urn:btih:" + HEX,
                "magnet:?xt=urn:sha1:YNCKHTQCWBTRNJIV4WNAE52SJUQCZO5C&xt=urn:btih:" + HEX,
                "magnet:?xt=urn:btmh:1220caf1e1c30e81cb361b9ee167c4aa64228a7fa4fa9f6105232b28ad099f3a302e&xt=urn:btih:"
                        + HEX,
                "  " + XT + "#fragment  ",
                "magnet:?&&=&a&xt=urn:btih:" + HEX + "&"
            })
    void findsTheInfoHash(String link) {
        assertThat(MagnetLink.isMagnet(link.strip())).isTrue();
        assertThat(MagnetLink.parse(link).infoHash()).isEqualTo(HASH);
    }

    @Test
    void readsEveryHint() {
        MagnetLink link = MagnetLink.parse(XT
                + "&dn=Gr%C3%BC%C3%9Fe+aus%20K%2B%F0%9F%98%80&xl=10826029"
                + "&tr=http%3A%2F%2Ftracker.example%2Fannounce%3Fkey%3Da%26b&tr.2=udp://t.example:80&tr=https://s.example/a"
                + "&ws=https%3A%2F%2Fweb.example%2Ffile"
                + "&x.pe=10.0.0.1:6881&x.pe=%5B2001%3Adb8%3A%3A1%5D:51413&x.pe=peer.example:1"
                + "&so=0,2,4-7");
        assertThat(link.name()).contains("Grüße aus K+😀");
        assertThat(link.length()).hasValue(10_826_029);
        assertThat(link.trackers())
                .containsExactly(
                        URI.create("http://tracker.example/announce?key=a&b"),
                        URI.create("udp://t.example:80"),
                        URI.create("https://s.example/a"));
        assertThat(link.tiers()).hasSize(3);
        assertThat(link.webSeeds()).containsExactly(URI.create("https://web.example/file"));
        assertThat(link.peers()).containsExactly("10.0.0.1:6881", "[2001:db8::1]:51413", "peer.example:1");
        assertThat(link.selectOnly()).containsExactly(new FileRange(0, 0), new FileRange(2, 2), new FileRange(4, 7));
    }

    @Test
    void passesOverWhatItDoesNotKnowAndHintsThatCannotBeUsed() {
        MagnetLink link = MagnetLink.parse(XT
                + "&kt=keyword&mt=http://x.example&as=http://y.example&xs=z"
                + "&tr=wss://web.example&tr=file:///etc/passwd&tr=nonsense&tr=http://&tr=http://a.example:99999/"
                + "&ws=ftp://f.example&xl=-1&xl=99999999999999999999&dn="
                + "&x.pe=nowhere&x.pe=:1&x.pe=h:0&x.pe=h:65536&x.pe=h%20x:1&x.pe=%5B%5D:1&x.pe=a%00:1"
                + "&so=-1,5-3,a,,7-,99999999999,2147483647,3-2147483647");
        assertThat(link).isEqualTo(MagnetLink.of(HASH));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "http://x.example/ | it does not begin with",
                "magnet: | it does not begin with",
                "magnet:?dn=x | it has no xt,",
                "magnet:?xt= | an empty one",
                "magnet:?xt=urn:ed2k:31D6CFE0D16AE931B73C59D7E0C089C0 | one of another network",
                "magnet:?xt=urn:btih: | this one has 0 characters",
                "magnet:?xt=urn:btih:0123 | this one has 4 characters",
                "magnet:?xt=urn:btih:x123456789abcdef0123456789abcdef01234567 | not hexadecimal digits",
                "magnet:?xt=urn:btih:1ERUKZ4JVPG66AJDIVTYTK6N54ASGRLH | neither letters nor 2 to 7",
            })
    void saysWhatIsWrong(String link, String sentence) {
        assertThatThrownBy(() -> MagnetLink.parse(link)).isInstanceOfSatisfying(MetainfoException.class, refusal -> {
            assertThat(refusal.reason()).isEqualTo(Reason.INVALID);
            assertThat(refusal).hasMessageContaining(sentence);
        });
    }

    @Test
    void saysThatVersion2AloneIsNotSupported() {
        assertThatThrownBy(() -> MagnetLink.parse("magnet:?xt=urn:btmh:1220" + "ca".repeat(32)))
                .isInstanceOfSatisfying(
                        MetainfoException.class,
                        refusal -> assertThat(refusal.reason()).isEqualTo(Reason.UNSUPPORTED))
                .hasMessageContaining("version 2 only");
    }

    @Test
    void boundsWhatItKeeps() {
        MagnetLink named = MagnetLink.parse(XT + "&dn=" + "%F0%9F%98%80".repeat(3_000));
        assertThat(named.name().orElseThrow().length()).isLessThanOrEqualTo(1_024);
        assertThat(named.name().orElseThrow().codePoints()).allMatch(c -> c == 0x1f600);
        StringBuilder many = new StringBuilder(XT);
        for (int i = 0; i < 2_000; i++) {
            many.append("&tr=http://t").append(i).append("/a");
        }
        assertThat(MagnetLink.parse(many.toString()).trackers()).hasSize(500);
        assertThatThrownBy(() -> MagnetLink.parse(XT + "&x=" + "y".repeat(MagnetLink.MAX_LENGTH)))
                .hasMessageContaining("Leave out");
    }

    @Test
    void describesATorrent() {
        Metainfo metainfo = TestTorrent.ofFile("a b&c=ü", 5)
                .metainfo()
                .withTrackers(List.of(List.of(URI.create("http://t.example/a?b=c")), List.of(URI.create("udp://u:1"))))
                .withWebSeeds(List.of(URI.create("http://w.example/")));
        String link = MagnetLink.of(metainfo).toString();
        assertThat(link)
                .isEqualTo("magnet:?xt=urn:btih:" + metainfo.infoHash()
                        + "&dn=a%20b%26c%3D%C3%BC&xl=5&tr=http%3A%2F%2Ft.example%2Fa%3Fb%3Dc&tr=udp%3A%2F%2Fu%3A1"
                        + "&ws=http%3A%2F%2Fw.example%2F");
        assertThat(MagnetLink.parse(link)).isEqualTo(MagnetLink.of(metainfo));
    }
}
