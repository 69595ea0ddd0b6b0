package torrentkit.tracker.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Base64;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Assume;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import torrentkit.metainfo.InfoHash;
import torrentkit.tracker.TrackerArbitraries;

/** A key opens what it was issued for, and nothing that anybody makes of it opens anything. */
class AnnounceKeysProperties {
    private static final String ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.~=+/% \0";
    private static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");
    private static final AnnounceKeys KEYS = keys("the secret of this server", NOW);

    private static AnnounceKeys keys(String secret, Instant now) {
        return new AnnounceKeys(secret.getBytes(StandardCharsets.US_ASCII), Clock.fixed(now, ZoneOffset.UTC));
    }

    @Property
    void keyOpensItsTorrentForItsName(
            @ForAll("names") String name, @ForAll("hashes") InfoHash hash, @ForAll @IntRange(min = 1) int seconds) {
        String key = KEYS.issue(name, hash, Duration.ofSeconds(seconds));
        assertThat(key).matches("[A-Za-z0-9_-]{1," + AnnounceKeys.MAX_LENGTH + "}");
        assertThat(KEYS.verify(key, hash)).contains(new AnnounceKey(name, NOW.plusSeconds(seconds)));
    }

    @Property
    void keyOpensNoOtherTorrent(
            @ForAll("names") String name, @ForAll("hashes") InfoHash hash, @ForAll("hashes") InfoHash other) {
        Assume.that(!hash.equals(other));
        assertThat(KEYS.verify(KEYS.issue(name, hash, Duration.ofHours(1)), other))
                .isEmpty();
    }

    @Property
    void keyOfAnotherSecretOpensNothing(@ForAll("names") String name, @ForAll("hashes") InfoHash hash) {
        String key = keys("the secret of that server", NOW).issue(name, hash, Duration.ofHours(1));
        assertThat(KEYS.verify(key, hash)).isEmpty();
    }

    @Property
    void keyEnds(@ForAll("hashes") InfoHash hash, @ForAll @IntRange(min = 1) int seconds, @ForAll long later) {
        String key = KEYS.issue("a", hash, Duration.ofSeconds(seconds));
        Instant end = NOW.plusSeconds(seconds);
        Instant after = end.plusSeconds(Math.floorMod(later, 1_000_000_000L));
        assertThat(keys("the secret of this server", after).verify(key, hash)).isEmpty();
    }

    @Property
    void changedBytesOpenNothing(
            @ForAll("names") String name, @ForAll("hashes") InfoHash hash, @ForAll int where, @ForAll byte change) {
        Assume.that(change != 0);
        byte[] bytes = Base64.getUrlDecoder().decode(KEYS.issue(name, hash, Duration.ofHours(1)));
        bytes[Math.floorMod(where, bytes.length)] ^= change; // format, end, name or signature
        assertThat(KEYS.verify(Base64.getUrlEncoder().withoutPadding().encodeToString(bytes), hash))
                .isEmpty();
    }

    @Property
    void changedCharactersOpenNothing(
            @ForAll("names") String name, @ForAll("hashes") InfoHash hash, @ForAll int where, @ForAll int which) {
        StringBuilder key = new StringBuilder(KEYS.issue(name, hash, Duration.ofHours(1)));
        int at = Math.floorMod(where, key.length());
        char other = ALPHABET.charAt(Math.floorMod(which, ALPHABET.length()));
        Assume.that(key.charAt(at) != other);
        key.setCharAt(at, other);
        assertThat(KEYS.verify(key.toString(), hash)).isEmpty();
    }

    @Property
    void cutOrLongerKeysOpenNothing(
            @ForAll("names") String name, @ForAll("hashes") InfoHash hash, @ForAll int where, @ForAll String more) {
        String key = KEYS.issue(name, hash, Duration.ofHours(1));
        assertThat(KEYS.verify(key.substring(0, Math.floorMod(where, key.length())), hash))
                .isEmpty();
        assertThat(KEYS.verify(key.substring(1 + Math.floorMod(where, key.length() - 1)), hash))
                .isEmpty();
        Assume.that(!more.isEmpty());
        assertThat(KEYS.verify(key + more, hash)).isEmpty();
        assertThat(KEYS.verify(more + key, hash)).isEmpty();
    }

    @Property
    void anyTextOpensNothing(@ForAll String text, @ForAll @Size(max = 300) byte[] bytes) {
        InfoHash hash = InfoHash.of(new byte[20]);
        assertThat(KEYS.verify(text, hash)).isEmpty();
        assertThat(KEYS.verify(Base64.getUrlEncoder().withoutPadding().encodeToString(bytes), hash))
                .isEmpty();
    }

    @Provide
    Arbitrary<InfoHash> hashes() {
        return TrackerArbitraries.infoHashes();
    }

    /** Any text whose UTF-8 is not too long; surrogates come in pairs only. */
    @Provide
    Arbitrary<String> names() {
        return Arbitraries.strings()
                .ofMaxLength(85)
                .map(text -> new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8))
                .filter(text -> text.getBytes(StandardCharsets.UTF_8).length <= AnnounceKeys.MAX_NAME);
    }
}
