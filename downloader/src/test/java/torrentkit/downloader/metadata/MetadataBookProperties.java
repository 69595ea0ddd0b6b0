package torrentkit.downloader.metadata;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import torrentkit.downloader.metadata.MetadataBook.Whole;
import torrentkit.wire.MetadataMessage;

/** Swarms of honest peers and liars, in any order of events. */
class MetadataBookProperties {
    @Property(tries = 300)
    void oneHonestPeerAmongAnyNumberOfLiarsIsEnough(
            @ForAll @IntRange(min = 1, max = 100_000) int length,
            @ForAll @IntRange(min = 0, max = 12) int liars,
            @ForAll Random random) {
        byte[] truth = new byte[length];
        random.nextBytes(truth);
        MetadataBook<Integer> book = new MetadataBook<>();
        Map<Integer, Deque<Integer>> asked = new HashMap<>();
        List<Integer> peers = new ArrayList<>();
        for (int peer = 0; peer <= liars; peer++) { // peer 0 is the honest one
            book.claims(peer, length);
            asked.put(peer, new ArrayDeque<>());
            peers.add(peer);
        }
        long now = 0;
        for (int step = 0; step < 100_000; step++) {
            int peer = peers.get(random.nextInt(peers.size()));
            now += 100_000_000L;
            OptionalInt next = asked.get(peer).size() < 4 ? book.ask(peer, now) : OptionalInt.empty();
            next.ifPresent(asked.get(peer)::add);
            if (random.nextInt(20) == 0) {
                book.pause(peer);
                asked.get(peer).clear();
            }
            Integer piece = asked.get(peer).poll();
            if (piece == null) {
                continue;
            }
            int from = piece * MetadataMessage.PIECE_BYTES;
            byte[] bytes = Arrays.copyOfRange(truth, from, from + MetadataMessage.pieceBytes(length, piece));
            if (peer > 0) {
                bytes[random.nextInt(bytes.length)] ^= 1;
            }
            Optional<Whole<Integer>> whole = book.take(peer, piece, bytes);
            if (whole.isEmpty()) {
                continue;
            }
            if (Arrays.equals(whole.get().bytes(), truth)) {
                return;
            }
            book.refuted(whole.get());
            whole.get().sender().ifPresent(liar -> {
                assertThat(liar).isNotZero();
                book.gone(liar);
                peers.remove(liar);
            });
        }
        throw new AssertionError("the truth was not found");
    }
}
