package torrentkit.app.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class ContentDispositionTest {
    @Test
    void needsOneNameForPlainText() {
        assertThat(ContentDisposition.attachment("disk image-1.iso.torrent"))
                .isEqualTo("attachment; filename=\"disk image-1.iso.torrent\"");
    }

    @Test
    void givesTheExactNameBesideAnAsciiOne() {
        assertThat(ContentDisposition.attachment("Grüße 日本.torrent"))
                .isEqualTo(
                        "attachment; filename=\"Gr__e __.torrent\"; filename*=UTF-8''Gr%C3%BC%C3%9Fe%20%E6%97%A5%E6%9C%AC.torrent");
    }

    @Test
    void cannotBeEndedByTheName() {
        assertThat(ContentDisposition.attachment("a\"b\\c%d\r\nX: y\0"))
                .isEqualTo("attachment; filename=\"a_b_c_d__X_ y_\"; filename*=UTF-8''a%22b%5Cc%25d__X%3A%20y_");
    }

    @Test
    void showsNoReversedNames() {
        assertThat(ContentDisposition.attachment("x\u202egpj.exe")).doesNotContain("%E2%80%AE");
    }

    @Property
    void isOneHeaderInAsciiWhateverTheName(@ForAll String name) {
        assertThat(ContentDisposition.attachment(name))
                .matches("attachment; filename=\"[^\"\\\\\\p{Cc}]*\"(; filename\\*=UTF-8''[!-~]*)?");
    }
}
