package torrentkit.app.server.torrents;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.handler.codec.http.EmptyHttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import torrentkit.app.server.http.Viewer;
import torrentkit.app.server.http.WebRequest;
import torrentkit.app.server.torrents.Passes.Handout;
import torrentkit.testing.TestTorrent;

class TorrentLinksTest {
    private static final Handout FILE = open(TestTorrent.ofFile("ü 1", 10));
    private static final Handout DIRECTORY = open(TestTorrent.ofDirectory("d", TestTorrent.file("f", 10)));

    private static Handout open(TestTorrent torrent) {
        return new Handout(torrent.metainfo(), Optional.empty());
    }

    private static TorrentLinks links(boolean webSeed) {
        PublicUrls.Listening listening = new PublicUrls.Listening(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 6969), OptionalInt.empty(), false, false);
        return new TorrentLinks(new PublicUrls(Optional.of("h.example"), listening, Optional::empty), "/t", webSeed);
    }

    private static WebRequest request(boolean secure) {
        return new WebRequest(
                HttpMethod.GET,
                List.of(),
                false,
                Map.of(),
                EmptyHttpHeaders.INSTANCE,
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 8080),
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 4_000),
                secure,
                Viewer.ALL);
    }

    private static List<URI> webSeeds(boolean secure, Handout torrent, String... names) {
        return links(true).complete(request(secure), List.of(names), torrent).webSeeds();
    }

    @Test
    void namesAFileItself() {
        assertThat(webSeeds(false, FILE, "a b", "ü 1"))
                .containsExactly(URI.create("http://h.example:8080/file/a%20b/%C3%BC%201"));
        assertThat(webSeeds(true, FILE, "ü 1")).containsExactly(URI.create("https://h.example:8080/file/%C3%BC%201"));
    }

    @Test
    void namesOfADirectoryTheOneItLiesIn() {
        assertThat(webSeeds(false, DIRECTORY, "a b", "d"))
                .containsExactly(URI.create("http://h.example:8080/file/a%20b/"));
        assertThat(webSeeds(false, DIRECTORY, "d")).containsExactly(URI.create("http://h.example:8080/file/"));
    }

    @Test
    void leavesTheSwarmAsItIs() {
        assertThat(links(true).complete(request(true), List.of("x"), FILE).infoHash())
                .isEqualTo(FILE.metainfo().infoHash());
    }

    @Test
    void tellsNobodyOfTheFilesWhenItIsNotTo() {
        TorrentLinks links = links(false);
        assertThat(links.complete(request(false), List.of("x"), FILE).webSeeds())
                .isEmpty();
        assertThat(links.file(request(false), List.of("x"))).isEmpty();
        assertThat(links.torrent(request(false), List.of("x"))).hasToString("http://h.example:8080/t/x");
    }

    @Test
    void namesNoWebSeedToThoseWhoHaveAKeyOfTheirOwn() {
        Handout keyed = new Handout(FILE.metainfo(), Optional.of("k"));
        assertThat(links(true).complete(request(false), List.of("x"), keyed).webSeeds())
                .isEmpty();
        assertThat(links(true).announce(request(false), keyed)).hasToString("http://h.example:6969/k/announce");
    }
}
