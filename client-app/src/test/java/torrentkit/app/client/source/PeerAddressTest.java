package torrentkit.app.client.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import torrentkit.app.client.outcome.ExitCode;
import torrentkit.app.client.outcome.Failure;

class PeerAddressTest {
    @Test
    void readsAddressesOfBothFamilies() {
        assertThat(PeerAddress.parse("127.0.0.1:6881")).isEqualTo(new InetSocketAddress("127.0.0.1", 6881));
        assertThat(PeerAddress.parse("[::1]:1")).isEqualTo(new InetSocketAddress("::1", 1));
        assertThat(PeerAddress.parse("localhost:65535").isUnresolved()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "host",
                ":1",
                "host:",
                "host:0",
                "host:65536",
                "host:x",
                "host:-1",
                "::1:80",
                "[]:80",
                "[::1]",
                "h:١"
            })
    void refusesOtherForms(String text) {
        Failure failure = catchThrowableOfType(Failure.class, () -> PeerAddress.parse(text));
        assertThat(failure.code()).isEqualTo(ExitCode.BAD_OPTION);
        assertThat(failure).hasMessageContaining("--peer");
    }

    @Test
    void saysWhenTheHostIsUnknown() {
        Failure failure = catchThrowableOfType(Failure.class, () -> PeerAddress.parse("no-such-host.invalid:1"));
        assertThat(failure.code()).isEqualTo(ExitCode.NAME_RESOLUTION);
    }

    @Test
    void ofTheNamesInALinkFewAreLookedUpAndAllAddressesAreTaken() {
        List<String> link = new ArrayList<>();
        for (int port = 1; port <= 100; port++) {
            link.add("localhost:" + port);
            link.add("192.0.2.1:" + port);
            link.add("[2001:db8::1]:" + port);
        }
        List<String> leftOut = new ArrayList<>();
        assertThat(PeerAddress.hints(link, (peer, why) -> leftOut.add(peer))).hasSize(200 + PeerAddress.MAX_NAMES);
        assertThat(leftOut).hasSize(100 - PeerAddress.MAX_NAMES).allMatch(peer -> peer.startsWith("localhost:"));
    }

    @Test
    void aHintThatCannotBeUsedIsLeftOut() {
        List<String> leftOut = new ArrayList<>();
        assertThat(PeerAddress.hints(List.of("192.0.2.1:0", "192.0.2.1:7"), (peer, why) -> leftOut.add(peer)))
                .hasSize(1);
        assertThat(leftOut).containsExactly("192.0.2.1:0");
    }
}
