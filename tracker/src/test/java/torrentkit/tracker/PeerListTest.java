package torrentkit.tracker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static torrentkit.tracker.TrackerArbitraries.endpoint;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import torrentkit.wire.PeerId;

class PeerListTest {
    @Test
    void keepsOrderWithinFamilies() {
        PeerList list =
                PeerList.of(List.of(endpoint("10.0.0.1", 1), endpoint("2001:db8::1", 2), endpoint("10.0.0.2", 3)));
        assertThat(list.addresses())
                .containsExactly(endpoint("10.0.0.1", 1), endpoint("10.0.0.2", 3), endpoint("2001:db8::1", 2));
        assertThat(list.packed4()).containsExactly(10, 0, 0, 1, 0, 1, 10, 0, 0, 2, 0, 3);
    }

    @Test
    void leavesOutPortZeroAmongAddresses() {
        assertThat(PeerList.of(List.of(endpoint("10.0.0.1", 0))).addresses()).isEmpty();
    }

    @Test
    void refusesLengthsThatDoNotComeOutEven() {
        assertThatIllegalArgumentException().isThrownBy(() -> PeerList.ofPacked(new byte[7], new byte[0], new byte[0]));
        assertThatIllegalArgumentException().isThrownBy(() -> PeerList.ofPacked(new byte[0], new byte[6], new byte[0]));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> PeerList.ofPacked(new byte[6], new byte[0], new byte[19]));
    }

    @Test
    void keepsIdsWithTheirPeersWhenOneIsPutInFront() {
        PeerId first = PeerId.random();
        PeerId second = PeerId.random();
        PeerId third = PeerId.random();
        PeerList list = PeerList.EMPTY
                .withFirst(endpoint("2001:db8::1", 1).getAddress(), 1, Optional.of(third))
                .withFirst(endpoint("10.0.0.2", 2).getAddress(), 2, Optional.of(second))
                .withFirst(endpoint("10.0.0.1", 1).getAddress(), 1, Optional.of(first));
        assertThat(list.hasIds()).isTrue();
        assertThat(list.ids()).startsWith(first.bytes()).endsWith(third.bytes()).containsSequence(second.bytes());
        assertThat(list.withFirst(endpoint("10.0.0.9", 1).getAddress(), 1, Optional.empty())
                        .hasIds())
                .isFalse();
    }
}
