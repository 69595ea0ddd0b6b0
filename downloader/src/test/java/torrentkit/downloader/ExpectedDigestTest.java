package torrentkit.downloader;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class ExpectedDigestTest {
    @Test
    void refusesWhatNoDigestCanBe() {
        assertThatThrownBy(() -> new ExpectedDigest("sha-256", new byte[20]))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("32 bytes")
                .hasMessageContaining("20");
        assertThatThrownBy(() -> new ExpectedDigest("crc-7", new byte[1]))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("crc-7");
    }

    @Test
    void isWhatItSaysWhoeverChangesTheArray() {
        byte[] value = new byte[20];
        ExpectedDigest digest = new ExpectedDigest("SHA-1", value);
        value[0] = 1;
        digest.value()[1] = 1;
        assertThat(digest).isEqualTo(new ExpectedDigest("sha-1", new byte[20]));
        assertThat(digest.matches(new byte[20])).isTrue();
        assertThat(digest.matches(value)).isFalse();
    }
}
