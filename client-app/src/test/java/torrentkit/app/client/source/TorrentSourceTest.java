package torrentkit.app.client.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import torrentkit.app.client.outcome.ExitCode;
import torrentkit.app.client.outcome.Failure;
import torrentkit.app.client.outcome.StopSignal;
import torrentkit.metainfo.FileEntry;
import torrentkit.metainfo.Metainfo;
import torrentkit.metainfo.MetainfoOptions;
import torrentkit.piece.PieceHashes;

class TorrentSourceTest {
    private static final String HEX = "0123456789abcdef0123456789ABCDEF01234567";
    private static final URI A = URI.create("http://a/announce");
    private static final URI B = URI.create("udp://b:1");

    @TempDir
    Path directory;

    private final Metainfo metainfo = Metainfo.create(
            "x",
            false,
            List.of(new FileEntry(List.of("x"), 1)),
            16 << 10,
            new PieceHashes(new byte[20]),
            MetainfoOptions.defaults().withTrackers(List.of(List.of(A))));

    private static Source open(String source, URI... trackers) {
        return TorrentSource.open(
                source,
                SourceOptions.defaults()
                        .withTrackers(List.of(trackers).stream().map(List::of).toList()),
                new StopSignal());
    }

    private static Source.Magnet magnet(String source, URI... trackers) {
        return (Source.Magnet) open(source, trackers);
    }

    private static Metainfo torrent(String source, URI... trackers) {
        return ((Source.Torrent) open(source, trackers)).metainfo();
    }

    @Test
    void isATorrentFileOrItsUrl() throws Exception {
        Path file = Files.write(directory.resolve("x.torrent"), metainfo.toBytes());
        assertThat(torrent(file.toString())).isEqualTo(metainfo);
        assertThat(torrent(file.toUri().toString())).isEqualTo(metainfo);
    }

    @Test
    void isAMagnetLink() {
        Source.Magnet magnet = magnet(" MAGNET:?xt=urn:btih:" + HEX + "&dn=name&tr=http://a/announce ");
        assertThat(magnet.infoHash()).hasToString(HEX.toLowerCase());
        assertThat(magnet.name()).isEqualTo("name");
        assertThat(magnet.link().trackers()).containsExactly(A);
    }

    @Test
    void isAnInfoHash() {
        assertThat(magnet(HEX, A, B).link().trackers()).containsExactly(A, B);
        assertThat(magnet(HEX).name()).isEqualTo(HEX.toLowerCase());
        assertThat(magnet("AERUKZ4JVPG66AJDIVTYTK6N54ASGRLH").infoHash()).hasToString(HEX.toLowerCase());
    }

    @Test
    void aFileComesBeforeAnInfoHash() throws Exception {
        Path file = Files.write(directory.resolve(HEX), metainfo.toBytes());
        assertThat(torrent(file.toString())).isEqualTo(metainfo);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://bob:s3cr@et@127.0.0.1:9/x",
                "http://bob:s3cr#et@127.0.0.1:9/x",
                "http://bob:s3cr/et@127.0.0.1:9/x",
                "http://bob:s3cr%zz@127.0.0.1:9/x",
                "https://bob:s3cret@127.0.0.1:99999/x",
                "file://bob:s3cr@et@host/x"
            })
    void theSentenceAboutAnUnusableUrlHoldsNoPassword(String url) {
        assertThatThrownBy(() -> open(url))
                .isInstanceOf(Failure.class)
                .hasMessageNotContainingAny("s3cr", "bob")
                .hasMessageContaining("/x'");
        assertThat(HttpTorrent.shown(url)).doesNotContain("s3cr", "bob");
        assertThatThrownBy(() -> TrackerUrls.tiers("--tracker", List.of(url)))
                .isInstanceOf(Failure.class)
                .hasMessageNotContainingAny("s3cr", "bob");
    }

    @Test
    void aSourceIsShownAsItWasGivenButForAPassword() {
        assertThat(HttpTorrent.shown("http://bob:s3cret@host/a@b")).isEqualTo("http://host/a@b");
        assertThat(HttpTorrent.shown("http://host/a@b")).isEqualTo("http://host/a@b");
        assertThat(HttpTorrent.shown("dir/a@b.torrent")).isEqualTo("dir/a@b.torrent");
        assertThat(HttpTorrent.shown("magnet:?xt=x&tr=http://bob:s3cret@host/a&dn=a@b"))
                .isEqualTo("magnet:?xt=x&tr=http://host/a&dn=a@b");
    }

    @Test
    void getsMoreTrackersBehindItsOwn() throws Exception {
        Path file = Files.write(directory.resolve("x.torrent"), metainfo.toBytes());
        assertThat(torrent(file.toString(), B, A).trackers()).containsExactly(List.of(A), List.of(B));
        assertThat(torrent(file.toString(), B).infoHash()).isEqualTo(metainfo.infoHash());
    }

    @Test
    void theStandardInputHoldsATorrentOrMagnetLink() {
        InputStream before = System.in;
        try {
            System.setIn(new ByteArrayInputStream(metainfo.toBytes()));
            assertThat(torrent("-")).isEqualTo(metainfo);
            System.setIn(
                    new ByteArrayInputStream(("\nmagnet:?xt=urn:btih:" + HEX + "\n").getBytes(StandardCharsets.UTF_8)));
            assertThat(magnet("-").infoHash()).hasToString(HEX.toLowerCase());
            System.setIn(new ByteArrayInputStream(new byte[0]));
            assertThatThrownBy(() -> open("-")).hasMessageContaining("is empty");
        } finally {
            System.setIn(before);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "magnet:?xt=urn:btih:0, BAD_MAGNET",
        "magnet:?dn=x, BAD_MAGNET",
        "ftp://h/x, BAD_OPTION",
        "http:///x, BAD_OPTION",
        "0123456789abcdef0123456789ABCDEF0123456, NOT_FOUND",
        "C:\\none, NOT_FOUND",
        "'', CANNOT_OPEN"
    })
    void isNothingElse(String source, ExitCode code) {
        assertThatThrownBy(() -> open(source))
                .isInstanceOfSatisfying(Failure.class, e -> assertThat(e.code()).isEqualTo(code))
                .message()
                .endsWith(".");
    }
}
