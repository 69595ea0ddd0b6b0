package torrentkit.app.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class EntityTagTest {
    private final String tag = EntityTag.of(new byte[] {1});

    @Test
    void dependsOnTheBytes() {
        assertThat(tag).matches("\"[0-9a-f]{32}\"").isEqualTo(EntityTag.of(new byte[] {1}));
        assertThat(EntityTag.of(new byte[] {2})).isNotEqualTo(tag);
    }

    @Test
    void isFoundInLists() {
        assertThat(EntityTag.matches(List.of(tag), tag)).isTrue();
        assertThat(EntityTag.matches(List.of("\"x\", W/" + tag), tag)).isTrue();
        assertThat(EntityTag.matches(List.of("\"x\"", " " + tag + " "), tag)).isTrue();
        assertThat(EntityTag.matches(List.of("*"), tag)).isTrue();
    }

    @Test
    void isNotFoundWhereItIsNot() {
        assertThat(EntityTag.matches(List.of(), tag)).isFalse();
        assertThat(EntityTag.matches(List.of("", "\"x\"", tag.replace("\"", "")), tag))
                .isFalse();
    }
}
