package torrentkit.app.client.face.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import torrentkit.app.client.face.terminal.Key.Kind;

class KeyDecoderTest {
    private final KeyDecoder decoder = new KeyDecoder();

    private List<Key> keys(String sent) {
        return decoder.decode(sent.getBytes(StandardCharsets.ISO_8859_1));
    }

    @Test
    void knowsTheKeysOfManyTerminals() {
        assertThat(keys("\u001b[A\u001bOA\u001b[5~\u001b[6~\u001b[H\u001b[1~\u001bOF\u001b[8~\u001b[Z\tq"))
                .containsExactly(
                        Key.of(Kind.UP),
                        Key.of(Kind.UP),
                        Key.of(Kind.PAGE_UP),
                        Key.of(Kind.PAGE_DOWN),
                        Key.of(Kind.HOME),
                        Key.of(Kind.HOME),
                        Key.of(Kind.END),
                        Key.of(Kind.END),
                        Key.of(Kind.PREVIOUS),
                        Key.of(Kind.NEXT),
                        Key.of('q'));
    }

    @Test
    void takesAnEscapeCharacterThatNothingFollowsForTheEscapeKey() {
        assertThat(keys("\u001b")).containsExactly(Key.of(Kind.ESCAPE));
        assertThat(keys("q")).containsExactly(Key.of('q'));
    }

    @Test
    void putsSequencesTogetherThatArriveInParts() {
        assertThat(keys("\u001b[")).isEmpty();
        assertThat(keys("B")).containsExactly(Key.of(Kind.DOWN));
    }

    @Test
    void passesOverWhatItDoesNotKnowAsAWhole() {
        assertThat(keys("\u001b[1;5Cq\u001b[200~\u001b[[Aq"))
                .containsExactly(
                        Key.of(Kind.UNKNOWN), Key.of('q'), Key.of(Kind.UNKNOWN), Key.of(Kind.UNKNOWN), Key.of('q'));
    }

    @Property
    void survivesWhateverIsTyped(@ForAll byte[] typed) {
        List<Key> keys = new KeyDecoder().decode(typed);
        assertThat(keys).hasSizeLessThanOrEqualTo(typed.length);
    }
}
