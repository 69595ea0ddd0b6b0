package torrentkit.peer;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.UnknownHostException;
import org.junit.jupiter.api.Test;
import torrentkit.metainfo.InfoHash;
import torrentkit.peer.PeerNetworkConfig.Connections;

class ConnectionLimitsTest {
    private static final InfoHash TORRENT = InfoHash.of(new byte[20]);

    @Test
    void boundsConnectionsOfOneAddress() {
        ConnectionLimits limits = new ConnectionLimits(new Connections(100, 100, 2));
        assertThat(limits.enter(address(1), false)).isEmpty();
        assertThat(limits.enter(address(1), false)).isEmpty();
        assertThat(limits.enter(address(1), false))
                .hasValueSatisfying(why -> assertThat(why).contains("192.0.2.1"));
        assertThat(limits.enter(address(2), false)).isEmpty();
        limits.leave(address(1));
        assertThat(limits.enter(address(1), false)).isEmpty();
    }

    @Test
    void exemptsThisMachineFromTheBoundOfAnAddress() {
        ConnectionLimits limits = new ConnectionLimits(new Connections(100, 100, 1));
        for (int i = 0; i < 5; i++) {
            assertThat(limits.enter(InetAddress.getLoopbackAddress(), true)).isEmpty();
        }
    }

    @Test
    void boundsAllConnectionsTogether() {
        ConnectionLimits limits = new ConnectionLimits(new Connections(2, 100, 100));
        assertThat(limits.enter(address(1), false)).isEmpty();
        assertThat(limits.enter(InetAddress.getLoopbackAddress(), true)).isEmpty();
        assertThat(limits.enter(address(3), false))
                .hasValueSatisfying(why -> assertThat(why).contains("2"));
        assertThat(limits.total()).isEqualTo(2);
        limits.leave(address(1));
        assertThat(limits.enter(address(3), false)).isEmpty();
    }

    @Test
    void aRefusedConnectionIsNotCounted() {
        ConnectionLimits limits = new ConnectionLimits(new Connections(100, 100, 1));
        limits.enter(address(1), false);
        limits.enter(address(1), false);
        limits.leave(address(1));
        assertThat(limits.total()).isZero();
        assertThat(limits.enter(address(1), false)).isEmpty();
    }

    @Test
    void boundsConnectionsOfATorrent() {
        ConnectionLimits limits = new ConnectionLimits(new Connections(100, 1, 100));
        assertThat(limits.enterTorrent(TORRENT)).isTrue();
        assertThat(limits.enterTorrent(TORRENT)).isFalse();
        assertThat(limits.enterTorrent(InfoHash.parse("1".repeat(40)))).isTrue();
        limits.leaveTorrent(TORRENT);
        assertThat(limits.enterTorrent(TORRENT)).isTrue();
    }

    @Test
    void lowerBoundsRefuseNewConnectionsAndKeepThoseThatStand() {
        ConnectionLimits limits = new ConnectionLimits(new Connections(100, 100, 100));
        for (int i = 0; i < 3; i++) {
            assertThat(limits.enter(address(i), false)).isEmpty();
            assertThat(limits.enterTorrent(TORRENT)).isTrue();
        }
        limits.change(new Connections(2, 2, 1));
        assertThat(limits.total()).isEqualTo(3);
        assertThat(limits.enter(address(9), false)).isPresent();
        assertThat(limits.enterTorrent(TORRENT)).isFalse();
        limits.leave(address(0));
        limits.leave(address(1));
        assertThat(limits.enter(address(2), false)).isPresent();
        assertThat(limits.enter(address(9), false)).isEmpty();
        limits.change(new Connections(100, 100, 100));
        assertThat(limits.enter(address(2), false)).isEmpty();
        assertThat(limits.enterTorrent(TORRENT)).isTrue();
    }

    private static InetAddress address(int last) {
        try {
            return InetAddress.getByAddress(new byte[] {(byte) 192, 0, 2, (byte) last});
        } catch (UnknownHostException e) {
            throw new IllegalStateException("four bytes are an address", e);
        }
    }
}
