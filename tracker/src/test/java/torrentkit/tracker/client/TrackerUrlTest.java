package torrentkit.tracker.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.net.URI;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import torrentkit.tracker.AnnounceException;

class TrackerUrlTest {
    @Test
    void readsWhatHttpNeeds() {
        TrackerUrl url = TrackerUrl.of(URI.create("HTTP://Tracker.example/a%20b/announce?passkey=1#top"));
        assertThat(url.scheme()).isEqualTo("http");
        assertThat(url.port()).isEqualTo(80);
        assertThat(url.withQuery("x=y").target()).isEqualTo("/a%20b/announce?passkey=1&x=y");
        assertThat(url.hostField()).isEqualTo("Tracker.example");
        TrackerUrl six = TrackerUrl.of(URI.create("https://[2001:db8::1]:8443"));
        assertThat(six.host()).isEqualTo("2001:db8::1");
        assertThat(six.hostField()).isEqualTo("[2001:db8::1]:8443");
        assertThat(six.withQuery("x").target()).isEqualTo("/?x");
        assertThat(six.isTls()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ftp://host/x", "wss://host/announce", "file:///etc/passwd", "http:///announce", "http://a_b/announce",
                "udp://host/announce", "http://host:0/", "http://host:70000/", "announce", "mailto:a@b"
            })
    void refusesEverythingElse(String text) {
        AnnounceException refusal =
                catchThrowableOfType(AnnounceException.class, () -> TrackerUrl.of(URI.create(text)));
        assertThat(refusal.reason()).isEqualTo(AnnounceException.Reason.FORBIDDEN);
        assertThat(TrackerUrl.isSupported(URI.create(text))).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "http://h/announce, http://h/scrape",
        "http://h/x/announce, http://h/x/scrape",
        "http://h/x/announce.php?y=/announce, http://h/x/scrape.php?y=/announce",
        "http://h/announce?x2%0644, http://h/scrape?x2%0644",
        "http://h/a,",
        "http://h/announce/x,",
        "udp://h:1/whatever, udp://h:1/whatever",
    })
    void findsThePlaceToScrape(String announce, String scrape) {
        assertThat(TrackerUrl.scrapeOf(URI.create(announce)).map(URI::toString).orElse(null))
                .isEqualTo(scrape);
    }

    @Test
    void doesNotShowSecrets() {
        assertThat(TrackerUrl.shown(URI.create("http://h/announce?passkey=secret")))
                .isEqualTo("http://h/announce");
        assertThat(TrackerUrl.shown(URI.create("https://tracker.example.org:6969/AQAAAABqGG6RYS_kLdG-u6ow/announce?x")))
                .isEqualTo("https://tracker.example.org:6969/***/announce");
        assertThat(TrackerUrl.shown(URI.create("http://h/short/announce"))).isEqualTo("http://h/short/announce");
    }
}
