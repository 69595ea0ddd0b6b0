package torrentkit.metainfo;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.util.Optional;
import java.util.OptionalLong;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import torrentkit.metainfo.MagnetLink.FileRange;

class MagnetLinkProperties {
    @Provide
    Arbitrary<MagnetLink> links() {
        Arbitrary<InfoHash> hashes =
                Arbitraries.bytes().array(byte[].class).ofSize(InfoHash.LENGTH).map(InfoHash::of);
        Arbitrary<Optional<String>> names = Arbitraries.strings()
                .ofMinLength(1)
                .ofMaxLength(40)
                .filter(name -> name.codePoints().noneMatch(c -> c >= 0xd800 && c <= 0xdfff))
                .optional();
        Arbitrary<OptionalLong> lengths = Arbitraries.longs()
                .greaterOrEqual(0)
                .optional()
                .map(length -> length.map(OptionalLong::of).orElse(OptionalLong.empty()));
        Arbitrary<String> hosts = Arbitraries.strings().alpha().ofMinLength(1).ofMaxLength(10);
        Arbitrary<URI> trackers = Combinators.combine(
                        Arbitraries.of("http", "https", "udp"),
                        hosts,
                        Arbitraries.strings().alpha())
                .as((scheme, host, path) -> URI.create(scheme + "://" + host + "/" + path + "?a=b&c=%20+d"));
        Arbitrary<String> peers = Combinators.combine(
                        Arbitraries.oneOf(hosts, Arbitraries.just("[2001:db8::1]")),
                        Arbitraries.integers().between(1, 65_535))
                .as((host, port) -> host + ":" + port);
        Arbitrary<FileRange> ranges = Combinators.combine(
                        Arbitraries.integers().between(0, 1 << 20),
                        Arbitraries.integers().between(0, 1 << 20))
                .as((first, more) -> new FileRange(first, first + more));
        return Combinators.combine(
                        hashes,
                        names,
                        lengths,
                        trackers.list().uniqueElements().ofMaxSize(4),
                        trackers.filter(url -> !url.getScheme().equals("udp"))
                                .list()
                                .uniqueElements()
                                .ofMaxSize(3),
                        peers.list().uniqueElements().ofMaxSize(4),
                        ranges.list().ofMaxSize(5))
                .as(MagnetLink::new);
    }

    @Property(tries = 300)
    void readingWhatWasWrittenGivesTheSame(@ForAll("links") MagnetLink link) {
        assertThat(MagnetLink.parse(link.toString())).isEqualTo(link);
        assertThat(link.toString()).matches("[!-~]+");
    }

    @Property(tries = 300)
    void anythingIsALinkOrRefusedWithASentence(@ForAll String text) {
        for (String link : new String[] {text, "magnet:?" + text, "magnet:?xt=urn:btih:" + text}) {
            try {
                MagnetLink.parse(link);
            } catch (MetainfoException e) {
                assertThat(e).hasMessageEndingWith(".");
            }
        }
    }

    @Property(tries = 300)
    void noHintKeepsTheTorrentFromBeingFound(@ForAll String hint) {
        InfoHash hash = InfoHash.parse("ab".repeat(20));
        String harmless = hint.replace("#", "");
        String link = "magnet:?xt=urn:btih:" + hash;
        for (String key : new String[] {"dn", "xl", "tr", "ws", "x.pe", "so", "tr.", "%"}) {
            assertThat(MagnetLink.parse(link + "&" + key + "=" + harmless).infoHash())
                    .isEqualTo(hash);
        }
    }
}
