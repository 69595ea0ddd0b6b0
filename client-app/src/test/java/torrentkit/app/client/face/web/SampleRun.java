package torrentkit.app.client.face.web;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.Consumer;
import torrentkit.app.client.history.HistoryEvent;
import torrentkit.app.client.history.HistoryEvent.Completed;
import torrentkit.app.client.history.HistoryEvent.Connected;
import torrentkit.app.client.history.HistoryEvent.Ended;
import torrentkit.app.client.history.HistoryEvent.Initialized;
import torrentkit.app.client.history.HistoryEvent.Note;
import torrentkit.app.client.history.HistoryEvent.Peers;
import torrentkit.app.client.history.HistoryEvent.Progress;
import torrentkit.app.client.history.HistoryEvent.Refused;
import torrentkit.app.client.history.HistoryEvent.Sample;
import torrentkit.app.client.history.HistoryEvent.Started;
import torrentkit.app.client.history.HistoryEvent.Terminated;
import torrentkit.app.client.history.TimedEvent;

/** A made-up download, the same every time, as a stream of events in its own time. */
final class SampleRun {
    private static final int PIECE_BYTES = 4 << 20;
    private static final long START = 1_795_000_000_000L;
    private static final List<String> CLIENTS = List.of(
            "torrentkit 0.1", "Transmission 4.1.0", "libtorrent 2.0.11", "aria2 1.37.0", "qBittorrent 5.1.2", "");

    private final String torrent;
    private final String name;
    private final int pieces;
    private final List<String> peers = new ArrayList<>();
    private final List<String> clients = new ArrayList<>();
    private final int[] at;
    private final long[] bytes;
    private final Random random;
    private final BitSet gone = new BitSet();
    private final BitSet taken = new BitSet();
    private final Consumer<TimedEvent> listener;
    private long millis = START;
    private int done;
    private long wasted;
    private long sent;
    private long receivedBefore;
    private double rate;

    SampleRun(String torrent, String name, int pieces, int there, int peers, Consumer<TimedEvent> listener) {
        this.torrent = torrent;
        this.name = name;
        this.pieces = pieces;
        this.listener = listener;
        this.random = new Random(name.hashCode());
        this.at = new int[peers];
        this.bytes = new long[peers];
        this.done = there;
        taken.set(0, there);
        for (int i = 0; i < peers; i++) {
            boolean six = i % 7 == 5;
            this.peers.add(six ? "[2001:db8:17::" + Integer.toHexString(i * 257) + "]:51413" : address(i));
            clients.add(CLIENTS.get(i % CLIENTS.size()));
            at[i] = -1;
        }
    }

    private static String address(int i) {
        return (i % 2 == 0 ? "192.0.2." : "198.51.100.") + (7 + i * 3 % 240) + ":" + (6881 + i * 131 % 20000);
    }

    void peer(int index, String address, String client) {
        peers.set(index, address);
        clients.set(index, client);
    }

    void publish(HistoryEvent event) {
        listener.accept(new TimedEvent(Optional.of(millis), Optional.of(torrent), event));
    }

    SampleRun begin() {
        Optional<String> have = done == 0 ? Optional.empty() : Optional.of("0-" + (done - 1));
        publish(new Initialized(
                name, pieces, pieces - done, Optional.of((long) pieces * PIECE_BYTES), Optional.of(PIECE_BYTES), have));
        for (String peer : peers) {
            publish(new Connected(peer));
        }
        publish(new Note("The tracker http://tracker.example/announce knows " + peers.size() + " peers."));
        return this;
    }

    /** Lets time pass: peers finish pieces and take others. */
    void pass(int ticks) {
        for (int tick = 0; tick < ticks && done < pieces; tick++) {
            millis += 100;
            for (int i = 0; i < peers.size() && done < pieces; i++) {
                step(i);
            }
            if (millis % 1000 == 0) {
                progress("downloading", Optional.of(millis % 60_000 < 40_000 ? "network" : "origin"));
            }
            if (millis % 2000 == 0) {
                sample();
            }
        }
    }

    private void step(int i) {
        if (gone.get(i)) {
            return;
        }
        if (at[i] >= 0 && random.nextInt(12 + 4 * i) == 0) {
            if (random.nextInt(250) == 0) {
                publish(new Refused(peers.get(i), at[i]));
                taken.clear(at[i]);
                wasted += PIECE_BYTES;
            } else {
                publish(new Completed(peers.get(i), at[i], PIECE_BYTES));
                bytes[i] += PIECE_BYTES;
                done++;
            }
            at[i] = -1;
        }
        if (at[i] < 0 && i % 9 != 8) {
            int from = random.nextInt(pieces);
            int piece = taken.nextClearBit(from) < pieces ? taken.nextClearBit(from) : taken.nextClearBit(0);
            if (piece < pieces) {
                at[i] = piece;
                taken.set(piece);
                publish(new Started(peers.get(i), piece));
            }
        }
    }

    private void progress(String phase, Optional<String> bottleneck) {
        long received = 0;
        for (long one : bytes) {
            received += one;
        }
        rate += (received - receivedBefore - rate) / 4;
        receivedBefore = received;
        double down = phase.equals("downloading") ? rate : 0;
        double up = rate * (0.2 + 0.1 * Math.sin(millis / 9_000.0));
        sent += (long) up;
        publish(new Progress(
                phase, (long) done * PIECE_BYTES, received + wasted, sent, wasted, down, up, peers.size(), bottleneck));
    }

    void sample() {
        List<Sample> samples = new ArrayList<>();
        for (int i = 0; i < peers.size() && i < 200; i++) {
            double down = at[i] >= 0 ? 3.1e6 / (1 + i % 12) : 0;
            samples.add(new Sample(
                    peers.get(i),
                    clients.get(i),
                    at[i] >= 0 ? "downloading" : "connected",
                    bytes[i] + (at[i] >= 0 ? 1_400_000 : 0),
                    bytes[i] / (3 + i),
                    down,
                    down / 5,
                    i % 3 == 0 ? pieces : done,
                    i % 3 == 0 ? "DC" : "DuI"));
        }
        publish(new Peers(samples));
    }

    void leave(int index, Optional<String> reason) {
        gone.set(index);
        if (at[index] >= 0) {
            taken.clear(at[index]);
            at[index] = -1;
        }
        publish(new Terminated(peers.get(index), reason));
    }

    SampleRun fail(int code, String text) {
        progress("failed", Optional.empty());
        publish(new Ended(code, text));
        return this;
    }

    SampleRun finish(String text) {
        for (int i = 0; i < at.length; i++) {
            if (at[i] >= 0) {
                publish(new Completed(peers.get(i), at[i], PIECE_BYTES));
                at[i] = -1;
            }
        }
        for (int piece = 0; piece < pieces; piece++) {
            if (!taken.get(piece)) {
                taken.set(piece);
                publish(new Completed(peers.get(0), piece, PIECE_BYTES));
            }
        }
        done = pieces;
        progress("complete", Optional.empty());
        sample();
        publish(new Ended(0, text));
        return this;
    }
}
