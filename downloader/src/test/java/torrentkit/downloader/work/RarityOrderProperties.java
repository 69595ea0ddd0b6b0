package torrentkit.downloader.work;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import torrentkit.piece.Bitfield;

class RarityOrderProperties {
    /** A step is a piece and what happens to it. */
    @Property
    void answersOneOfTheRarestThatThePeerHas(
            @ForAll @IntRange(min = 1, max = 70) int pieces,
            @ForAll @Size(max = 200) List<@IntRange(min = 0, max = 699) Integer> steps,
            @ForAll long seed) {
        Random random = new Random(seed);
        Bitfield todo = random(pieces, random);
        RarityOrder order = new RarityOrder(todo, random);
        int[] availability = new int[pieces];
        Set<Integer> missing = new HashSet<>();
        for (int i = todo.nextSet(0); i >= 0; i = todo.nextSet(i + 1)) {
            missing.add(i);
        }
        for (int step : steps) {
            int index = step % pieces;
            switch (step / 70 % 5) {
                case 0, 1 -> {
                    order.increment(index);
                    availability[index]++;
                }
                case 2 -> {
                    if (availability[index] > 0) {
                        order.decrement(index);
                        availability[index]--;
                    }
                }
                case 3 -> {
                    if (missing.add(index)) {
                        order.add(index);
                    }
                }
                default -> {
                    if (missing.remove(index)) {
                        order.remove(index);
                    }
                }
            }
            assertThat(order.isEmpty()).isEqualTo(missing.isEmpty());
            assertThat(order.contains(index)).isEqualTo(missing.contains(index));
            Bitfield remote = random(pieces, random);
            int least = missing.stream()
                    .filter(remote::has)
                    .mapToInt(i -> availability[i])
                    .min()
                    .orElse(-1);
            int answer = order.next(remote, false);
            if (least < 0) {
                assertThat(answer).isEqualTo(-1);
            } else {
                assertThat(missing).contains(answer);
                assertThat(remote.has(answer)).isTrue();
                assertThat(availability[answer])
                        .isBetween(least, few(availability, missing, least) ? least + 1 : least);
                assertThat(missing).contains(order.next(remote, true));
            }
        }
    }

    private static boolean few(int[] availability, Set<Integer> missing, int least) {
        return missing.stream().filter(i -> availability[i] == least).count() < 4;
    }

    private static Bitfield random(int size, Random random) {
        Bitfield bits = new Bitfield(size);
        for (int i = 0; i < size; i++) {
            if (random.nextBoolean()) {
                bits.set(i);
            }
        }
        return bits;
    }
}
