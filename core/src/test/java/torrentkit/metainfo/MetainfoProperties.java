package torrentkit.metainfo;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import torrentkit.testing.TestTorrent;

class MetainfoProperties {
    private static final List<TestTorrent> TORRENTS = TestTorrent.awkward();

    @Provide
    Arbitrary<TestTorrent> torrents() {
        return Arbitraries.of(TORRENTS);
    }

    @Property(tries = 3000)
    void anyDamageGivesATorrentOrMetainfoException(
            @ForAll("torrents") TestTorrent torrent, @ForAll int place, @ForAll byte value) {
        byte[] bytes = torrent.metainfo().toBytes();
        bytes[Math.floorMod(place, bytes.length)] = value;
        try {
            Metainfo read = Metainfo.parse(bytes);
            assertThat(read.infoHash()).isEqualTo(InfoHash.ofInfoDictionary(read.infoBytes()));
            assertThat(read.layout().pieceCount()).isEqualTo(read.pieceHashes().count());
        } catch (MetainfoException e) {
            assertThat(e).hasMessageEndingWith(".");
        }
    }

    @Property
    void namesThatPassStayBelowTheirDirectory(@ForAll("names") String name) {
        if (PathRules.problem(name).isEmpty()) {
            Path base = Path.of("base");
            Path path = base.resolve(name).normalize();
            assertThat(path.getParent()).isEqualTo(base);
            assertThat(path.getFileName().toString()).isEqualTo(name);
        }
    }

    @Provide
    Arbitrary<String> names() {
        return Arbitraries.strings().withChars("./\\:aC\u0000\n ~x").ofMaxLength(6);
    }
}
