package torrentkit.downloader.discovery;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import torrentkit.metainfo.InfoHash;

/**
 * When which torrent is announced to the neighbours (BEP 14): at once when it is new, then every five minutes; all together no more
 * often than once a minute, but for a few at the start. What was announced is remembered for a while after it has gone, so that one that
 * comes and goes is not announced each time. Not thread-safe.
 */
final class LocalSchedule {
    private static final long SECOND = 1_000_000_000L;
    private static final long INTERVAL = 300 * SECOND;
    private static final long MINUTE = 60 * SECOND;
    private static final int EARLY = 4;

    private final Map<InfoHash, Long> announced = new HashMap<>();
    private int early = EARLY;
    private long nextAt;

    LocalSchedule(long now) {
        this.nextAt = now;
    }

    /**
     * The torrents to announce now, in one message; none when nothing is due. They count as announced.
     *
     * @param torrents all whose swarms we are in
     */
    List<InfoHash> due(Iterable<InfoHash> torrents, long now) {
        announced.values().removeIf(at -> now - at >= INTERVAL);
        List<InfoHash> due = new ArrayList<>();
        if (now < nextAt && early == 0) {
            return due;
        }
        for (InfoHash torrent : torrents) {
            if (due.size() < LocalAnnounce.MAX_TORRENTS && !announced.containsKey(torrent)) {
                due.add(torrent);
            }
        }
        if (!due.isEmpty()) {
            due.forEach(torrent -> announced.put(torrent, now));
            if (now < nextAt) {
                early--;
            }
            nextAt = now + MINUTE;
        }
        return due;
    }
}
