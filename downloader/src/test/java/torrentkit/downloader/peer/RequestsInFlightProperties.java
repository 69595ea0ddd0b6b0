package torrentkit.downloader.peer;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import torrentkit.piece.Block;
import torrentkit.piece.TorrentLayout;

class RequestsInFlightProperties {
    private static final TorrentLayout LAYOUT = TorrentLayout.of(8 * Block.LENGTH, 80L * Block.LENGTH);

    private record Entry(int index, int number, long sent) {}

    /** Even steps add a block, odd ones remove it. */
    @Property
    void behavesAsAListInOrderOfSending(@ForAll @Size(max = 400) List<@IntRange(min = 0, max = 159) Integer> steps) {
        RequestsInFlight requests = new RequestsInFlight();
        List<Entry> model = new ArrayList<>();
        long now = 0;
        for (int step : steps) {
            int index = step / 16;
            int number = step / 2 % 8;
            if (step % 2 == 0 || step % 5 == 0) {
                requests.add(index, number, now);
                model.add(new Entry(index, number, now++));
            } else if (step % 11 == 0) {
                List<Integer> forgotten = new ArrayList<>();
                requests.removeAll(index, forgotten::add);
                assertThat(forgotten)
                        .isEqualTo(model.stream()
                                .filter(entry -> entry.index == index)
                                .map(entry -> entry.number)
                                .toList());
                model.removeIf(entry -> entry.index == index);
            } else if (step % 7 == 0 && !model.isEmpty()) {
                requests.removeOldest();
                model.remove(0);
            } else {
                long expected = -1;
                for (Entry entry : model) {
                    if (entry.index == index && entry.number == number) {
                        expected = entry.sent;
                        model.remove(entry);
                        break;
                    }
                }
                assertThat(requests.remove(LAYOUT.block(index, number))).isEqualTo(expected);
            }
            assertThat(requests.size()).isEqualTo(model.size());
            if (!model.isEmpty()) {
                assertThat(new Entry(requests.oldestIndex(), requests.oldestNumber(), requests.oldestSent()))
                        .isEqualTo(model.get(0));
            }
        }
    }

    @Property(tries = 50)
    void knowsNoBlockThatStartsInsideAnother(@ForAll @IntRange(min = 1, max = Block.LENGTH - 1) int inside) {
        RequestsInFlight requests = new RequestsInFlight();
        requests.add(0, 0, 5);
        assertThat(requests.remove(LAYOUT.block(0, inside, 1).orElseThrow())).isEqualTo(-1);
        assertThat(requests.size()).isEqualTo(1);
    }
}
