package torrentkit.app.client.history;

import java.util.Optional;

/**
 * Events as lines of JSON, in records and on the standard output alike; the README's chapter on records says what stands in them.
 * Long texts are cut, so that a line stays within {@link #MAX_LINE_BYTES}. Pure functions but for the text written to.
 */
final class EventJson {
    /** Longest line that is written, and that is read. */
    static final int MAX_LINE_BYTES = 1 << 20;

    /** Longest text, in characters; one takes six bytes at most. */
    static final int MAX_TEXT = 4_000;

    /** Longest list of pieces; one that is longer is left out. */
    static final int MAX_RANGES = 512 * 1024;

    static final int MAX_SAMPLES = 200;
    private static final int MAX_SHORT = 200;

    private EventJson() {}

    /** @param run what tells the runs in a file apart; empty where there is only one */
    static void write(JsonText json, TimedEvent event, Optional<String> run) {
        json.startObject().name("type").value(type(event.event()));
        if (event.millis()
                .isPresent()) { // no lambdas here: each is a class that the first line of a record would wait for
            json.name("time").value(event.millis().get());
        }
        if (run.isPresent()) {
            json.name("run").value(run.get());
        }
        if (event.torrent().isPresent()) {
            json.name("torrent").value(cut(event.torrent().get(), MAX_SHORT));
        }
        fields(json, event.event());
        json.endObject().endLine();
    }

    static String type(HistoryEvent event) {
        if (event instanceof HistoryEvent.Initialized) {
            return "initialized";
        } else if (event instanceof HistoryEvent.Connected) {
            return "connected";
        } else if (event instanceof HistoryEvent.Started) {
            return "started";
        } else if (event instanceof HistoryEvent.Completed) {
            return "completed";
        } else if (event instanceof HistoryEvent.Refused) {
            return "refused";
        } else if (event instanceof HistoryEvent.Terminated) {
            return "terminated";
        } else if (event instanceof HistoryEvent.Peers) {
            return "peers";
        } else if (event instanceof HistoryEvent.Progress) {
            return "progress";
        } else if (event instanceof HistoryEvent.Note) {
            return "note";
        } else if (event instanceof HistoryEvent.Ended) {
            return "ended";
        } else if (event instanceof HistoryEvent.Result) {
            return "result";
        }
        return "exit";
    }

    private static void fields(JsonText json, HistoryEvent event) {
        if (event instanceof HistoryEvent.Initialized begun) {
            json.name("name").value(cut(begun.name(), MAX_TEXT));
            json.name("total").value(begun.total()).name("todo").value(begun.todo());
            if (begun.totalBytes().isPresent()) {
                json.name("totalBytes").value(begun.totalBytes().get());
            }
            if (begun.pieceLength().isPresent()) {
                json.name("pieceLength").value(begun.pieceLength().get());
            }
            if (begun.have().isPresent() && begun.have().get().length() <= MAX_RANGES) {
                json.name("have").value(begun.have().get());
            }
        } else if (event instanceof HistoryEvent.Connected connected) {
            peer(json, connected.peer());
        } else if (event instanceof HistoryEvent.Started started) {
            peer(json, started.peer());
            json.name("piece").value(started.piece());
        } else if (event instanceof HistoryEvent.Completed done) {
            peer(json, done.peer());
            json.name("piece").value(done.piece()).name("size").value(done.size());
        } else if (event instanceof HistoryEvent.Refused refused) {
            peer(json, refused.peer());
            json.name("piece").value(refused.piece());
        } else if (event instanceof HistoryEvent.Terminated gone) {
            peer(json, gone.peer());
            text(json, "reason", gone.reason());
        } else if (event instanceof HistoryEvent.Peers peers) {
            json.name("peers").startArray();
            for (HistoryEvent.Sample sample :
                    peers.peers().subList(0, Math.min(MAX_SAMPLES, peers.peers().size()))) {
                sample(json, sample);
            }
            json.endArray();
        } else if (event instanceof HistoryEvent.Progress now) {
            progress(json, now);
        } else if (event instanceof HistoryEvent.Note note) {
            json.name("text").value(cut(note.text(), MAX_TEXT));
        } else if (event instanceof HistoryEvent.Ended end) {
            json.name("code").value(end.code()).name("text").value(cut(end.text(), MAX_TEXT));
        } else if (event instanceof HistoryEvent.Result result) {
            json.name("source").value(cut(result.source(), MAX_TEXT));
            json.name("code").value(result.code()).name("text").value(cut(result.text(), MAX_TEXT));
            text(json, "path", result.path());
        } else if (event instanceof HistoryEvent.Exit exit) {
            json.name("code").value(exit.code());
        }
    }

    private static void progress(JsonText json, HistoryEvent.Progress now) {
        json.name("phase").value(cut(now.phase(), MAX_SHORT));
        json.name("verifiedBytes").value(now.verifiedBytes());
        json.name("downloaded").value(now.downloaded()).name("uploaded").value(now.uploaded());
        json.name("wasted").value(now.wasted());
        json.name("downloadRate").rounded(now.downloadRate()).name("uploadRate").rounded(now.uploadRate());
        json.name("peers").value(now.peers());
        text(json, "bottleneck", now.bottleneck());
    }

    private static void sample(JsonText json, HistoryEvent.Sample sample) {
        json.startObject();
        peer(json, sample.peer());
        json.name("client").value(cut(sample.client(), MAX_SHORT));
        json.name("status").value(cut(sample.status(), MAX_SHORT));
        json.name("downloaded").value(sample.downloaded()).name("uploaded").value(sample.uploaded());
        json.name("downloadRate").rounded(sample.downloadRate());
        json.name("uploadRate").rounded(sample.uploadRate());
        json.name("pieces").value(sample.pieces()).name("flags").value(cut(sample.flags(), MAX_SHORT));
        json.endObject();
    }

    private static void peer(JsonText json, String name) {
        PeerName peer = PeerName.of(cut(name, MAX_SHORT));
        json.name("peer").startObject().name("address").value(peer.address());
        if (peer.port().isPresent()) {
            json.name("port").value(peer.port().getAsInt());
        }
        json.endObject();
    }

    private static void text(JsonText json, String name, Optional<String> text) {
        if (text.isPresent()) {
            json.name(name).value(cut(text.get(), MAX_TEXT));
        }
    }

    private static String cut(String text, int most) {
        return text.length() <= most ? text : text.substring(0, most - 1) + '…';
    }
}
