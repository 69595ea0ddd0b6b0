package torrentkit.app.server.config;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.AlphaChars;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.StringLength;

class EditDistanceProperties {
    @Property
    void isTheSameBothWaysAndZeroOnlyForEqualWords(
            @ForAll @AlphaChars @StringLength(max = 12) String a,
            @ForAll @AlphaChars @StringLength(max = 12) String b) {
        int distance = EditDistance.between(a, b);

        assertThat(distance).isEqualTo(EditDistance.between(b, a));
        assertThat(distance == 0).isEqualTo(a.equals(b));
        assertThat(distance).isBetween(Math.abs(a.length() - b.length()), Math.max(a.length(), b.length()));
    }

    @Property
    void isOneForOneLetterMoreOrTwoSwapped(
            @ForAll @AlphaChars @StringLength(min = 2, max = 12) String word, @ForAll @IntRange(max = 10) int where) {
        int at = where % (word.length() - 1);
        char first = word.charAt(at);
        char second = word.charAt(at + 1);

        assertThat(EditDistance.between(word, word.substring(0, at) + "-" + word.substring(at)))
                .isEqualTo(1);
        assertThat(EditDistance.between(word, word.substring(0, at) + second + first + word.substring(at + 2)))
                .isEqualTo(first == second ? 0 : 1);
    }
}
