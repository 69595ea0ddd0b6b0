package torrentkit.downloader;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;
import torrentkit.wire.PeerId;

class BannedPeersTest {
    private static final PeerId ID = PeerId.random();

    private final BannedPeers banned = new BannedPeers();

    private static InetAddress address(int number) throws UnknownHostException {
        return InetAddress.getByAddress(
                ByteBuffer.allocate(4).putInt(0x0b000000 + number).array());
    }

    @Test
    void knowsAPeerByItsNameAndByItsAddress() throws UnknownHostException {
        banned.add(ID, address(1));
        assertThat(banned.contains(ID, address(2))).isTrue();
        assertThat(banned.contains(PeerId.random(), address(1))).isTrue();
        assertThat(banned.contains(PeerId.random(), address(2))).isFalse();
    }

    @Test
    void knowsPeersOfThisMachineByTheirNamesOnly() {
        banned.add(ID, InetAddress.getLoopbackAddress());
        assertThat(banned.contains(ID, InetAddress.getLoopbackAddress())).isTrue();
        assertThat(banned.contains(PeerId.random(), InetAddress.getLoopbackAddress()))
                .isFalse();
    }

    @Test
    void forgetsWhoDoesNotComeBackWhenThereAreVeryMany() throws UnknownHostException {
        banned.add(ID, address(0));
        for (int i = 1; i <= BannedPeers.MAX; i++) {
            banned.add(PeerId.random(), address(i));
        }
        assertThat(banned.contains(ID, address(0))).isFalse();
        assertThat(banned.contains(PeerId.random(), address(1))).isTrue();
    }

    @Test
    void keepsOneThatComesBackBannedWhateverOthersDo() throws UnknownHostException {
        banned.add(ID, address(0));
        for (int i = 1; i <= 3 * BannedPeers.MAX; i++) {
            banned.add(PeerId.random(), address(i));
            if (i % 100 == 0) {
                assertThat(banned.contains(PeerId.random(), address(0))).isTrue();
            }
        }
    }

    @Test
    void manyNamesAtOneAddressDoNotFlushIt() throws UnknownHostException {
        banned.add(ID, address(0));
        for (int i = 1; i <= 2 * BannedPeers.MAX; i++) {
            banned.add(PeerId.random(), address(1));
        }
        assertThat(banned.contains(PeerId.random(), address(0))).isTrue();
    }
}
