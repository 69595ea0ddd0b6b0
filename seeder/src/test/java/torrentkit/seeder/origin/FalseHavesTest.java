package torrentkit.seeder.origin;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import torrentkit.piece.Bitfield;
import torrentkit.piece.TorrentLayout;

/** Peers that claim pieces which they never pass on, in a swarm of honest ones that trade with each other. */
@Timeout(60)
class FalseHavesTest {
    private static final int PIECES = 1_000;
    private static final int LENGTH = 1 << 20;
    private static final long TICK = 100_000_000L;

    /** Pieces that the origin can send in a tick, all peers together, and that an honest peer gets from others. */
    private static final int PER_TICK = 2;

    private static final int HONEST = 12;

    private long now = 50 * TICK;
    private final Random random = new Random(5);
    private final OriginPolicy<String> policy =
            new OriginPolicy<>(TorrentLayout.of(LENGTH, (long) PIECES * LENGTH), () -> now, new Random(7));
    private final List<Bitfield> honest = new ArrayList<>();
    private final List<Bitfield> claimed = new ArrayList<>();

    /** Seconds until all honest peers have everything. */
    private double seconds(int liars) {
        for (int piece = 0;
                piece < PIECES;
                piece++) { // more than what is given freely is gone already, to peers that left
            policy.sent("gone", piece, LENGTH);
            policy.sent("gone too", piece, LENGTH / 2);
        }
        for (int i = 0; i < HONEST; i++) {
            honest.add(new Bitfield(PIECES));
            policy.joined("honest " + i, honest.get(i));
        }
        for (int i = 0; i < liars; i++) {
            claimed.add(liesToBeginWith());
            policy.joined("liar " + i, claimed.get(i));
        }
        long began = now;
        while (!honest.stream().allMatch(Bitfield::isFull)) {
            now += TICK;
            fetch();
            trade();
            lie();
            assertThat(now - began).isLessThan(20_000 * TICK);
        }
        return (now - began) / 1e9;
    }

    private void fetch() {
        int left = PER_TICK;
        for (int turn = 0; turn < HONEST && left > 0; turn++) {
            int i = (int) (now / TICK + turn) % HONEST;
            OptionalInt piece = policy.offer("honest " + i);
            while (piece.isPresent()) {
                assertThat(policy.allows("honest " + i, piece.getAsInt())).isTrue();
                policy.sent("honest " + i, piece.getAsInt(), LENGTH);
                honest.get(i).set(piece.getAsInt());
                policy.has("honest " + i, piece.getAsInt());
                left--;
                piece = left > 0 ? policy.offer("honest " + i) : OptionalInt.empty();
            }
        }
    }

    private void trade() {
        for (int i = 0; i < HONEST; i++) {
            int got = 0;
            Bitfield mine = honest.get(i);
            for (int piece = mine.nextClear(0); piece >= 0 && got < PER_TICK; piece = mine.nextClear(piece + 1)) {
                int wanted = piece;
                if (honest.stream().anyMatch(other -> other.has(wanted))) {
                    mine.set(piece);
                    policy.has("honest " + i, piece);
                    got++;
                }
            }
        }
    }

    /** Each claims so much that what the honest ones do does not count beside it, and comes again when it has claimed nearly everything. */
    private void lie() {
        for (int i = 0; i < claimed.size(); i++) {
            for (int n = 0; n < 60; n++) {
                int piece = claimed.get(i).nextClear(random.nextInt(PIECES));
                if (piece >= 0) {
                    claimed.get(i).set(piece);
                    policy.has("liar " + i, piece);
                }
            }
            if (claimed.get(i).count() > PIECES - 60) {
                policy.left("liar " + i);
                claimed.set(i, liesToBeginWith());
                policy.joined("liar " + i, claimed.get(i));
            }
        }
    }

    private Bitfield liesToBeginWith() {
        Bitfield claims = new Bitfield(PIECES);
        for (int n = 0; n < PIECES * 3 / 4; n++) {
            claims.set(random.nextInt(PIECES));
        }
        return claims;
    }

    @Test
    void withoutLiarsTheSwarmIsAsFastAsTheOrigin() {
        assertThat(seconds(0)).isLessThan(51);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 4, 8, 16})
    void liarsHoldTheOriginsHelpBackForABoundedTimeOnly(int liars) {
        assertThat(seconds(liars)).isLessThan(65); // 132 with eight, when all that they say counts
    }
}
