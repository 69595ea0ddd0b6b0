package torrentkit.app.server.catalogue;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import torrentkit.metainfo.InfoHash;

class ServedPathsTest {
    private static final InfoHash ONE = InfoHash.parse("00112233445566778899aabbccddeeff00112233");
    private static final InfoHash OTHER = InfoHash.parse("ff112233445566778899aabbccddeeff00112233");

    @Test
    void findsTheTorrentsThatAPathIsAPartOf() {
        ServedPaths paths = new ServedPaths();
        paths.put("images", ONE);
        paths.put("images/a/b.bin", OTHER);
        paths.put("images2", OTHER);

        assertThat(paths.atOrAbove("images/a/b.bin")).containsExactly(OTHER, ONE);
        assertThat(paths.atOrAbove("images/a")).containsExactly(ONE);
        assertThat(paths.atOrAbove("images")).containsExactly(ONE);
        assertThat(paths.atOrAbove("image")).isEmpty();
        assertThat(paths.atOrAbove("images3/a")).isEmpty();
        assertThat(paths.atOrAbove("")).isEmpty();
    }
}
