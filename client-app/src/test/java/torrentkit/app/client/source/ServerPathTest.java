package torrentkit.app.client.source;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ServerPathTest {
    @ParameterizedTest
    @CsvSource({
        "http://h:8080/file/a/b.img, http://h:8080/torrent/a/b.img",
        "http://h:8080/a/b.img, http://h:8080/torrent/a/b.img",
        "https://h/magnet/a%20b, https://h/torrent/a%20b",
        "https://h/meta4/a, https://h/torrent/a",
        "http://h/dir/, http://h/torrent/dir",
        "http://h/?path=a%2Fb%20c, http://h/torrent/a/b%20c",
        "http://h/?after=x&path=a/b+c, http://h/torrent/a/b%20c",
        "http://me:pw@h/file/x, http://me:pw@h/torrent/x"
    })
    void findsTheTorrentOfWhatPeoplePaste(String pasted, String torrent) {
        assertThat(ServerPath.torrentOf(URI.create(pasted))).contains(URI.create(torrent));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://h",
                "http://h/",
                "http://h/?search=x",
                "http://h/torrent/x",
                "http://h/api/v1/files",
                "http://h/file/"
            })
    void hasNoOtherPlaceForTheRest(String url) {
        assertThat(ServerPath.torrentOf(URI.create(url))).isEmpty();
    }
}
