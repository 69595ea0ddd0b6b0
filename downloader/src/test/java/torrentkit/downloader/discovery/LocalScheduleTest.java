package torrentkit.downloader.discovery;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import torrentkit.metainfo.InfoHash;

class LocalScheduleTest {
    private static final long SECOND = 1_000_000_000L;
    private static final List<InfoHash> TORRENTS = IntStream.range(0, 100)
            .mapToObj(i -> InfoHash.parse(String.format("%040x", i)))
            .toList();

    private final LocalSchedule schedule = new LocalSchedule(0);

    private List<InfoHash> due(int torrents, long seconds) {
        return schedule.due(TORRENTS.subList(0, torrents), seconds * SECOND);
    }

    @Test
    void announcesAtOnceAndEveryFiveMinutes() {
        assertThat(due(1, 0)).containsExactly(TORRENTS.get(0));
        assertThat(due(1, 1)).isEmpty();
        assertThat(due(1, 299)).isEmpty();
        assertThat(due(1, 300)).containsExactly(TORRENTS.get(0));
        assertThat(due(1, 301)).isEmpty();
    }

    @Test
    void announcesAFewNewOnesAtOnceAndThenOnceAMinute() {
        for (int i = 1; i <= 5; i++) {
            assertThat(due(i, i)).as("torrent " + i).hasSize(1);
        }
        assertThat(due(6, 6)).isEmpty();
        assertThat(due(6, 65)).hasSize(1);
        assertThat(due(7, 66)).isEmpty();
        assertThat(due(7, 125)).hasSize(1);
    }

    @Test
    void putsManyIntoOneAnnounceAndTheRestIntoTheNext() {
        assertThat(due(100, 0)).hasSize(LocalAnnounce.MAX_TORRENTS).isEqualTo(TORRENTS.subList(0, 20));
        assertThat(due(100, 1)).isEqualTo(TORRENTS.subList(20, 40));
    }

    @Test
    void doesNotAnnounceAgainWhatCameBack() {
        assertThat(due(1, 0)).hasSize(1);
        assertThat(due(0, 10)).isEmpty();
        assertThat(due(1, 200)).isEmpty();
    }
}
