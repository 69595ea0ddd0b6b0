package torrentkit.seeder.upload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class UploadSlotsTest {
    private static final class Peer implements UploadSlots.Contender {
        private boolean interested;
        private boolean unchoked;
        private long merit;
        private UploadSlots.Plea plea = UploadSlots.Plea.NONE;

        void enter(UploadSlots slots) {
            interested = true;
            if (slots.enter(this)) {
                unchoked = true;
            }
        }

        void leave(UploadSlots slots) {
            interested = false;
            slots.leave(this);
            unchoked = false;
        }

        @Override
        public void unchoke() {
            assertThat(unchoked).isFalse();
            unchoked = true;
        }

        @Override
        public void choke() {
            assertThat(unchoked).isTrue();
            unchoked = false;
        }

        @Override
        public long merit() {
            return merit;
        }

        @Override
        public UploadSlots.Plea plea() {
            return plea;
        }
    }

    private static List<Peer> strangers(int count) {
        List<Peer> peers = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            Peer peer = new Peer();
            peer.plea = new UploadSlots.Plea(true, false, 1);
            peers.add(peer);
        }
        return peers;
    }

    @Test
    void strangersHaveFewSlotsAndPartnersTheOthers() {
        UploadSlots slots = new UploadSlots(32, new Random(1));
        List<Peer> strangers = strangers(Unchoker.STRANGERS + 2);
        strangers.forEach(peer -> peer.enter(slots));
        Peer partner = new Peer();
        partner.plea = new UploadSlots.Plea(true, true, 1);
        partner.enter(slots);
        assertThat(partner.unchoked).isTrue();
        assertThat(strangers.stream().filter(peer -> peer.unchoked)).hasSize(Unchoker.STRANGERS);

        partner.leave(slots); // which frees a slot, but none for strangers
        assertThat(strangers.stream().filter(peer -> peer.unchoked)).hasSize(Unchoker.STRANGERS);
        strangers.get(0).leave(slots);
        assertThat(strangers.subList(1, strangers.size()).stream().filter(peer -> peer.unchoked))
                .hasSize(Unchoker.STRANGERS);
        slots.deal();
        assertThat(strangers.stream().filter(peer -> peer.unchoked)).hasSize(Unchoker.STRANGERS);
    }

    @Test
    void strangersHaveAllSlotsOnceWeWantNothingFromThem() {
        UploadSlots slots = new UploadSlots(32, new Random(1));
        List<Peer> peers = strangers(20);
        peers.forEach(peer -> peer.enter(slots));
        peers.forEach(peer -> peer.plea = new UploadSlots.Plea(true, true, 1));
        slots.deal();
        assertThat(peers).allMatch(peer -> peer.unchoked);
    }

    @Test
    void givesAFreeSlotAtOnce() {
        UploadSlots slots = new UploadSlots(2, new Random(1));
        Peer first = new Peer();
        first.enter(slots);
        assertThat(first.unchoked).isTrue();
    }

    @Test
    void givesASlotThatBecomesFreeToWhoWaitedLongest() {
        UploadSlots slots = new UploadSlots(2, new Random(1));
        List<Peer> peers = List.of(new Peer(), new Peer(), new Peer(), new Peer());
        peers.forEach(peer -> peer.enter(slots));
        assertThat(peers.get(2).unchoked).isFalse();
        peers.get(0).leave(slots);
        assertThat(peers.get(2).unchoked).isTrue();
        assertThat(peers.get(3).unchoked).isFalse();
    }

    @Test
    void aPeerThatEarnsMoreGetsASlotInTheNextRound() {
        UploadSlots slots = new UploadSlots(2, new Random(1));
        List<Peer> peers = List.of(new Peer(), new Peer(), new Peer());
        peers.forEach(peer -> peer.enter(slots));
        peers.get(2).merit = 1000;
        slots.deal();
        assertThat(peers.get(2).unchoked).isTrue();
        assertThat(peers.stream().filter(peer -> peer.unchoked)).hasSize(2);
    }

    @Test
    void whatWasEarnedBeforeTheLastRoundCountsNoMore() {
        UploadSlots slots = new UploadSlots(2, new Random(1));
        List<Peer> peers = List.of(new Peer(), new Peer(), new Peer());
        peers.get(0).merit = 1_000_000; // before it was interested
        peers.forEach(peer -> peer.enter(slots));
        peers.get(1).merit = 10;
        peers.get(2).merit = 20;
        for (int round = 0; round < 6; round++) {
            peers.get(2).merit += 20;
            slots.deal();
            assertThat(peers.get(2).unchoked).isTrue();
        }
    }

    @Test
    void everybodyGetsASlotInTime() {
        UploadSlots slots = new UploadSlots(2, new Random(1));
        List<Peer> peers = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            peers.add(new Peer());
            peers.get(i).enter(slots);
        }
        List<Peer> hungry = new ArrayList<>(peers);
        for (int round = 0; round < 300; round++) {
            peers.get(0).merit += 1000;
            slots.deal();
            hungry.removeIf(peer -> peer.unchoked);
        }
        assertThat(hungry).isEmpty();
    }

    @Test
    void moreSlotsAreDealtAtOnce() {
        UploadSlots slots = new UploadSlots(2, new Random(1));
        List<Peer> peers = List.of(new Peer(), new Peer(), new Peer(), new Peer(), new Peer());
        peers.forEach(peer -> peer.enter(slots));
        slots.change(4);
        assertThat(peers.stream().filter(peer -> peer.unchoked)).hasSize(4);
        peers.get(0).leave(slots);
        assertThat(peers.stream().filter(peer -> peer.unchoked)).hasSize(4);
    }

    @Test
    void fewerSlotsAreTakenAwayAtOnce() {
        UploadSlots slots = new UploadSlots(4, new Random(1));
        List<Peer> peers = List.of(new Peer(), new Peer(), new Peer(), new Peer(), new Peer());
        peers.forEach(peer -> peer.enter(slots));
        slots.change(2);
        assertThat(peers.stream().filter(peer -> peer.unchoked)).hasSize(2);
        slots.deal();
        assertThat(peers.stream().filter(peer -> peer.unchoked)).hasSize(2);
        assertThatThrownBy(() -> slots.change(1)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void needsTwoSlots() {
        assertThatThrownBy(() -> new UploadSlots(1, new Random())).isInstanceOf(IllegalArgumentException.class);
    }

    /** A step above 0 enters or leaves a peer, one below lets it earn, 0 deals. */
    @Property
    void neverUnchokesMoreThanThereAreSlotsNorLeavesOneUnused(
            @ForAll @IntRange(min = 2, max = 5) int count,
            @ForAll @Size(max = 100) List<@IntRange(min = -10, max = 10) Integer> steps,
            @ForAll long seed) {
        UploadSlots slots = new UploadSlots(count, new Random(seed));
        List<Peer> peers = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            peers.add(new Peer());
        }
        for (int step : steps) {
            if (step == 0) {
                slots.deal();
            } else if (step < 0) {
                peers.get(-step - 1).merit += 100;
            } else if (peers.get(step - 1).interested) {
                peers.get(step - 1).leave(slots);
            } else {
                peers.get(step - 1).enter(slots);
            }
            long interested = peers.stream().filter(peer -> peer.interested).count();
            assertThat(peers.stream().filter(peer -> peer.unchoked)).hasSize((int) Math.min(interested, count));
            assertThat(peers).noneMatch(peer -> peer.unchoked && !peer.interested);
        }
    }
}
