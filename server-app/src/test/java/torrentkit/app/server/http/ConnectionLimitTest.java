package torrentkit.app.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.embedded.EmbeddedChannel;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ConnectionLimitTest {
    private final ConnectionLimit limit = new ConnectionLimit();
    private final HttpLimits limits = HttpLimits.defaults();
    private final List<EmbeddedChannel> channels = new ArrayList<>();

    @AfterEach
    void close() {
        channels.forEach(EmbeddedChannel::finishAndReleaseAll);
    }

    private EmbeddedChannel from(String address) throws UnknownHostException {
        SocketAddress remote = new InetSocketAddress(InetAddress.getByName(address), 1_000);
        EmbeddedChannel channel = new EmbeddedChannel() {
            @Override
            protected SocketAddress remoteAddress0() {
                return remote;
            }
        };
        channels.add(channel);
        return channel;
    }

    private void fill(String address) throws UnknownHostException {
        for (int i = 0; i < limits.connectionsPerAddress(); i++) {
            assertThat(limit.admits(from(address), limits)).isTrue();
        }
    }

    @Test
    void admitsSoManyOfOneAddressUntilOneCloses() throws UnknownHostException {
        fill("192.0.2.1");
        EmbeddedChannel refused = from("192.0.2.1");
        assertThat(limit.admits(refused, limits)).isFalse();
        assertThat(limit.admits(from("192.0.2.2"), limits)).isTrue();

        refused.close();
        channels.get(0).close();
        assertThat(limit.admits(from("192.0.2.1"), limits)).isTrue();
    }

    @Test
    void takesAnIpv6NetworkForOneAddress() throws UnknownHostException {
        fill("2001:db8::1");

        assertThat(limit.admits(from("2001:db8::ffff:2"), limits)).isFalse();
        assertThat(limit.admits(from("2001:db8:0:1::1"), limits)).isTrue();
    }

    @Test
    void exemptsThisMachine() throws UnknownHostException {
        fill("127.0.0.1");
        fill("::1");

        assertThat(limit.admits(from("127.0.0.1"), limits)).isTrue();
        assertThat(limit.admits(from("::1"), limits)).isTrue();
    }

    @Test
    void admitsSoManyInAll() throws UnknownHostException {
        for (int i = 0; i < 3; i++) {
            assertThat(limit.admits(from("127.0.0.1"), limits.withConnections(3)))
                    .isTrue();
        }
        assertThat(limit.admits(from("127.0.0.1"), limits.withConnections(3))).isFalse();
        channels.forEach(EmbeddedChannel::close);
        assertThat(limit.open()).isZero();
    }
}
