package torrentkit.downloader.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import torrentkit.metainfo.FileEntry;
import torrentkit.testing.TestTorrent;

class SeedFilesProperties {
    @Provide
    Arbitrary<TestTorrent> torrents() {
        return Arbitraries.integers()
                .between(0, 60_000)
                .list()
                .ofMinSize(1)
                .ofMaxSize(9)
                .filter(list -> list.stream().anyMatch(length -> length > 0))
                .map(lengths -> {
                    List<FileEntry> files = new ArrayList<>();
                    for (int length : lengths) {
                        files.add(new FileEntry(List.of("d", "f " + files.size()), length));
                    }
                    return TestTorrent.ofDirectory("t", files.toArray(FileEntry[]::new));
                });
    }

    /** A server that has the files and answers each span has then sent exactly the bytes of the torrent, in order. */
    @Property(tries = 200)
    void spansTileAnyRunOfPieces(
            @ForAll("torrents") TestTorrent torrent,
            @ForAll @IntRange(max = 40) int from,
            @ForAll @IntRange(min = 1, max = 40) int pieces) {
        SeedFiles files = new SeedFiles(torrent.metainfo(), URI.create("http://h/"));
        int first = from % torrent.layout().pieceCount();
        int last = Math.min(first + pieces, torrent.layout().pieceCount()) - 1;
        long begin = torrent.layout().pieceOffset(first);
        long end = torrent.layout().pieceOffset(last) + torrent.layout().pieceLength(last);
        long position = begin;
        int before = -1;
        while (position < end) {
            SeedFiles.Span span = files.span(position, end);
            assertThat(span.length()).isPositive();
            assertThat(span.file()).isGreaterThan(before);
            assertThat(span.end()).isLessThanOrEqualTo(torrent.layout().fileLength(span.file()));
            assertThat(torrent.layout().fileOffset(span.file()) + span.begin()).isEqualTo(position);
            if (before >= 0) {
                assertThat(span.begin()).isZero();
            }
            before = span.file();
            position += span.length();
        }
        assertThat(position).isEqualTo(end);
    }

    @Property
    void namesSurviveEncoding(@ForAll String name) {
        String well =
                new String(name.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8); // without half characters
        String encoded = SeedFiles.encode(well);

        assertThat(encoded).matches("([A-Za-z0-9._~-]|%[0-9A-F]{2})*");
        assertThat(URLDecoder.decode(encoded, StandardCharsets.UTF_8)).isEqualTo(well);
    }
}
