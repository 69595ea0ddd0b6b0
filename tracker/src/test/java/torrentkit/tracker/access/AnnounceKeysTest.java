package torrentkit.tracker.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import torrentkit.metainfo.InfoHash;

class AnnounceKeysTest {
    private static final InfoHash HASH = InfoHash.parse("00112233445566778899aabbccddeeff00112233");
    private static final byte[] SECRET = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);
    private static final Instant NOW = Instant.parse("2026-11-21T12:00:00.5Z");

    private static AnnounceKeys keysAt(Instant time) {
        return new AnnounceKeys(SECRET, Clock.fixed(time, ZoneOffset.UTC));
    }

    @Test
    void keyTellsItsNameAndEnd() {
        String key = keysAt(NOW).issue("build.example", HASH, Duration.ofHours(1));
        assertThat(keysAt(NOW).verify(key, HASH))
                .contains(new AnnounceKey("build.example", Instant.parse("2026-11-21T13:00:01Z")));
    }

    @Test
    void keyStaysTheSameOverVersions() {
        assertThat(keysAt(NOW).issue("a", HASH, Duration.ofHours(1))).isEqualTo("AQAAAABrAZXRYU3Z9Z1NxfQDvUWAt5t38-M");
    }

    @Test
    void keyEndsInTheSecondThatItNames() {
        String key = keysAt(NOW).issue("a", HASH, Duration.ofSeconds(10));
        assertThat(keysAt(Instant.parse("2026-11-21T12:00:10.999Z")).verify(key, HASH))
                .isPresent();
        assertThat(keysAt(Instant.parse("2026-11-21T12:00:11Z")).verify(key, HASH))
                .isEmpty();
    }

    @Test
    void secretIsCopied() {
        byte[] secret = SECRET.clone();
        AnnounceKeys keys = new AnnounceKeys(secret, Clock.fixed(NOW, ZoneOffset.UTC));
        secret[0]++;
        assertThat(keys.verify(keysAt(NOW).issue("a", HASH, Duration.ofHours(1)), HASH))
                .isPresent();
    }

    @Test
    void longestNameMakesTheLongestKey() {
        String name = "\u00e4".repeat(127) + "x";
        String key = keysAt(NOW).issue(name, HASH, Duration.ofHours(1));
        assertThat(key).hasSize(AnnounceKeys.MAX_LENGTH).matches("[A-Za-z0-9_-]+");
        assertThat(keysAt(NOW).verify(key, HASH).orElseThrow().name()).isEqualTo(name);
    }

    @Test
    void refusesWhatCannotBeAKey() {
        AnnounceKeys keys = keysAt(NOW);
        Duration hour = Duration.ofHours(1);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> keys.issue("x".repeat(256), HASH, hour))
                .withMessageContaining("255");
        assertThatIllegalArgumentException().isThrownBy(() -> keys.issue("\ud800", HASH, hour));
        assertThatIllegalArgumentException().isThrownBy(() -> keys.issue("a", HASH, Duration.ZERO));
        assertThatIllegalArgumentException().isThrownBy(() -> keys.issue("a", HASH, Duration.ofSeconds(-1)));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> keys.issue("a", HASH, AnnounceKeys.MAX_LIFETIME.plusNanos(1)));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new AnnounceKeys(new byte[15], Clock.systemUTC()))
                .withMessageContaining("16 bytes");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "A",
                "announce",
                "AQAAAABpIFrh",
                "AQAAAABrAZXRYU3Z9Z1NxfQDvUWAt5t38-M=",
                "AQAAAABrAZXRYU3Z9Z1NxfQDvUWAt5t38+M",
                "AQAAAABrAZXRYU3Z9Z1NxfQDvUWAt5t38-N",
                " AQAAAABrAZXRYU3Z9Z1NxfQDvUWAt5t38-M",
                "AQAAAABrAZXRYU3Z9Z1NxfQDvUWAt5t38-M\0",
                "%41QAAAABrAZXRYU3Z9Z1NxfQDvUWAt5t38-M",
                "\ud800\u00e9\u202e"
            })
    void takesNoOtherSpelling(String key) {
        assertThat(keysAt(NOW).verify(key, HASH)).isEmpty();
    }
}
