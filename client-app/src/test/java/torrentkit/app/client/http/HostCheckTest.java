package torrentkit.app.client.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HostCheckTest {
    private final HostCheck loopback = new HostCheck(new InetSocketAddress(InetAddress.getLoopbackAddress(), 3000));

    @ParameterizedTest
    @ValueSource(
            strings = {
                "localhost",
                "localhost:3000",
                "LocalHost:8080", // through a tunnel the port is another
                "127.0.0.1:3000",
                "127.8.8.8",
                "192.0.2.7:3000",
                "[::1]:3000",
                "[2001:db8::1]"
            })
    void admitsTheLocalNameAndAddresses(String host) {
        assertThat(loopback.admits(List.of(host))).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "evil.example",
                "evil.example:3000",
                "localhost.evil.example",
                "127.0.0.1.evil.example",
                "localhost.",
                "localhost:80:80",
                "localhost:http",
                "localhost:123456",
                "127.0.0.1@evil.example",
                "127.1",
                "2130706433",
                "[::1",
                "[::1]x",
                "[evil]",
                "::1",
                " localhost",
                "localhost, evil.example"
            })
    void refusesEverythingElse(String host) {
        assertThat(loopback.admits(List.of(host))).isFalse();
    }

    @Test
    void wantsExactlyOneHost() {
        assertThat(loopback.admits(List.of())).isFalse();
        assertThat(loopback.admits(List.of("localhost", "localhost"))).isFalse();
    }

    @Test
    void admitsTheNameThatItWasBoundTo() throws UnknownHostException {
        InetAddress named = InetAddress.getByAddress("build.example", new byte[] {10, 0, 0, 1});
        HostCheck own = new HostCheck(new InetSocketAddress(named, 3000));

        assertThat(own.admits(List.of("Build.example:3000"))).isTrue();
        assertThat(own.admits(List.of("other.example:3000"))).isFalse();
    }

    @Test
    void takesScriptsOfItsOwnPageOnly() {
        assertThat(HostCheck.isSameOrigin(List.of(), "localhost:3000")).isTrue();
        assertThat(HostCheck.isSameOrigin(List.of("http://localhost:3000"), "localhost:3000"))
                .isTrue();
        assertThat(HostCheck.isSameOrigin(List.of("http://localhost:3001"), "localhost:3000"))
                .isFalse();
        assertThat(HostCheck.isSameOrigin(List.of("http://127.0.0.1:3000"), "localhost:3000"))
                .isFalse();
        assertThat(HostCheck.isSameOrigin(List.of("http://evil.example"), "localhost:3000"))
                .isFalse();
        assertThat(HostCheck.isSameOrigin(List.of("null"), "localhost:3000")).isFalse();
        assertThat(HostCheck.isSameOrigin(List.of("http://localhost:3000", "http://evil.example"), "localhost:3000"))
                .isFalse();
    }
}
