package torrentkit.downloader.web;

import static org.assertj.core.api.Assertions.assertThat;
import static torrentkit.testing.TestTorrent.file;
import static torrentkit.testing.TestTorrent.padding;

import java.net.URI;
import org.junit.jupiter.api.Test;
import torrentkit.metainfo.Metainfo;
import torrentkit.testing.TestTorrent;

class SeedFilesTest {
    private static final Metainfo FILE =
            TestTorrent.ofFile("an image + 1.iso", 40_000).metainfo();
    private static final Metainfo DIRECTORY = TestTorrent.ofDirectory(
                    "tree é", file("a", 100), padding(16_284), file("dir/b c#?%.bin", 20_000), file("empty", 0))
            .metainfo();

    private static String url(Metainfo metainfo, String seed, int file) {
        WebUrl url = new SeedFiles(metainfo, URI.create(seed)).url(file);
        return url.hostField() + url.target();
    }

    @Test
    void takesTheUrlOfOneFileAsItIs() {
        assertThat(url(FILE, "http://h/x/y.iso?k=v", 0)).isEqualTo("h/x/y.iso?k=v");
    }

    @Test
    void addsTheNameToAUrlThatEndsInASlash() {
        assertThat(url(FILE, "http://h/x/", 0)).isEqualTo("h/x/an%20image%20%2B%201.iso");
        assertThat(url(FILE, "http://h/x/?k=v", 0)).isEqualTo("h/x/an%20image%20%2B%201.iso?k=v");
    }

    @Test
    void addsNameAndPathOfEachOfSeveralFiles() {
        assertThat(url(DIRECTORY, "http://h/x/", 0)).isEqualTo("h/x/tree%20%C3%A9/a");
        assertThat(url(DIRECTORY, "http://h/x", 2)).isEqualTo("h/x/tree%20%C3%A9/dir/b%20c%23%3F%25.bin");
        assertThat(url(DIRECTORY, "http://h", 0)).isEqualTo("h/tree%20%C3%A9/a");
    }

    @Test
    void knowsWhatNobodyServes() {
        SeedFiles files = new SeedFiles(DIRECTORY, URI.create("http://h/"));

        assertThat(files.isPadding(0)).isFalse();
        assertThat(files.isPadding(1)).isTrue();
        assertThat(files.span(0, 30_000)).isEqualTo(new SeedFiles.Span(0, 0, 100));
        assertThat(files.span(100, 30_000)).isEqualTo(new SeedFiles.Span(1, 0, 16_284));
        assertThat(files.span(16_385, 30_000)).isEqualTo(new SeedFiles.Span(2, 1, 13_615));
    }
}
