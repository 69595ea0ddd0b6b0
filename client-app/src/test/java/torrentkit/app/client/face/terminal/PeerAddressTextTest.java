package torrentkit.app.client.face.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PeerAddressTextTest {
    private static final String LONG = "[2001:db8:85a3:8d3:1319:8a2e:370:7344]:51413";

    @Test
    void leavesWhatFitsAsItIs() {
        assertThat(PeerAddressText.fit("192.0.2.1:6881", 14)).isEqualTo("192.0.2.1:6881");
        assertThat(PeerAddressText.fit(LONG, 44)).isEqualTo(LONG);
    }

    @Test
    void leavesOutWholeGroupsAndSaysSoAndKeepsThePort() {
        assertThat(PeerAddressText.fit(LONG, 43)).isEqualTo("[2001:db8:85a3:8d3:1319:8a2e:370:…]:51413");
        assertThat(PeerAddressText.fit(LONG, 21)).isEqualTo("[2001:db8:…]:51413");
        assertThat(PeerAddressText.fit(LONG, 15)).isEqualTo("[2001:…]:51413");
    }

    @Test
    void cutsTheEndWhereNothingElseFits() {
        assertThat(PeerAddressText.fit(LONG, 10)).isEqualTo("[2001:db8…");
        assertThat(PeerAddressText.fit("192.0.2.1:6881", 10)).isEqualTo("192.0.2.1…");
    }
}
