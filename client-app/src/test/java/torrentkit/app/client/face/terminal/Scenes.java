package torrentkit.app.client.face.terminal;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import torrentkit.app.client.face.Runs;
import torrentkit.app.client.history.HistoryEvent;
import torrentkit.app.client.history.HistoryEvent.Completed;
import torrentkit.app.client.history.HistoryEvent.Connected;
import torrentkit.app.client.history.HistoryEvent.Initialized;
import torrentkit.app.client.history.HistoryEvent.Note;
import torrentkit.app.client.history.HistoryEvent.Peers;
import torrentkit.app.client.history.HistoryEvent.Progress;
import torrentkit.app.client.history.HistoryEvent.Refused;
import torrentkit.app.client.history.HistoryEvent.Sample;
import torrentkit.app.client.history.HistoryEvent.Started;
import torrentkit.app.client.history.HistoryEvent.Terminated;
import torrentkit.app.client.history.RunState;
import torrentkit.app.client.history.TimedEvent;

/** Runs that never were, the same each time. */
final class Scenes {
    static final long NOON = 1_766_318_400_000L; // 2025-12-21T12:00:00Z

    private static final String[] CLIENTS = {
        "Transmission 4.0.3", "aria2/1.36.0", "libtorrent 2.0.8", "torrentkit 0.1", "客户端 一", ""
    };

    private static final String[] NAMES = {"debian-12.8.0-amd64-netinst.iso", "ein großer Film, 日本語字幕.mkv", "models"};

    private Scenes() {}

    static List<TimedEvent> run(int torrents, int peers) {
        List<TimedEvent> events = new ArrayList<>();
        for (int torrent = 0; torrent < torrents; torrent++) {
            add(events, torrent, peers);
        }
        events.sort(Comparator.comparing(event -> event.millis().orElseThrow()));
        return events;
    }

    static RunState state(int torrents, int peers) {
        return Runs.run(run(torrents, peers));
    }

    private static void add(List<TimedEvent> events, int torrent, int peers) {
        String hash = Integer.toString(torrent).repeat(40);
        int total = 1200;
        int had = 300;
        int size = 512 * 1024;
        long bytes = (long) total * size;
        HistoryEvent begun = new Initialized(
                NAMES[torrent % NAMES.length],
                total,
                total - had,
                Optional.of(bytes),
                Optional.of(size),
                Optional.of("0-199,600-699"));
        events.add(Runs.at(NOON, hash, begun));
        for (int peer = 0; peer < peers; peer++) {
            events.add(Runs.at(NOON + 100 + peer, hash, new Connected(peer(peer))));
        }
        int completed = had;
        for (int second = 1; second <= 60; second++) {
            long now = NOON + second * 1000L;
            for (int i = 0; i < 4 && peers > 0; i++) {
                int piece = 200 + (second * 4 + i) % 400;
                String peer = peer((second + i) % Math.min(peers, 7));
                events.add(Runs.at(now + i, hash, new Started(peer, piece)));
                events.add(Runs.at(now + 500 + i, hash, new Completed(peer, piece, size)));
                completed++;
            }
            double rate = 2_000_000 * (1.2 + Math.sin(second / 7.0 + torrent)) + 40_000 * (second % 5);
            events.add(Runs.at(
                    now + 900,
                    hash,
                    new Progress(
                            "downloading",
                            (long) completed * size,
                            (long) (completed - had) * size + 20_000,
                            3_456_789,
                            16_384,
                            rate,
                            12_345,
                            peers,
                            Optional.of("ORIGIN"))));
        }
        for (int peer = 0; peer < Math.min(peers, 3); peer++) {
            events.add(Runs.at(NOON + 61_000, hash, new Started(peer(peer), 1000 + peer)));
        }
        if (peers > 4) {
            events.add(Runs.at(NOON + 61_100, hash, new Terminated(peer(4), Optional.of("connection reset by peer"))));
            events.add(Runs.at(NOON + 61_200, hash, new Refused(peer(3), 777)));
        }
        List<Sample> samples = new ArrayList<>();
        for (int peer = 0; peer < peers; peer++) {
            samples.add(new Sample(
                    peer(peer),
                    CLIENTS[peer % CLIENTS.length],
                    "downloading",
                    123_456_789L / (peer + 1),
                    4_321L * peer,
                    3_000_000.0 / (peer + 1),
                    150.0 * peer,
                    1200 - peer,
                    peer % 2 == 0 ? "DI" : "dUE"));
        }
        events.add(Runs.at(NOON + 61_300, hash, new Peers(samples)));
        events.add(
                Runs.at(NOON + 61_400, hash, new Note("tracker http://tracker.example:6969/announce: 2 peers more")));
    }

    static String peer(int number) {
        return number % 5 == 3
                ? "[2001:db8:85a3:8d3:1319:8a2e:370:" + Integer.toHexString(0x7300 + number) + "]:51413"
                : "192.0.2." + (number + 1) + ":" + (6881 + number);
    }
}
