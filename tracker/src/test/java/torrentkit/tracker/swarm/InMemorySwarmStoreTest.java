package torrentkit.tracker.swarm;

import static org.assertj.core.api.Assertions.assertThat;
import static torrentkit.tracker.TrackerArbitraries.endpoint;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.LongSupplier;
import org.junit.jupiter.api.Test;
import torrentkit.metainfo.InfoHash;
import torrentkit.tracker.AnnounceEvent;
import torrentkit.tracker.AnnounceRequest;
import torrentkit.tracker.PeerList;
import torrentkit.tracker.Totals;
import torrentkit.wire.PeerId;

class InMemorySwarmStoreTest extends SwarmStoreContract {
    @Override
    SwarmStore store(SwarmLimits limits, LongSupplier nanoTime) {
        return new InMemorySwarmStore(limits, nanoTime);
    }

    private static List<PeerList> answers(long seed) {
        SwarmStore store = new InMemorySwarmStore(SwarmLimits.defaults(), () -> 0, new Random(seed));
        List<PeerList> answers = new ArrayList<>();
        for (int i = 1; i <= 200; i++) {
            AnnounceRequest request = AnnounceRequest.of(
                    InfoHash.of(new byte[20]),
                    PeerId.of(new byte[20]),
                    i,
                    new Totals(0, 0, i % 5),
                    AnnounceEvent.STARTED);
            answers.add(store.announce(request, endpoint("10.0.0." + i, i).getAddress(), 10, false)
                    .peers());
        }
        return answers;
    }

    @Test
    void choosesTheSameFromTheSameSeedAndOthersFromAnother() {
        assertThat(answers(1)).isEqualTo(answers(1)).isNotEqualTo(answers(2));
    }
}
