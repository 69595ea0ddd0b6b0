package torrentkit.app.server.origin;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class MediaTypesTest {
    @Test
    void goesByTheEndOfTheName() {
        assertThat(MediaTypes.of("a.tar.GZ")).isEqualTo("application/gzip");
        assertThat(MediaTypes.of("README")).isEqualTo("application/octet-stream");
        assertThat(MediaTypes.of("txt")).isEqualTo("application/octet-stream");
        assertThat(MediaTypes.of("x.unheard-of")).isEqualTo("application/octet-stream");
        assertThat(MediaTypes.of("x.")).isEqualTo("application/octet-stream");
    }

    @Test
    void makesPlainTextOfWhatABrowserWouldRun() {
        for (String active : new String[] {"html", "HTM", "xhtml", "svg", "xml", "js", "mjs", "xsl"}) {
            assertThat(MediaTypes.of("page." + active)).isEqualTo("text/plain");
        }
    }
}
